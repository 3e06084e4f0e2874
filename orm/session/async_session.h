// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "orm/engine/worker.h"
#include "orm/session/frozen_records.h"
#include "orm/session/record_stream.h"
#include "orm/session/worker_session.h"

namespace joinery {

/// A session on a thread of its own, for a thread that must not wait, usually the GUI's. Each verb is one job of a Worker: they run one
/// after another, and a transaction stays open from one to the next; the connection goes back to the engine when none is. Records
/// live on the worker's thread; what comes back is frozen, and stays in the session's identity map as long as the caller holds it.
/// To look at it, thaw it into a heap: what is not loaded there is a DbError Detached and never read behind one's back.
/// Every verb may be called from any thread, never blocks, and gives a Job: continue its future with
/// `.then(context, [](Result<T> result) { … })`; its id is for cancel(). An error is the result's, of the kind that Session throws.
/// Destroying it cancels what runs, rolls back and never waits.
class AsyncSession {
 public:
  class Stream;

  /// Nothing is expired after a commit unless the options ask for it: it could not be read again by itself.
  AsyncSession(std::shared_ptr<Engine> engine, std::shared_ptr<const Registry> registry, Session::Options options = {.expireOnCommit = false},
               Engine::Access access = Engine::Access::Write, const std::string& name = "session");
  ~AsyncSession();
  AsyncSession(const AsyncSession&) = delete;
  AsyncSession& operator=(const AsyncSession&) = delete;

  /// Runs code in the synchronous style on the session's thread, where whatever is not loaded is read when it is asked for.
  /// @param function takes a Session& and returns what may cross threads: a RecordPtr or a vector of them comes back frozen; void is
  ///        Done
  template <typename Function>
  auto run(Function function) {
    return m_worker.run([session = m_session, function = std::move(function)](Worker::Context& context) mutable { return session->run(context.connection, function); });
  }

  Job<FrozenRecordsPtr> select(Query query, SelectOptions options = {});
  /// @return one record, or none where there is no such row
  Job<FrozenRecordsPtr> get(std::string model, std::vector<Value> key);
  /// What a relationship of a row leads to, read where it is not loaded. @param record any record of that row, from any heap
  /// @throws DbError NoResult where the row is gone
  Job<FrozenRecordsPtr> related(const Record& record, std::string relationship);
  /// Reads a row again; changes of it are lost.
  Job<FrozenRecordsPtr> refresh(const Record& record);

  /// Brings records of the caller's into the session by Session::merge, and flushes: new ones, and those that were thawed and changed.
  /// The caller's own stay as they are. @return the session's, with what the database gave them
  Job<FrozenRecordsPtr> merge(const std::vector<RecordPtr>& records);
  /// The row is deleted by the next flush. @throws DbError NoResult where it is gone already
  Job<Done> remove(const Record& record);

  Job<Done> flush();
  Job<Done> commit();
  Job<Done> rollback();
  Job<Done> beginNested();
  Job<Done> releaseNested();
  Job<Done> rollbackNested();
  Job<Done> expireAll();
  /// Rolls back and lets go of every record; it can be used again.
  Job<Done> close();

  /// As Worker::cancel(). A cancelled flush is a failed one: roll back.
  void cancel(JobId job) { m_worker.cancel(job); }
  void cancelAll() { m_worker.cancelAll(); }
  bool isBusy() const { return m_worker.isBusy(); }
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }

 private:
  /// Outlives the worker's thread, and ends on it.
  std::shared_ptr<const Registry> m_registry;
  std::shared_ptr<WorkerSession> m_session;
  Worker m_worker;
};

/// The records of a query, some at a time: each piece is one job. @see RecordStream. Outlived by its session.
class AsyncSession::Stream {
 public:
  Stream(AsyncSession& session, Query query, SelectOptions options = {}, std::size_t records = RecordStream::kRecords);
  /// @return none at the end, again and again
  Job<FrozenRecordsPtr> next();

 private:
  struct Source;
  AsyncSession& m_session;
  std::shared_ptr<Source> m_source;
};

}  // namespace joinery
