// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_pipeline.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "orm/driver/postgresql/postgresql_binds.h"
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

std::vector<std::int64_t> PostgresqlPipeline::run(std::span<const std::vector<Value>> bindSets) {
  // All before the first is sent: what is under way can't be taken back.
  for (const std::vector<Value>& set : bindSets) PostgresqlBinds::check(set, m_sql);
  prepare(bindSets);
  const PipelineMode mode(m_session.handle());
  for (std::size_t begin = 0; begin < bindSets.size() && !m_error; begin += kSetsInFlight) {
    const auto chunk = bindSets.subspan(begin, std::min(kSetsInFlight, bindSets.size() - begin));
    sendChunk(chunk);
    readChunk(chunk.size());
  }
  if (PQstatus(m_session.handle()) == CONNECTION_OK) readSync();
  if (m_error) throw *m_error;
  return std::move(m_changed);
}

/// Bytes are sent as bytea; whether a column takes them is known from any set that has some.
void PostgresqlPipeline::prepare(std::span<const std::vector<Value>> bindSets) {
  std::vector<Oid> types;
  for (const std::vector<Value>& set : bindSets) {
    types.resize(std::max(types.size(), set.size()), 0);
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (set[i].storageClass() == StorageClass::Blob) types[i] = PostgresqlBinds::kBytea;
    }
  }
  const PostgresqlResult result(PQprepare(m_session.handle(), kUnnamed, m_sql.c_str(), static_cast<int>(types.size()), types.data()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw postgresqlError(m_session.handle(), result.get(), m_sql);
}

void PostgresqlPipeline::sendChunk(std::span<const std::vector<Value>> bindSets) {
  PGconn* connection = m_session.handle();
  for (const std::vector<Value>& values : bindSets) {
    const PostgresqlBinds binds(values, m_sql);
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

void PostgresqlPipeline::readChunk(std::size_t sets) {
  for (std::size_t i = 0; i < sets; ++i) {
    std::int64_t changed = -1;
    while (PostgresqlResult result{PQgetResult(m_session.handle())}) {
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) changed = postgresqlAffectedRows(result.get());
      else remember(result.get());
    }
    if (PQstatus(m_session.handle()) != CONNECTION_OK) remember(nullptr);
    if (!m_error) m_changed.push_back(changed);
  }
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
  m_error->failedSet = m_changed.size();
  if (m_error->detail.empty()) m_error->detail = "set " + std::to_string(m_changed.size() + 1);
}

}  // namespace joinery
