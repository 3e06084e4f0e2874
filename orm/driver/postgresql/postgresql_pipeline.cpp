// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_pipeline.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "orm/driver/postgresql/postgresql_binds.h"
#include "orm/driver/postgresql/postgresql_cell.h"
#include "orm/driver/postgresql/postgresql_cursor.h"
#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

constexpr const char* kUnnamed = "";
constexpr std::size_t kSetsInFlight = 500;

/// Pipeline and non-blocking mode, for as long as this lives.
class PipelineMode {
 public:
  explicit PipelineMode(PGconn* connection) : m_connection(connection) {
    PQsetnonblocking(connection, 1);
    PQenterPipelineMode(connection);
  }
  ~PipelineMode() {
    PQexitPipelineMode(m_connection);
    PQsetnonblocking(m_connection, 0);
  }
  PipelineMode(const PipelineMode&) = delete;
  PipelineMode& operator=(const PipelineMode&) = delete;

 private:
  PGconn* m_connection;
};

}  // namespace

void PostgresqlPipeline::run() {
  prepare();
  const PipelineMode mode(m_session.handle());
  for (std::size_t begin = 0; begin < m_sets.size() && !m_error; begin += kSetsInFlight) {
    const std::size_t end = std::min(begin + kSetsInFlight, m_sets.size());
    send(begin, end);
    read(begin, end);
  }
  if (PQstatus(m_session.handle()) == CONNECTION_OK) readSync();
  if (m_error) throw *m_error;
}

/// All values are looked at before the first is sent: what is under way can't be taken back. Bytes are sent as bytea; whether a column
/// takes them is known from any set that has some.
void PostgresqlPipeline::prepare() {
  std::vector<Oid> types;
  for (std::size_t set = 0; set < m_sets.size(); ++set) {
    const std::span<const ValueView> values = m_sets.values(set);
    PostgresqlBinds::check(values, m_sql);
    types.resize(std::max(types.size(), values.size()), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].storageClass() == StorageClass::Blob) types[i] = PostgresqlBinds::kBytea;
    }
  }
  const PostgresqlResult result(PQprepare(m_session.handle(), kUnnamed, m_sql.c_str(), static_cast<int>(types.size()), types.data()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw postgresqlError(m_session.handle(), result.get(), m_sql);
}

void PostgresqlPipeline::send(std::size_t begin, std::size_t end) {
  PGconn* connection = m_session.handle();
  for (std::size_t set = begin; set < end; ++set) {
    const PostgresqlBinds binds(m_sets.values(set), m_sql);
    check(PQsendQueryPrepared(connection, kUnnamed, binds.count(), binds.values(), binds.lengths(), binds.formats(), 0) == 1);
  }
  check(PQsendFlushRequest(connection) == 1);
  flush();
}

/// Reads while it writes: a server whose answers nobody takes stops reading.
void PostgresqlPipeline::flush() {
  PGconn* connection = m_session.handle();
  int left = PQflush(connection);
  while (left == 1) {
    constexpr int kForEver = -1;
    pollfd descriptor{PQsocket(connection), POLLIN | POLLOUT, 0};
    ::poll(&descriptor, 1, kForEver);
    if ((descriptor.revents & POLLIN) != 0) check(PQconsumeInput(connection) == 1);
    left = PQflush(connection);
  }
  check(left == 0);
}

void PostgresqlPipeline::read(std::size_t begin, std::size_t end) {
  for (std::size_t set = begin; set < end; ++set) readSet(set);
}

void PostgresqlPipeline::readSet(std::size_t set) {
  std::int64_t changed = -1;
  m_returned.reset();
  while (PostgresqlResult result{PQgetResult(m_session.handle())}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) changed = postgresqlAffectedRows(result.get());
    else remember(result.get());
    if (status == PGRES_TUPLES_OK && PQntuples(result.get()) > 0) takeReturned(result.get());
  }
  if (PQstatus(m_session.handle()) != CONNECTION_OK) remember(nullptr);
  if (m_error) return;
  std::vector<ValueView> returned;
  for (std::size_t i = 0; m_returned && i < m_returned->columnCount(); ++i) returned.push_back(m_returned->at(0, i));
  m_sets.done(set, changed, returned);
  ++m_done;
}

void PostgresqlPipeline::takeReturned(const PGresult* result) {
  const int count = PQnfields(result);
  RowBatchBuilder builder(std::vector<ResultColumn>(static_cast<std::size_t>(count)));
  CellLimit none(0);
  for (int i = 0; i < count; ++i) {
    const auto column = static_cast<std::size_t>(i);
    const std::string_view text(PQgetvalue(result, 0, i), static_cast<std::size_t>(PQgetlength(result, 0, i)));
    if (PQgetisnull(result, 0, i)) builder.append(column, ValueView::null());
    else appendPostgresqlCell(builder, column, postgresqlDecodingOf(PQftype(result, i)), text, none);
  }
  builder.endRow();
  m_returned = builder.build();
}

void PostgresqlPipeline::readSync() {
  PGconn* connection = m_session.handle();
  check(PQpipelineSync(connection) == 1);
  flush();
  while (PQstatus(connection) == CONNECTION_OK) {
    const PostgresqlResult result(PQgetResult(connection));
    const ExecStatusType status = result ? PQresultStatus(result.get()) : PGRES_COMMAND_OK;
    if (status == PGRES_PIPELINE_SYNC) return;
    if (status == PGRES_FATAL_ERROR) remember(result.get());  // the commit's, too
  }
  remember(nullptr);
}

void PostgresqlPipeline::check(bool sent) {
  if (!sent) throw postgresqlError(m_session.handle(), nullptr, m_sql);
}

void PostgresqlPipeline::remember(const PGresult* result) {
  if (m_error) return;
  m_error = postgresqlError(m_session.handle(), result, m_sql);
  m_error->failedSet = m_done;
  if (m_error->detail.empty()) m_error->detail = "set " + std::to_string(m_done + 1);
}

}  // namespace joinery
