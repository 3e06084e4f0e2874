// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/ordered_pieces.h"

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"

namespace joinery {

namespace {

constexpr std::size_t kPieceRows = 4'096;

std::vector<Value> keyOf(const RowBatch& batch, std::size_t row, std::size_t terms) {
  std::vector<Value> key;
  for (std::size_t term = 0; term < terms; ++term) {
    if (batch.isPartial(row, term)) throw DbError(ErrorKind::TooLarge, "a key is too large to go on from");
    key.emplace_back(batch.at(row, term));
  }
  return key;
}

}  // namespace

void OrderedPieces::read(const sql::Select& select, Start start, const Take& take, const std::function<void()>& pieceEnded) const {
  while (readPiece(select, start, take) == Ended::Piece)
    if (pieceEnded) pieceEnded();
}

/// Each statement is a transaction of its own, and ends before anything else is done with the connection.
OrderedPieces::Ended OrderedPieces::readPiece(const sql::Select& select, Start& start, const Take& take) const {
  using std::chrono::steady_clock;
  const auto end = steady_clock::now() + kPieceTime;
  const auto ranges = start.key.empty() ? std::vector<sql::Expression>(1) : m_order.rangesFrom(start.key, start.from);
  for (const auto& range : ranges) {
    m_cancelToken.throwIfCancelled();
    const auto cursor = execute(m_connection, m_dialect.compile(range.isEmpty() ? select : select.where(range)));
    for (auto batch = cursor->fetch(kPieceRows, m_maxCellBytes); batch->rows() > 0; batch = cursor->fetch(kPieceRows, m_maxCellBytes)) {
      if (!take(*batch)) return Ended::All;
      start = {keyOf(*batch, batch->rows() - 1, m_order.terms().size()), RowOrder::From::AfterKey};
      m_cancelToken.throwIfCancelled();
      if (steady_clock::now() >= end) return Ended::Piece;
    }
  }
  return Ended::All;
}

}  // namespace joinery
