// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/key_scan.h"

#include <algorithm>

#include "orm/engine/execution.h"
#include "orm/paging/ordered_pieces.h"
#include "orm/paging/temporary_sort.h"

namespace joinery {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t kBatchRows = 4'096;
constexpr auto kReportTime = 50ms;

std::vector<Value> valuesOf(const RowBatch& batch, std::size_t row, std::size_t columns) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < columns; ++i) values.emplace_back(batch.at(row, i));
  return values;
}

/// By the last column.
std::vector<bool> passing(const RowBatch& batch) {
  std::vector<bool> passes(batch.rows());
  for (std::size_t row = 0; row < batch.rows(); ++row) passes[row] = batch.at(row, batch.columnCount() - 1).toInteger() != 0;
  return passes;
}

}  // namespace

KeyScan::KeyScan(const PagedSelect& select, Connection& connection, CancelToken cancelToken, Target target)
    : m_select(select), m_connection(connection), m_cancelToken(std::move(cancelToken)), m_target(std::move(target)) {}

void KeyScan::run() {
  m_cancelToken.throwIfCancelled();
  m_target.index.restart();
  if (m_select.isServedByIndex() && !m_select.isFiltered()) {
    indexKeys();
  } else {
    m_target.spool.restart();
    if (!m_select.order().isTotal()) spool(m_select.rows(), m_select.spec().maxCellBytes);
    else if (!isSpooledInPieces()) spool(m_select.rowKeys());
    else if (m_select.spec().sorts.empty()) spoolInPieces();
    else spoolSortedPieces();
  }
  m_target.index.complete(m_rows);
  m_target.progress();
}

/// Pieces also where nobody waits: a write-ahead log is cut back between two of them only.
void KeyScan::indexKeys() {
  const auto select = m_select.places();
  if (m_select.isReadInPieces())
    return readInPieces(m_select.order(), select, [this](const RowBatch& batch) { addAnchors(batch); }, m_target.progress);
  RowStream stream(m_connection, m_select.dialect(), select, m_cancelToken);
  while (true) {
    const auto batch = stream.next(kBatchRows);
    if (batch->rows() == 0) return;
    addAnchors(*batch);
    reportNowAndThen();
  }
}

void KeyScan::addAnchors(const RowBatch& batch) {
  constexpr std::int64_t kStride = KeyIndex::kStride;
  const auto count = static_cast<std::int64_t>(batch.rows());
  const std::size_t terms = m_select.order().terms().size();
  for (std::int64_t at = (m_rows + kStride - 1) / kStride * kStride; at < m_rows + count; at += kStride)
    m_target.index.add({at, valuesOf(batch, static_cast<std::size_t>(at - m_rows), terms)});
  sawRows(count);
}

void KeyScan::spool(const sql::Select& select, std::size_t maxCellBytes) {
  RowStream stream(m_connection, m_select.dialect(), select, m_cancelToken);
  while (true) {
    // Whole rows may be large.
    auto batch = stream.next(maxCellBytes > 0 ? kBatchRows / 16 : kBatchRows, maxCellBytes);
    if (batch->rows() == 0) return;
    if (maxCellBytes > 0) batch = m_select.withCutMarked(std::move(batch));
    m_target.spool.append(*batch);
    sawRows(static_cast<std::int64_t>(batch->rows()));
    reportNowAndThen();
  }
}

bool KeyScan::isSpooledInPieces() const {
  const auto query = m_select.dialect().readersBlockWritersQuery();
  // Only the engine knows the collation of what it computes, and sorts by it.
  const bool canBe = query && m_select.isKeyServedByIndex() &&
                     std::ranges::none_of(m_select.order().terms(), &RowOrder::Term::isComputed);
  return canBe && fetchAll(m_connection, *query)->at(0, 0).toInteger() != 0;
}

void KeyScan::spoolInPieces() {
  const std::size_t keyTerms = m_select.keyOrder().rowKeyTerms();
  const std::size_t firstOfKey = m_select.keyOrder().terms().size() - keyTerms;
  const auto take = [&](const RowBatch& batch) {
    const auto passes = passing(batch);
    m_target.spool.append(batch, passes, firstOfKey, keyTerms);
    sawRows(std::ranges::count(passes, true));
  };
  readInPieces(m_select.keyOrder(), m_select.keysWithFilter(PagedSelect::Terms::None), take, m_target.progress);
}

void KeyScan::spoolSortedPieces() {
  TemporarySort sort(m_connection, m_select.order());
  const std::size_t firstTerm = m_select.keyOrder().terms().size();
  const auto take = [&](const RowBatch& batch) {
    const auto passes = passing(batch);
    for (std::size_t row = 0; row < batch.rows(); ++row)
      if (passes[row]) sort.add(batch, row, firstTerm);
  };
  readInPieces(m_select.keyOrder(), m_select.keysWithFilter(PagedSelect::Terms::All), take, [&sort] { sort.flush(); });
  sort.flush();
  spool(sort.sorted(m_select.order().rowKeyTerms()));
}

void KeyScan::readInPieces(const RowOrder& order, const sql::Select& select, const Take& take, const std::function<void()>& pieceEnded) {
  const auto takeAll = [&take](const RowBatch& batch) {
    take(batch);
    return true;
  };
  OrderedPieces(m_connection, m_select.dialect(), order, m_cancelToken).read(select, {}, takeAll, pieceEnded);
}

void KeyScan::sawRows(std::int64_t rows) {
  m_rows += rows;
  m_target.index.setRowsSeen(m_rows);
}

void KeyScan::reportNowAndThen() {
  if (Clock::now() - m_reported < kReportTime) return;
  m_target.progress();
  m_reported = Clock::now();
}

}  // namespace joinery
