// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_connection.h"

#include <algorithm>
#include <string>
#include <utility>

#include "orm/driver/sqlite/sqlite_cursor.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_script.h"
#include "orm/driver/sqlite/sqlite_stored_value.h"

namespace joinery {
namespace {

/// Around the sets of executeMany; rolls back when it is not committed.
class ImplicitTransaction {
 public:
  explicit ImplicitTransaction(sqlite3* database) : m_database(database) { run("BEGIN"); }
  ~ImplicitTransaction() {
    // Some errors have rolled it back already.
    if (!sqlite3_get_autocommit(m_database)) sqlite3_exec(m_database, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  ImplicitTransaction(const ImplicitTransaction&) = delete;
  ImplicitTransaction& operator=(const ImplicitTransaction&) = delete;
  void commit() { run("COMMIT"); }

 private:
  void run(const char* sql) { checkSqlite(m_database, sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr), sql); }
  sqlite3* m_database;
};

}  // namespace

SqliteConnection::SqliteConnection(SqliteHandle handle, const ConnectOptions& options, std::vector<std::string> warnings)
    : m_database(std::move(handle), options.busyTimeout), m_warnings(std::move(warnings)) {}

std::unique_ptr<Cursor> SqliteConnection::execute(std::string_view sql, std::span<const Value> binds) {
  std::unique_ptr<SqliteStatement> statement = prepare(sql);
  const std::vector<ValueView> values(binds.begin(), binds.end());
  statement->bind(values, SqliteStatement::Lifetime::Copy);
  return std::make_unique<SqliteCursor>(std::make_unique<SqliteRun>(m_database, std::move(statement)));
}

bool SqliteConnection::readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) {
  SqliteRun run(m_database, prepare(sql));
  // Whoever takes the row may read another one.
  std::vector<ValueView> row = std::exchange(m_row, {});
  row.assign(binds.begin(), binds.end());
  run.statement().bind(row, SqliteStatement::Lifetime::Borrow);
  if (!run.step()) return false;
  sqlite3_stmt* statement = run.statement().handle();
  row.clear();
  for (int i = 0; i < sqlite3_column_count(statement); ++i) row.push_back(sqliteCell(statement, i));
  take(row);
  m_row = std::move(row);
  return true;
}

/// With a rollback journal the first page that is written before the end takes the lock that nobody reads beside; with a write-ahead log
/// none does. Source: sqlite.org/pragma.html#pragma_cache_spill
void SqliteConnection::keepChanges(std::size_t mostBytes) {
  std::size_t pages = 1;  // no more than the cache has anyway
  const auto take = [&](std::span<const ValueView> row) {
    const bool waits = row[1].toInteger() != 0;
    if (waits) pages = std::max(pages, mostBytes / static_cast<std::size_t>(row[0].toInteger()));
  };
  readRow("SELECT page_size, journal_mode NOT IN ('wal', 'memory') FROM pragma_page_size, pragma_journal_mode", {}, take);
  // Odd: of the number's last byte the engine also takes whether to write early at all.
  execute("PRAGMA cache_spill = " + std::to_string(pages | 1), {});
}

std::unique_ptr<StoredValue> SqliteConnection::openValue(const QualifiedName& table, const std::string& column, std::int64_t rowId) {
  if (!m_isUtf8) readRow("PRAGMA encoding", {}, [this](std::span<const ValueView> row) { m_isUtf8 = row.front().bytes() == "UTF-8"; });
  if (!m_isUtf8.value_or(false) || hasVirtualColumns(table)) return nullptr;
  return SqliteStoredValue::open(handle(), table, column, rowId);
}

/// Where a table has such columns SQLite 3.40 counts them in when it looks for a cell's place, and opens another one.
bool SqliteConnection::hasVirtualColumns(const QualifiedName& table) {
  constexpr const char* kQuery = "SELECT 1 FROM pragma_table_xinfo(?1, ?2) WHERE hidden = 2";
  const std::vector<Value> names{Value::text(table.name), Value::text(table.schema.empty() ? "main" : table.schema)};
  return readRow(kQuery, names, [](std::span<const ValueView>) {});
}

void SqliteConnection::executeEach(std::string_view sql, BindSets& sets) {
  SqliteRun run(m_database, prepare(sql));
  if (run.statement().isReadOnly() || transactionState() == TransactionState::Active) return runSets(run, sets);
  ImplicitTransaction transaction(handle());
  runSets(run, sets);
  transaction.commit();
}

void SqliteConnection::runSets(SqliteRun& run, BindSets& sets) {
  SqliteStatement& statement = run.statement();
  std::vector<Value> row;
  std::vector<ValueView> returned;
  std::size_t set = 0;
  try {
    for (; set < sets.size(); ++set) {
      statement.bind(sets.values(set), SqliteStatement::Lifetime::Borrow);
      row.clear();
      if (run.step()) {
        for (int i = 0; i < sqlite3_column_count(statement.handle()); ++i) row.emplace_back(sqliteCell(statement.handle(), i));
        // How many rows were changed is known at the end, when the first one's bytes are gone.
        while (run.step()) {
        }
      }
      returned.assign(row.begin(), row.end());
      sets.done(set, statement.changesRows() ? sqlite3_changes64(handle()) : -1, returned);
      statement.reset();
    }
  } catch (DbError& error) {
    error.failedSet = set;
    if (error.detail.empty()) error.detail = "set " + std::to_string(set + 1) + " of " + std::to_string(sets.size());
    throw;
  }
}

/// A file that is no longer the one that was opened takes no write: it would go to a file that nobody sees.
std::unique_ptr<SqliteStatement> SqliteConnection::prepare(std::string_view sql) {
  std::unique_ptr<SqliteStatement> statement = m_database.take(sql);
  if (statement->isReadOnly() || !m_database.hasMoved()) return statement;
  DbError error(ErrorKind::ConnectionLost, "the database file was moved, deleted or replaced");
  error.nativeCode = SQLITE_READONLY_DBMOVED;
  error.sql = statement->sql();
  error.hint = sqliteErrorHint(SQLITE_READONLY_DBMOVED);
  throw error;
}

std::vector<std::string> SqliteConnection::splitStatements(std::string_view script) const { return splitSqliteScript(script); }

Connection::TransactionState SqliteConnection::transactionState() const {
  return sqlite3_get_autocommit(handle()) ? TransactionState::Idle : TransactionState::Active;
}

std::string SqliteConnection::serverVersion() const { return std::string("SQLite ") + sqlite3_libversion(); }

bool SqliteConnection::isReadOnly() const { return sqlite3_db_readonly(handle(), "main") == 1; }

std::vector<std::string> SqliteConnection::takeWarnings() { return std::exchange(m_warnings, {}); }

}  // namespace joinery
