// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/first_keys.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/giving_way.h"
#include "orm/model/row_id.h"
#include "orm/paging/ordered_pieces.h"
#include "orm/paging/temporary_sort.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

void append(RowBatchBuilder& builder, const RowBatch& rows, std::size_t row, std::size_t firstColumn, std::size_t columns) {
  for (std::size_t i = 0; i < columns; ++i) builder.append(i, rows.at(row, firstColumn + i));
  builder.endRow();
}

ResultColumns columnsOf(const std::vector<sql::Expression>& terms) {
  ResultColumns columns;
  for (const auto& term : terms) columns.push_back({term.label(), term.type()});
  return columns;
}

}  // namespace

bool FirstKeys::mayWritersWait() const {
  const bool areMany = !m_select.isServedByIndex() || m_select.isFiltered();
  // Only the engine knows the collation of what it computes, and sorts by it.
  const bool canBeSorted = RowNumberRanges::areThereFor(m_select.model()) && std::ranges::none_of(m_select.order().terms(), &RowOrder::Term::isComputed);
  if (!areMany || !m_select.isKeyServedByIndex() || (!m_select.isServedByIndex() && !canBeSorted)) return false;
  const auto query = m_select.dialect().readersBlockWritersQuery();
  return query && m_connection.transactionState() == Connection::TransactionState::Idle && fetchAll(m_connection, *query)->at(0, 0).toInteger() != 0;
}

FirstKeys::Keys FirstKeys::find(const RowOrder& order, std::int64_t count) const {
  const auto keys = atOnce(order, count);
  return keys ? keys : inPieces(order, count);
}

/// @return null where somebody wants to write
FirstKeys::Keys FirstKeys::atOnce(const RowOrder& order, std::int64_t count) const {
  m_cancelToken.throwIfCancelled();
  try {
    const GivingWay way(m_connection, OrderedPieces::kPieceTime);
    return fetchAll(m_connection, m_select.dialect().compile(keysIn(order).limit(count)));
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::GaveWay) throw;
  }
  return nullptr;
}

FirstKeys::Keys FirstKeys::inPieces(const RowOrder& order, std::int64_t count) const {
  if (!m_select.isServedByIndex()) return sorted(order, count);
  return isOrderOfNumbers() ? filteredByNumber(order, count) : filtered(order, count);
}

/// Each range gives its first rows; the first of these are the first of all.
FirstKeys::Keys FirstKeys::sorted(const RowOrder& order, std::int64_t count) const {
  TemporarySort sort(m_connection, order);
  const auto firstOfRange = m_select.places().orderBy(order.orderBy()).limit(count);
  RowNumberRanges ranges(m_select, m_connection, RowNumberRanges::Direction::Ascending);
  while (const auto range = ranges.next()) {
    m_cancelToken.throwIfCancelled();
    sort.add(m_select.dialect().compile(firstOfRange.where(*range)));
  }
  return fetchAll(m_connection, m_select.dialect().compile(sort.sorted(order.rowKeyTerms()).limit(count)));
}

FirstKeys::Keys FirstKeys::filteredByNumber(const RowOrder& order, std::int64_t count) const {
  const bool isAscending = order.terms().front().key.direction == sql::OrderBy::Direction::Ascending;
  RowNumberRanges ranges(m_select, m_connection, isAscending ? RowNumberRanges::Direction::Ascending : RowNumberRanges::Direction::Descending);
  const auto keys = keysIn(order);
  RowBatchBuilder found(columnsOf(keys.data().columns));
  while (const auto range = count > 0 ? ranges.next() : std::nullopt) {
    m_cancelToken.throwIfCancelled();
    const auto batch = fetchAll(m_connection, m_select.dialect().compile(keys.where(*range).limit(count)));
    for (std::size_t row = 0; row < batch->rows(); ++row) append(found, *batch, row, 0, batch->columnCount());
    count -= static_cast<std::int64_t>(batch->rows());
  }
  return found.build();
}

/// In the order of another index every row has to come here: the engine tells which of them pass.
FirstKeys::Keys FirstKeys::filtered(const RowOrder& order, std::int64_t count) const {
  const std::size_t terms = order.terms().size(), keyTerms = order.rowKeyTerms();
  const auto select = m_select.placesWithFilter().orderBy(order.orderBy());
  const auto& columns = select.data().columns;
  RowBatchBuilder found(columnsOf({columns.begin() + static_cast<std::ptrdiff_t>(terms - keyTerms), columns.begin() + static_cast<std::ptrdiff_t>(terms)}));
  const auto take = [&](const RowBatch& batch) {
    for (std::size_t row = 0; row < batch.rows() && count > 0; ++row) {
      if (batch.at(row, terms).toInteger() == 0) continue;
      append(found, batch, row, terms - keyTerms, keyTerms);
      --count;
    }
    return count > 0;
  };
  OrderedPieces(m_connection, m_select.dialect(), order, m_cancelToken).read(select, {}, take);
  return found.build();
}

sql::Select FirstKeys::keysIn(const RowOrder& order) const { return m_select.rowKeys().orderBy(order.orderBy()); }

bool FirstKeys::isOrderOfNumbers() const {
  const auto& table = *m_select.model().table;
  if (!RowNumberRanges::areThereFor(m_select.model())) return false;
  const auto alias = std::ranges::find(table.columns, schema::Generation::RowId, &schema::Column::generation);
  const std::string& column = m_select.order().terms().front().column;
  return asciiLower(column) == rowIdName(table) || (alias != table.columns.end() && asciiLower(column) == asciiLower(alias->name));
}

}  // namespace joinery
