// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "ui/connections/database.h"
#include "ui/console/script_run.h"

namespace joinery::ui {

/// A console's connection to its database: runs one script at a time and says what comes of it. GUI thread; never waits.
/// Where one connection writes for all (a SQLite file), scripts that only read go to a reading one, so that a long query
/// keeps nobody from committing; once a script has left its mark on the writer, all go there.
class ConsoleRun : public QObject {
  Q_OBJECT
 public:
  explicit ConsoleRun(Database* database, QObject* parent = nullptr);
  ~ConsoleRun() override;

  /// @pre !isRunning()
  void start(const QString& script);
  /// Stops the running statement at the engine; failed() follows.
  void stop();
  bool isRunning() const { return m_job != 0; }
  bool isTransactionOpen() const { return m_transactionOpen; }

 Q_SIGNALS:
  void runningChanged();
  /// While it runs, some times a second.
  void ticked();
  void happened(const joinery::ui::ScriptEvent& event);
  /// The last signal of a run: one of these.
  void finished();
  void failed(const joinery::DbError& error);

 private:
  Worker& workerFor(const QString& script);
  void takeEvents();
  void end(const Result<Done>& result);

  Database* m_database;
  std::unique_ptr<Worker> m_reader;
  std::unique_ptr<Worker> m_writer;
  Worker* m_running = nullptr;
  std::shared_ptr<ScriptFeed> m_feed;
  QTimer m_timer;
  JobId m_job = 0;
  bool m_transactionOpen = false;
  bool m_staysWithWriter = false;
};

}  // namespace joinery::ui
