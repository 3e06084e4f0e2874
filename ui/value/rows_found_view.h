// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace joinery::ui {

/// Shows the rows of a RowSearch: a line each, with the details between the label and the key. Accessible name "Rows found".
class RowsFoundView : public QTreeView {
  Q_OBJECT
 public:
  explicit RowsFoundView(QWidget* parent = nullptr);
  void setModel(QAbstractItemModel* model) override;
};

}  // namespace joinery::ui
