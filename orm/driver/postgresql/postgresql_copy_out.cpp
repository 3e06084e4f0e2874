// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_copy_out.h"

#include <memory>

#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

struct LineFree {
  void operator()(char* line) const { PQfreemem(line); }
};

}  // namespace

std::int64_t PostgresqlCopyOut::run() {
  begin();
  std::int64_t lines = 0;
  for (;;) {
    char* line = nullptr;
    const int length = PQgetCopyData(m_session.handle(), &line, 0);
    const std::unique_ptr<char, LineFree> owner(line);
    if (length == -1) break;
    if (length < 0) fail(nullptr);
    ++lines;
    try {
      m_take({line, static_cast<std::size_t>(length)});
    } catch (...) {
      abandon();
      throw;
    }
  }
  finish();
  return lines;
}

void PostgresqlCopyOut::begin() {
  PGconn* connection = m_session.handle();
  if (PQsendQuery(connection, m_sql.c_str()) != 1) throw postgresqlError(connection, nullptr, m_sql);
  // Not by the session, which ends every COPY that a person's statement begins.
  const PostgresqlResult result(PQgetResult(connection));
  if (!result || PQresultStatus(result.get()) != PGRES_COPY_OUT) fail(result.get());
}

/// Reads on to where the next statement can begin.
void PostgresqlCopyOut::abandon() {
  m_isAbandoned = true;
  m_session.requestCancel();
  char* line = nullptr;
  while (PQgetCopyData(m_session.handle(), &line, 0) > 0) PQfreemem(line);
  while (m_session.next()) {
    // It says that it was stopped.
  }
}

void PostgresqlCopyOut::finish() {
  while (const PostgresqlResult result = m_session.next())
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get());
}

/// Without a result: of the one that comes next.
void PostgresqlCopyOut::fail(const PGresult* result) {
  const PostgresqlResult next = result ? PostgresqlResult() : m_session.next();
  DbError error = postgresqlError(m_session.handle(), result ? result : next.get(), m_sql);
  while (m_session.next()) {
    // What follows an error says nothing new.
  }
  throw error;
}

}  // namespace joinery
