// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/paged_select.h"

namespace joinery {

/// Reads rows of a PagedSelect with large cells cut to their beginning, without the rest of them being read where the engine can leave it.
/// PostgreSQL cuts in the statement. SQLite can't tell how long a text is without reading all of it, so the statement is run first with
/// a limit on values; only where one is above it are the rows read one by one, and of a row that has it the cells apart.
/// All it is given outlives it. Worker thread.
class LimitedRows {
 public:
  LimitedRows(const PagedSelect& select, Connection& connection, const CancelToken& cancelToken)
      : m_select(select), m_connection(connection), m_cancelToken(cancelToken) {}

  /// @param select of rows(), or rowsOf() @param count as many rows as it gives at most @throws DbError
  std::shared_ptr<const RowBatch> fetch(const sql::Select& select, std::int64_t count);

 private:
  std::shared_ptr<const RowBatch> fetchAtOnce(const sql::Select& select, std::int64_t count);
  std::shared_ptr<const RowBatch> fetchOneByOne(const sql::Select& select);

  const PagedSelect& m_select;
  Connection& m_connection;
  const CancelToken& m_cancelToken;
};

}  // namespace joinery
