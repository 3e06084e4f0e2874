// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/catalogue_model.h"

#include <algorithm>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

CatalogueModel::CatalogueModel(QObject* parent) : QAbstractItemModel(parent) {}

void CatalogueModel::setRegistry(const std::shared_ptr<const Registry>& registry, const QString& databaseName) {
  beginResetModel();
  m_registry = registry;
  m_databaseName = databaseName;
  m_top.clear();
  m_schemas.clear();
  m_tables.clear();
  if (registry)
    for (const auto& model : registry->models()) addTable(*model);
  endResetModel();
}

/// Tables of the default schema stand right below the database.
void CatalogueModel::addTable(const Model& model) {
  const int number = static_cast<int>(m_tables.size());
  const QString name = toQString(model.table->name.schema);
  if (name.isEmpty()) {
    m_tables.push_back({&model, -1, static_cast<int>(m_top.size())});
    m_top.push_back({.table = number});
    return;
  }
  auto schema = std::ranges::find(m_schemas, name, &Schema::name);
  if (schema == m_schemas.end()) {
    const int row = static_cast<int>(m_top.size());
    m_top.push_back({.schema = static_cast<int>(m_schemas.size())});
    schema = m_schemas.insert(schema, {name, row, {}});
  }
  m_tables.push_back({&model, static_cast<int>(schema - m_schemas.begin()), static_cast<int>(schema->tables.size())});
  schema->tables.push_back(number);
}

CatalogueModel::Kind CatalogueModel::kindOf(const QModelIndex& index) { return static_cast<Kind>(index.internalId() & 3U); }

std::size_t CatalogueModel::numberOf(const QModelIndex& index) { return index.internalId() >> 2U; }

QModelIndex CatalogueModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  if (!parent.isValid()) return make(row, Kind::Database, 0);
  const auto place = static_cast<std::size_t>(row);
  switch (kindOf(parent)) {
    case Kind::Database: return m_top[place].table >= 0 ? make(row, Kind::Table, m_top[place].table) : make(row, Kind::Schema, m_top[place].schema);
    case Kind::Schema: return make(row, Kind::Table, m_schemas[numberOf(parent)].tables[place]);
    default: return make(row, Kind::Part, static_cast<int>(numberOf(parent)));
  }
}

QModelIndex CatalogueModel::parent(const QModelIndex& index) const {
  if (!index.isValid() || kindOf(index) == Kind::Database) return {};
  if (kindOf(index) == Kind::Schema) return make(0, Kind::Database, 0);
  const Table& table = m_tables[numberOf(index)];
  if (kindOf(index) == Kind::Part) return make(table.row, Kind::Table, static_cast<int>(numberOf(index)));
  return table.schema < 0 ? make(0, Kind::Database, 0) : make(m_schemas[static_cast<std::size_t>(table.schema)].row, Kind::Schema, table.schema);
}

int CatalogueModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return m_registry ? 1 : 0;
  switch (kindOf(parent)) {
    case Kind::Database: return static_cast<int>(m_top.size());
    case Kind::Schema: return static_cast<int>(m_schemas[numberOf(parent)].tables.size());
    case Kind::Table: return partCount(*m_tables[numberOf(parent)].model);
    case Kind::Part: break;
  }
  return 0;
}

int CatalogueModel::columnCount(const QModelIndex&) const { return 1; }

int CatalogueModel::partCount(const Model& model) {
  return static_cast<int>(model.attributes.size() + model.relationships.size() + model.table->indexes.size() + model.table->triggers.size());
}

CatalogueModel::Part CatalogueModel::part(const Model& model, int row) {
  auto place = static_cast<std::size_t>(row);
  if (place < model.attributes.size()) {
    const Attribute& attribute = model.attributes[place];
    const QString name = toQString(attribute.name), type = toQString(attribute.column.type.declared);
    const QString iconName = attribute.isKey ? QStringLiteral("key") : attribute.isForeignKey ? QStringLiteral("foreign_key") : QStringLiteral("column");
    return {type.isEmpty() ? name : QStringLiteral("%1  %2").arg(name, type), name, iconName, toQString(attribute.column.comment)};
  }
  place -= model.attributes.size();
  if (place < model.relationships.size()) {
    const Relationship& relationship = model.relationships[place];
    const QString text = QStringLiteral("%1 → %2").arg(toQString(relationship.name), toQString(relationship.target));
    return {text, text, QStringLiteral("relationship"), tr("Relationship, %1").arg(QLatin1String(relationshipKindName(relationship.kind)))};
  }
  place -= model.relationships.size();
  const auto& indexes = model.table->indexes;
  if (place < indexes.size()) return {toQString(indexes[place].name), toQString(indexes[place].name), QStringLiteral("index"), toQString(indexes[place].definition)};
  const auto& trigger = model.table->triggers[place - indexes.size()];
  return {toQString(trigger.name), toQString(trigger.name), QStringLiteral("trigger"), toQString(trigger.definition)};
}

CatalogueModel::Part CatalogueModel::shown(const QModelIndex& index) const {
  switch (kindOf(index)) {
    case Kind::Database: return {m_databaseName, {}, QStringLiteral("database"), {}};
    case Kind::Schema: return {m_schemas[numberOf(index)].name, {}, QStringLiteral("schema"), {}};
    case Kind::Part: return part(*m_tables[numberOf(index)].model, index.row());
    case Kind::Table: break;
  }
  const Model& model = *m_tables[numberOf(index)].model;
  const QString name = toQString(model.name);
  return {name, name, model.table->isView() ? QStringLiteral("view") : QStringLiteral("table"), toQString(model.table->comment)};
}

const QIcon& CatalogueModel::cachedIcon(const QString& name) const {
  QIcon& cached = m_icons[name];
  if (cached.isNull()) cached = icon(name);
  return cached;
}

QVariant CatalogueModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const bool isOfTable = kindOf(index) == Kind::Table || kindOf(index) == Kind::Part;
  switch (role) {
    case kModelRole: return isOfTable ? toQString(m_tables[numberOf(index)].model->name) : QString();
    case kSearchRole: return isOfTable ? shown(index).search : QVariant();
    case Qt::DisplayRole: return shown(index).text;
    case Qt::DecorationRole: return cachedIcon(shown(index).icon);
    case Qt::ToolTipRole: {
      const QString text = shown(index).toolTip;
      return text.isEmpty() ? QVariant() : plainToolTip(text);
    }
    default: return {};
  }
}

/// Nobody sees the header, but assistive technology reads it.
QVariant CatalogueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  return section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole ? tr("Name") : QVariant();
}

}  // namespace joinery::ui

#include "moc_catalogue_model.cpp"
