// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "orm/core/row_batch.h"

namespace joinery {

/// The open result of one statement. Belongs to its connection's thread and must go before the connection does.
class Cursor {
 public:
  virtual ~Cursor() = default;

  /// The result's columns; empty for a statement that returns no rows.
  virtual const std::vector<ResultColumn>& columns() const = 0;

  /// Fetches the next rows of the open result.
  /// @param maxRows rows, > 0
  /// @param maxCellBytes text and blobs longer than this are cut there and marked partial (UTF-8 is cut between
  ///        characters), sooner where the batch is large already (CellLimit); 0 is no limit
  /// @return columnar batch, rows() <= maxRows, fewer at the end only; rows() == 0 after it, again and again
  /// @throws DbError Cancelled, ConnectionLost, Statement kinds
  /// Worker thread only.
  virtual std::shared_ptr<const RowBatch> fetch(std::size_t maxRows, std::size_t maxCellBytes = 0) = 0;

  /// Rows that an INSERT, UPDATE or DELETE changed; known once the result was fetched to its end. -1 for others.
  virtual std::int64_t affectedRows() const = 0;
};

/// Fetches all the rest. For results known to be small. @throws as fetch
std::shared_ptr<const RowBatch> fetchAll(Cursor& cursor);

}  // namespace joinery
