// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_tree_model.h"

#include <QFont>

#include "ui/relations/relation_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

using Kind = RelationNode::Kind;
using State = RelationNode::State;
using Tint = RelationNode::Tint;

bool isGreyed(const RelationNode& node) {
  if (node.kind == Kind::Branch) return node.count == 0 && node.pending.empty();
  return node.kind == Kind::NoRow || node.kind == Kind::Loading || node.isGone;
}

/// Of a changed row, its label and those cells that were changed.
QVariant background(const RelationNode& node, int column) {
  const Theme& theme = Theme::instance();
  const bool isCell = column >= RelationTreeModel::FirstCellColumn;
  if (isCell && node.kind == Kind::Branch) return {};
  if (isCell && node.tint == Tint::Changed && !RelationNode::isMarked(node.changedCells, column - RelationTreeModel::FirstCellColumn)) return {};
  switch (node.tint) {
    case Tint::New: return theme.color(Theme::Role::InsertedRow);
    case Tint::Changed: return theme.color(Theme::Role::ChangedCell);
    case Tint::Deleted: return theme.color(Theme::Role::DeletedRow);
    case Tint::None: return {};
  }
  return {};
}

QVariant foreground(const RelationNode& node, int column) {
  const Theme& theme = Theme::instance();
  const bool isCell = column >= RelationTreeModel::FirstCellColumn;
  if (isCell && (node.kind == Kind::Branch || RelationNode::isMarked(node.nullCells, column - RelationTreeModel::FirstCellColumn))) return theme.color(Theme::Role::NullText);
  if (node.kind == Kind::Error) return theme.color(Theme::Role::ErrorText);
  if (node.kind == Kind::More) return theme.color(Theme::Role::Accent);
  return isGreyed(node) ? QVariant(theme.color(Theme::Role::NullText)) : QVariant();
}

QVariant font(const RelationNode& node, int column) {
  QFont font;
  const bool isCell = column >= RelationTreeModel::FirstCellColumn;
  if (isCell && RelationNode::isMarked(node.nullCells, column - RelationTreeModel::FirstCellColumn)) font.setItalic(true);
  if (node.tint == Tint::Deleted) font.setStrikeOut(true);
  else if (node.isAbove || node.kind == Kind::Loading) font.setItalic(true);
  else if (node.isOnlyTop()) font.setBold(true);
  else if (!font.italic()) return {};
  return font;
}

}  // namespace

RelationTreeModel::RelationTreeModel(QObject* parent) : QAbstractItemModel(parent) {
  connect(&m_reader, &RelationReader::idle, this, &RelationTreeModel::settled);
  // A group of edits is shown once.
  m_changesTimer.setSingleShot(true);
  m_changesTimer.setInterval(0);
  connect(&m_changesTimer, &QTimer::timeout, this, &RelationTreeModel::applyChanges);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    if (m_top) describeBelow(m_top.get());
  });
}

RelationTreeModel::~RelationTreeModel() = default;

void RelationTreeModel::setSource(Database* database, PendingChanges* changes) {
  if (m_changes) disconnect(m_changes, nullptr, this, nullptr);
  m_database = database;
  m_changes = changes;
  if (changes) connect(changes, &PendingChanges::changed, &m_changesTimer, qOverload<>(&QTimer::start));
  if (changes) connect(changes, &PendingChanges::issuesChanged, this, [this] { repaintIssues(m_top.get()); });
  m_reader.setDatabase(database);
  setRoot({}, {});
}

const RelationNode* RelationTreeModel::node(const QModelIndex& index) const { return nodeAt(index); }

RelationNode* RelationTreeModel::nodeAt(const QModelIndex& index) const {
  return index.isValid() ? static_cast<RelationNode*>(index.internalPointer()) : nullptr;
}

RelationNode* RelationTreeModel::placeOf(const QModelIndex& parent) const { return parent.isValid() ? nodeAt(parent) : m_top.get(); }

QModelIndex RelationTreeModel::indexOf(const RelationNode* node, int column) const {
  return node && node->kind != Kind::Table ? createIndex(node->position, column, node) : QModelIndex();
}

QModelIndex RelationTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent)) return {};
  return createIndex(row, column, placeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex RelationTreeModel::parent(const QModelIndex& index) const {
  const RelationNode* node = nodeAt(index);
  return node ? indexOf(node->parent) : QModelIndex();
}

int RelationTreeModel::rowCount(const QModelIndex& parent) const {
  if (parent.column() > 0) return 0;
  const RelationNode* node = placeOf(parent);
  return node ? static_cast<int>(node->children.size()) : 0;
}

int RelationTreeModel::columnCount(const QModelIndex&) const { return ColumnCount; }

bool RelationTreeModel::hasChildren(const QModelIndex& parent) const {
  const RelationNode* node = placeOf(parent);
  if (!node) return false;
  if (parent.column() > 0) return false;
  if (!node->children.empty()) return true;
  if (node->kind == Kind::Row) return node->isExpandableRow() && !node->isListed && !node->shape->model->relationships.empty();
  return node->kind == Kind::Branch && node->state == State::Unread && (node->count != 0 || !node->pending.empty());
}

bool RelationTreeModel::canFetchMore(const QModelIndex& parent) const {
  const RelationNode* node = nodeAt(parent);
  return node && node->children.empty() && hasChildren(parent);
}

void RelationTreeModel::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent)) return;
  RelationNode* node = nodeAt(parent);
  if (node->kind == Kind::Branch) openBranch(node);
  else listBranches(node);
}

QVariant RelationTreeModel::displayText(const RelationNode& node, int column) const {
  if (column == RowColumn) return node.title;
  if (column == KeyColumn) return node.keyText;
  if (column >= FirstCellColumn) return node.cells.value(column - FirstCellColumn);
  if (node.note.isEmpty() || node.details.isEmpty()) return node.note + node.details;
  return QString(node.note + QStringLiteral(" · ") + node.details);
}

QVariant RelationTreeModel::decoration(const RelationNode& node) const {
  const QString name = iconName(node);
  if (name.isEmpty()) return {};
  if (!m_icons.contains(name)) m_icons.insert(name, icon(name));
  return m_icons.value(name);
}

QVariant RelationTreeModel::data(const QModelIndex& index, int role) const {
  const RelationNode* node = nodeAt(index);
  if (!node) return {};
  switch (role) {
    case Qt::DisplayRole: return displayText(*node, index.column());
    case Qt::DecorationRole: return index.column() == RowColumn ? decoration(*node) : QVariant();
    case Qt::ToolTipRole: return plainToolTip(toolTip(index));
    case Qt::AccessibleDescriptionRole: return issueOf(index);
    case Qt::EditRole: return editText(index);
    case Qt::ForegroundRole: return foreground(*node, index.column());
    case Qt::BackgroundRole: return background(*node, index.column());
    case Qt::FontRole: return font(*node, index.column());
    case Qt::AccessibleTextRole: return index.column() == RowColumn ? QVariant(accessibleText(*node)) : displayText(*node, index.column());
    default: return {};
  }
}

QVariant RelationTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case RowColumn: return tr("Row");
    case DetailsColumn: return tr("Details");
    case KeyColumn: return tr("Key");
    default: break;
  }
  const auto cell = static_cast<std::size_t>(section - FirstCellColumn);
  if (!m_top || section < FirstCellColumn || cell >= m_top->shape->cells.size()) return {};
  return toQString(m_top->shape->attributes[m_top->shape->cells[cell]]->name);
}

void RelationTreeModel::insertChildren(RelationNode* parent, std::size_t at, std::vector<NodePointer> nodes) {
  if (nodes.empty()) return;
  beginInsertRows(indexOf(parent), static_cast<int>(at), static_cast<int>(at + nodes.size()) - 1);
  auto& children = parent->children;
  for (const NodePointer& node : nodes) {
    node->parent = parent;
    describe(*node, m_overlay);
  }
  children.insert(children.begin() + static_cast<std::ptrdiff_t>(at), nodes.begin(), nodes.end());
  for (std::size_t i = at; i < children.size(); ++i) children[i]->position = static_cast<int>(i);
  endInsertRows();
}

void RelationTreeModel::removeChildren(RelationNode* parent, std::size_t at, std::size_t count) {
  if (count == 0) return;
  beginRemoveRows(indexOf(parent), static_cast<int>(at), static_cast<int>(at + count) - 1);
  auto& children = parent->children;
  const auto first = children.begin() + static_cast<std::ptrdiff_t>(at);
  children.erase(first, first + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = at; i < children.size(); ++i) children[i]->position = static_cast<int>(i);
  endRemoveRows();
}

void RelationTreeModel::removePlaceholder(RelationNode* parent) {
  if (parent->children.empty()) return;
  const Kind last = parent->children.back()->kind;
  if (last == Kind::Loading || last == Kind::More || last == Kind::Error) removeChildren(parent, parent->children.size() - 1, 1);
}

void RelationTreeModel::relayout(RelationNode* parent) {
  // A view asks only at a new layout whether a place can be opened.
  const QList<QPersistentModelIndex> parents{indexOf(parent)};
  Q_EMIT layoutAboutToBeChanged(parents);
  Q_EMIT layoutChanged(parents);
}

void RelationTreeModel::describeAgain(RelationNode* node) {
  describe(*node, m_overlay);
  if (node->kind != Kind::Table) Q_EMIT dataChanged(indexOf(node), indexOf(node, ColumnCount - 1));
}

void RelationTreeModel::describeBelow(RelationNode* node) {
  describeAgain(node);
  for (const NodePointer& child : node->children) describeBelow(child.get());
}

}  // namespace joinery::ui

#include "moc_relation_tree_model.cpp"
