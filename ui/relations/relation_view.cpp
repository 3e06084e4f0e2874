// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_view.h"

#include <QHeaderView>
#include <QPainter>

#include "ui/relations/relation_delegate.h"
#include "ui/relations/relation_tree_model.h"

namespace joinery::ui {

namespace {

constexpr int kRowWidth = 236, kRowWidthBesideColumns = 300, kKeyWidth = 50, kCellWidth = 120;

}  // namespace

RelationView::RelationView(QAbstractItemModel* rows, QWidget* parent) : QTreeView(parent) {
  setObjectName(QStringLiteral("relationTree"));
  setModel(rows);
  setUniformRowHeights(true);
  setAllColumnsShowFocus(true);
  // A double click on a row goes to it.
  setExpandsOnDoubleClick(false);
  setEditTriggers(QAbstractItemView::EditKeyPressed);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setContextMenuPolicy(Qt::CustomContextMenu);
  setDragDropMode(QAbstractItemView::DragDrop);
  setDefaultDropAction(Qt::MoveAction);
  setDragDropOverwriteMode(false);
  setItemDelegate(new RelationDelegate(this));
  header()->setStretchLastSection(false);
  header()->resizeSection(RelationTreeModel::RowColumn, kRowWidth);
  header()->resizeSection(RelationTreeModel::KeyColumn, kKeyWidth);
  connect(static_cast<RelationTreeModel*>(rows), &RelationTreeModel::cellColumnsChanged, this, &RelationView::arrangeColumns);
  arrangeColumns();
}

void RelationView::setShowsColumns(bool shows) {
  if (shows == m_showsColumns) return;
  m_showsColumns = shows;
  header()->resizeSection(RelationTreeModel::RowColumn, shows ? kRowWidthBesideColumns : kRowWidth);
  for (int column = RelationTreeModel::FirstCellColumn; column < RelationTreeModel::ColumnCount; ++column) header()->resizeSection(column, kCellWidth);
  arrangeColumns();
}

void RelationView::arrangeColumns() {
  using Model = RelationTreeModel;
  const int cells = static_cast<Model*>(model())->cellColumns();
  setColumnHidden(Model::DetailsColumn, m_showsColumns);
  for (int column = Model::FirstCellColumn; column < Model::ColumnCount; ++column) setColumnHidden(column, !m_showsColumns || column - Model::FirstCellColumn >= cells);
  setAllColumnsShowFocus(!m_showsColumns);
  setSelectionBehavior(m_showsColumns ? QAbstractItemView::SelectItems : QAbstractItemView::SelectRows);
  header()->setSectionResizeMode(Model::DetailsColumn, m_showsColumns ? QHeaderView::Interactive : QHeaderView::Stretch);
}

/// A row's text goes on over its details where it has none.
void RelationView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QTreeView::drawRow(painter, option, index);
  const QModelIndex text = index.siblingAtColumn(RelationTreeModel::RowColumn);
  const QModelIndex details = index.siblingAtColumn(RelationTreeModel::DetailsColumn);
  const bool isCut = sizeHintForIndex(text).width() > visualRect(text).width();
  if (m_showsColumns || !isCut || !details.data().toString().isEmpty()) return;
  QStyleOptionViewItem wide = option;
  wide.rect = visualRect(text).united(visualRect(details));
  wide.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(text));
  painter->fillRect(wide.rect, palette().base());
  itemDelegateForIndex(text)->paint(painter, wide, text);
}

}  // namespace joinery::ui

#include "moc_relation_view.cpp"
