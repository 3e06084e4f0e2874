// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"
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

constexpr const char* kFill = "INSERT OR ABORT INTO";

/// The table as that statement names it.
std::string filledTable(const std::string& insert) {
  const std::vector<SqliteToken> tokens = sqliteTokens(insert);
  const auto into = std::ranges::find_if(tokens, [](const SqliteToken& token) { return token.isKeyword("INTO"); });
  const auto columns = std::ranges::find_if(tokens, [](const SqliteToken& token) { return token.isSymbol('('); });
  return insert.substr(into->end + 1, columns->begin - into->end - 2);
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

void requireForeignKeysOff(Connection& connection, const std::string& what) {
  if (firstRow(connection, "PRAGMA foreign_keys") != std::vector<std::string>{"0"}) throw DbError(ErrorKind::InvalidRequest, "foreign keys are on: " + what + " would delete the rows of others");
}

void SqliteRebuild::apply(Connection& connection, const std::function<void()>& progress) const {
  requireForeignKeysOff(connection, "to make " + m_rebuild.before.name.toString() + " anew");
  checkValues(connection);
  const std::vector<std::int64_t> before = counts(connection);
  runStatements(connection, progress);
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

void SqliteRebuild::runStatements(Connection& connection, const std::function<void()>& progress) const {
  for (const std::string& statement : rebuildStatements(m_rebuild, m_database, m_dialect)) {
    if (progress) progress();
    if (statement.starts_with(kFill)) fill(connection, statement);
    else connection.execute(statement);
  }
}

void SqliteRebuild::fill(Connection& connection, const std::string& statement) const {
  try {
    connection.execute(statement);
  } catch (const DbError& error) {
    const std::string name = m_rebuild.after.name.name;
    DbError clear(error.kind(), withTableName(error.message(), "joinery_new_" + name, name) + (error.kind() == ErrorKind::Integrity ? rowInTheWay(connection, statement) : std::string()));
    clear.nativeCode = error.nativeCode;
    clear.sql = statement;
    clear.hint = "The rows that are there do not fit the table as it is to be. Nothing was changed.";
    throw clear;
  }
}

/// The first that the new table does not take, where rows keep their rowids. What it takes meanwhile is rolled back with all else.
std::string SqliteRebuild::rowInTheWay(Connection& connection, std::string statement) const {
  const auto hidesRowId = [](const schema::Table& table) { return table.withoutRowId || sqliteColumn(table, "rowid"); };
  const auto key = std::ranges::find(m_rebuild.after.columns, schema::Generation::RowId, &schema::Column::generation);
  const auto isOtherKey = [&](const auto& pair) { return isSqliteName(pair.second, key->name) && sqliteColumn(m_rebuild.before, pair.first)->generation != schema::Generation::RowId; };
  if (hidesRowId(m_rebuild.before) || hidesRowId(m_rebuild.after) || (key != m_rebuild.after.columns.end() && std::ranges::any_of(m_rebuild.columns, isOtherKey))) return {};
  const std::string made = filledTable(statement), old = m_dialect.quote(m_rebuild.before.name);
  try {
    connection.execute(statement.replace(0, std::string_view(kFill).size(), "INSERT OR IGNORE INTO"));
    const auto row = firstRow(connection, "SELECT rowid FROM " + old + " WHERE rowid NOT IN (SELECT rowid FROM " + made + ") ORDER BY rowid LIMIT 1");
    return row.empty() ? std::string() : ", by the row with rowid " + row[0];
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::Cancelled) throw;
    return {};
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
