// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/schema_statements.h"

#include <algorithm>
#include <ranges>

#include "orm/core/db_error.h"
#include "orm/dialect/ddl_compiler.h"

namespace joinery {
namespace {

using schema::ForeignKey;
using schema::MetaData;
using schema::SortedTables;
using schema::Table;
using Tables = std::vector<std::shared_ptr<const Table>>;

/// Foreign keys by where they are made: with their table, or once all tables are there.
struct Placed {
  std::vector<ForeignKey> within;
  std::vector<ForeignKey> later;
};

/// A table with the schema that a name without one means beside it.
std::shared_ptr<const Table> referred(const MetaData& metadata, const Table& table, const ForeignKey& key) {
  QualifiedName name = key.referredTable;
  if (name.schema.empty()) name.schema = table.name.schema;
  return metadata.find(name);
}

Placed placed(const MetaData& metadata, const SortedTables& sorted, const Table& table, const DdlCompiler& ddl) {
  Placed keys;
  for (const ForeignKey& key : table.foreignKeys) {
    const auto target = referred(metadata, table, key);
    const bool isOnCycle = ddl.altersForeignKeys() && target && target.get() != &table && sorted.shareCycle(table, *target);
    (isOnCycle ? keys.later : keys.within).push_back(key);
  }
  return keys;
}

enum class Presence { Missing, There };

Tables wanted(const SortedTables& sorted, const Dialect& dialect, const MetaData* existing, Presence presence) {
  const auto isPresent = [&](const Table& table) { return existing->find(dialect.identifiers().translated(table.name)) != nullptr; };
  Tables tables;
  for (const auto& table : sorted.tables)
    if (!table->isView() && (existing == nullptr || isPresent(*table) == (presence == Presence::There))) tables.push_back(table);
  return tables;
}

bool isThere(const MetaData* existing, const schema::EnumType& type) {
  if (existing == nullptr) return true;
  QualifiedName name = type.name;
  if (name.schema.empty()) name.schema = existing->defaultSchema;
  return std::ranges::any_of(existing->enums, [&](const auto& each) { return each.name == name || each.name == type.name; });
}

/// What an engine has no statement for is empty.
void appendText(std::vector<std::string>& statements, std::string text) {
  if (!text.empty()) statements.push_back(std::move(text));
}

void append(std::vector<std::string>& statements, std::vector<std::string> more) { std::ranges::move(more, std::back_inserter(statements)); }

}  // namespace

std::vector<std::string> createStatements(const MetaData& metadata, const Dialect& dialect, const MetaData* existing) {
  const DdlCompiler& ddl = dialect.ddl();
  const SortedTables sorted = sortedTables(metadata);
  const Tables tables = wanted(sorted, dialect, existing, Presence::Missing);
  std::vector<std::string> statements;
  for (const schema::EnumType& type : metadata.enums)
    if (existing == nullptr || !isThere(existing, type)) appendText(statements, ddl.createEnum(type));
  std::vector<std::string> later;
  for (const auto& table : tables) {
    if (table->columns.empty()) throw DbError(ErrorKind::InvalidRequest, "table " + table->name.toString() + " has no columns");
    const Placed keys = placed(metadata, sorted, *table, ddl);
    statements.push_back(ddl.createTable(*table, keys.within));
    for (const ForeignKey& key : keys.later) later.push_back(ddl.addForeignKey(*table, key));
    for (const schema::Index& index : table->indexes) statements.push_back(ddl.createIndex(*table, index));
    append(statements, ddl.comments(*table));
  }
  append(statements, std::move(later));
  return statements;
}

std::vector<std::string> dropStatements(const MetaData& metadata, const Dialect& dialect, const MetaData* existing) {
  const DdlCompiler& ddl = dialect.ddl();
  const SortedTables sorted = sortedTables(metadata);
  const Tables tables = wanted(sorted, dialect, existing, Presence::There);
  std::vector<std::string> statements;
  if (std::ranges::any_of(tables, [&](const auto& table) { return sorted.cycles.contains(table.get()); })) appendText(statements, ddl.deferForeignKeys());
  for (const auto& table : tables)
    for (const ForeignKey& key : placed(metadata, sorted, *table, ddl).later) statements.push_back(ddl.dropForeignKey(*table, key));
  for (const auto& table : std::views::reverse(tables)) statements.push_back(ddl.dropTable(*table));
  // Types are not translated: the same tables in another schema may have them too.
  if (!dialect.options().schemaTranslateMap.empty()) return statements;
  for (const schema::EnumType& type : metadata.enums)
    if (isThere(existing, type)) appendText(statements, ddl.dropEnum(type));
  return statements;
}

}  // namespace joinery
