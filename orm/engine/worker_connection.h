// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>

#include "orm/core/cancel_token.h"
#include "orm/core/db_error.h"
#include "orm/engine/connection_pool.h"
#include "orm/engine/forwarding_connection.h"

namespace joinery {

/// A Worker's connection as its jobs see it. Once a job is cancelled nothing of it starts any more but a rollback,
/// nothing starts while a cancel is on its way, and one that came too late hits nothing that follows.
/// Worker thread only, except cancel().
class WorkerConnection final : public ForwardingConnection {
 public:
  explicit WorkerConnection(ConnectionPool::Lease lease) : ForwardingConnection(*lease), m_lease(std::move(lease)) {}

  /// The next statements belong to the job with this token.
  void beginJob(CancelToken token);
  /// The connection broke: it must not be used again.
  bool isLost() const { return m_lost; }
  /// No transaction and no result is open, so that it can be given back between two jobs.
  bool isIdle() const;
  /// The last thing that is asked of it.
  void giveBack();

  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) override;
  bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) override;
  void executeEach(std::string_view sql, BindSets& sets) override;
  std::int64_t copyIn(std::string_view sql, BindSets& rows) override;
  std::int64_t copyInText(std::string_view sql, const NextText& next) override;
  std::int64_t copyOut(std::string_view sql, const TakeLine& take) override;
  std::unique_ptr<StoredValue> openValue(const QualifiedName& table, const std::string& column, std::int64_t rowId) override;
  bool isAlive() override;
  /// Any thread. Stops the statement or the open result, except a rollback.
  void cancel() override;

 private:
  friend class WorkerCursor;
  template <typename Statement>
  auto whole(std::string_view sql, const Statement& statement);
  /// @throws DbError Cancelled
  void begin(std::string_view sql);
  void end();
  void checkCancelled();
  void note(const DbError& error);
  /// A server may act on a cancel after the statement that it was meant for; a round trip takes the blow.
  void absorbLateCancel();

  ConnectionPool::Lease m_lease;
  CancelToken m_token;
  bool m_lost = false;
  bool m_cursorOpen = false;
  std::mutex m_mutex;        // held while a cancel is on its way; guards the next two
  bool m_cancellable = false;
  bool m_cancelSent = false;
};

}  // namespace joinery
