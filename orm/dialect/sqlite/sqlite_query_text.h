// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery {

/// A query as far as its text tells it: its SELECTs, one within another, and what each reads.
struct SqliteQueryText {
  /// What stands behind FROM and JOIN, and between their commas.
  struct Source {
    std::string name;   ///< a table, a view or a common table expression; empty for a query in parentheses, "?" for another schema's
    std::string alias;  ///< empty where it has none
    /// Whether columns are qualified by that.
    bool isCalled(std::string_view qualifier) const;
  };
  struct Select {
    std::size_t parent = 0;  ///< the one around it; its own place for the outermost
    std::vector<Source> sources;
    std::size_t firstColumn = 0, endOfColumns = 0;  ///< tokens between SELECT and FROM
  };
  std::vector<SqliteToken> tokens;
  std::vector<Select> selects;         ///< the first stands for what is outside of any
  std::vector<std::size_t> selectOf;   ///< by token
};

/// Never fails; text that is no query has no sources.
SqliteQueryText readSqliteQuery(std::string_view query);

/// The names of what a query reads: in FROM and JOIN, and behind IN. As they are written, each once, those of a query before those of queries within it; names of
/// common table expressions are among them. Of other schemas' none.
std::vector<std::string> sqliteQueryTables(std::string_view query);

}  // namespace joinery
