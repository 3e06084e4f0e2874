// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/ordered_pieces.h"

#include "orm/engine/execution.h"

namespace joinery {

namespace {

constexpr std::size_t kPieceRows = 4'096;

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
    for (auto batch = cursor->fetch(kPieceRows); batch->rows() > 0; batch = cursor->fetch(kPieceRows)) {
      if (!take(*batch)) return Ended::All;
      std::vector<Value> last;
      for (std::size_t term = 0; term < m_order.terms().size(); ++term) last.emplace_back(batch->at(batch->rows() - 1, term));
      start = {std::move(last), RowOrder::From::AfterKey};
      m_cancelToken.throwIfCancelled();
      if (steady_clock::now() >= end) return Ended::Piece;
    }
  }
  return Ended::All;
}

}  // namespace joinery
