// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the pending changes, at their cells in the relation tree's model.
#include <algorithm>

#include "ui/relations/relation_text.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// The column where an attribute of a row is shown; that of the row itself where it has none.
int columnOf(const RowShape& shape, const std::string& attribute) {
  if (shape.labelAttribute && shape.labelAttribute->name == attribute) return RelationTreeModel::RowColumn;
  const int read = attribute.empty() ? -1 : shape.indexOfAttribute(attribute);
  if (read < 0) return RelationTreeModel::RowColumn;
  const auto position = static_cast<std::size_t>(read);
  if (std::ranges::find(shape.key, position) != shape.key.end()) return RelationTreeModel::KeyColumn;
  const auto cell = std::ranges::find(shape.cells, position);
  return cell == shape.cells.end() ? RelationTreeModel::RowColumn : RelationTreeModel::FirstCellColumn + static_cast<int>(cell - shape.cells.begin());
}

/// A view shows either the details in one line or the cells in their columns.
bool tellsOf(int column, int cell) { return column == cell || (column == RelationTreeModel::DetailsColumn && cell >= RelationTreeModel::FirstCellColumn); }

}  // namespace

const ChangeIssue* RelationTreeModel::findIssue(const RelationNode& row, int column) const {
  if (const Change* change = m_overlay.changeOf(row))
    for (const ChangeIssue* issue : m_changes->issuesOf(change->id))
      if (tellsOf(column, columnOf(*row.shape, issue->attribute))) return issue;
  // A link is told of at the row that it leads to.
  const Change* link = column == RowColumn ? m_overlay.changeThatBrings(row) : nullptr;
  if (column == RowColumn && !link) link = m_overlay.changeThatUnlinks(row);
  const auto issues = link ? m_changes->issuesOf(link->id) : std::vector<const ChangeIssue*>();
  return issues.empty() ? nullptr : issues.front();
}

QString RelationTreeModel::issueOf(const QModelIndex& index) const {
  const RelationNode* row = nodeAt(index);
  if (!row || row->kind != RelationNode::Kind::Row || !m_changes || m_changes->issues().empty()) return {};
  const ChangeIssue* issue = findIssue(*row, index.column());
  if (!issue) return {};
  const QString message = toQString(issueText(*issue));
  const bool isNamed = index.column() >= FirstCellColumn || issue->attribute.empty();
  return isNamed ? message : tr("%1: %2").arg(toQString(issue->attribute), message);
}

QString RelationTreeModel::toolTip(const QModelIndex& index) const {
  const QString issue = issueOf(index), text = toolTipText(*nodeAt(index));
  return issue.isEmpty() ? text : issue + QLatin1Char('\n') + text;
}

QModelIndex RelationTreeModel::indexOf(const CellPlace& cell) const {
  const RelationNode* row = m_top ? findRow(m_top.get(), cell) : nullptr;
  return row ? indexOf(row, columnOf(*row->shape, cell.attribute)) : QModelIndex();
}

/// Where the row stands to be opened, rather than where it is its own ancestor.
RelationNode* RelationTreeModel::findRow(RelationNode* place, const CellPlace& cell) const {
  for (const NodePointer& child : place->children) {
    const bool isRow = child->kind == RelationNode::Kind::Row && !child->isAbove && child->shape->model->name == cell.model;
    if (isRow && (cell.ref.empty() ? !cell.key.empty() && child->ref.empty() && child->row.key == cell.key : child->ref == cell.ref)) return child.get();
    if (RelationNode* found = findRow(child.get(), cell)) return found;
  }
  return nullptr;
}

void RelationTreeModel::repaintIssues(RelationNode* place) {
  if (!place || place->children.empty()) return;
  Q_EMIT dataChanged(indexOf(place->children.front().get()), indexOf(place->children.back().get(), ColumnCount - 1));
  for (const NodePointer& child : place->children) repaintIssues(child.get());
}

}  // namespace joinery::ui
