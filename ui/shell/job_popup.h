// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "ui/connections/job_list.h"

class QVBoxLayout;

namespace joinery::ui {

class JobLine;

/// All that runs, one line each with its own Stop, the newest below; goes with a click elsewhere, Esc, or the last job. A window of its
/// own, as assistive technology is not told of Qt::Popup ones.
/// Accessible name "All running jobs".
class JobPopup : public QDialog {
  Q_OBJECT
 public:
  /// @param jobs outlives this
  JobPopup(JobList* jobs, QWidget* parent);
  /// @param button outlives this; pressing it closes this by itself
  void showAbove(const QWidget* button);

 protected:
  bool event(QEvent* event) override;

 private:
  void addLines(int first, int last);
  void removeLines(int first, int last);
  /// Where it stands when it grows and shrinks: its lower right corner stays.
  void place();

  JobList* m_jobs;
  const QWidget* m_button = nullptr;  ///< what opened it
  QVBoxLayout* m_layout;
  std::vector<JobLine*> m_lines;
  QPoint m_lowerRight;
};

}  // namespace joinery::ui
