// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/unique_values.h"

#include <algorithm>
#include <set>

#include "orm/changes/row_keys.h"

namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;
using Tables = std::set<const schema::Table*>;

bool writesOneOf(const WriteOperation& operation, const std::vector<std::vector<std::string>>& keys) {
  return std::ranges::any_of(keys, [&](const std::vector<std::string>& key) {
    return std::ranges::any_of(key, [&](const std::string& column) { return operation.value(column) != nullptr; });
  });
}

/// Those of which a row may give a unique value up.
Tables givingTables(const std::vector<WriteOperation>& operations) {
  Tables tables;
  for (const WriteOperation& operation : operations) {
    if (operation.verb == Verb::Insert || tables.contains(operation.table)) continue;
    if (operation.verb == Verb::Delete || writesOneOf(operation, uniqueKeysJudgedAtOnce(*operation.table))) tables.insert(operation.table);
  }
  return tables;
}

/// @param found called with the place among the givers
template <typename Found>
void forEachGiver(const WriteOperation& taker, const Tables& giving, const RowKeys& givers, Found found) {
  if (taker.verb == Verb::Delete || !giving.contains(taker.table)) return;
  for (const std::vector<std::string>& key : uniqueKeysJudgedAtOnce(*taker.table)) {
    const auto taken = cellsIdentity(taker, key);
    if (!taken || cellsIdentityBefore(taker, key) == taken) continue;
    for (const std::size_t giver : givers.find(*taker.table, key, *taken)) found(giver);
  }
}

/// @param rows the deletions, with `wanted` for each
bool refersToOneOf(const WriteOperation& child, const std::vector<bool>& wanted, const RowKeys& rows, const TableDependencies& graph) {
  return std::ranges::any_of(graph.of(*child.table), [&](const ForeignKeyLink& link) {
    const auto identity = cellsIdentity(child, link.childColumns);
    if (!identity) return false;
    return std::ranges::any_of(rows.find(*link.parent, link.parentColumns, *identity), [&](std::size_t parent) { return wanted[parent]; });
  });
}

}  // namespace

std::vector<ValueHandover> valueHandovers(const std::vector<WriteOperation>& operations) {
  std::vector<ValueHandover> handovers;
  const Tables giving = givingTables(operations);
  if (giving.empty()) return handovers;
  const RowKeys givers(operations, RowKeys::Time::Before);
  for (std::size_t taker = 0; taker < operations.size(); ++taker)
    forEachGiver(operations[taker], giving, givers, [&](std::size_t giver) { if (giver != taker) handovers.push_back({giver, taker}); });
  return handovers;
}

std::vector<WriteOperation> takeEarlyDeletions(std::vector<WriteOperation>& deletions, const std::vector<WriteOperation>& writes, const TableDependencies& graph) {
  const Tables giving = givingTables(deletions);
  if (giving.empty()) return {};
  std::vector<bool> isEarly(deletions.size(), false);
  const RowKeys rows(deletions, RowKeys::Time::Before);
  for (const WriteOperation& write : writes) forEachGiver(write, giving, rows, [&](std::size_t giver) { isEarly[giver] = true; });
  if (std::ranges::find(isEarly, true) == isEarly.end()) return {};
  // What refers to a row stands before it.
  for (std::size_t i = deletions.size(); i-- > 0;)
    if (!isEarly[i] && refersToOneOf(deletions[i], isEarly, rows, graph)) isEarly[i] = true;
  std::vector<WriteOperation> early, late;
  for (std::size_t i = 0; i < deletions.size(); ++i) (isEarly[i] ? early : late).push_back(std::move(deletions[i]));
  deletions = std::move(late);
  return early;
}

}  // namespace joinery
