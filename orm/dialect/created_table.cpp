// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/created_table.h"

#include <algorithm>

#include "orm/dialect/schema_order.h"

namespace joinery {
namespace {

using schema::Column;
using schema::MetaData;
using schema::Table;

/// By itself or by a domain that it stands on.
bool refusesNull(const MetaData& metadata, const schema::Domain& domain) {
  if (!domain.nullable) return true;
  const schema::Domain* below = domainOf(metadata, domain.type);
  return below && below != &domain && !domain.type.declared.ends_with("[]") && refusesNull(metadata, *below);
}

void leaveToDomains(const MetaData& metadata, Table& table) {
  for (Column& column : table.columns) {
    const schema::Domain* domain = column.type.declared.ends_with("[]") ? nullptr : domainOf(metadata, column.type);
    if (!domain) continue;
    if (column.defaultExpression == domain->defaultExpression) column.defaultExpression.reset();
    if (refusesNull(metadata, *domain)) column.nullable = true;
  }
}

std::vector<std::shared_ptr<const Table>> parentsOf(const MetaData& metadata, const Table& table) {
  std::vector<std::shared_ptr<const Table>> parents;
  for (const QualifiedName& name : table.inherits)
    if (auto parent = metadata.find(name)) parents.push_back(std::move(parent));
  return parents;
}

/// Whether the columns stand as INHERITS puts them: each table's after those of the one before, then the table's own.
bool standsAsInherited(const std::vector<std::shared_ptr<const Table>>& parents, const Table& table) {
  std::vector<std::string> names;
  const auto add = [&](const Column& column) {
    if (std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
  };
  for (const auto& parent : parents) std::ranges::for_each(parent->columns, add);
  std::ranges::for_each(table.columns, add);
  return std::ranges::equal(names, table.columns, {}, {}, &Column::name);
}

/// The same as a check that a table of these has and gives on.
bool isInherited(const std::vector<std::shared_ptr<const Table>>& parents, const schema::CheckConstraint& check) {
  return std::ranges::any_of(parents, [&](const auto& parent) {
    const auto found = std::ranges::find(parent->checks, check.name, &schema::CheckConstraint::name);
    return found != parent->checks.end() && !found->noInherit && !found->notValid && found->expression == check.expression;
  });
}

void compareWithParents(const std::vector<std::shared_ptr<const Table>>& parents, CreatedTable& made) {
  for (const Column& column : made.table.columns) {
    if (!column.inherited) continue;
    const auto parent = std::ranges::find_if(parents, [&](const auto& each) { return each->column(column.name) != nullptr; });
    if (parent == parents.end()) continue;
    if (!column.isComputed() && column.defaultExpression != (*parent)->column(column.name)->defaultExpression) made.otherDefaults.push_back(column);
    const bool isGiven = std::ranges::any_of(parents, [&](const auto& each) { return each->column(column.name) && !each->column(column.name)->nullable; });
    if (!column.nullable && !isGiven) made.otherNullability.push_back(column);
  }
}

/// A partition counts with its table's sequence, if at all.
void leaveCountingTo(const Table& parent, Table& partition) {
  for (Column& column : partition.columns) {
    const Column* above = parent.column(column.name);
    const bool isIdentity = above && above->generation != schema::Generation::None && !above->isComputed() && !above->defaultExpression;
    if (isIdentity) column.generation = schema::Generation::None;
  }
}

}  // namespace

CreatedTable createdTable(const MetaData& metadata, const Table& table) {
  CreatedTable made{table, {}, {}, {}};
  leaveToDomains(metadata, made.table);
  if (table.partition)
    if (const auto parent = metadata.find(table.partition->parent)) leaveCountingTo(*parent, made.table);
  const auto parents = parentsOf(metadata, table);
  if (parents.empty()) return made;
  const bool hasOwnColumnsOnly = std::ranges::none_of(table.columns, &Column::inherited);
  if (hasOwnColumnsOnly && !standsAsInherited(parents, table)) {
    made.inheritsLater = std::move(made.table.inherits);
    made.table.inherits.clear();
    return made;
  }
  std::erase_if(made.table.checks, [&](const auto& check) { return isInherited(parents, check); });
  compareWithParents(parents, made);
  return made;
}

}  // namespace joinery
