// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_schema_change.h"

#include <algorithm>
#include <array>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
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
    m_brokenViews = brokenViews();
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
  checkViews();
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

std::vector<std::string> SqliteSchemaChange::brokenViews() const {
  std::vector<std::string> broken;
  for (const auto& view : rowsOf(m_connection, "SELECT name FROM main.sqlite_schema WHERE type = 'view'")) {
    try {
      rowsOf(m_connection, "SELECT 1 FROM main." + sqliteDialect().quote(view[0]) + " LIMIT 0");
    } catch (const DbError& error) {
      constexpr std::array kOthers{ErrorKind::Cancelled, ErrorKind::ConnectionLost, ErrorKind::Operational, ErrorKind::Busy};
      if (std::ranges::find(kOthers, error.kind()) != kOthers.end()) throw;
      broken.push_back(view[0]);
    }
  }
  return broken;
}

void SqliteSchemaChange::checkViews() const {
  for (const std::string& view : brokenViews())
    if (std::ranges::find(m_brokenViews, view) == m_brokenViews.end())
      throw integrityError("the view " + view + " could no longer be read", "Change the view or drop it first. Nothing was changed.");
}

}  // namespace joinery::migration
