// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/key_values.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

std::vector<Value> keyValues(const Model& model, const std::map<std::string, Value>& byAttribute) {
  const std::vector<std::string> names = model.keyAttributes();
  for (const auto& [name, value] : byAttribute) {
    if (std::ranges::find(names, name) != names.end()) continue;
    DbError error(ErrorKind::InvalidRequest, model.name + "." + name + " is no part of the key");
    error.hint = nearestNamesHint(name, names);
    throw error;
  }
  std::vector<Value> values;
  for (const std::string& name : names) {
    const auto found = byAttribute.find(name);
    if (found == byAttribute.end()) throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " needs " + name);
    values.push_back(found->second);
  }
  return values;
}

}  // namespace joinery
