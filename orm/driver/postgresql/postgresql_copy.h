// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "orm/driver/bind_sets.h"
#include "orm/driver/connection.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Sends rows by COPY … FROM STDIN. Source: postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2
class PostgresqlCopy {
 public:
  PostgresqlCopy(PostgresqlSession& session, std::string sql) : m_session(session), m_sql(std::move(sql)) {}
  /// In the text format. @pre the session has begun a statement
  /// @return rows @throws DbError of the first row that fails; none is there then
  std::int64_t run(BindSets& rows);
  /// The same of rows that are written as the statement says.
  std::int64_t run(const Connection::NextText& next);

 private:
  void begin();
  /// Sends what that sends, or has the server forget it.
  template <typename Send>
  void sendOrGiveUp(const Send& sendRows);
  void sendAll(BindSets& rows);
  void sendAll(const Connection::NextText& next);
  void send(std::string_view bytes);
  void append(const ValueView& value);
  void appendNumber(auto number);
  void appendText(std::string_view text);
  std::int64_t finish();
  void giveUp();
  [[noreturn]] void fail(const PGresult* result);

  PostgresqlSession& m_session;
  std::string m_sql;
  std::string m_buffer;
};

}  // namespace joinery
