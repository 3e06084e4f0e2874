// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/worker_connection.h"

#include <QScopeGuard>

#include <utility>

namespace joinery {
namespace {

/// What undoes a job's work is let through when the job is cancelled.
bool isRollback(std::string_view sql) { return sql.starts_with("ROLLBACK"); }

}  // namespace

/// Keeps the statement cancellable until its result is closed.
class WorkerCursor final : public Cursor {
 public:
  WorkerCursor(std::unique_ptr<Cursor> inner, WorkerConnection& connection)
      : m_inner(std::move(inner)), m_connection(connection) {
    m_connection.m_cursorOpen = true;
  }
  ~WorkerCursor() override {
    m_inner.reset();
    m_connection.m_cursorOpen = false;
    m_connection.end();
  }

  const std::vector<ResultColumn>& columns() const override { return m_inner->columns(); }
  std::int64_t affectedRows() const override { return m_inner->affectedRows(); }
  std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes) override {
    m_connection.checkCancelled();
    try {
      return m_inner->fetch(maxRows, maxCellBytes);
    } catch (const DbError& error) {
      m_connection.note(error);
      throw;
    }
  }

 private:
  std::unique_ptr<Cursor> m_inner;
  WorkerConnection& m_connection;
};

void WorkerConnection::beginJob(CancelToken token) {
  m_token = std::move(token);
  absorbLateCancel();
}

bool WorkerConnection::isIdle() const {
  return !m_cursorOpen && transactionState() == TransactionState::Idle;
}

void WorkerConnection::giveBack() {
  if (m_lost) {
    m_lease.invalidate();
    return;
  }
  absorbLateCancel();
  m_lease.release();
}

std::unique_ptr<Cursor> WorkerConnection::execute(std::string_view sql, std::span<const Value> binds) {
  begin(sql);
  try {
    return std::make_unique<WorkerCursor>(inner().execute(sql, binds), *this);
  } catch (const DbError& error) {
    end();
    note(error);
    throw;
  }
}

/// What sends a statement and has its whole result when it returns.
template <typename Statement>
auto WorkerConnection::whole(std::string_view sql, const Statement& statement) {
  begin(sql);
  try {
    const auto ended = qScopeGuard([this] { end(); });
    return statement();
  } catch (const DbError& error) {
    note(error);
    throw;
  }
}

bool WorkerConnection::readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) {
  return whole(sql, [&] { return inner().readRow(sql, binds, take); });
}

void WorkerConnection::executeEach(std::string_view sql, BindSets& sets) {
  whole(sql, [&] { inner().executeEach(sql, sets); });
}

std::int64_t WorkerConnection::copyIn(std::string_view sql, BindSets& rows) {
  return whole(sql, [&] { return inner().copyIn(sql, rows); });
}

std::int64_t WorkerConnection::copyInText(std::string_view sql, const NextText& next) {
  return whole(sql, [&] { return inner().copyInText(sql, next); });
}

std::unique_ptr<StoredValue> WorkerConnection::openValue(const QualifiedName& table, const std::string& column, std::int64_t rowId) {
  return whole({}, [&] { return inner().openValue(table, column, rowId); });
}

std::int64_t WorkerConnection::copyOut(std::string_view sql, const TakeLine& take) {
  return whole(sql, [&] { return inner().copyOut(sql, take); });
}

bool WorkerConnection::isAlive() {
  const bool alive = inner().isAlive();
  m_lost = m_lost || !alive;
  return alive;
}

void WorkerConnection::cancel() {
  const std::lock_guard lock(m_mutex);
  if (!m_cancellable) return;
  m_cancelSent = true;
  inner().cancel();
}

void WorkerConnection::begin(std::string_view sql) {
  if (!isRollback(sql)) checkCancelled();
  absorbLateCancel();
  const std::lock_guard lock(m_mutex);
  m_cancellable = !isRollback(sql);
}

void WorkerConnection::end() {
  const std::lock_guard lock(m_mutex);
  m_cancellable = false;
}

void WorkerConnection::checkCancelled() {
  if (m_token.isCancelled()) throw DbError(ErrorKind::Cancelled, "stopped on request");
}

void WorkerConnection::note(const DbError& error) { m_lost = m_lost || error.kind() == ErrorKind::ConnectionLost; }

void WorkerConnection::absorbLateCancel() {
  {
    const std::lock_guard lock(m_mutex);
    if (!std::exchange(m_cancelSent, false)) return;
  }
  if (!m_lost && !inner().isAlive()) inner().isAlive();
}

}  // namespace joinery
