// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/value/array_model.h"

class QTableView;
class QToolButton;

namespace joinery::ui {

/// The list of an array's elements with what is done to them: F2 or typing edits, Insert adds below, Delete removes, Alt+Up and Alt+Down
/// move, Ctrl+0 makes NULL. Accessible names "Elements", "Add element", "Remove element", "Move up", "Move down", "Set NULL".
class ArrayElements : public QWidget {
  Q_OBJECT
 public:
  explicit ArrayElements(QWidget* parent = nullptr);
  ArrayModel* model() const { return m_model; }
  void setReadOnly(bool isReadOnly);
  /// The focus to the first element.
  void begin();

 private:
  QToolButton* makeButton(const char* name, const QString& iconName, const QString& text, const QKeySequence& keys, void (ArrayElements::*act)());
  void add();
  void remove();
  void moveUp() { move(-1); }
  void moveDown() { move(1); }
  void move(int by);
  void setNull();
  void updateButtons();
  int currentRow() const;
  ArrayModel* m_model;
  QTableView* m_list;
  QToolButton *m_add, *m_remove, *m_up, *m_down, *m_null;
  bool m_isReadOnly = false;
};

}  // namespace joinery::ui
