// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "orm/engine/engine.h"

namespace joinery::ui {

/// What runs for the window, of every engine that it was told to watch: the newest last. A job that ends soon is not listed at all, so
/// that nothing flickers. GUI thread; it looks at the engines while something runs, and is asleep else.
class JobList : public QAbstractListModel {
  Q_OBJECT
 public:
  enum DataRole {
    WhatRole = Qt::UserRole,  ///< QString: what it does to what
    ElapsedRole,              ///< QString: "3 s"
    DoneRole,                 ///< qint64
    TotalRole,                ///< qint64; 0: not known
    StoppingRole,             ///< bool: it was asked to stop
  };
  /// How long a job runs before it is listed.
  static constexpr std::chrono::milliseconds kListedAfter{300};

  explicit JobList(QObject* parent = nullptr);
  ~JobList() override;

  /// Lists that engine's jobs from now on, for as long as it has any.
  void watch(const Engine& engine);
  /// Stops the job on that line at its engine.
  void stop(int row);
  void stopAll();
  /// "3 of 10", "1,234", "3.4 MiB of 1.0 GiB"; empty where nothing is known.
  QString progressText(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  /// DisplayRole: all of it in one line.
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  /// Shared with the threads on which jobs begin.
  struct Waker;
  struct Line { std::shared_ptr<RunningJobs> source; RunningJobs::Job job; };
  void wake();
  void look();
  void removeEnded(const std::vector<Line>& running);
  void addNew(const std::vector<Line>& running);
  static bool isSame(const Line& left, const Line& right) { return left.source == right.source && left.job.number == right.job.number; }

  std::shared_ptr<Waker> m_waker;
  std::vector<std::weak_ptr<RunningJobs>> m_sources;
  std::vector<Line> m_lines;
  QTimer m_timer;
};

}  // namespace joinery::ui
