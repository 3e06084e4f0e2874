// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/unique_columns.h"

#include <algorithm>

namespace joinery {

namespace {

bool coversAllRows(const schema::Index& index) {
  return index.unique && index.predicate.empty() && !index.parts.empty() &&
         std::ranges::all_of(index.parts, [](const schema::Index::Part& part) { return !part.column.empty(); });
}

}  // namespace

std::vector<std::vector<std::string>> uniqueColumnSets(const schema::Table& table) {
  std::vector<std::vector<std::string>> sets;
  if (table.primaryKey && !table.primaryKey->columns.empty()) sets.push_back(table.primaryKey->columns);
  for (const schema::UniqueKey& key : table.uniqueKeys)
    if (!key.columns.empty()) sets.push_back(key.columns);
  for (const schema::Index& index : table.indexes) {
    if (!coversAllRows(index)) continue;
    std::vector<std::string> columns;
    std::ranges::transform(index.parts, std::back_inserter(columns), &schema::Index::Part::column);
    sets.push_back(std::move(columns));
  }
  return sets;
}

}  // namespace joinery
