// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

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

}  // namespace joinery::test
