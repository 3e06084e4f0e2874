// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/model.h"

namespace joinery {

/// What stands for a row of this model to people: its name or title, a person's first and last name, an address or code,
/// else the key. In the form of Model::label.
std::string chooseLabel(const Model& model);

}  // namespace joinery
