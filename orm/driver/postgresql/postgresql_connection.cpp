// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_connection.h"

#include <utility>

#include "orm/driver/postgresql/postgresql_binds.h"
#include "orm/driver/postgresql/postgresql_copy.h"
#include "orm/driver/postgresql/postgresql_copy_out.h"
#include "orm/driver/postgresql/postgresql_cursor.h"
#include "orm/driver/postgresql/postgresql_error.h"
#include "orm/driver/postgresql/postgresql_pipeline.h"
#include "orm/driver/postgresql/postgresql_script.h"

namespace joinery {
namespace {

/// The spellings that are read here, whatever a user's or database's settings are. The time zone stays theirs.
std::string setUpScript(const ConnectOptions& options) {
  std::string script =
      "SET bytea_output = 'hex'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3;"
      " SET standard_conforming_strings = on; SET lock_timeout = " +
      std::to_string(options.busyTimeout.count());
  if (options.access == ConnectOptions::Access::ReadOnly) script += "; SET default_transaction_read_only = on";
  return script;
}

/// libpq's statements end at NUL.
std::string terminated(std::string_view sql) {
  if (sql.find('\0') == std::string_view::npos) return std::string(sql);
  DbError error(ErrorKind::Programming, "the statement holds the character NUL");
  error.sql = std::string(sql);
  error.hint = "Remove it.";
  throw error;
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(PostgresqlHandle handle, const ConnectOptions& options)
    : m_session(std::move(handle)), m_access(options.access) {
  m_session.runOwn(setUpScript(options));
  m_session.types().load(m_session.handle());
}

std::unique_ptr<Cursor> PostgresqlConnection::execute(std::string_view sql, std::span<const Value> binds) {
  const std::string text = terminated(sql);
  const std::vector<ValueView> views(binds.begin(), binds.end());
  const PostgresqlBinds values(views, sql);
  m_session.begin(sql);
  constexpr int kTextResults = 0;
  PGconn* connection = m_session.handle();
  const int sent = PQsendQueryParams(connection, text.c_str(), values.count(), values.types(), values.values(), values.lengths(),
                                     values.formats(), kTextResults);
  if (sent != 1) {
    m_session.end(PostgresqlSession::Ending::Otherwise);
    throw postgresqlError(connection, nullptr, sql);
  }
  PQsetSingleRowMode(connection);
  return std::make_unique<PostgresqlCursor>(m_session, text);
}

void PostgresqlConnection::executeEach(std::string_view sql, BindSets& sets) {
  const std::string text = terminated(sql);
  if (sets.size() == 0) return;
  m_session.begin(sql);
  try {
    PostgresqlPipeline(m_session, text, sets).run();
    m_session.end(PostgresqlSession::Ending::Otherwise);
  } catch (const DbError& error) {
    if (PQpipelineStatus(m_session.handle()) != PQ_PIPELINE_OFF) m_session.markLost();
    m_session.end(error.kind() == ErrorKind::Cancelled ? PostgresqlSession::Ending::Cancelled : PostgresqlSession::Ending::Otherwise);
    throw;
  }
}

std::int64_t PostgresqlConnection::copyOut(std::string_view sql, const TakeLine& take) {
  m_session.begin(sql);
  PostgresqlCopyOut copy(m_session, terminated(sql), take);
  try {
    const std::int64_t lines = copy.run();
    m_session.end(PostgresqlSession::Ending::Otherwise);
    return lines;
  } catch (const DbError& error) {
    // Whatever made it stop half-way, nothing else can be sent after it.
    if (PQtransactionStatus(m_session.handle()) == PQTRANS_ACTIVE) m_session.markLost();
    m_session.end(error.kind() == ErrorKind::Cancelled && !copy.isAbandoned() ? PostgresqlSession::Ending::Cancelled : PostgresqlSession::Ending::Otherwise);
    throw;
  }
}

std::int64_t PostgresqlConnection::copyIn(std::string_view sql, BindSets& rows) {
  return runCopy(sql, [&](PostgresqlCopy& copy) { return copy.run(rows); });
}

std::int64_t PostgresqlConnection::copyInText(std::string_view sql, const NextText& next) {
  return runCopy(sql, [&](PostgresqlCopy& copy) { return copy.run(next); });
}

template <typename Run>
std::int64_t PostgresqlConnection::runCopy(std::string_view sql, const Run& run) {
  PostgresqlCopy copy(m_session, terminated(sql));
  m_session.begin(sql);
  try {
    const std::int64_t count = run(copy);
    m_session.end(PostgresqlSession::Ending::Otherwise);
    return count;
  } catch (const DbError& error) {
    // Whatever made it stop half-way, nothing else can be sent after it.
    if (PQtransactionStatus(m_session.handle()) == PQTRANS_ACTIVE) m_session.markLost();
    m_session.end(error.kind() == ErrorKind::Cancelled ? PostgresqlSession::Ending::Cancelled : PostgresqlSession::Ending::Otherwise);
    throw;
  }
}

std::vector<std::string> PostgresqlConnection::splitStatements(std::string_view script) const { return splitPostgresqlScript(script); }

bool PostgresqlConnection::isAlive() {
  if (m_session.isLost()) return false;
  const PostgresqlResult answer(PQexec(m_session.handle(), ""));
  // libpq believes in a connection that a server has left until it is used once more.
  return PQresultStatus(answer.get()) == PGRES_EMPTY_QUERY && PQstatus(m_session.handle()) == CONNECTION_OK;
}

/// "15.20 (Debian 15.20-0+deb12u1)" without the packager's part.
std::string PostgresqlConnection::serverVersion() const {
  const std::string version = parameter("server_version");
  return "PostgreSQL " + version.substr(0, version.find(' '));
}

bool PostgresqlConnection::isReadOnly() const {
  const bool isStandby = parameter("in_hot_standby") == "on";
  return m_access == ConnectOptions::Access::ReadOnly || isStandby || parameter("default_transaction_read_only") == "on";
}

std::string PostgresqlConnection::parameter(const char* name) const {
  const char* value = PQparameterStatus(m_session.handle(), name);
  return value ? value : std::string();
}

}  // namespace joinery
