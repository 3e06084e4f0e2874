// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace joinery {

/// Columns of one table that are called otherwise.
struct SqliteColumnRenames {
  std::string table;
  std::map<std::string, std::string> names;  ///< the new ones, by the old ones in lower case
  /// Whether a table or view has such a column; nothing where there is none of that name.
  std::function<std::optional<bool>(std::string_view table, std::string_view column)> hasColumn;
};

/// A view's query that reads the table by its columns' new names. The columns of the view itself, and of queries within it, keep their
/// names: where one was the column's own it is written down behind AS. Columns by way of `*` can't be kept.
std::string sqliteRenamedQuery(const std::string& query, const SqliteColumnRenames& renames);

/// CREATE TRIGGER with the new names, in its statements and in its rows NEW and OLD. @param owner the table or view that it stands on
std::string sqliteRenamedTrigger(const std::string& trigger, std::string_view owner, const SqliteColumnRenames& renames);

}  // namespace joinery
