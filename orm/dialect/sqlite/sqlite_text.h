// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// A LIKE pattern as GLOB has it, which minds the letter case: `%` is `*`, `_` is `?`; what GLOB reads specially is put
/// in brackets. Source: sqlite.org/lang_expr.html#glob
std::string globFromLike(std::string_view likePattern);

/// The paths that a list of keys can mean: one where all are names; a number may be an index or a name, so there are
/// two for each, the index first. Source: sqlite.org/json1.html#path_arguments
/// @throws DbError NotSupported for names that SQLite's paths can't spell, or more than three numbers
std::vector<std::string> sqliteJsonPaths(const std::vector<std::string>& keys);

}  // namespace joinery
