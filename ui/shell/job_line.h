// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPersistentModelIndex>
#include <QWidget>

class QProgressBar;
class QToolButton;

namespace joinery::ui {

class JobList;
class PlainLabel;

/// One running job: what it does, how far it is, its Stop. Accessible name of the button: "Stop".
class JobLine : public QWidget {
  Q_OBJECT
 public:
  JobLine(JobList* jobs, int row, QWidget* parent);
  void update();

 private:
  JobList* m_jobs;
  QPersistentModelIndex m_job;
  PlainLabel* m_what;
  PlainLabel* m_state;
  QProgressBar* m_progress;
  QToolButton* m_stop;
};

}  // namespace joinery::ui
