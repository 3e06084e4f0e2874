// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_column_rename.h"

#include <iterator>

#include "orm/core/db_error.h"
#include "orm/migration/sqlite_dependents.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {
namespace {

using Statements = std::vector<std::string>;

std::string renameStatement(const schema::Table& table, const std::string& from, const std::string& to, const Dialect& dialect) {
  return "ALTER TABLE " + dialect.quote(table.name) + " RENAME COLUMN " + dialect.quote(from) + " TO " + dialect.quote(to);
}

/// A name that no column has, nor gets.
std::string spareName(const schema::Table& table, const std::string& to) {
  std::string name = "joinery_" + to;
  while (sqliteColumn(table, name)) name += "_";
  return name;
}

}  // namespace

Statements alterColumnNames(const schema::Table& table, const std::vector<std::pair<std::string, std::string>>& columns, const Dialect& dialect) {
  Statements first, second;
  for (const auto& [from, to] : columns) {
    const bool isTaken = sqliteColumn(table, to) && !isSqliteName(from, to);
    const std::string name = isTaken ? spareName(table, to) : to;
    first.push_back(renameStatement(table, from, name, dialect));
    if (isTaken) second.push_back(renameStatement(table, name, to, dialect));
  }
  std::ranges::move(second, std::back_inserter(first));
  return first;
}

Statements renameColumnStatements(const QualifiedName& table, const std::string& from, const std::string& to, const schema::MetaData& database, const Dialect& dialect) {
  const auto found = database.find(table);
  if (!found || !sqliteColumn(*found, from)) throw DbError(ErrorKind::InvalidRequest, "there is no column " + table.toString() + "." + from + " to rename");
  const bool isOther = !isSqliteName(from, to);
  if (isOther && sqliteColumn(*found, to)) throw DbError(ErrorKind::InvalidRequest, table.toString() + " has a column " + to + " already");
  const SqliteDependents dependents(database, *found, dialect);
  Statements statements = dependents.dropStatements();
  std::ranges::move(alterColumnNames(*found, {{from, to}}, dialect), std::back_inserter(statements));
  std::ranges::move(dependents.createStatements({{from, to}}), std::back_inserter(statements));
  return statements;
}

}  // namespace joinery::migration
