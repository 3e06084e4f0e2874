// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_column_rename.h"

#include <algorithm>
#include <iterator>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/migration/sqlite_dependents.h"

namespace joinery::migration {
namespace {

using Statements = std::vector<std::string>;

bool hasColumnOf(const schema::Table& table, const std::string& name) {
  return std::ranges::any_of(table.columns, [&](const schema::Column& column) { return asciiLower(column.name) == asciiLower(name); });
}

std::string renameStatement(const schema::Table& table, const std::string& from, const std::string& to, const Dialect& dialect) {
  return "ALTER TABLE " + dialect.quote(table.name) + " RENAME COLUMN " + dialect.quote(from) + " TO " + dialect.quote(to);
}

/// A name that no column has, nor gets.
std::string spareName(const schema::Table& table, const std::string& to) {
  std::string name = "joinery_" + to;
  while (hasColumnOf(table, name)) name += "_";
  return name;
}

}  // namespace

Statements alterColumnNames(const schema::Table& table, const std::vector<std::pair<std::string, std::string>>& columns, const Dialect& dialect) {
  Statements first, second;
  for (const auto& [from, to] : columns) {
    const bool isTaken = hasColumnOf(table, to) && asciiLower(from) != asciiLower(to);
    const std::string name = isTaken ? spareName(table, to) : to;
    first.push_back(renameStatement(table, from, name, dialect));
    if (isTaken) second.push_back(renameStatement(table, name, to, dialect));
  }
  std::ranges::move(second, std::back_inserter(first));
  return first;
}

Statements renameColumnStatements(const QualifiedName& table, const std::string& from, const std::string& to, const schema::MetaData& database, const Dialect& dialect) {
  const auto found = database.find(table);
  if (!found || !hasColumnOf(*found, from)) throw DbError(ErrorKind::InvalidRequest, "there is no column " + table.toString() + "." + from + " to rename");
  const bool isOther = asciiLower(from) != asciiLower(to);
  if (isOther && hasColumnOf(*found, to)) throw DbError(ErrorKind::InvalidRequest, table.toString() + " has a column " + to + " already");
  const SqliteDependents dependents(database, *found, dialect);
  Statements statements = dependents.dropStatements();
  std::ranges::move(alterColumnNames(*found, {{from, to}}, dialect), std::back_inserter(statements));
  std::ranges::move(dependents.createStatements({{from, to}}), std::back_inserter(statements));
  return statements;
}

}  // namespace joinery::migration
