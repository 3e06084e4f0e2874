// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "orm/core/value.h"
#include "orm/schema/column.h"
#include "orm/sql/expression.h"

namespace joinery {

/// What fills an attribute that nobody set: nothing, a constant, a function that is called once for each row, or SQL that the
/// statement computes.
using DefaultSource = std::variant<std::monostate, Value, std::function<Value()>, sql::Expression>;

/// A column of a model's table under the model's name for it.
struct Attribute {
  std::string name;
  schema::Column column;
  bool isKey = false;  ///< part of the model's key
  bool isForeignKey = false;
  DefaultSource onInsert = {};
  DefaultSource onUpdate = {};
};

}  // namespace joinery
