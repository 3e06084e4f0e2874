// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"
#include "orm/paging/key_index.h"
#include "orm/paging/paged_select.h"
#include "orm/paging/row_spool.h"
#include "orm/paging/row_stream.h"

namespace joinery {

/// Finds out where the rows of a PagedSelect are: every 256th key into the index where an index of the table serves the order, else all
/// keys in order into the spool, and whole rows where they have no key. Where whoever reads keeps others from writing, it reads in
/// pieces of a twentieth of a second, each continued by key. Worker thread.
class KeyScan {
 public:
  /// What it fills, and whom it tells: all outlive it. @param progress called now and then, and at the end
  struct Target {
    KeyIndex& index;
    RowSpool& spool;
    std::function<void()> progress;
  };
  KeyScan(const PagedSelect& select, Connection& connection, CancelToken cancelToken, Target target);

  /// From the beginning. @throws DbError Cancelled and what the engine throws; what was found so far stays
  void run();

 private:
  using Take = std::function<void(const RowBatch&)>;
  void indexKeys();
  void addAnchors(const RowBatch& batch);
  void spool(const sql::Select& select, std::size_t maxCellBytes = 0);
  bool isSpooledInPieces() const;
  void spoolInPieces();
  void spoolSortedPieces();
  void readInPieces(const RowOrder& order, const sql::Select& select, const Take& take, const std::function<void()>& pieceEnded);
  void sawRows(std::int64_t rows);
  void reportNowAndThen();

  const PagedSelect& m_select;
  Connection& m_connection;
  CancelToken m_cancelToken;
  Target m_target;
  std::int64_t m_rows = 0;
  std::chrono::steady_clock::time_point m_reported = std::chrono::steady_clock::now();
};

}  // namespace joinery
