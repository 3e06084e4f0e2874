// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/migration/sqlite_rebuild.h"

namespace joinery::migration {

/// A condition that is true for a row of the old table whose value the new one would refuse, or would keep as another value.
struct SqliteValueCheck {
  std::string column;     ///< of the old table
  std::string condition;  ///< SQL
  std::string problem;    ///< what is said of the value: "can't be stored in a STRICT table's column INTEGER"
};

/// For each kept column whose type or nullability asks for it. A value may come as one that SQLite holds for equal (2 for '2' and '2.0'),
/// and not as one that lost digits, signs or zeros at its beginning. Source: sqlite.org/datatype3.html, sqlite.org/stricttables.html. Pure.
std::vector<SqliteValueCheck> sqliteValueChecks(const TableRebuild& rebuild, const Dialect& dialect);

}  // namespace joinery::migration
