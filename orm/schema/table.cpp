// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/table.h"

#include <algorithm>
#include <set>

namespace joinery::schema {
namespace {

using Names = std::set<std::string>;

Names asSet(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

// A unique index over plain columns and all rows is a unique key by another name.
bool isUniqueOver(const Index& index, const Names& columns) {
  if (!index.unique || !index.predicate.empty()) return false;
  Names indexed;
  for (const Index::Part& part : index.parts) {
    if (part.column.empty()) return false;
    indexed.insert(part.column);
  }
  return indexed == columns;
}

}  // namespace

const Column* Table::column(std::string_view columnName) const {
  const auto found = std::ranges::find(columns, columnName, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

bool Table::isPrimaryKeyColumn(std::string_view columnName) const {
  return primaryKey && std::ranges::find(primaryKey->columns, columnName) != primaryKey->columns.end();
}

bool Table::isUnique(const std::vector<std::string>& columnNames) const {
  const Names names = asSet(columnNames);
  if (names.empty()) return false;
  if (primaryKey && asSet(primaryKey->columns) == names) return true;
  return std::ranges::any_of(uniqueKeys, [&](const UniqueKey& key) { return asSet(key.columns) == names; }) ||
         std::ranges::any_of(indexes, [&](const Index& index) { return isUniqueOver(index, names); });
}

const char* tableKindName(TableKind kind) {
  switch (kind) {
    case TableKind::Table:
      return "table";
    case TableKind::View:
      return "view";
    case TableKind::MaterializedView:
      return "materialized view";
    case TableKind::VirtualTable:
      return "virtual table";
    case TableKind::ForeignTable:
      return "foreign table";
    case TableKind::PartitionedTable:
      return "partitioned table";
  }
  return "table";
}

}  // namespace joinery::schema
