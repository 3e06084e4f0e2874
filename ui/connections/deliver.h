// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <utility>

#include "orm/engine/worker.h"

namespace joinery::ui {

/// Hands a job's result to a function on the context's thread, always by its event loop: QFuture::then calls straight away where the
/// job is done already, in the middle of whatever asked for it.
template <typename T, typename Function>
void deliver(const Job<T>& job, QObject* context, Function function) {
  QFuture<Result<T>> future = job.future;
  future.then(context, [context, function = std::move(function)](Result<T> result) mutable {
    QMetaObject::invokeMethod(
        context, [function = std::move(function), result = std::move(result)]() mutable { function(std::move(result)); }, Qt::QueuedConnection);
  });
}

}  // namespace joinery::ui
