// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/grid/table_page.h"

namespace joinery::ui {

/// The current cell's whole value: text, JSON, hex or picture, with its type and size; edits go to the pending changes when applied.
/// Accessible name "Cell editor".
class CellEditor : public QWidget {
  Q_OBJECT
 public:
  explicit CellEditor(QWidget* parent = nullptr);
  ~CellEditor() override;
  /// Follows that page's current cell. @param page null: nothing to show
  void setPage(TablePage* page);

 private:
  void showCell();
  void showValue(const TablePage::Cell& cell);
  void apply();
  void formatJson();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
