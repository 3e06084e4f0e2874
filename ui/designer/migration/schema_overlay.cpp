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
  } else if (const auto* altered = std::get_if<migration::AlterColumn>(&operation)) {
    auto& mark = changed(altered->table).columns[altered->after.name];
    if (mark != CardChange::Added) mark = CardChange::Changed;
  } else if (const QualifiedName table = migration::changedTable(operation); !table.isEmpty() && !std::holds_alternative<migration::DropTable>(operation)) {
    changed(table);
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
  changed(to);
}

void SchemaOverlay::noteDropped(const schema::Table& table) {
  const QualifiedName name = known(table.name);
  const auto mark = m_changes.find(name);
  const bool isNew = mark != m_changes.end() && mark->second.change == CardChange::Added;
  if (mark != m_changes.end()) m_changes.erase(mark);
  std::erase_if(m_goneColumns, [&](const GoneColumn& each) { return each.table == name; });
  if (isNew) return;
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
  return all;
}

}  // namespace joinery::ui
