// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/connections/job_list.h"

class QProgressBar;
class QToolButton;

namespace joinery::ui {

/// What runs, in the status bar: the newest job, how many there are besides, how far it is, and its Stop. Pressing the text opens the
/// list of all. Hidden while nothing runs. Accessible names "Running jobs", "Progress", "Stop".
class JobIndicator : public QWidget {
  Q_OBJECT
 public:
  explicit JobIndicator(QWidget* parent = nullptr);
  /// @param jobs outlives this
  void setJobs(JobList* jobs);
  /// "Counting the rows of Album · 3 s"; empty while nothing runs.
  QString text() const;

 Q_SIGNALS:
  void textChanged();

 private:
  void update();
  void show(const QModelIndex& newest);
  void openList();
  JobList* m_jobs = nullptr;
  QToolButton* m_text;
  QProgressBar* m_progress;
  QToolButton* m_stop;
  QPointer<QWidget> m_popup;
  QTimer m_hideSoon;
};

}  // namespace joinery::ui
