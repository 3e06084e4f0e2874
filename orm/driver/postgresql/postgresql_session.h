// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "orm/driver/connection.h"
#include "orm/driver/postgresql/postgresql_handle.h"
#include "orm/driver/postgresql/postgresql_types.h"

namespace joinery {

/// What a connection and its cursor share: the handle, the types, the notices and the request to stop.
/// One thread at a time; requestCancel() may come from another.
class PostgresqlSession {
 public:
  explicit PostgresqlSession(PostgresqlHandle handle);
  PostgresqlSession(const PostgresqlSession&) = delete;
  PostgresqlSession& operator=(const PostgresqlSession&) = delete;

  PGconn* handle() const { return m_handle.get(); }
  PostgresqlTypes& types() { return m_types; }
  /// Runs statements of the driver's own. @throws DbError
  void runOwn(const std::string& script);

  /// From here on requestCancel() means this statement. @pre no other runs (asserted)
  /// @throws DbError ConnectionLost for a connection that is dead
  void begin(std::string_view sql);
  /// The statement's next result; null once it has ended.
  PostgresqlResult next();
  /// The statement has ended. @param cancelled whether it ended so because of the request
  enum class Ending { Cancelled, Otherwise };
  void end(Ending ending);
  /// Throws the rest of the results away, without waiting for a server that has stopped answering. Never throws.
  /// @param patience how long the server may go on by itself before it is asked to stop
  void abandon(std::chrono::milliseconds patience);

  void requestCancel();
  /// The connection is in a state that nothing leads out of.
  void markLost() { m_lost = true; }
  bool isLost() const { return m_lost || PQstatus(handle()) != CONNECTION_OK; }
  Connection::TransactionState transactionState() const;
  std::vector<std::string> takeWarnings();
  void warn(std::string text);

 private:
  static void onNotice(void* self, const PGresult* notice);
  static Connection::TransactionState stateOf(PGTransactionStatusType status);
  void absorbLateCancel();
  bool drain(std::chrono::steady_clock::time_point deadline);

  PostgresqlHandle m_handle;
  PostgresqlCancel m_cancel;
  PostgresqlTypes m_types;
  std::vector<std::string> m_warnings;
  Connection::TransactionState m_stateBefore = Connection::TransactionState::Idle;
  bool m_lost = false;
  std::atomic<bool> m_running = false;
  std::atomic<bool> m_cancelRequested = false;
};

}  // namespace joinery
