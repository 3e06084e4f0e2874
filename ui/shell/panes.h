// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QAction;
class QWidget;

namespace joinery::ui {

/// The parts of a window that a person goes to by F6 and, the other way round, by Shift+F6: each gets the keyboard where it had it last.
/// Parts that are not shown are passed over. GUI thread.
class Panes : public QObject {
  Q_OBJECT
 public:
  /// @param panes in the order of going; they outlive this, or are passed over
  Panes(QList<QWidget*> panes, QAction* next, QAction* previous, QObject* parent);

 private:
  enum class Step { Next, Previous };
  void go(Step step);
  int current() const;
  QList<QPointer<QWidget>> m_panes;
};

}  // namespace joinery::ui
