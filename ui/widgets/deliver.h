// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <utility>

namespace joinery::ui {

/// Hands what comes of a future to a function on the receiver's thread, always by its event loop and never after the receiver has
/// gone. QFuture::then(context, …) does neither: it calls straight away where the future is finished already, in the middle of
/// whatever asked, and it looks at the context from the worker's thread while the context may be going.
/// @pre called on the receiver's thread; nothing else takes the future's result
template <typename T, typename Function>
void deliver(const QFuture<T>& future, QObject* receiver, Function function) {
  auto* watcher = new QFutureWatcher<T>(receiver);
  QObject::connect(watcher, &QFutureWatcherBase::finished, receiver, [watcher, function = std::move(function)]() mutable {
    watcher->deleteLater();
    if (watcher->future().resultCount() > 0) function(watcher->future().takeResult());
  });
  watcher->setFuture(future);
}

}  // namespace joinery::ui
