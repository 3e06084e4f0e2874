// SPDX-License-Identifier: GPL-3.0-or-later
// What a person changes in the relation tree's model: cells, and the places of rows.
#include <QMimeData>

#include "orm/core/display_text.h"
#include "ui/changes/cell_text.h"
#include "ui/relations/relation_text.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr auto kRowsMime = "application/x-joinery-related-rows";

}  // namespace

RelationEdits::Place RelationTreeModel::placeAt(const QModelIndex& index) const {
  const RelationNode* place = placeOf(index);
  return place ? m_edits.placeOf(*place) : RelationEdits::Place{};
}

const Attribute* RelationTreeModel::attributeAt(const QModelIndex& index) const {
  const RelationNode* place = nodeAt(index);
  if (!place || place->kind != RelationNode::Kind::Row) return nullptr;
  if (index.column() == RowColumn) return place->shape->labelAttribute;
  const auto cell = static_cast<std::size_t>(index.column() - FirstCellColumn);
  return index.column() >= FirstCellColumn && cell < place->shape->cells.size() ? place->shape->attributes[place->shape->cells[cell]] : nullptr;
}

QString RelationTreeModel::readOnlyReason(const QModelIndex& index) const {
  const RelationNode* row = nodeAt(index);
  const Attribute* attribute = attributeAt(index);
  if (!attribute) return tr("There is nothing to edit here.");
  if (const QString why = m_edits.trouble(); !why.isEmpty()) return why;
  if (!attribute->column.isWritable()) return tr("%1 is computed by the database.").arg(toQString(attribute->name));
  if (!row->ref.empty()) return {};
  if (const std::string why = row->shape->model->readOnlyReason(); !why.empty()) return toQString(why);
  if (!row->isStored() || row->row.values.empty()) return tr("The row is not read yet, or is no longer there.");
  const auto position = static_cast<std::size_t>(row->shape->indexOfAttribute(attribute->name));
  const bool isCut = !row->row.cut.empty() && row->row.cut[position];
  if (isCut || editorKindOf(editedColumn(*row, *attribute), row->row.values[position]) == EditorKind::None) return tr("%1 is too large to be edited here: edit it in its table.").arg(toQString(attribute->name));
  if (const Change* change = m_overlay.changeOf(*row); change && change->kind == Change::Kind::Delete) return tr("The row will be deleted: take that back first.");
  return {};
}

EditedColumn RelationTreeModel::editedColumn(const RelationNode& row, const Attribute& attribute) const { return {m_database, m_registry, row.shape->model, &attribute}; }

std::optional<ValueDelegate::Cell> RelationTreeModel::editedCell(const QModelIndex& index) const {
  const Attribute* attribute = attributeAt(index);
  if (!attribute) return std::nullopt;
  const RelationNode& row = *nodeAt(index);
  const std::vector<Value> values = m_overlay.values(row);
  const auto position = static_cast<std::size_t>(row.shape->indexOfAttribute(attribute->name));
  ValueDelegate::Cell cell{editedColumn(row, *attribute), position < values.size() ? values[position] : Value()};
  cell.unknown = unknownText(row, *attribute, m_overlay);
  return cell;
}

QVariant RelationTreeModel::editText(const QModelIndex& index) const {
  const auto cell = editedCell(index);
  if (!cell || cell->value.isNull()) return {};
  return toQString(joinery::displayText(cell->value, cell->column.attribute->column.type));
}

Qt::ItemFlags RelationTreeModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractItemModel::flags(index);
  const RelationNode* place = nodeAt(index);
  if (!place) return flags;
  if (attributeAt(index) && readOnlyReason(index).isEmpty()) flags |= Qt::ItemIsEditable;
  const bool isRow = place->kind == RelationNode::Kind::Row;
  const bool isBranch = place->kind == RelationNode::Kind::Branch;
  if (isRow && place->parent->kind == RelationNode::Kind::Branch) flags |= Qt::ItemIsDragEnabled;
  if (isRow || isBranch) flags |= Qt::ItemIsDropEnabled;
  return flags;
}

bool RelationTreeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const Attribute* attribute = role == Qt::EditRole ? attributeAt(index) : nullptr;
  if (!attribute) return false;
  // An invalid variant is NULL; empty text is what the column makes of it.
  const Result<Value> parsed = value.isValid() ? valueFromText(value.toString(), attribute->column) : Result<Value>(Value());
  if (parsed) return setValue(index, *parsed);
  Q_EMIT refused(toQString(parsed.error().message()));
  return false;
}

bool RelationTreeModel::setValue(const QModelIndex& index, const Operand& value) {
  QString why = readOnlyReason(index);
  if (why.isEmpty()) why = m_edits.setValue(*nodeAt(index), *attributeAt(index), value);
  if (!why.isEmpty()) Q_EMIT refused(why);
  return why.isEmpty();
}

QStringList RelationTreeModel::mimeTypes() const { return {QLatin1String(kRowsMime)}; }

QMimeData* RelationTreeModel::mimeData(const QModelIndexList& indexes) const {
  m_dragged.clear();
  for (const QModelIndex& index : indexes)
    if (index.column() == RowColumn && (flags(index) & Qt::ItemIsDragEnabled)) m_dragged << index;
  if (m_dragged.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  // The rows themselves stay here: they mean nothing elsewhere.
  data->setData(QLatin1String(kRowsMime), QByteArray::number(reinterpret_cast<quintptr>(this)));
  return data;
}

std::vector<const RelationNode*> RelationTreeModel::droppable(const QMimeData* data, const QModelIndex& parent) const {
  std::vector<const RelationNode*> rows;
  const RelationNode* onto = nodeAt(parent);
  if (!onto || !data || data->data(QLatin1String(kRowsMime)) != QByteArray::number(reinterpret_cast<quintptr>(this))) return rows;
  for (const QPersistentModelIndex& index : m_dragged) {
    const RelationNode* row = nodeAt(index);
    if (!row || !m_edits.placeFor(*row, *onto)) return {};
    rows.push_back(row);
  }
  return rows;
}

bool RelationTreeModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int, const QModelIndex& parent) const {
  return action == Qt::MoveAction && !droppable(data, parent).empty();
}

bool RelationTreeModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int, int, const QModelIndex& parent) {
  if (action != Qt::MoveAction) return false;
  const RelationNode* onto = nodeAt(parent);
  for (const RelationNode* row : droppable(data, parent))
    if (const QString why = m_edits.move(*row, m_edits.placeFor(*row, *onto)); !why.isEmpty()) Q_EMIT refused(why);
  return false;
}

}  // namespace joinery::ui
