// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/rows_found_view.h"

#include <QHeaderView>

#include "ui/value/row_search.h"

namespace joinery::ui {

RowsFoundView::RowsFoundView(QWidget* parent) : QTreeView(parent) {
  setObjectName(QStringLiteral("rowsFound"));
  setAccessibleName(tr("Rows found"));
  setRootIsDecorated(false);
  setUniformRowHeights(true);
  setAllColumnsShowFocus(true);
}

void RowsFoundView::setModel(QAbstractItemModel* model) {
  QTreeView::setModel(model);
  if (!model || model->columnCount() != RowSearch::ColumnCount) return;
  constexpr int kLabelCharacters = 28, kKeyCharacters = 9;
  header()->setStretchLastSection(false);
  header()->setSectionResizeMode(RowSearch::DetailsColumn, QHeaderView::Stretch);
  header()->resizeSection(RowSearch::LabelColumn, fontMetrics().averageCharWidth() * kLabelCharacters);
  header()->resizeSection(RowSearch::KeyColumn, fontMetrics().averageCharWidth() * kKeyCharacters);
}

}  // namespace joinery::ui

#include "moc_rows_found_view.cpp"
