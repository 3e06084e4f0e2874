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

class Record;

/// A column of a model's table under the model's name for it, or a value that is computed of a row.
struct Attribute {
  std::string name;
  schema::Column column;
  bool isKey = false;  ///< part of the model's key
  bool isForeignKey = false;
  DefaultSource onInsert = {};
  DefaultSource onUpdate = {};
  /// Of a computed attribute: its value, of the row of a table that is called so in the statement. Such a `column` is in no table.
  std::function<sql::Expression(const std::string& table)> expression = {};
  /// The same of a record, changes that are not written included; empty: it is read with the row.
  std::function<Value(Record&)> onRecord = {};
};

/// What an attribute is in a statement that calls its model's table so.
sql::Expression attributeExpression(const Attribute& attribute, const std::string& table);

}  // namespace joinery
