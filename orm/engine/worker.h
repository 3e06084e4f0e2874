// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "orm/core/cancel_token.h"
#include "orm/core/result_of.h"
#include "orm/engine/engine.h"

namespace joinery {

using JobId = std::uint64_t;

/// A job that was handed to a Worker: its number for cancelling, and what will come of it.
/// Continue it with `future.then(context, [](Result<T> result) { … })`; never wait on the future.
template <typename T>
struct Job {
  JobId id = 0;
  QFuture<Result<T>> future;
};

/// One thread with one checked-out connection; runs its jobs one after another through QtConcurrent on a thread pool of
/// its own. run() and cancel() from any thread, usually the GUI's; neither blocks. The connection is taken at the first
/// job and again after it was lost; one that an engine shares (Engine::isExclusive), or that is kept for a transaction
/// only, is given back after each job that leaves no transaction open. Destroying a Worker cancels what runs and never waits: a thread that does not come back is
/// left to itself.
class Worker {
 public:
  /// What a job gets to see, on the worker's thread.
  struct Context {
    Connection& connection;
    const Dialect& dialect;
    CancelToken cancelToken;
    JobProgress& progress;  ///< for who looks at Engine::jobs()
  };

  /// How long the connection is kept: WhileUsed gives it back when no job has come for some seconds and no transaction is open.
  enum class Keep { Always, WhileUsed, ForTransaction };
  /// After how long without a job WhileUsed gives the connection back.
  static constexpr std::chrono::milliseconds kIdleTime{3'000};

  Worker(std::shared_ptr<Engine> engine, Engine::Access access, std::string name, Keep keep = Keep::Always);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Queues a job. A DbError that it throws becomes the result's error; any other exception an Operational one.
  /// @param what what it does to what, for the list of Engine::jobs(); the worker's name where it is left out
  template <typename Function, typename T = std::invoke_result_t<Function, Context&>>
  Job<T> run(Function job, std::string what = {});

  /// Stops that job: dropped if it has not begun or still waits for its connection (its future is then finished from here), else
  /// interrupted at the engine; none of its statements starts any more but a rollback. Late calls do nothing.
  void cancel(JobId id);
  void cancelAll();
  bool isBusy() const;
  /// Called on the worker's thread after the last job, before the connection goes, once the Worker is destroyed: for what lives
  /// there. @param ending gets the connection, or null where there is none. Only once, before the first job
  void atEnd(std::function<void(Connection*)> ending);
  const std::shared_ptr<Engine>& engine() const;

  /// Waits for the threads of destroyed Workers: for the end of main(), so that none runs while the program is torn down.
  /// @return false when some has not come back in time
  static bool waitForDestroyed(std::chrono::milliseconds most);

 private:
  class Private;
  /// Queues `body`, called with the context or with the error that kept it from running.
  JobId enqueue(std::function<void(Result<Context*>)> body, std::string what);
  std::shared_ptr<Private> d;
};

template <typename Function, typename T>
Job<T> Worker::run(Function job, std::string what) {
  auto promise = std::make_shared<QPromise<Result<T>>>();
  promise->start();
  Job<T> handle;
  handle.future = promise->future();
  // Shared, as a body must be copyable and a job need not be.
  auto shared = std::make_shared<Function>(std::move(job));
  handle.id = enqueue([promise, shared](Result<Context*> context) {
    auto outcome = context ? resultOf([&] { return (*shared)(*context.value()); }) : Result<T>(context.error());
    promise->addResult(std::move(outcome));
    promise->finish();
  }, std::move(what));
  return handle;
}

}  // namespace joinery
