// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// How an operation is carried out in SQLite.
enum class SqliteWay {
  Plain,     ///< by statements of its own
  Gathered,  ///< by the rebuild of its table that a later one makes
  Rebuilt,   ///< by the rebuild of its table, with all that were gathered for it
};

/// Of each operation by its place. Operations on one table are gathered where one of them needs a rebuild, up to what depends on how the
/// table is by then: a rename, a step with data, the table's own end.
/// @throws DbError InvalidRequest for operations that don't fit the schema
/// Pure; any thread. Source: sqlite.org/lang_altertable.html, section 5
std::vector<SqliteWay> sqliteWays(const schema::MetaData& before, const Operations& operations, const Dialect& dialect);

}  // namespace joinery::migration
