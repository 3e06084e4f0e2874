// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/schema_overlay.h"

#include <algorithm>

#include "orm/difference/schema_change.h"
#include "orm/difference/schema_names.h"
#include "ui/designer/diagram/diagram_contents.h"

namespace joinery::ui {

namespace {

/// Behind the column that it stood behind, where that is still there.
void putBack(std::vector<schema::Column>& columns, const schema::Column& column, const std::optional<std::string>& after) {
  const auto found = after && !after->empty() ? std::ranges::find(columns, *after, &schema::Column::name) : columns.end();
  if (after && after->empty()) columns.insert(columns.begin(), column);
  else if (found != columns.end()) columns.insert(found + 1, column);
  else columns.push_back(column);
}

}  // namespace

SchemaOverlay::SchemaOverlay(schema::MetaData before, const Dialect& dialect) : m_dialect(dialect), m_metadata(std::move(before)) {}

QualifiedName SchemaOverlay::known(const QualifiedName& table) const {
  const auto found = migration::findTable(m_metadata, table, m_dialect);
  return found ? found->name : table;
}

CardChanges::OfTable& SchemaOverlay::changed(const QualifiedName& table) {
  auto& of = m_changes[known(table)];
  if (of.change == CardChange::None) of.change = CardChange::Changed;
  return of;
}

void SchemaOverlay::apply(const migration::Operation& operation) {
  if (const auto* dropped = std::get_if<migration::DropTable>(&operation)) noteDropped(dropped->object);
  m_metadata = migration::applied(std::move(m_metadata), operation, m_dialect);
  note(operation);
  const QualifiedName table = migration::changedTable(operation);
  m_tables.push_back(table.isEmpty() ? table : known(table));
}

void SchemaOverlay::note(const migration::Operation& operation) {
  if (const auto* created = std::get_if<migration::CreateTable>(&operation)) {
    const QualifiedName name = known(created->object.name);
    m_changes[name].change = m_gone.erase(name) > 0 ? CardChange::Changed : CardChange::Added;
  } else if (const auto* rename = std::get_if<migration::Rename>(&operation)) {
    if (rename->kind == migration::RenameKind::Table) noteRename(*rename);
  } else if (const auto* added = std::get_if<migration::AddColumn>(&operation)) {
    changed(added->table).columns[added->column.name] = CardChange::Added;
  } else if (const auto* dropped = std::get_if<migration::DropColumn>(&operation)) {
    noteDropped(*dropped);
  } else if (const auto* column = std::get_if<migration::RenameColumn>(&operation)) {
    auto& columns = changed(column->table).columns;
    const auto old = columns.extract(column->from);
    columns[column->to] = !old.empty() && old.mapped() == CardChange::Added ? CardChange::Added : CardChange::Changed;
    noteRenamedColumn(*column);
  } else if (const auto* altered = std::get_if<migration::AlterColumn>(&operation)) {
    auto& mark = changed(altered->table).columns[altered->after.name];
    if (mark != CardChange::Added) mark = CardChange::Changed;
  } else if (const QualifiedName table = migration::changedTable(operation); !table.isEmpty() && !std::holds_alternative<migration::DropTable>(operation)) {
    changed(table);
    if (const auto* comes = std::get_if<migration::AddPart<schema::ForeignKey>>(&operation)) noteKey(table, comes->part, true);
    if (const auto* goes = std::get_if<migration::DropPart<schema::ForeignKey>>(&operation)) noteKey(table, goes->part, false);
  }
}

bool SchemaOverlay::isSameKey(const ChangedKey& noted, const QualifiedName& table, const schema::ForeignKey& key) const {
  return noted.table == known(table) && noted.key.columns == key.columns && known(noted.key.referredTable) == known(key.referredTable);
}

/// What comes where it has gone is changed; what goes after it came was never there.
void SchemaOverlay::noteKey(const QualifiedName& table, const schema::ForeignKey& key, bool comes) {
  const auto found = std::ranges::find_if(m_keys, [&](const ChangedKey& each) { return isSameKey(each, table, key); });
  if (found == m_keys.end()) return m_keys.push_back({known(table), key, comes ? CardChange::Added : CardChange::Dropped});
  found->key = key;
  if (comes) found->change = CardChange::Changed;
  else if (found->change == CardChange::Added) m_keys.erase(found);
  else found->change = CardChange::Dropped;
}

void SchemaOverlay::noteRenamedColumn(const migration::RenameColumn& rename) {
  const QualifiedName table = known(rename.table);
  for (ChangedKey& each : m_keys) {
    if (each.table == table) std::ranges::replace(each.key.columns, rename.from, rename.to);
    if (known(each.key.referredTable) == table) std::ranges::replace(each.key.referredColumns, rename.from, rename.to);
  }
}

void SchemaOverlay::noteRename(const migration::Rename& rename) {
  const QualifiedName to = known(rename.to);
  const auto isOld = [&](const QualifiedName& name) { return migration::isSameName(name, rename.from, m_metadata, m_dialect); };
  const auto old = std::ranges::find_if(m_changes, isOld, &decltype(m_changes)::value_type::first);
  if (old != m_changes.end()) {
    auto node = m_changes.extract(old);
    node.key() = to;
    m_changes.insert(std::move(node));
  }
  std::ranges::replace_if(m_tables, isOld, to);
  for (auto& column : m_goneColumns)
    if (isOld(column.table)) column.table = to;
  for (auto& each : m_keys) {
    if (isOld(each.table)) each.table = to;
    if (isOld(each.key.referredTable)) each.key.referredTable = to;
  }
  changed(to);
}

void SchemaOverlay::noteDropped(const schema::Table& table) {
  const QualifiedName name = known(table.name);
  const auto mark = m_changes.find(name);
  const bool isNew = mark != m_changes.end() && mark->second.change == CardChange::Added;
  if (mark != m_changes.end()) m_changes.erase(mark);
  std::erase_if(m_goneColumns, [&](const GoneColumn& each) { return each.table == name; });
  if (isNew) {
    std::erase_if(m_keys, [&](const ChangedKey& each) { return each.table == name; });
    return;
  }
  m_gone[name] = table;
  m_gone[name].name = name;
}

void SchemaOverlay::noteDropped(const migration::DropColumn& dropped) {
  auto& columns = changed(dropped.table).columns;
  const auto mark = columns.extract(dropped.column.name);
  if (mark.empty() || mark.mapped() != CardChange::Added) m_goneColumns.push_back({known(dropped.table), dropped.column, dropped.after});
}

CardChanges SchemaOverlay::changes() const {
  CardChanges changes;
  for (const auto& [name, change] : m_changes) {
    auto& of = changes.tables[diagramName(m_metadata, name)] = change;
    const auto table = change.change == CardChange::Added ? m_metadata.find(name) : nullptr;
    if (table)
      for (const auto& column : table->columns) of.columns[column.name] = CardChange::Added;
  }
  for (const auto& each : m_goneColumns) changes.tables[diagramName(m_metadata, each.table)].columns[each.column.name] = CardChange::Dropped;
  for (const auto& each : m_keys) changes.tables[diagramName(m_metadata, each.table)].keys.push_back({each.key.columns, known(each.key.referredTable), each.change});
  for (const auto& [name, table] : m_gone) {
    auto& of = changes.tables[diagramName(m_metadata, name)];
    of.change = CardChange::Dropped;
    for (const auto& column : table.columns) of.columns[column.name] = CardChange::Dropped;
  }
  return changes;
}

std::shared_ptr<const schema::MetaData> SchemaOverlay::shown() const {
  auto all = std::make_shared<schema::MetaData>(m_metadata);
  for (const auto& each : m_goneColumns) {
    const auto found = all->find(each.table);
    if (!found || found->column(each.column.name)) continue;
    schema::Table table = *found;
    putBack(table.columns, each.column, each.after);
    all->remove(each.table);
    all->add(std::move(table));
  }
  for (const auto& [name, table] : m_gone)
    if (!all->find(name)) all->add(table);
  for (const ChangedKey& each : m_keys) {
    const auto found = each.change == CardChange::Dropped ? all->find(each.table) : nullptr;
    if (!found) continue;
    schema::Table table = *found;
    table.foreignKeys.push_back(each.key);
    all->remove(each.table);
    all->add(std::move(table));
  }
  return all;
}

}  // namespace joinery::ui
