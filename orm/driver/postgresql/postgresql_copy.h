// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "orm/driver/bind_sets.h"
#include "orm/driver/postgresql/postgresql_session.h"

namespace joinery {

/// Sends rows by COPY … FROM STDIN, in its text format. Source: postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2
class PostgresqlCopy {
 public:
  /// @param session with a statement begun
  PostgresqlCopy(PostgresqlSession& session, std::string sql, BindSets& sets) : m_session(session), m_sql(std::move(sql)), m_sets(sets) {}
  /// @return rows @throws DbError of the first row that fails; none is there then
  std::int64_t run();

 private:
  void begin();
  void sendAll();
  void send();
  void append(ValueView value);
  void appendNumber(auto number);
  void appendText(std::string_view text);
  std::int64_t finish();
  [[noreturn]] void fail(const PGresult* result);

  PostgresqlSession& m_session;
  std::string m_sql;
  BindSets& m_sets;
  std::string m_buffer;
};

}  // namespace joinery
