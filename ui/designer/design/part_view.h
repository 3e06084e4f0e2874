// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include "ui/designer/design/part_model.h"

namespace joinery::ui {

/// A grid of a table's parts with its buttons. By keys: Insert adds, Delete removes, Alt+Up and Alt+Down move, F2 or typing edits. GUI thread.
class PartView : public QWidget {
  Q_OBJECT
 public:
  /// @param name what the grid is called: "Columns"
  PartView(PartModel* model, const QString& objectName, const QString& name, QWidget* parent);
  PartModel* model() const { return m_model; }
  QTableView* grid() const { return m_grid; }

 public Q_SLOTS:
  /// With its first cell open for the name.
  void add();
  void remove();
  void moveBy(int rows);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QToolButton* button(const QString& objectName, const QString& text, const QString& iconName, const QString& keys);
  void updateButtons();
  PartModel* m_model;
  QTableView* m_grid;
  QToolButton *m_add, *m_remove, *m_up, *m_down;
};

}  // namespace joinery::ui
