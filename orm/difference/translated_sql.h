// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "orm/core/value_type.h"
#include "orm/dialect/dialect.h"

/// Texts of one engine as another reads them. Nothing where they call what only one of them has. Pure.
namespace joinery::migration {

/// Of checks, computed values, indexes: PostgreSQL's casts go for SQLite, and its `= ANY (ARRAY[…])` becomes IN.
std::optional<std::string> translatedExpression(const std::string& sql, const Dialect& source, const Dialect& target);
/// Of DEFAULT: constants that the type takes, and the present moment. @param type the column's at the target
std::optional<std::string> translatedDefault(const std::string& sql, const ValueType& type, const Dialect& source, const Dialect& target);

}  // namespace joinery::migration
