// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/table_dependencies.h"

#include <algorithm>
#include <set>

#include "orm/model/names.h"

namespace joinery {

namespace {

/// Whether a relationship over these columns of the model's table is written afterwards: declared on either side.
bool isPostUpdate(const Registry& registry, const Model* model, const std::vector<std::string>& columns) {
  if (model == nullptr) return false;
  const auto isOwn = [&](const Relationship& each) { return each.ownsForeignKey() && each.postUpdate && std::ranges::is_permutation(each.localColumns, columns); };
  const auto isOther = [&](const Relationship& each) {
    return !each.ownsForeignKey() && each.linkTable.name.empty() && each.postUpdate && each.target == model->name && std::ranges::is_permutation(each.remoteColumns, columns);
  };
  return std::ranges::any_of(model->relationships, isOwn) ||
         std::ranges::any_of(registry.models(), [&](const auto& other) { return std::ranges::any_of(other->relationships, isOther); });
}

}  // namespace

std::string canonicalColumn(const schema::Table& table, const std::string& name, bool ignoreCase) {
  if (table.column(name) != nullptr || !ignoreCase) return name;
  const auto found = std::ranges::find_if(table.columns, [&](const schema::Column& each) { return sameName(each.name, name, true); });
  return found == table.columns.end() ? name : found->name;
}

TableDependencies::TableDependencies(const Registry& registry, const std::vector<const schema::Table*>& tables)
    : m_registry(registry) {
  for (const schema::Table* table : tables) addTable(*table);
  rankTables(tables);
}

const std::vector<ForeignKeyLink>& TableDependencies::of(const schema::Table& child) const {
  static const std::vector<ForeignKeyLink> kNone;
  const auto found = m_links.find(&child);
  return found == m_links.end() ? kNone : found->second;
}

bool TableDependencies::isReferred(const schema::Table& table) const {
  const schema::MetaData& metadata = m_registry.metadata();
  return std::ranges::any_of(metadata.tables(), [&](const auto& each) {
    return std::ranges::any_of(each->foreignKeys, [&](const schema::ForeignKey& key) {
      return metadata.find(key.referredTable).get() == &table;
    });
  });
}

void TableDependencies::addTable(const schema::Table& table) {
  if (m_links.contains(&table)) return;
  m_links[&table];
  const Model* model = m_registry.modelOf(table.name);
  for (const schema::ForeignKey& key : table.foreignKeys) {
    ForeignKeyLink link;
    link.childColumns = key.columns;
    link.parentColumns = key.referredColumns;
    link.postUpdate = isPostUpdate(m_registry, model, key.columns);
    link.deferred = key.initiallyDeferred;
    add(table, std::move(link), key.referredTable);
  }
  if (model != nullptr) addVirtual(table, *model);
}

void TableDependencies::addVirtual(const schema::Table& table, const Model& model) {
  const auto addLink = [&](const Relationship& relationship, const std::vector<std::string>& childColumns, const std::vector<std::string>& parentColumns, const Model& parent) {
    ForeignKeyLink link;
    link.childColumns = childColumns;
    link.parentColumns = parentColumns;
    link.postUpdate = relationship.postUpdate;
    link.deferred = true;
    add(table, std::move(link), parent.table->name);
  };
  for (const Relationship& relationship : model.relationships) {
    const Model* target = relationship.isVirtual && relationship.ownsForeignKey() ? m_registry.find(relationship.target) : nullptr;
    if (target != nullptr) addLink(relationship, relationship.localColumns, relationship.remoteColumns, *target);
  }
  // Where only the other side says so.
  for (const auto& parent : m_registry.models())
    for (const Relationship& relationship : parent->relationships)
      if (relationship.isVirtual && !relationship.ownsForeignKey() && relationship.target == model.name) addLink(relationship, relationship.remoteColumns, relationship.localColumns, *parent);
}

void TableDependencies::add(const schema::Table& child, ForeignKeyLink link, const QualifiedName& parentName) {
  const std::shared_ptr<const schema::Table> parent = m_registry.metadata().find(parentName);
  if (!parent || link.childColumns.size() != link.parentColumns.size()) return;
  const bool ignoreCase = m_registry.namesIgnoreCase();
  link.child = &child;
  link.parent = parent.get();
  for (std::string& name : link.childColumns) name = canonicalColumn(child, name, ignoreCase);
  for (std::string& name : link.parentColumns) name = canonicalColumn(*parent, name, ignoreCase);
  for (const std::string& name : link.childColumns) {
    const schema::Column* column = child.column(name);
    if (column != nullptr && column->nullable && !child.isPrimaryKeyColumn(name)) link.nullableColumns.push_back(name);
  }
  m_links[&child].push_back(std::move(link));
}

// A table goes as soon as no other that is left is its parent; in a cycle a key that may wait is overlooked, and where
// none may the first by name goes: the rows decide then.
void TableDependencies::rankTables(std::vector<const schema::Table*> tables) {
  std::ranges::sort(tables, {}, &schema::Table::name);
  const auto duplicates = std::ranges::unique(tables);
  tables.erase(duplicates.begin(), duplicates.end());
  const auto waits = [&](const schema::Table* table, bool strictly) {
    return std::ranges::any_of(of(*table), [&](const ForeignKeyLink& link) {
      return link.parent != table && (!strictly || !(link.postUpdate || link.deferred)) && std::ranges::find(tables, link.parent) != tables.end();
    });
  };
  while (!tables.empty()) {
    auto next = std::ranges::find_if(tables, [&](const auto* table) { return !waits(table, false); });
    if (next == tables.end()) next = std::ranges::find_if(tables, [&](const auto* table) { return !waits(table, true); });
    if (next == tables.end()) next = tables.begin();
    m_ranks.emplace(*next, m_ranks.size());
    tables.erase(next);
  }
}

}  // namespace joinery
