// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/engine/running_jobs.h"
#include "ui/designer/diagram/graph_layout.h"

namespace joinery::ui {

/// A layout on its way, on the one thread that lays out. Graphviz can't be interrupted: what is stopped goes on there and is dropped.
/// GUI thread.
class LayoutJob : public QObject {
  Q_OBJECT
 public:
  explicit LayoutJob(QObject* parent = nullptr);
  ~LayoutJob() override;

  /// In place of the one before. @param jobs where it is listed; may be null @param what for people
  void start(LayoutGraph graph, const std::shared_ptr<RunningJobs>& jobs, const QString& what);
  /// stopped(), if it runs.
  void stop();
  bool isRunning() const { return m_isRunning; }

 Q_SIGNALS:
  void laidOut(const std::vector<QPointF>& corners);
  void failed(const joinery::DbError& error);
  void stopped();
  void runningChanged();

 private:
  void end();
  std::uint64_t m_number = 0;
  bool m_isRunning = false;
  std::shared_ptr<RunningJobs::Entry> m_entry;
  std::shared_ptr<std::atomic<bool>> m_stopAsked;  ///< by the list of jobs, on any thread
  QTimer m_watch;
};

}  // namespace joinery::ui
