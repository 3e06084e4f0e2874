// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/served_by_index.h"

#include <algorithm>

#include "orm/core/ascii_case.h"

namespace joinery {

namespace {

using Direction = sql::OrderBy::Direction;

/// The columns that an index is sorted by.
struct Sorting {
  struct Part {
    std::string column;
    bool descending = false;
  };
  std::vector<Part> parts;
  bool unique = false;
};

Sorting sortingOf(const schema::UniqueKey& key) {
  Sorting sorting{{}, true};
  for (const auto& column : key.columns) sorting.parts.push_back({column, false});
  return sorting;
}

/// None of a partial index, of an expression, and of an index in another collation than its column's.
std::optional<Sorting> sortingOf(const schema::Index& index) {
  const bool sorts = index.predicate.empty() && (index.method.empty() || index.method == "btree");
  Sorting sorting{{}, index.unique};
  for (const auto& part : index.parts) {
    if (!sorts || part.column.empty() || !part.collation.empty()) return std::nullopt;
    sorting.parts.push_back({part.column, part.descending});
  }
  return sorting;
}

std::vector<Sorting> sortingsOf(const schema::Table& table) {
  std::vector<Sorting> sortings;
  if (table.primaryKey) sortings.push_back(sortingOf(*table.primaryKey));
  for (const auto& key : table.uniqueKeys) sortings.push_back(sortingOf(key));
  for (const auto& index : table.indexes)
    if (auto sorting = sortingOf(index)) sortings.push_back(std::move(*sorting));
  if (!table.hasRowId) return sortings;
  // Such tables are sorted by their rowid, and every index of theirs ends with it.
  const auto alias = std::ranges::find(table.columns, schema::Generation::RowId, &schema::Column::generation);
  const std::string rowId = alias == table.columns.end() ? rowIdName(table) : alias->name;
  if (rowId.empty()) return sortings;
  for (auto& sorting : sortings) sorting.parts.push_back({rowId, false});
  sortings.push_back({{{rowId, false}}, true});
  return sortings;
}

class Match {
 public:
  Match(const RowOrder& order, const Dialect& dialect) : m_order(order), m_dialect(dialect) {}

  bool serves(const Sorting& sorting) const {
    bool isDecided = sorting.unique;
    bool isBackwards = false;
    std::size_t part = 0;
    for (const RowOrder::Term& term : m_order.terms()) {
      if (isAmong(sorting, part, term)) continue;
      if (part == sorting.parts.size()) return isDecided;
      if (!isSameColumn(term.column, sorting.parts[part].column) || !hasEnginesNulls(term)) return false;
      const bool turned = (term.key.direction == Direction::Descending) != sorting.parts[part].descending;
      if (part > 0 && turned != isBackwards) return false;
      isBackwards = turned;
      isDecided = isDecided && !term.nullable;
      ++part;
    }
    return true;
  }

 private:
  /// A column that stands in the order once more says nothing new.
  bool isAmong(const Sorting& sorting, std::size_t parts, const RowOrder::Term& term) const {
    return std::any_of(sorting.parts.begin(), sorting.parts.begin() + static_cast<std::ptrdiff_t>(parts),
                       [&](const Sorting::Part& part) { return isSameColumn(term.column, part.column); });
  }
  bool isSameColumn(const std::string& left, const std::string& right) const {
    return m_dialect.namesIgnoreCase() ? asciiLower(left) == asciiLower(right) : left == right;
  }
  bool hasEnginesNulls(const RowOrder::Term& term) const {
    return !term.nullable || term.nullsFirst == (m_dialect.nullsSortFirst() == (term.key.direction == Direction::Ascending));
  }
  const RowOrder& m_order;
  const Dialect& m_dialect;
};

}  // namespace

bool isServedByIndex(const RowOrder& order, const Model& model, const Dialect& dialect) {
  const auto& table = *model.table;
  const bool isIndexed = table.kind == schema::TableKind::Table || table.kind == schema::TableKind::PartitionedTable;
  if (!isIndexed || !order.isTotal() || !model.parts.empty()) return false;
  if (std::ranges::any_of(order.terms(), [](const RowOrder::Term& term) { return term.column.empty(); })) return false;
  return std::ranges::any_of(sortingsOf(table), [match = Match(order, dialect)](const Sorting& sorting) { return match.serves(sorting); });
}

}  // namespace joinery
