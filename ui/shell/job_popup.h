// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

#include "ui/connections/job_list.h"

class QVBoxLayout;

namespace joinery::ui {

class JobLine;

/// All that runs, one line each with its own Stop, the newest below; goes with a click elsewhere, Esc, or the last job.
/// Accessible name "All running jobs".
class JobPopup : public QFrame {
  Q_OBJECT
 public:
  /// @param jobs outlives this
  JobPopup(JobList* jobs, QWidget* parent);
  void showAbove(const QWidget& widget);

 private:
  void addLines(int first, int last);
  void removeLines(int first, int last);
  /// Where it stands when it grows and shrinks: its lower right corner stays.
  void place();

  JobList* m_jobs;
  QVBoxLayout* m_layout;
  std::vector<JobLine*> m_lines;
  QPoint m_lowerRight;
};

}  // namespace joinery::ui
