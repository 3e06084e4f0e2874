// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>

#include "ui/transfer/transfer_job.h"

class QProgressBar;
class QPushButton;

namespace joinery::ui {

class PlainLabel;

/// How far a job is: a bar, rows, bytes and time, and Stop. Hidden while there is none. Accessible names "Progress", "Stop".
class TransferProgressView : public QWidget {
  Q_OBJECT
 public:
  explicit TransferProgressView(QWidget* parent = nullptr);
  /// Shows a job from now until it has ended.
  void setJob(TransferJob* job);

 private:
  void update();
  QPointer<TransferJob> m_job;
  QElapsedTimer m_time;
  QProgressBar* m_bar;
  PlainLabel* m_text;
  QPushButton* m_stop;
};

/// "1,234 rows, 5.6 MiB".
QString transferText(const TransferProgress& progress);

}  // namespace joinery::ui
