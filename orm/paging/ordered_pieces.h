// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/paging/row_order.h"
#include "orm/sql/select.h"

namespace joinery {

/// Reads a long result in an order that an index serves, in pieces of a twentieth of a second, each a statement of its own that goes on
/// by key: where whoever reads keeps others from writing, nobody waits for long. Worker thread.
class OrderedPieces {
 public:
  /// Short enough that no writer of a SQLite file waits long for the read lock.
  static constexpr std::chrono::milliseconds kPieceTime{50};
  /// @return whether to go on
  using Take = std::function<bool(const RowBatch&)>;

  /// @param maxCellBytes cells above it are cut; 0: none is
  OrderedPieces(Connection& connection, const Dialect& dialect, const RowOrder& order, CancelToken cancelToken, std::size_t maxCellBytes = 0)
      : m_connection(connection), m_dialect(dialect), m_order(order), m_cancelToken(std::move(cancelToken)), m_maxCellBytes(maxCellBytes) {}

  /// Where to begin: a key, one value a term; none for the first row.
  struct Start {
    std::vector<Value> key = {};
    RowOrder::From from = RowOrder::From::AfterKey;
  };
  /// @param select its first columns are the terms of the order, and so is its order
  /// @param pieceEnded called between two pieces, when no statement is open
  /// @throws DbError Cancelled and what the engine throws; TooLarge where a key that it would go on from was cut
  void read(const sql::Select& select, Start start, const Take& take, const std::function<void()>& pieceEnded = {}) const;

 private:
  enum class Ended { Piece, All };
  Ended readPiece(const sql::Select& select, Start& start, const Take& take) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const RowOrder& m_order;
  CancelToken m_cancelToken;
  const std::size_t m_maxCellBytes;
};

}  // namespace joinery
