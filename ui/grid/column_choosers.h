// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QComboBox;
class QTableView;

namespace joinery::ui {

/// A combo box above each column of a table, which goes with the column as that is scrolled and resized. They stand beside the table, not in
/// it: what a table has inside is not told to assistive technology. The table scrolls to the column whose chooser has the focus. GUI thread.
class ColumnChoosers : public QWidget {
  Q_OBJECT
 public:
  /// @param table in the same widget, right below
  ColumnChoosers(QTableView* table, QWidget* parent);
  /// The one of the next column.
  QComboBox* add();
  QComboBox* chooser(int column) const { return m_choosers[static_cast<std::size_t>(column)]; }
  /// Columns that are too narrow for their choosers become wider.
  void widenColumns();
  QSize sizeHint() const override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();
  QTableView* m_table;
  QWidget* m_room;  ///< as wide as the columns are seen
  std::vector<QComboBox*> m_choosers;
};

}  // namespace joinery::ui
