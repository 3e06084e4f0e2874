// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/paged_select.h"
#include "orm/paging/row_number_ranges.h"

namespace joinery {

/// Finds the first keys of an order or a filter for which the engine has to look at very many rows, without keeping writers waiting
/// meanwhile: in one statement as long as nobody writes, as that is quickest; else in short ones, one after another. What others write
/// between two of them may be seen or not. Worker thread.
class FirstKeys {
 public:
  FirstKeys(const PagedSelect& select, Connection& connection, CancelToken cancelToken)
      : m_select(select), m_connection(connection), m_cancelToken(std::move(cancelToken)) {}

  /// Whether others wait for readers here, and the keys can be found so. One short statement. @throws DbError
  bool mayWritersWait() const;
  /// The keys as PagedSelect::rowKeys() gives them. @pre mayWritersWait() @param order that of the rows, or it backwards
  /// @return fewer where there are no more @throws DbError Cancelled and what the engine throws
  std::shared_ptr<const RowBatch> find(const RowOrder& order, std::int64_t count) const;
  /// The same by short statements from the beginning.
  std::shared_ptr<const RowBatch> inPieces(const RowOrder& order, std::int64_t count) const;

 private:
  using Keys = std::shared_ptr<const RowBatch>;
  Keys atOnce(const RowOrder& order, std::int64_t count) const;
  Keys sorted(const RowOrder& order, std::int64_t count) const;
  Keys filteredByNumber(const RowOrder& order, std::int64_t count) const;
  Keys filtered(const RowOrder& order, std::int64_t count) const;
  sql::Select keysIn(const RowOrder& order) const;
  bool isOrderOfNumbers() const;

  const PagedSelect& m_select;
  Connection& m_connection;
  CancelToken m_cancelToken;
};

}  // namespace joinery
