// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "orm/engine/worker.h"
#include "orm/engine/worker_connection.h"

namespace joinery {

/// What a Worker, its thread and its cancelling threads share; whoever finishes last destroys it. The thread
/// pool is given one call, which lasts as long as the Worker does; jobs and the end are handed over under m_mutex.
class Worker::Private : public std::enable_shared_from_this<Worker::Private> {
 public:
  using Body = std::function<void(Result<Context*>)>;

  Private(std::shared_ptr<Engine> workerEngine, Engine::Access workerAccess, std::string workerName, Keep workerKeep)
      : engine(std::move(workerEngine)), access(workerAccess), name(std::move(workerName)), keep(workerKeep) {}

  JobId enqueue(Body body, std::string what);
  void cancel(JobId id);
  void cancelAll();
  bool isBusy() const;
  /// Takes no more jobs, cancels all and lets the thread end by itself.
  void close();

  const std::shared_ptr<Engine> engine;
  const Engine::Access access;
  const std::string name;
  const Keep keep;
  std::function<void(Connection*)> ending;  // set before the first job, then of the worker's thread

 private:
  struct Task {
    JobId id = 0;
    Body body;
    CancelToken token;
    std::string what;
  };

  // On the worker's thread.
  /// Runs jobs as they come, until close().
  void work();
  /// Waits for a job. @return false once closed, when none is left
  bool runNext();
  void runTask(Task& task);
  /// The task's body is in m_waitingBody meanwhile: whoever cancels the job answers for it then.
  Result<WorkerConnection*> connectFor(Task& task);
  WorkerConnection& openConnection(const Task& task);
  void finishTask();
  void end();
  void dropConnection();
  bool mustDropConnection() const;

  bool takeNext(Task& task);
  void giveBackIdleConnection();

  // On any thread.
  void startThread();  // with m_mutex held
  /// @return what has to be told of it, where the job waits for its connection
  Body interrupt(JobId id);  // with m_mutex held
  void interruptUntilEnded(JobId id);

  mutable std::mutex m_mutex;  // guards the next eight
  std::condition_variable m_changed;  // a job came, or the end
  std::deque<Task> m_queue;
  JobId m_lastId = 0;
  JobId m_running = 0;
  CancelToken m_runningToken;
  Body m_waitingBody;                              // of the job that waits for its connection
  std::shared_ptr<RunningJobs::Entry> m_listed;    // the job that runs
  QThreadPool* m_threads = nullptr;  // made at the first job
  bool m_closed = false;

  // Held while a cancel is on its way, so that the job cannot end, nor its connection go, before that has returned.
  std::mutex m_cancelMutex;  // guards the next two
  JobId m_cancellableJob = 0;
  std::unique_ptr<WorkerConnection> m_connection;
  std::condition_variable m_jobEnded;
};

}  // namespace joinery
