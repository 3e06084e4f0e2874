// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/catalogue_model.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

/// The database, what is kept of it, a schema or a table. An index bears its parent's node.
struct CatalogueModel::Node {
  Node* parent = nullptr;
  int row = 0;
  int table = -1;      ///< in the matches, of a table
  std::string schema;  ///< of a schema
  std::optional<Kept> kept;
  std::vector<std::unique_ptr<Node>> children;

  bool isTable() const { return table >= 0; }
  /// What is below it has no nodes.
  bool hasLines() const { return isTable() || kept; }
  Node* add() {
    auto child = std::make_unique<Node>();
    child->parent = this;
    child->row = static_cast<int>(children.size());
    children.push_back(std::move(child));
    return children.back().get();
  }
};

CatalogueModel::CatalogueModel(QObject* parent) : QAbstractItemModel(parent) {}

CatalogueModel::~CatalogueModel() = default;

void CatalogueModel::setRegistry(std::shared_ptr<const Registry> registry, const QString& databaseName) {
  beginResetModel();
  m_registry = std::move(registry);
  m_databaseName = databaseName;
  m_matches = m_registry ? CatalogueMatches::all(*m_registry) : CatalogueMatches();
  build();
  endResetModel();
}

void CatalogueModel::show(CatalogueMatches matches) {
  beginResetModel();
  m_matches = std::move(matches);
  build();
  endResetModel();
}

void CatalogueModel::build() {
  m_tables.clear();
  m_root.reset();
  if (!m_registry) return;
  m_root = std::make_unique<Node>();
  for (const Kept kept : {Kept::SavedViews, Kept::Diagrams})
    if (!namesOf(kept).isEmpty()) m_root->add()->kept = kept;
  std::unordered_map<std::string, Node*> schemas;
  for (std::size_t i = 0; i < m_matches.tables.size(); ++i) {
    const std::string& schema = m_registry->models()[m_matches.tables[i].model]->table->name.schema;
    // Tables of the default schema stand right below the database.
    Node*& parent = schemas[schema];
    if (!parent) parent = schema.empty() ? m_root.get() : addSchema(schema);
    Node* table = parent->add();
    table->table = static_cast<int>(i);
    m_tables.push_back(table);
  }
}

CatalogueModel::Node* CatalogueModel::addSchema(const std::string& schema) {
  Node* node = m_root->add();
  node->schema = schema;
  return node;
}

CatalogueModel::Node* CatalogueModel::nodeOf(Kept kept) const {
  if (!m_root) return nullptr;
  const auto found = std::ranges::find_if(m_root->children, [kept](const auto& child) { return child->kept == kept; });
  return found == m_root->children.end() ? nullptr : found->get();
}

CatalogueModel::Node* CatalogueModel::makeRoom(Kept kept) {
  const int row = kept == Kept::Diagrams && nodeOf(Kept::SavedViews) ? 1 : 0;
  beginInsertRows(indexOf(*m_root), row, row);
  auto node = std::make_unique<Node>();
  node->parent = m_root.get();
  node->row = row;
  node->kept = kept;
  for (const auto& child : m_root->children)
    if (child->row >= row) ++child->row;
  Node* const added = m_root->children.insert(m_root->children.begin() + row, std::move(node))->get();
  endInsertRows();
  return added;
}

void CatalogueModel::removeRoom(const Node& node) {
  const int row = node.row;
  beginRemoveRows(indexOf(*m_root), row, row);
  m_root->children.erase(m_root->children.begin() + row);
  for (const auto& child : m_root->children)
    if (child->row > row) --child->row;
  endRemoveRows();
}

/// Row by row: what is open in the tree stays open.
void CatalogueModel::setKept(Kept kept, const QStringList& names) {
  if (names == namesOf(kept)) return;
  if (!m_root) {
    namesOf(kept) = names;
    return;
  }
  const Node* node = nodeOf(kept);
  if (!namesOf(kept).isEmpty()) {
    beginRemoveRows(indexOf(*node), 0, static_cast<int>(namesOf(kept).size()) - 1);
    namesOf(kept).clear();
    endRemoveRows();
    if (names.isEmpty()) return removeRoom(*node);
  } else {
    node = makeRoom(kept);
  }
  beginInsertRows(indexOf(*node), 0, static_cast<int>(names.size()) - 1);
  namesOf(kept) = names;
  endInsertRows();
}

QModelIndex CatalogueModel::placeOf(Kept kept) const {
  const Node* node = nodeOf(kept);
  return node ? indexOf(*node) : QModelIndex();
}

const Model& CatalogueModel::modelOf(const Node& table) const {
  return *m_registry->models()[m_matches.tables[static_cast<std::size_t>(table.table)].model];
}

int CatalogueModel::lineOf(const Node& table, int row) const {
  const auto& match = m_matches.tables[static_cast<std::size_t>(table.table)];
  return match.isWhole ? row : match.lines[static_cast<std::size_t>(row)];
}

const CatalogueModel::Node* CatalogueModel::nodeOf(const QModelIndex& index) const {
  if (!index.isValid()) return nullptr;
  const auto* parent = static_cast<const Node*>(index.internalPointer());
  if (!parent) return m_root.get();
  return parent->hasLines() ? nullptr : parent->children[static_cast<std::size_t>(index.row())].get();
}

QModelIndex CatalogueModel::indexOf(const Node& node) const { return createIndex(node.row, 0, node.parent); }

QModelIndex CatalogueModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, parent.isValid() ? const_cast<Node*>(nodeOf(parent)) : nullptr);
}

QModelIndex CatalogueModel::parent(const QModelIndex& index) const {
  const auto* node = static_cast<const Node*>(index.internalPointer());
  return index.isValid() && node ? indexOf(*node) : QModelIndex();
}

int CatalogueModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return m_root ? 1 : 0;
  const Node* node = nodeOf(parent);
  if (!node) return 0;
  if (node->kept) return static_cast<int>(namesOf(*node->kept).size());
  if (!node->isTable()) return static_cast<int>(node->children.size());
  const auto& match = m_matches.tables[static_cast<std::size_t>(node->table)];
  return match.isWhole ? catalogueLineCount(modelOf(*node)) : static_cast<int>(match.lines.size());
}

int CatalogueModel::columnCount(const QModelIndex&) const { return 1; }

QModelIndex CatalogueModel::indexOfModel(const QString& name) const {
  const Model* model = m_registry && !name.isEmpty() ? m_registry->find(toStdString(name)) : nullptr;
  if (!model) return {};
  for (const Node* table : m_tables)
    if (&modelOf(*table) == model) return indexOf(*table);
  return {};
}

QModelIndex CatalogueModel::bestMatch() const {
  return m_matches.best < 0 ? QModelIndex() : indexOf(*m_tables[static_cast<std::size_t>(m_matches.best)]);
}

QModelIndexList CatalogueModel::schemas() const {
  QModelIndexList found;
  if (m_root)
    for (const auto& child : m_root->children)
      if (!child->hasLines()) found << indexOf(*child);
  return found;
}

QVariant CatalogueModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (const Node* node = nodeOf(index)) return nodeData(*node, role);
  const auto* parent = static_cast<const Node*>(index.internalPointer());
  return parent->kept ? keptData(*parent->kept, index.row(), role) : lineData(*parent, index.row(), role);
}

QVariant CatalogueModel::keptData(Kept kept, int row, int role) const {
  const bool isView = kept == Kept::SavedViews;
  if (role == Qt::DecorationRole) return iconNamed(isView ? "filter" : "diagram");
  const bool isName = role == Qt::DisplayRole || role == kSearchRole || role == (isView ? kViewRole : kDiagramRole);
  return isName ? QVariant(namesOf(kept)[row]) : QVariant();
}

QVariant CatalogueModel::nodeData(const Node& node, int role) const {
  if (node.kept) {
    const bool areViews = *node.kept == Kept::SavedViews;
    if (role == Qt::DisplayRole) return areViews ? tr("Saved views") : tr("Diagrams");
    return role == Qt::DecorationRole ? QVariant(iconNamed(areViews ? "history" : "diagram")) : QVariant();
  }
  if (!node.isTable()) {
    if (role == Qt::DisplayRole) return node.parent ? toQString(node.schema) : m_databaseName;
    if (role == Qt::DecorationRole) return iconNamed(node.parent ? "schema" : "database");
    return {};
  }
  const Model& model = modelOf(node);
  switch (role) {
    case Qt::DisplayRole:
    case kModelRole:
    case kSearchRole: return toQString(model.name);
    case Qt::DecorationRole: return iconNamed(model.table->isView() ? "view" : "table");
    case Qt::ToolTipRole: return plainToolTip(toQString(model.table->comment));
    default: return {};
  }
}

QVariant CatalogueModel::lineData(const Node& table, int row, int role) const {
  const Model& model = modelOf(table);
  if (role == kModelRole) return toQString(model.name);
  if (role != Qt::DisplayRole && role != kSearchRole && role != Qt::DecorationRole && role != Qt::ToolTipRole) return {};
  const CatalogueLine line = catalogueLine(model, lineOf(table, row));
  if (role == Qt::DisplayRole) return line.text;
  if (role == kSearchRole) return line.name;
  if (role == Qt::DecorationRole) return iconNamed(line.icon);
  return plainToolTip(line.toolTip);
}

QIcon CatalogueModel::iconNamed(const char* name) const {
  QIcon& kept = m_icons[QByteArray::fromRawData(name, static_cast<qsizetype>(qstrlen(name)))];
  if (kept.isNull()) kept = icon(QLatin1String(name));
  return kept;
}

QVariant CatalogueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  // Nobody sees the header, but assistive technology reads it.
  if (section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole) return tr("Name");
  return {};
}

}  // namespace joinery::ui

#include "moc_catalogue_model.cpp"
