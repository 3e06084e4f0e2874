// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

namespace joinery {

/// Adds `text REGEXP pattern` with Perl's syntax; patterns are compiled once for each connection. And
/// `joinery_judge_foreign_keys()`, which fails as COMMIT does where the open transaction has broken deferred foreign keys and not mended them.
/// @throws DbError
void registerSqliteFunctions(sqlite3* database);

}  // namespace joinery
