// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/model/registry.h"

namespace joinery {

/// Models for everything that was reflected, relationships named by the rules of ARCHITECTURE.md.
std::shared_ptr<const Registry> automap(std::shared_ptr<const schema::MetaData> metadata, bool namesIgnoreCase);

}  // namespace joinery
