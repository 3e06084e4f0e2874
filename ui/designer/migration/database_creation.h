// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/core/url.h"
#include "orm/engine/worker.h"

namespace joinery::ui {

/// Makes a database by its revisions, up to the last one: a SQLite file that is not there yet, or a database of PostgreSQL that is not there
/// or has no tables. What fails leaves no file behind. GUI thread; works on a worker.
class DatabaseCreation : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  ~DatabaseCreation() override;

  /// created() or failed() follows, never before this returns.
  /// @param workspace the file that the revisions are beside
  void start(const Url& url, const QString& workspace);
  bool isRunning() const { return m_worker != nullptr; }
  void stop();

 Q_SIGNALS:
  void created(const joinery::Url& url);
  void failed(const joinery::DbError& error);
  void runningChanged();

 private:
  std::unique_ptr<Worker> m_worker;
};

}  // namespace joinery::ui
