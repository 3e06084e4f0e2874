// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include "ui/changes/cell_place.h"

namespace joinery::ui {

class RecordForm;
class TablePage;

/// Goes to a cell as soon as its row is read, and gives up when the person presses a key or a button first: they have moved on. Deletes
/// itself when it is there, or has given up. GUI thread.
class CellArrival : public QObject {
  Q_OBJECT
 public:
  /// @param table owns it
  /// @param form gets the focus with the cell; null: whoever has it keeps it
  CellArrival(CellPlace cell, TablePage* table, RecordForm* form);
  /// @return whether the row is there already
  bool arrive();
  /// A form without a row has no place for the focus: it is given back there.
  bool isOfForm() const { return m_form; }
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  CellPlace m_cell;
  TablePage* m_table;
  QPointer<RecordForm> m_form;
};

}  // namespace joinery::ui
