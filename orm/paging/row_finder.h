// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/key_index.h"
#include "orm/paging/paged_select.h"
#include "orm/paging/row_spool.h"

namespace joinery {

/// Finds a row of a PagedSelect by what it holds, and the place of a row in the order, without reading the rows between. A row is known
/// by its terms: its values in the order, one a term. All it is given outlives it. Worker thread.
class RowFinder {
 public:
  using Terms = std::vector<Value>;
  enum class Towards { End, Beginning };

  RowFinder(const PagedSelect& select, const KeyIndex& index, const RowSpool& spool, Connection& connection, CancelToken cancelToken)
      : m_select(select), m_index(index), m_spool(spool), m_connection(connection), m_cancelToken(std::move(cancelToken)) {}

  /// The nearest row behind another one that meets a condition. @param from that one; empty: before the first, or behind the last
  /// @pre the order is total @throws DbError Cancelled and what the engine throws
  std::optional<Terms> next(const sql::Expression& condition, const Terms& from, Towards towards);
  /// How many rows come before a row: from what is known of the keys by a few rows that are looked at, else counted by the engine.
  /// @return none where the row is gone, or came after the keys were read @pre the order is total
  std::optional<std::int64_t> placeOf(const Terms& terms);
  /// The terms of a row that comes some rows before another one. @param rows > 0 @return none where there are not so many
  std::optional<Terms> before(const Terms& terms, std::int64_t rows);
  /// The nearest row behind a place that meets a condition, for orders that are not total: rows are counted as they come.
  std::optional<std::int64_t> nextPlace(const sql::Expression& condition, std::optional<std::int64_t> from, Towards towards);

 private:
  std::optional<Terms> nextInPieces(const sql::Expression& condition, const Terms& from, const RowOrder& order);
  std::optional<std::int64_t> spooledPlaceOf(const Terms& terms);
  std::optional<KeyIndex::Anchor> anchorBefore(const Terms& terms);
  std::optional<Terms> firstTerms(const sql::Select& select);
  std::optional<Terms> spooledTerms(std::int64_t place);
  sql::Expression isRow(const Terms& terms) const;
  bool isAtOrAfter(const Terms& terms, const Terms& other);
  std::int64_t countBefore(const Terms& terms, const Terms* from);
  std::int64_t count(const sql::Expression& condition);

  const PagedSelect& m_select;
  const KeyIndex& m_index;
  const RowSpool& m_spool;
  Connection& m_connection;
  CancelToken m_cancelToken;
};

}  // namespace joinery
