// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/schema_references.h"

#include <algorithm>

#include "orm/model/foreign_key_graph.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using TablePointer = std::shared_ptr<const schema::Table>;

bool sameNameAnyCase(const std::string& left, const std::string& right) { return sameName(left, right, true); }

const schema::ForeignKey* keyOf(const ForeignKeyEdge& edge, const schema::Table& from, const schema::Table& to) {
  const auto isMeant = [&](const schema::ForeignKey& key) { return sameNameAnyCase(key.referredTable.name, to.name.name) && std::ranges::is_permutation(key.columns, edge.columns, sameNameAnyCase); };
  const auto found = std::ranges::find_if(from.foreignKeys, isMeant);
  return found == from.foreignKeys.end() ? nullptr : &*found;
}

SchemaReference referenceOf(const schema::MetaData& metadata, const ForeignKeyEdge& edge) {
  SchemaReference made;
  made.from = metadata.tables()[edge.table];
  made.to = metadata.tables()[edge.referredTable];
  const schema::Table& from = *made.from;
  made.key = keyOf(edge, from, *made.to);
  made.columns = edge.columns;
  made.referredColumns = edge.referredColumns;
  made.isUnique = edge.isUnique;
  made.isOptional = std::ranges::any_of(edge.columns, [&](const std::string& name) { return from.column(name)->nullable && !from.isPrimaryKeyColumn(name); });
  made.isIdentifying = std::ranges::all_of(edge.columns, [&](const std::string& name) { return from.isPrimaryKeyColumn(name); });
  return made;
}

}  // namespace

std::vector<SchemaReference> schemaReferences(const schema::MetaData& metadata) {
  std::vector<SchemaReference> references;
  for (const ForeignKeyEdge& edge : foreignKeyGraph(metadata, true)) {
    SchemaReference made = referenceOf(metadata, edge);
    if (made.key && made.from->extension.empty() && made.to->extension.empty()) references.push_back(std::move(made));
  }
  return references;
}

std::vector<std::shared_ptr<const schema::Table>> describedTables(const schema::MetaData& metadata) {
  std::vector<TablePointer> tables;
  std::ranges::copy_if(metadata.tables(), std::back_inserter(tables), [](const TablePointer& table) { return table->extension.empty(); });
  return tables;
}

QualifiedName shortName(const schema::MetaData& metadata, const QualifiedName& name) { return name.schema == metadata.defaultSchema ? QualifiedName(name.name) : name; }

bool isReferring(const schema::Table& table, const std::string& column) {
  return std::ranges::any_of(table.foreignKeys, [&](const auto& key) { return std::ranges::find(key.columns, column) != key.columns.end(); });
}

bool isUniqueByItself(const schema::Table& table, const std::string& column) {
  return std::ranges::any_of(table.uniqueKeys, [&](const auto& key) { return key.columns == std::vector{column}; });
}

std::string joinedNames(const std::vector<std::string>& names, std::string (*spell)(const std::string&)) {
  std::string text;
  for (const std::string& each : names) text += (text.empty() ? "" : ", ") + spell(each);
  return text;
}

}  // namespace joinery
