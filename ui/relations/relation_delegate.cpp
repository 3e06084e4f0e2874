// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_delegate.h"

#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/issue_mark.h"

namespace joinery::ui {

void RelationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  ValueDelegate::paint(painter, option, index);
  if (!index.data(Qt::AccessibleDescriptionRole).toString().isEmpty()) paintIssueMark(painter, option.rect);
}

std::optional<ValueDelegate::Cell> RelationDelegate::cell(const QModelIndex& index) const {
  const auto* tree = qobject_cast<const RelationTreeModel*>(index.model());
  return tree ? tree->editedCell(index) : std::nullopt;
}

void RelationDelegate::write(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) const {
  // The index is of a model that is const only to its views' helpers.
  auto* tree = qobject_cast<RelationTreeModel*>(const_cast<QAbstractItemModel*>(index.model()));
  if (!tree) return;
  // The tree is read anew when its first cell is set.
  const QPersistentModelIndex here = index;
  tree->setValue(index, value);
  for (const auto& [attribute, part] : along)
    if (here.isValid() && tree->node(here)) tree->edits().setValue(*tree->node(here), *attribute, part);
}

void RelationDelegate::writeDefault(const QModelIndex& index) const {
  if (auto* tree = qobject_cast<RelationTreeModel*>(const_cast<QAbstractItemModel*>(index.model()))) tree->setValue(index, Operand::Default{});
}

}  // namespace joinery::ui

#include "moc_relation_delegate.cpp"
