// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/typed.h"

#include <algorithm>

#include "orm/model/names.h"

namespace joinery {

void MappedStruct::addColumn(ColumnDescription description) {
  if (std::ranges::any_of(m_columns, [&](const auto& each) { return each.column.name == description.column.name; }))
    throw DbError(ErrorKind::Mapping, m_model + " has two members for the column \"" + description.column.name + "\"");
  ValueType& type = description.column.type;
  const ColumnOptions& options = description.options;
  if (options.kind) type.kind = *options.kind;
  if (options.length) type.length = options.length;
  if (options.precision) type.precision = options.precision;
  if (options.scale) type.scale = options.scale;
  description.column.defaultExpression = options.serverDefault;
  m_columns.push_back(std::move(description));
}

bool MappedStruct::isMadeByDatabase(const ColumnDescription& column) const {
  const auto keys = std::ranges::count_if(m_columns, &ColumnDescription::isKey);
  const auto refers = [&](const schema::ForeignKey& key) { return std::ranges::find(key.columns, column.column.name) != key.columns.end(); };
  if (std::ranges::any_of(m_foreignKeys, refers)) return false;
  return column.isKey && keys == 1 && column.column.type.kind == TypeKind::Integer && !column.options.refers && !column.options.serverDefault && column.options.onInsert.index() == 0;
}

schema::Table MappedStruct::table(const Dialect& dialect) const {
  schema::Table table;
  table.name = m_table;
  table.foreignKeys = m_foreignKeys;
  table.uniqueKeys = m_uniqueKeys;
  table.checks = m_checks;
  table.indexes = m_indexes;
  schema::UniqueKey key;
  for (const ColumnDescription& each : m_columns) {
    schema::Column column = each.column;
    column.type.perCell = dialect.name() == "sqlite";
    if (isMadeByDatabase(each)) column.generation = column.type.perCell ? schema::Generation::RowId : schema::Generation::IdentityByDefault;
    if (each.isKey) key.columns.push_back(column.name);
    if (each.options.isUnique) table.uniqueKeys.push_back({{}, {column.name}});
    if (const auto& refers = each.options.refers)
      table.foreignKeys.push_back({.name = {}, .columns = {column.name}, .referredTable = QualifiedName(refers->table), .referredColumns = {refers->column}, .onDelete = refers->onDelete, .onUpdate = refers->onUpdate});
    table.columns.push_back(std::move(column));
  }
  if (key.columns.empty()) throw DbError(ErrorKind::Mapping, m_model + " has no key: say which members tell its rows apart, by key()");
  table.primaryKey = std::move(key);
  return table;
}

ModelMapping MappedStruct::mapping(const std::map<std::type_index, std::string>& modelOf) const {
  ModelMapping mapping;
  mapping.name = m_model;
  mapping.table = m_table;
  for (const ColumnDescription& each : m_columns) {
    const std::string& name = each.column.name;
    if (each.isKey) mapping.primaryKey.push_back(name);
    if (each.options.onInsert.index() != 0) mapping.onInsert.emplace(name, each.options.onInsert);
    if (each.options.onUpdate.index() != 0) mapping.onUpdate.emplace(name, each.options.onUpdate);
    if (each.options.isVersion) mapping.version = name;
  }
  for (const RelationshipDescription& each : m_relationships) {
    const auto target = modelOf.find(each.target);
    if (target == modelOf.end()) throw DbError(ErrorKind::Mapping, m_model + "." + each.mapping.name + " leads to a struct that is not described along with it");
    mapping.relationships.push_back(each.mapping);
    mapping.relationships.back().to = target->second;
  }
  return mapping;
}

void TypedModels::add(std::type_index type, const MappedStruct& mapped) {
  if (!m_byType.emplace(type, &mapped).second) throw DbError(ErrorKind::Mapping, "the struct of " + mapped.model() + " is described twice");
  m_structs.push_back(&mapped);
}

const MappedStruct& TypedModels::at(std::type_index type) const {
  const auto found = m_byType.find(type);
  if (found != m_byType.end()) return *found->second;
  std::string known;
  for (const MappedStruct* each : m_structs) known += (known.empty() ? "" : ", ") + each->model();
  throw DbError(ErrorKind::Mapping, "this struct is not described among " + known);
}

std::shared_ptr<const schema::MetaData> TypedModels::metadata(const Dialect& dialect) const {
  auto metadata = std::make_shared<schema::MetaData>();
  for (const MappedStruct* each : m_structs) metadata->add(each->table(dialect));
  return metadata;
}

std::vector<ModelMapping> TypedModels::mappings() const {
  std::map<std::type_index, std::string> modelOf;
  for (const auto& [type, mapped] : m_byType) modelOf.emplace(type, mapped->model());
  std::vector<ModelMapping> mappings;
  for (const MappedStruct* each : m_structs) mappings.push_back(each->mapping(modelOf));
  return mappings;
}

std::shared_ptr<const Registry> TypedModels::registry(std::shared_ptr<const schema::MetaData> metadata) const {
  auto registry = mapModels(std::move(metadata), mappings());
  for (const MappedStruct* each : m_structs) {
    const Model& model = registry->at(each->model());
    for (const ColumnDescription& column : each->columns()) {
      if (model.attribute(column.column.name)) continue;
      DbError error(ErrorKind::Mapping, "the table of " + model.name + " has no column \"" + column.column.name + "\"");
      error.hint = nearestNamesHint(column.column.name, model.attributeNames());
      throw error;
    }
  }
  return registry;
}

}  // namespace joinery
