// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/engine/execution.h"
#include "orm/migration/sqlite_names.h"
#include "orm/migration/sqlite_rebuild.h"
#include "orm/migration/sqlite_schema_change.h"
#include "orm/migration/sqlite_value_check.h"

namespace joinery::migration {
namespace {

/// The cells of the first row as text; none where there is no row.
std::vector<std::string> firstRow(Connection& connection, const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  const auto batch = fetchAll(connection, statement);
  std::vector<std::string> cells;
  for (std::size_t column = 0; batch->rows() > 0 && column < batch->columnCount(); ++column) cells.push_back(displayText(batch->at(0, column), {}));
  return cells;
}

/// What the engine says of the table under its name for the time being.
std::string withTableName(std::string message, const std::string& made, const std::string& table) {
  for (auto found = message.find(made); found != std::string::npos; found = message.find(made, found + table.size())) message.replace(found, made.size(), table);
  return message;
}

}  // namespace

SqliteRebuild::SqliteRebuild(TableRebuild rebuild, const schema::MetaData& database, const Dialect& dialect) : m_rebuild(std::move(rebuild)), m_database(database), m_dialect(dialect) {}

void SqliteRebuild::run(Connection& connection) const {
  SqliteSchemaChange change(connection);
  apply(connection);
  change.commit();
}

void SqliteRebuild::apply(Connection& connection) const {
  if (firstRow(connection, "PRAGMA foreign_keys") != std::vector<std::string>{"0"})
    throw DbError(ErrorKind::InvalidRequest, "foreign keys are on: to make " + m_rebuild.before.name.toString() + " anew would delete the rows of others");
  checkValues(connection);
  const std::vector<std::int64_t> before = counts(connection);
  runStatements(connection);
  checkCounts(connection, before);
  checkPages(connection);
}

void SqliteRebuild::checkValues(Connection& connection) const {
  const std::string table = m_dialect.quote(m_rebuild.before.name);
  for (const SqliteValueCheck& check : sqliteValueChecks(m_rebuild, m_dialect)) {
    const std::string place = m_rebuild.before.hasRowId ? "rowid" : "NULL";
    const auto row = firstRow(connection, "SELECT " + place + ", substr(quote(" + m_dialect.quote(check.column) + "), 1, 100) FROM " + table + " WHERE " + check.condition + " LIMIT 1");
    if (row.empty()) continue;
    DbError error(ErrorKind::Data, m_rebuild.before.name.toString() + "." + check.column + (row[0].empty() ? "" : " of the row with rowid " + row[0]) + " " + check.problem + ": " + row[1]);
    error.hint = "Change that value first, or choose another type. Nothing was changed.";
    throw error;
  }
}

void SqliteRebuild::runStatements(Connection& connection) const {
  for (const std::string& statement : rebuildStatements(m_rebuild, m_database, m_dialect)) {
    try {
      connection.execute(statement);
    } catch (const DbError& error) {
      if (!statement.starts_with("INSERT")) throw;
      const std::string name = m_rebuild.after.name.name;
      DbError clear(error.kind(), withTableName(error.message(), "joinery_new_" + name, name));
      clear.nativeCode = error.nativeCode;
      clear.sql = statement;
      clear.hint = "The rows that are there do not fit the table as it is to be. Nothing was changed.";
      throw clear;
    }
  }
}

std::vector<QualifiedName> SqliteRebuild::countedTables() const {
  std::vector<QualifiedName> tables{m_rebuild.before.name};
  const auto refers = [&](const schema::ForeignKey& key) { return isSqliteName(key.referredTable.name, m_rebuild.before.name.name); };
  for (const auto& table : m_database.tables())
    if (!isSqliteName(table->name.name, m_rebuild.before.name.name) && std::ranges::any_of(table->foreignKeys, refers)) tables.push_back(table->name);
  return tables;
}

std::vector<std::int64_t> SqliteRebuild::counts(Connection& connection) const {
  std::vector<std::int64_t> counts;
  for (const QualifiedName& table : countedTables())
    connection.readRow("SELECT count(*) FROM " + m_dialect.quote(table), {}, [&](std::span<const ValueView> row) { counts.push_back(row[0].toInteger()); });
  return counts;
}

void SqliteRebuild::checkCounts(Connection& connection, const std::vector<std::int64_t>& before) const {
  const std::vector<QualifiedName> tables = countedTables();
  const std::vector<std::int64_t> after = counts(connection);
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (before[i] != after[i])
      throw DbError(ErrorKind::Integrity, tables[i].toString() + " would have " + std::to_string(after[i]) + " rows after " + m_rebuild.before.name.toString() + " was made anew, and had " + std::to_string(before[i]));
}

void SqliteRebuild::checkPages(Connection& connection) const {
  const auto found = firstRow(connection, "PRAGMA main.integrity_check(" + m_dialect.quote(m_rebuild.after.name.name) + ")");
  if (found != std::vector<std::string>{"ok"}) throw DbError(ErrorKind::Integrity, m_rebuild.after.name.toString() + " is not sound after it was made anew: " + (found.empty() ? "" : found[0]));
}

}  // namespace joinery::migration
