// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_session.h"

#include <poll.h>

#include <QtGlobal>
#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

using Clock = std::chrono::steady_clock;

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : std::string();
}

bool waitReadable(int socket, Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left <= 0) return false;
  pollfd descriptor{socket, POLLIN, 0};
  return ::poll(&descriptor, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) >= 0 || errno == EINTR;
}

/// A COPY that nobody serves is ended, so that its results go on.
void endCopy(PGconn* connection, ExecStatusType status) {
  if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) PQputCopyEnd(connection, "COPY from the client is not supported");
  if (status != PGRES_COPY_OUT && status != PGRES_COPY_BOTH) return;
  char* line = nullptr;
  while (PQgetCopyData(connection, &line, 0) > 0) PQfreemem(line);
}

}  // namespace

PostgresqlSession::PostgresqlSession(PostgresqlHandle handle) : m_handle(std::move(handle)), m_cancel(PQgetCancel(m_handle.get())) {
  PQsetNoticeReceiver(m_handle.get(), &PostgresqlSession::onNotice, this);
}

void PostgresqlSession::runOwn(const std::string& script) {
  const PostgresqlResult result(PQexec(handle(), script.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
  if (!fine) throw postgresqlError(handle(), result.get(), script);
}

void PostgresqlSession::begin(std::string_view sql) {
  Q_ASSERT_X(!m_running, "PostgresqlSession", "an earlier cursor is still open");
  if (isLost()) {
    DbError error(ErrorKind::ConnectionLost, "the connection is gone");
    error.sql = std::string(sql);
    error.hint = "Connect again.";
    throw error;
  }
  absorbLateCancel();
  m_stateBefore = stateOf(PQtransactionStatus(handle()));
  if (m_types.hasMissing() && m_stateBefore != Connection::TransactionState::Failed) m_types.loadMissing(handle());
  m_running = true;
}

/// A request that came as the statement ended may still be on its way; a round trip lets it arrive where it hurts nobody.
void PostgresqlSession::absorbLateCancel() {
  if (m_cancelRequested.exchange(false)) PostgresqlResult(PQexec(handle(), ""));
}

PostgresqlResult PostgresqlSession::next() {
  PostgresqlResult result(PQgetResult(handle()));
  endCopy(handle(), PQresultStatus(result.get()));
  return result;
}

void PostgresqlSession::end(Ending ending) {
  m_running = false;
  if (ending == Ending::Cancelled) m_cancelRequested = false;
}

void PostgresqlSession::abandon(std::chrono::milliseconds patience) {
  constexpr std::chrono::seconds kAfterCancel(5);
  if (!drain(Clock::now() + patience)) {
    requestCancel();
    // A server that does not react leaves the connection unusable; waiting on would hang the caller.
    m_lost = !drain(Clock::now() + kAfterCancel);
  }
  end(Ending::Otherwise);
}

/// @return whether the statement has ended
bool PostgresqlSession::drain(Clock::time_point deadline) {
  while (true) {
    while (PQisBusy(handle())) {
      if (!waitReadable(PQsocket(handle()), deadline) || !PQconsumeInput(handle())) return PQstatus(handle()) != CONNECTION_OK;
    }
    const PostgresqlResult result(PQgetResult(handle()));
    if (!result) return true;
    if (Clock::now() >= deadline) return false;
  }
}

void PostgresqlSession::requestCancel() {
  if (!m_running || !m_cancel) return;
  m_cancelRequested = true;
  std::array<char, 256> message{};
  // Where it fails, the server is gone, and the statement ends with that.
  PQcancel(m_cancel.get(), message.data(), static_cast<int>(message.size()));
}

Connection::TransactionState PostgresqlSession::stateOf(PGTransactionStatusType status) {
  switch (status) {
    case PQTRANS_IDLE: return Connection::TransactionState::Idle;
    case PQTRANS_INERROR:
    case PQTRANS_UNKNOWN: return Connection::TransactionState::Failed;
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS: break;
  }
  return Connection::TransactionState::Active;
}

Connection::TransactionState PostgresqlSession::transactionState() const {
  const PGTransactionStatusType status = PQtransactionStatus(handle());
  return status == PQTRANS_ACTIVE ? m_stateBefore : stateOf(status);
}

std::vector<std::string> PostgresqlSession::takeWarnings() { return std::exchange(m_warnings, {}); }

void PostgresqlSession::warn(std::string text) {
  constexpr std::size_t kMostKept = 1'000;  // a server may send them without end
  if (m_warnings.size() < kMostKept) m_warnings.push_back(std::move(text));
}

void PostgresqlSession::onNotice(void* self, const PGresult* notice) {
  std::string text = field(notice, PG_DIAG_SEVERITY) + ": " + field(notice, PG_DIAG_MESSAGE_PRIMARY);
  const std::string detail = field(notice, PG_DIAG_MESSAGE_DETAIL);
  if (!detail.empty()) text += " (" + detail + ")";
  static_cast<PostgresqlSession*>(self)->warn(std::move(text));
}

}  // namespace joinery
