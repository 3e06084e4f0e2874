// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QTimer>
#include <chrono>
#include <memory>

#include "ui/connections/database.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

/// A table of what is looked up as one types, on a worker of its own: asked for in a moment, unless something else is; what is asked next
/// cancels what was asked before. GUI thread.
class SearchModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  ~SearchModel() override;
  /// Nothing is looked up any more, and no answer comes.
  void stop();
  bool isBusy() const { return m_job != 0 || m_pause.isActive(); }
  Database* database() const { return m_database; }

 Q_SIGNALS:
  /// The answer to what was asked last is here.
  void found();

 protected:
  struct Pace {
    std::chrono::milliseconds pause;     ///< after what is typed
    std::chrono::milliseconds patience;  ///< with the database
  };
  /// @param worker its name
  SearchModel(Database* database, QString worker, Pace pace, QObject* parent);
  /// Stops what was asked before.
  void lookSoon();
  virtual void look() = 0;
  /// There was no answer in time: it is stopped.
  virtual void giveUp() {}
  /// Runs it on the worker. @param take gets the Result, unless something else was asked since
  template <typename Work, typename Take>
  void run(const QString& what, Work work, Take take);
  /// Other rows, by that function: found.
  template <typename Change>
  void show(Change change);

 private:
  Database* m_database;
  QString m_name;
  std::unique_ptr<Worker> m_worker;
  QTimer m_pause, m_patience;
  JobId m_job = 0;
};

template <typename Work, typename Take>
void SearchModel::run(const QString& what, Work work, Take take) {
  if (!m_worker) m_worker = m_database->newWorker(m_name);
  auto job = m_worker->run(std::move(work), toStdString(what));
  m_job = job.id;
  m_patience.start();
  deliver(job.future, this, [this, id = job.id, take = std::move(take)](auto result) {
    if (id != m_job) return;
    m_job = 0;
    m_patience.stop();
    take(std::move(result));
  });
}

template <typename Change>
void SearchModel::show(Change change) {
  beginResetModel();
  change();
  endResetModel();
  Q_EMIT found();
}

}  // namespace joinery::ui
