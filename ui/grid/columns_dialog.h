// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/grid/column_layout.h"

class QLineEdit;
class QListWidget;
class QSpinBox;

namespace joinery::ui {

/// All columns of a table as a list: what is checked is shown, in this order, the first ones frozen. For tables of thousands of columns
/// it can be searched. Accessible names: "Columns", "Search columns", "Frozen columns".
class ColumnsDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ColumnsDialog(ColumnLayout layout, QWidget* parent = nullptr);

 Q_SIGNALS:
  void chosen(const joinery::ui::ColumnLayout& layout);
  void resetRequested();

 private:
  void fill();
  void search(const QString& text);
  void moveCurrent(int step);
  void checkFound(Qt::CheckState state);
  ColumnLayout layout() const;
  ColumnLayout m_layout;
  QLineEdit* m_search;
  QListWidget* m_list;
  QSpinBox* m_frozen;
};

}  // namespace joinery::ui
