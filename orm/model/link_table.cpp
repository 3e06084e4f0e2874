// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/link_table.h"

#include <algorithm>

#include "orm/model/names.h"
#include "orm/model/unique_columns.h"

namespace joinery {

namespace {

using Columns = std::vector<std::string>;
using Edges = std::vector<const ForeignKeyEdge*>;

bool contains(const Columns& columns, const Columns& part, bool ignoreCase) {
  return std::ranges::all_of(part, [&](const std::string& name) { return findName(columns, name, ignoreCase) >= 0; });
}

bool fillsItself(const schema::Column& column) { return column.isComputed() || column.hasGeneratedValue(); }

bool othersFillThemselves(const schema::Table& table, const Columns& key, bool ignoreCase) {
  return std::ranges::all_of(table.columns, [&](const schema::Column& column) {
    return findName(key, column.name, ignoreCase) >= 0 || fillsItself(column);
  });
}

/// The foreign keys within a key, without those that another one holds whole: of (tenant, a), (tenant, b) and (tenant) the
/// last says nothing about what is linked.
std::vector<std::size_t> widestWithin(const Columns& key, const Edges& edges, bool ignoreCase) {
  std::vector<std::size_t> widest;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Columns& own = edges[i]->columns;
    const bool isHeld = std::ranges::any_of(edges, [&](const ForeignKeyEdge* other) {
      return other->columns.size() > own.size() && contains(key, other->columns, ignoreCase) &&
             contains(other->columns, own, ignoreCase);
    });
    if (!isHeld && contains(key, own, ignoreCase)) widest.push_back(i);
  }
  return widest;
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> linkedKeys(const schema::Table& table, const Edges& edges,
                                                              bool namesIgnoreCase) {
  for (const Columns& key : uniqueColumnSets(table)) {
    const std::vector<std::size_t> widest = widestWithin(key, edges, namesIgnoreCase);
    if (widest.size() != 2 || !othersFillThemselves(table, key, namesIgnoreCase)) continue;
    const Columns& first = edges[widest[0]]->columns;
    const Columns& second = edges[widest[1]]->columns;
    const bool isCovered = std::ranges::all_of(key, [&](const std::string& column) {
      return findName(first, column, namesIgnoreCase) >= 0 || findName(second, column, namesIgnoreCase) >= 0;
    });
    if (isCovered && !contains(first, second, namesIgnoreCase)) return std::pair(widest[0], widest[1]);
  }
  return {};
}

}  // namespace joinery
