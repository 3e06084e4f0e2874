// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/schema_differences.h"

#include <algorithm>
#include <set>

#include "orm/core/db_error.h"
#include "orm/sql/select.h"

namespace joinery {

namespace {

/// The tables that the set writes, each once, in a fixed order.
std::vector<const schema::Table*> tablesOf(const Registry& registry, const ChangeSet& changes) {
  std::vector<const schema::Table*> tables;
  const auto add = [&](const std::shared_ptr<const schema::Table>& table) {
    const bool isReal = table && !table->isView() && table->kind != schema::TableKind::VirtualTable;
    if (isReal && std::ranges::find(tables, table.get()) == tables.end()) tables.push_back(table.get());
  };
  std::set<std::pair<std::string, std::string>> known;
  for (const Change& change : changes.changes()) {
    if (!known.emplace(change.model, change.relationship).second) continue;
    const Model* model = registry.find(change.model);
    if (model == nullptr) continue;
    if (model->parts.empty()) add(model->table);
    for (const ModelPart& part : model->parts) add(part.model->table);
    const Relationship* relationship = model->relationship(change.relationship);
    if (relationship == nullptr) continue;
    add(registry.metadata().find(relationship->linkTable));
    add(registry.target(*relationship).table);
  }
  std::ranges::sort(tables, {}, &schema::Table::name);
  return tables;
}

/// A type that the database has by itself, of which a result says nothing.
bool isOfTheDatabase(TypeKind kind) {
  return kind == TypeKind::Unknown || kind == TypeKind::Enum || kind == TypeKind::Array || kind == TypeKind::Range || kind == TypeKind::Geometry;
}

bool isSameType(const ValueType& known, const ValueType& now) {
  if (now.kind == TypeKind::Unknown && isOfTheDatabase(known.kind)) return true;
  return known.kind == now.kind && known.length == now.length && known.precision == now.precision && known.scale == now.scale;
}

std::string typeText(const ValueType& type) { return type.declared.empty() ? typeKindName(type.kind) : type.declared; }

/// The columns of a result without rows; none where the table is not there.
std::optional<ResultColumns> columnsNow(Connection& connection, const Dialect& dialect, const schema::Table& table) {
  const sql::FromItem from = sql::table(table.name);
  const CompiledStatement statement = dialect.compile(sql::Select({sql::star(from.qualifier())}).from(from).limit(0));
  try {
    const auto cursor = connection.execute(statement.sql, statement.binds);
    return cursor->columns();
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::Programming) throw;
    return {};
  }
}

void compare(const schema::Table& table, const ResultColumns& now, std::vector<std::string>& differences) {
  const std::string& name = table.name.name;
  for (const schema::Column& column : table.columns) {
    const auto found = std::ranges::find(now, column.name, &ResultColumn::label);
    if (found == now.end()) differences.push_back(name + "." + column.name + " is no longer there");
    else if (!isSameType(column.type, found->type)) differences.push_back(name + "." + column.name + " was " + typeText(column.type) + " and is now " + typeText(found->type));
  }
  for (const ResultColumn& column : now)
    if (table.column(column.label) == nullptr) differences.push_back(name + "." + column.label + " is new");
}

}  // namespace

std::vector<std::string> schemaDifferences(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes) {
  std::vector<std::string> differences;
  for (const schema::Table* table : tablesOf(registry, changes)) {
    const auto now = columnsNow(connection, dialect, *table);
    if (now) compare(*table, *now, differences);
    else differences.push_back("the table " + table->name.name + " is no longer there");
  }
  return differences;
}

}  // namespace joinery
