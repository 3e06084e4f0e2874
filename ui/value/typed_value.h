// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "orm/core/result.h"
#include "orm/core/value.h"
#include "orm/schema/column.h"

namespace joinery::ui {

/// What a person typed as a value of that column, every byte of it kept: no number passes through a double that would change it, no text is
/// spelled anew. Empty text is '' for text and NULL where the column can't hold ''.
/// @param original what stood there: a cell of SQLite keeps the storage class that it has where the column leaves it open
/// @return DbError Data with what is wrong
Result<Value> typedValue(const std::string& bytes, const schema::Column& column, const Value& original);

/// The value of a DEFAULT that is a plain constant: a number, a text in quotes, NULL, TRUE or FALSE, a cast of one of them.
/// @return none where only the database can say
std::optional<Value> constantDefault(const schema::Column& column);

}  // namespace joinery::ui
