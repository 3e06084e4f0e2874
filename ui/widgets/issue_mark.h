// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace joinery::ui {

/// Marks a cell that something is wrong with: a frame and a corner, as a tint alone says that it was changed. Leaves the painter as it was.
void paintIssueMark(QPainter* painter, const QRect& cell);

/// The same mark over a widget that stands for a cell: always as large as that, deaf to the mouse. GUI thread.
class IssueMark : public QWidget {
  Q_OBJECT
 public:
  /// @param marked owns it
  explicit IssueMark(QWidget* marked);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace joinery::ui
