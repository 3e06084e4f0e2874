// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_row_id_key.h"

#include "orm/core/ascii_case.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {

using schema::Generation;

schema::Table withRowIdKey(schema::Table table, const Dialect& dialect) {
  if (table.kind != schema::TableKind::Table) return table;
  const bool hasOne = table.primaryKey && table.primaryKey->columns.size() == 1 && !table.withoutRowId;
  const bool isDescending = hasOne && !table.primaryKey->orders.empty() && table.primaryKey->orders[0].descending;
  for (schema::Column& column : table.columns) {
    const bool isKey = hasOne && isSqliteName(table.primaryKey->columns[0], column.name);
    const bool isInteger = asciiLower(dialect.ddl().columnType(column.type)) == "integer";
    if (isKey && isInteger && !isDescending && column.generation == Generation::None) {
      column.generation = Generation::RowId;
      column.nullable = false;
    } else if (!isKey && column.generation == Generation::RowId) {
      column.generation = Generation::None;
      column.autoIncrement = false;
    }
  }
  return table;
}

}  // namespace joinery::migration
