// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_schema_change.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/sql_text.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"
#include "orm/engine/execution.h"

namespace joinery::migration {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rowsOf(Connection& connection, const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  const auto batch = fetchAll(connection, statement);
  Rows rows(batch->rows());
  for (std::size_t row = 0; row < batch->rows(); ++row)
    for (std::size_t column = 0; column < batch->columnCount(); ++column) rows[row].push_back(displayText(batch->at(row, column), {}));
  return rows;
}

DbError integrityError(const std::string& message, const char* hint) {
  DbError error(ErrorKind::Integrity, message);
  error.hint = hint;
  return error;
}

/// A statement is compiled once, and one that explains never hears that the schema is another by then: each is a text of its own.
std::string explained(const std::string& statement) {
  static std::atomic<std::uint64_t> number = 0;
  return "EXPLAIN QUERY PLAN /* " + std::to_string(++number) + " */ " + statement;
}

}  // namespace

SqliteSchemaChange::SqliteSchemaChange(Connection& connection) : m_connection(connection) {
  if (connection.transactionState() != Connection::TransactionState::Idle)
    throw DbError(ErrorKind::InvalidRequest, "a transaction is open: foreign keys can't be turned off, without which tables can't be made anew");
  m_foreignKeys = flag("foreign_keys").value_or("0");
  m_legacyAlter = flag("legacy_alter_table").value_or("0");
  connection.execute("PRAGMA foreign_keys = OFF");
  try {
    m_transaction.emplace(connection, sqliteDialect(), Transaction::Mode::Write);
    m_orphans = orphans();
    m_brokenTexts = brokenTexts();
  } catch (...) {
    restore();
    throw;
  }
}

SqliteSchemaChange::~SqliteSchemaChange() { restore(); }

/// The transaction ends first: within it nothing can be turned on. What can't be said any more is for the next one to find out.
void SqliteSchemaChange::restore() {
  m_transaction.reset();
  try {
    m_connection.execute("PRAGMA legacy_alter_table = " + m_legacyAlter);
    m_connection.execute("PRAGMA foreign_keys = " + m_foreignKeys);
  } catch (const DbError&) {
  }
}

std::optional<std::string> SqliteSchemaChange::flag(const char* pragma) const {
  const Rows rows = rowsOf(m_connection, std::string("PRAGMA ") + pragma);
  return rows.empty() ? std::nullopt : std::optional(rows[0][0]);
}

void SqliteSchemaChange::commit() {
  checkOrphans();
  checkTexts();
  try {
    m_transaction->commit();
  } catch (const DbError& error) {
    // With a write-ahead log all may be written already, and what failed is to bring it to the disk.
    if (error.kind() != ErrorKind::Operational) throw;
    DbError unknown(ErrorKind::OutcomeUnknown, "it is not known whether the change was committed: " + error.message());
    unknown.nativeCode = error.nativeCode;
    unknown.hint = "Look at the tables before doing it again.";
    throw unknown;
  }
}

SqliteSchemaChange::Orphans SqliteSchemaChange::orphans() const {
  Orphans orphans;
  constexpr const char* kReferring = "SELECT DISTINCT l.name FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name, 'main') WHERE l.schema = 'main' AND l.type = 'table'";
  for (const auto& table : rowsOf(m_connection, kReferring)) {
    try {
      for (auto& row : rowsOf(m_connection, "PRAGMA main.foreign_key_check(" + sqliteDialect().quote(table[0]) + ")")) {
        row.resize(3);
        ++orphans[row];
      }
    } catch (const DbError& error) {
      if (error.kind() != ErrorKind::Programming) throw;
      ++orphans[{table[0], error.message()}];
    }
  }
  return orphans;
}

void SqliteSchemaChange::checkOrphans() const {
  for (const auto& [orphan, count] : orphans()) {
    const auto before = m_orphans.find(orphan);
    if (before != m_orphans.end() && before->second >= count) continue;
    if (orphan.size() < 3) throw integrityError("a foreign key of " + orphan[0] + " would be broken: " + orphan[1], "A foreign key refers to a primary key or to unique columns. Nothing was changed.");
    const std::string row = orphan[1].empty() ? "a row" : "the row with rowid " + orphan[1];
    throw integrityError(row + " of " + orphan[0] + " would refer to no row of " + orphan[2], "Change or delete that row first. Nothing was changed.");
  }
}

bool SqliteSchemaChange::compiles(const std::string& sql) const {
  try {
    rowsOf(m_connection, sql);
    return true;
  } catch (const DbError& error) {
    constexpr std::array kOthers{ErrorKind::Cancelled, ErrorKind::ConnectionLost, ErrorKind::Operational, ErrorKind::Busy};
    if (std::ranges::find(kOthers, error.kind()) != kOthers.end()) throw;
    return false;
  }
}

/// One that would have the trigger run, to be explained. @param trigger CREATE TRIGGER
std::string SqliteSchemaChange::firingStatement(const std::string& table, const std::string& trigger) const {
  const std::vector<SqliteToken> tokens = sqliteTokens(trigger);
  const auto isEvent = [](const SqliteToken& token) { return token.isKeyword("DELETE") || token.isKeyword("INSERT") || token.isKeyword("UPDATE"); };
  const auto event = std::ranges::find_if(tokens, isEvent);
  const std::string name = "main." + sqliteDialect().quote(table);
  if (event != tokens.end() && event->isKeyword("DELETE")) return "DELETE FROM " + name;
  if (event != tokens.end() && event->isKeyword("INSERT")) return "INSERT INTO " + name + " DEFAULT VALUES";
  std::string columns;
  for (const auto& column : rowsOf(m_connection, "SELECT name FROM pragma_table_info(" + quotedText(table) + ", 'main')")) {
    const std::string quoted = sqliteDialect().quote(column[0]);
    columns += (columns.empty() ? "" : ", ") + quoted + " = " + quoted;
  }
  return "UPDATE " + name + " SET " + columns;
}

std::vector<std::string> SqliteSchemaChange::brokenTexts() const {
  std::vector<std::string> broken;
  for (const auto& view : rowsOf(m_connection, "SELECT name FROM main.sqlite_schema WHERE type = 'view'"))
    if (!compiles("SELECT 1 FROM main." + sqliteDialect().quote(view[0]) + " LIMIT 0")) broken.push_back("view " + view[0]);
  for (const auto& trigger : rowsOf(m_connection, "SELECT name, tbl_name, sql FROM main.sqlite_schema WHERE type = 'trigger'"))
    if (!compiles(explained(firingStatement(trigger[1], trigger[2])))) broken.push_back("trigger " + trigger[0]);
  return broken;
}

void SqliteSchemaChange::checkTexts() const {
  for (const std::string& text : brokenTexts())
    if (std::ranges::find(m_brokenTexts, text) == m_brokenTexts.end())
      throw integrityError("the " + text + " could no longer be read", text.starts_with("view") ? "Change the view or drop it first. Nothing was changed." : "Change the trigger or drop it first. Nothing was changed.");
}

}  // namespace joinery::migration
