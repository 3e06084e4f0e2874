// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "orm/core/value_type.h"
#include "orm/driver/sqlite/sqlite_authorizer.h"
#include "orm/driver/sqlite/sqlite_profile.h"
#include "orm/driver/sqlite/sqlite_statement_cache.h"

namespace joinery {

/// What a connection and its cursor share: the handle, the guard, the prepared statements and the request to stop.
/// One thread at a time; requestCancel() may come from another.
class SqliteDatabase {
 public:
  /// @throws DbError CannotOpen for a file that is no database
  SqliteDatabase(SqliteHandle handle, std::chrono::milliseconds busyTimeout);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  sqlite3* handle() const { return m_handle.get(); }
  /// Whether another file, or none, is now where this one was opened.
  bool hasMoved() const;

  /// A prepared statement, from the cache where it ran before. @throws DbError
  std::unique_ptr<SqliteStatement> take(std::string_view sql);
  /// From here on requestCancel() means this statement. @pre no other runs (asserted)
  void begin(const SqliteStatement& statement);
  void end(std::unique_ptr<SqliteStatement> statement);

  /// Of results from now on. @param maxBytes 0: what the library allows
  void limitValues(std::size_t maxBytes) { m_maxValueBytes = maxBytes; }
  /// See Connection::giveWay. @param after how long a statement runs before it looks for others that write; none: it never does
  void giveWay(std::optional<std::chrono::milliseconds> after) { m_givesWayAfter = after; }
  bool hasGivenWay() const { return m_hasGivenWay; }
  void requestCancel();
  bool isCancelRequested() const { return m_cancelRequested.load(std::memory_order_relaxed); }
  ValueType typeOf(const char* declaration);

 private:
  static int whileBusy(void* self, int calls);
  static int whileRunning(void* self);
  bool mustGiveWay();

  SqliteHandle m_handle;  // closes after all that follow are gone
  SqliteAuthorizer m_authorizer;
  SqliteStatementCache m_statements;
  std::unordered_map<std::string, ValueType> m_types;
  const std::chrono::milliseconds m_busyTimeout;
  std::chrono::steady_clock::time_point m_busySince;
  std::size_t m_maxValueBytes = 0;
  std::optional<std::chrono::milliseconds> m_givesWayAfter;
  std::chrono::steady_clock::time_point m_nextLook;  ///< for others that write
  bool m_hasGivenWay = false;
  int m_libraryLimit = 0;  ///< while a statement runs under another one
  std::atomic<bool> m_running = false;
  std::atomic<bool> m_cancelRequested = false;
};

/// One run of one statement: ends with it, and gives the statement back.
class SqliteRun {
 public:
  SqliteRun(SqliteDatabase& database, std::unique_ptr<SqliteStatement> statement);
  ~SqliteRun();
  SqliteRun(const SqliteRun&) = delete;
  SqliteRun& operator=(const SqliteRun&) = delete;

  SqliteDatabase& database() const { return m_database; }
  SqliteStatement& statement() const { return *m_statement; }
  /// @return whether there is a row now
  /// @throws DbError Cancelled also where the wait for a lock was cut short
  bool step();

 private:
  SqliteDatabase& m_database;
  std::unique_ptr<SqliteStatement> m_statement;
};

}  // namespace joinery
