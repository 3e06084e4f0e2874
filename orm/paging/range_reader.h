// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/paging/paged_query.h"

namespace joinery {

/// Reads some attributes of all rows between two places of a PagedQuery, of millions as of ten, a batch at a time: what is held in
/// memory does not grow with them. Worker thread.
class RangeReader {
 public:
  /// The columns of the batch are the attributes that were asked for, in that order.
  using Take = std::function<void(const std::shared_ptr<const RowBatch>& rows)>;
  /// OfTheQuery: as they are shown, with all cells whole. Any: as fast as they come, with large cells cut and marked.
  enum class Order { OfTheQuery, Any };

  RangeReader(const PagedQuery& query, Connection& connection, CancelToken cancelToken)
      : m_query(query), m_connection(connection), m_cancelToken(std::move(cancelToken)) {}

  /// @param count none: to the end @param attributes indexes into the model's attributes
  /// @throws DbError Cancelled and what the engine throws; TooLarge for large cells of rows that are read as they are shown, where they are
  /// more than can be held together, or of rows without a key
  void read(std::int64_t first, std::optional<std::int64_t> count, const std::vector<int>& attributes, Order order, const Take& take) const;

 private:
  void readPages(std::int64_t first, std::optional<std::int64_t> count, const std::vector<int>& attributes, Order order, const Take& take) const;
  void readAll(const sql::Expression& condition, const std::vector<int>& attributes, const Take& take) const;
  std::shared_ptr<const RowBatch> wholeRows(const Page& page, std::int64_t first, std::int64_t count, const std::vector<std::size_t>& columns) const;

  const PagedQuery& m_query;
  Connection& m_connection;
  CancelToken m_cancelToken;
};

}  // namespace joinery
