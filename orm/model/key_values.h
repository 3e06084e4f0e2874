// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/model/model.h"

namespace joinery {

/// A key by the names of its attributes, in the order in which the model has them.
/// @throws DbError InvalidRequest for an attribute that is missing, or is no part of the key
std::vector<Value> keyValues(const Model& model, const std::map<std::string, Value>& byAttribute);

}  // namespace joinery
