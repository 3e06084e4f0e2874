// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_database.h"

#include <QtGlobal>
#include <algorithm>
#include <thread>
#include <utility>

#include "orm/core/declared_type.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_functions.h"

namespace joinery {
namespace {

constexpr std::size_t kKeptStatements = 64;

/// Steps may be slow where each looks through a long text.
constexpr int kStepsBetweenLooks = 1'000;
constexpr std::chrono::milliseconds kTimeBetweenLooks{5};

/// Whether another connection, of this process or not, is about to change the file. Source: sqlite.org/c3ref/io_methods.html
bool isBeingWritten(sqlite3* database) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods) return false;
  int isReserved = 0;
  return file->pMethods->xCheckReservedLock(file, &isReserved) == SQLITE_OK && isReserved != 0;
}

DbError gaveWayError(const std::string& sql) {
  DbError error(ErrorKind::GaveWay, "another connection wants to write");
  error.nativeCode = SQLITE_INTERRUPT;
  error.sql = sql;
  return error;
}

DbError cancelledError(const std::string& sql) {
  DbError error(ErrorKind::Cancelled, "the statement was cancelled");
  error.nativeCode = SQLITE_INTERRUPT;
  error.sql = sql;
  return error;
}

}  // namespace

SqliteDatabase::SqliteDatabase(SqliteHandle handle, std::chrono::milliseconds busyTimeout)
    : m_handle(std::move(handle)), m_authorizer(m_handle.get()), m_statements(kKeptStatements), m_busyTimeout(busyTimeout) {
  checkSqlite(m_handle.get(), sqlite3_busy_handler(m_handle.get(), &SqliteDatabase::whileBusy, this));
  sqlite3_progress_handler(m_handle.get(), kStepsBetweenLooks, &SqliteDatabase::whileRunning, this);
  applySqliteProfile(m_handle.get());
  registerSqliteFunctions(m_handle.get());
  m_authorizer.install();
}

SqliteDatabase::~SqliteDatabase() { m_statements.clear(); }

bool SqliteDatabase::hasMoved() const {
  int moved = 0;
  const int code = sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return code == SQLITE_OK && moved != 0;
}

std::unique_ptr<SqliteStatement> SqliteDatabase::take(std::string_view sql) {
  if (m_authorizer.needsRefresh()) m_authorizer.refresh();
  if (auto kept = m_statements.take(sql)) return kept;
  m_authorizer.setStatement(sql);
  auto statement = std::make_unique<SqliteStatement>(handle(), std::string(sql));
  m_authorizer.setStatement({});
  return statement;
}

void SqliteDatabase::begin(const SqliteStatement& statement) {
  Q_ASSERT_X(!m_running, "SqliteDatabase", "an earlier cursor is still open");
  // The engine prepares it again by itself where the schema has changed, and asks the guard again.
  m_authorizer.setStatement(statement.sql());
  m_cancelRequested = false;
  m_running = true;
  m_hasGivenWay = false;
  if (m_givesWayAfter) m_nextLook = std::chrono::steady_clock::now() + *m_givesWayAfter;
  // Only while it runs: others, and what is opened beside statements, know nothing of it.
  if (m_maxValueBytes > 0) m_libraryLimit = sqlite3_limit(handle(), SQLITE_LIMIT_LENGTH, static_cast<int>(m_maxValueBytes));
}

void SqliteDatabase::end(std::unique_ptr<SqliteStatement> statement) {
  m_running = false;
  if (m_libraryLimit > 0) sqlite3_limit(handle(), SQLITE_LIMIT_LENGTH, std::exchange(m_libraryLimit, 0));
  m_authorizer.setStatement({});
  statement->reset();
  m_statements.put(std::move(statement));
}

void SqliteDatabase::requestCancel() {
  if (!m_running) return;
  m_cancelRequested = true;
  sqlite3_interrupt(handle());
}

ValueType SqliteDatabase::typeOf(const char* declaration) {
  constexpr std::size_t kKeptTypes = 1'000;
  if (m_types.size() > kKeptTypes) m_types.clear();
  std::string text = declaration ? declaration : "";
  const auto found = m_types.find(text);
  if (found != m_types.end()) return found->second;
  ValueType type = typeFromSqliteDeclaration(text);
  type.perCell = true;
  return m_types.emplace(std::move(text), std::move(type)).first->second;
}

/// Waits in short naps, so that a request to stop is heard; SQLite's own handler would sleep through it.
int SqliteDatabase::whileBusy(void* self, int calls) {
  using namespace std::chrono_literals;
  auto& database = *static_cast<SqliteDatabase*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (calls == 0) database.m_busySince = now;
  if (database.isCancelRequested() || now - database.m_busySince >= database.m_busyTimeout) return 0;
  std::this_thread::sleep_for(std::min(20ms, 1ms * (calls + 1)));
  return 1;
}

int SqliteDatabase::whileRunning(void* self) {
  auto& database = *static_cast<SqliteDatabase*>(self);
  return database.isCancelRequested() || database.mustGiveWay() ? 1 : 0;
}

bool SqliteDatabase::mustGiveWay() {
  if (!m_givesWayAfter || m_hasGivenWay) return m_hasGivenWay;
  const auto now = std::chrono::steady_clock::now();
  if (now < m_nextLook) return false;
  m_nextLook = now + kTimeBetweenLooks;
  m_hasGivenWay = isBeingWritten(handle());
  return m_hasGivenWay;
}

SqliteRun::SqliteRun(SqliteDatabase& database, std::unique_ptr<SqliteStatement> statement)
    : m_database(database), m_statement(std::move(statement)) {
  m_database.begin(*m_statement);
}

SqliteRun::~SqliteRun() { m_database.end(std::move(m_statement)); }

bool SqliteRun::step() {
  try {
    if (m_database.isCancelRequested()) throw cancelledError(m_statement->sql());
    return m_statement->step();
  } catch (const DbError&) {
    if (m_database.isCancelRequested()) throw cancelledError(m_statement->sql());
    if (m_database.hasGivenWay()) throw gaveWayError(m_statement->sql());
    throw;
  }
}

}  // namespace joinery
