// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/engine/transaction.h"

namespace joinery {

/// A result that is read from its beginning to its end in pieces of memory, as of one moment: a statement that is left open, or, where
/// the engine has them, a cursor of the server in a transaction that reads one snapshot. Either ends with the stream. Worker thread.
class RowStream {
 public:
  /// @throws DbError Cancelled and what the engine throws
  RowStream(Connection& connection, const Dialect& dialect, const sql::Select& select, CancelToken cancelToken);
  ~RowStream();
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  /// @return no rows at the end @throws DbError Cancelled and what the engine throws
  std::shared_ptr<const RowBatch> next(std::size_t maxRows, std::size_t maxCellBytes = 0);

 private:
  Connection& m_connection;
  CancelToken m_cancelToken;
  CompiledStatement m_statement;
  std::shared_ptr<const Dialect> m_plainDialect;
  std::optional<Transaction> m_snapshot;  ///< none where the statement itself stays open
  std::unique_ptr<Cursor> m_cursor;
};

}  // namespace joinery
