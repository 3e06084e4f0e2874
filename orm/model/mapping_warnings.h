// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/model/registry.h"

namespace joinery {

/// What works but is rarely meant: pairs of relationships that are one relation seen from both sides and don't say so. A change of
/// one in memory is not seen in the other, and a flush may write a foreign key by either. Each pair once. Pure; any thread.
/// @throws DbError InvalidRequest for a registry whose relationships lead nowhere
std::vector<std::string> mappingWarnings(const Registry& registry);

}  // namespace joinery
