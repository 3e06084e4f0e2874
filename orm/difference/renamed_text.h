// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"

/// Texts of a schema once what they name is called otherwise. A text in which a name could mean two things is left as it is.
namespace joinery::migration {

struct ColumnRename {
  QualifiedName table;
  std::string from;
  std::string to;
};

struct TableRename {
  QualifiedName from;
  QualifiedName to;
};

/// Checks, computed values, parts and predicates of indexes: expressions over that table alone.
std::string renamedInExpression(const std::string& sql, const ColumnRename& rename, const Dialect& dialect);
/// A view's query keeps the names that it gives its own columns. @param isElsewhere whether another table that it reads has such a column
std::string renamedInQuery(const std::string& sql, const ColumnRename& rename, bool isElsewhere, const Dialect& dialect);
/// A trigger of that table: its NEW and OLD rows and the columns that it waits for. What its statements say of the table is a query's.
std::string renamedInTrigger(const std::string& sql, const ColumnRename& rename, const Dialect& dialect);
/// Queries and triggers that name a table.
std::string renamedInText(const std::string& sql, const TableRename& rename, const Dialect& dialect);

}  // namespace joinery::migration
