// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>
#include <chrono>

#include "orm/engine/worker.h"

namespace joinery::test {

/// Runs the event loop until the job is finished. @return Timeout after ten seconds
template <typename T>
Result<T> await(const Job<T>& job) {
  QFutureWatcher<Result<T>> watcher;
  QEventLoop loop;
  QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
  QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
  watcher.setFuture(job.future);
  if (!job.future.isFinished()) loop.exec();
  if (!job.future.isFinished()) return DbError(ErrorKind::Timeout, "the job did not finish");
  return job.future.result();
}

/// Passes a little time without giving the processor away, so that cancels come at every moment of a job.
inline void spinFor(std::chrono::microseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

}  // namespace joinery::test
