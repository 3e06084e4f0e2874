// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

#include "orm/core/ascii_case.h"
#include "orm/schema/table.h"

namespace joinery::migration {

/// As SQLite compares names: without the letter case of ASCII.
inline bool isSqliteName(std::string_view left, std::string_view right) { return asciiLower(left) == asciiLower(right); }

/// @return null where the table has no such column
inline const schema::Column* sqliteColumn(const schema::Table& table, std::string_view name) {
  const auto found = std::ranges::find_if(table.columns, [&](const schema::Column& column) { return isSqliteName(column.name, name); });
  return found == table.columns.end() ? nullptr : &*found;
}

}  // namespace joinery::migration
