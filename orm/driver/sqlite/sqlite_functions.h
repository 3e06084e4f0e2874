// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

namespace joinery {

/// Adds `text REGEXP pattern` with Perl's syntax; patterns are compiled once for each connection.
/// @throws DbError
void registerSqliteFunctions(sqlite3* database);

}  // namespace joinery
