// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// The names that stand where a query reads a table: behind FROM and JOIN, between their commas, and behind IN. As they are written,
/// each once, in the order of the text; names of common table expressions are among them. Of other schemas' none.
std::vector<std::string> sqliteQueryTables(std::string_view query);

}  // namespace joinery
