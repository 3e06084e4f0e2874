// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "orm/driver/connection.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Takes what COPY … TO STDOUT sends. Source: postgresql.org/docs/15/libpq-copy.html
class PostgresqlCopyOut {
 public:
  /// @param session with a statement begun
  PostgresqlCopyOut(PostgresqlSession& session, std::string sql, const Connection::TakeLine& take) : m_session(session), m_sql(std::move(sql)), m_take(take) {}
  /// @return lines @throws DbError, and what `take` throws; the rest is thrown away then
  std::int64_t run();
  /// Whether it was `take` that ended it: the server was asked to stop then, and that may still be on its way.
  bool isAbandoned() const { return m_isAbandoned; }

 private:
  void begin();
  int nextLine(char** line);
  void gather();
  void abandon();
  void finish();
  [[noreturn]] void fail(const PGresult* result);

  PostgresqlSession& m_session;
  const std::string m_sql;
  const Connection::TakeLine& m_take;
  bool m_isAbandoned = false;
  std::chrono::microseconds m_gathering{125};  ///< how long what the server sends may wait here
};

}  // namespace joinery
