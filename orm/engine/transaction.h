// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "orm/core/db_error.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"

namespace joinery {

/// A transaction as a scope: begun by the constructor, rolled back by the destructor unless commit() was called. With a dialect of
/// IsolationLevel::Autocommit nothing is sent: each statement takes effect by itself and stays.
class Transaction {
 public:
  enum class Mode { Read, Write };
  Transaction(Connection& connection, const Dialect& dialect, Mode mode);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Rolls back when COMMIT is refused, as by a deferred constraint.
  /// @param refused told of that before, while what the engine leaves open is open still (SQLite's is); throws nothing
  /// @throws DbError; OutcomeUnknown when COMMIT was sent and the connection broke before the answer; InvalidRequest
  ///         when the engine has rolled back already
  void commit(const std::function<void(const DbError&)>& refused = {});
  /// Does nothing when it is no longer open.
  void rollback();
  bool isOpen() const { return m_open; }

 private:
  /// @throws DbError InvalidRequest when COMMIT would not commit anything
  void requireSound();
  void rollbackQuietly();
  Connection& m_connection;
  bool m_open = false;
  bool m_autocommits = false;
};

/// A savepoint as a scope, inside a transaction: what follows it is undone by the destructor unless release() was called.
class Savepoint {
 public:
  Savepoint(Connection& connection, std::string name);
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint();
  void release();
  void rollback();

 private:
  Connection& m_connection;
  std::string m_name;
  bool m_open = false;
};

}  // namespace joinery
