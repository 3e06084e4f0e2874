// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/page_reader.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <ranges>
#include <string>
#include <unordered_map>

#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"
#include "orm/paging/ordered_pieces.h"

namespace joinery {

namespace {

constexpr std::size_t kWalkRows = 4'096;
/// Engines bound the depth of a condition.
constexpr std::int64_t kKeysOfStatement = 256;

std::string identityOf(const RowBatch& batch, std::size_t row, const std::vector<std::size_t>& columns) {
  std::string identity;
  for (const std::size_t column : columns) appendIdentity(identity, batch.at(row, column));
  return identity;
}

std::vector<std::size_t> firstColumns(std::size_t count) {
  std::vector<std::size_t> columns(count);
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  return columns;
}

std::vector<Value> placeOf(const RowBatch& batch, std::size_t row) {
  std::vector<Value> terms;
  for (std::size_t i = 0; i < batch.columnCount(); ++i) terms.emplace_back(batch.at(row, i));
  return terms;
}

/// Of a cell that was cut as far as can be told.
bool isValue(const RowBatch& batch, std::size_t row, std::size_t column, const Value& value) {
  const std::uint64_t size = batch.fullSize(row, column);
  if (size == 0) return Value(batch.at(row, column)) == value;
  return value.view().bytes().size() == size && value.view().bytes().starts_with(batch.at(row, column).bytes());
}

bool holdsMoreThan(const RowBatch& keys, std::size_t maxCellBytes) {
  if (maxCellBytes == 0) return false;
  for (std::size_t row = 0; row < keys.rows(); ++row)
    for (std::size_t column = 0; column < keys.columnCount(); ++column)
      if (keys.at(row, column).bytes().size() > std::min(maxCellBytes, CellLimit::kLeastBytes)) return true;
  return false;
}

template <typename Rows>
std::shared_ptr<const RowBatch> rowsIn(const RowBatch& batch, const Rows& rows) {
  ResultColumns columns;
  for (std::size_t i = 0; i < batch.columnCount(); ++i) columns.push_back(batch.column(i));
  RowBatchBuilder builder(std::move(columns));
  for (const std::size_t row : rows) {
    for (std::size_t i = 0; i < batch.columnCount(); ++i) builder.append(i, batch.at(row, i));
    builder.endRow();
  }
  return builder.build();
}

std::shared_ptr<const RowBatch> rowsOf(const RowBatch& batch, std::size_t first, std::size_t count) {
  return rowsIn(batch, std::views::iota(first, std::min(first + count, batch.rows())));
}

/// The last row first.
std::shared_ptr<const RowBatch> turned(const RowBatch& batch) { return rowsIn(batch, std::views::iota(std::size_t{0}, batch.rows()) | std::views::reverse); }

/// So many keys are read in a few milliseconds.
constexpr std::int64_t kNearRows = 16'384;

Page pageOf(const std::vector<std::shared_ptr<const RowBatch>>& batches) {
  PageBuilder page;
  for (const auto& batch : batches) {
    page.setColumns(batch);
    for (std::size_t row = 0; row < batch->rows(); ++row) page.add(batch, row);
  }
  return page.build();
}

Page nearPage(Page page) {
  page.isNear = true;
  return page;
}

}  // namespace

Page PageReader::byIndex(std::int64_t first, std::int64_t count) {
  PageBuilder page;
  while (count > 0) {
    const auto block = m_index.block(first);
    // What lies behind the end came after the scan.
    if (!block || !block->rows || first >= block->begin.row + *block->rows) break;
    const auto fromBlock = std::min(count, block->begin.row + *block->rows - first);
    addBlock(page, *block, first, fromBlock);
    first += fromBlock;
    count -= fromBlock;
  }
  if (page.size() > 0) return page.build();
  return emptyPage();
}

void PageReader::addBlock(PageBuilder& page, const KeyIndex::Block& block, std::int64_t first, std::int64_t count) {
  const std::vector<Value>* next = block.next ? &block.next->key : nullptr;
  std::int64_t place = block.begin.row;
  bool isBeyond = false;
  for (const auto& batch : rowsFrom(block.begin.key, *block.rows, next)) {
    page.setColumns(batch);
    for (std::size_t row = 0; row < batch->rows(); ++row) {
      isBeyond = isBeyond || (next && this->isBeyond(*batch, row, *next));
      if (!isBeyond && place >= first && place < first + count) page.add(batch, row);
      if (!isBeyond) ++place;
    }
  }
  for (place = std::max(place, first); place < first + count; ++place) page.addGone();
}

/// Whether it belongs to the next block: as the engine has told, or, where the result had no room for that, once the block's own key is
/// there.
bool PageReader::isBeyond(const RowBatch& batch, std::size_t row, const std::vector<Value>& next) const {
  if (m_select.hasRoomForOneMore()) return batch.at(row, batch.columnCount() - 1).toInteger() != 0;
  const auto& columns = m_select.termColumns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!isValue(batch, row, columns[i], next[i])) return false;
  return true;
}

/// A range after another until there are enough: nearly always the first ones have them.
std::vector<PageReader::Batch> PageReader::rowsFrom(const std::vector<Value>& key, std::int64_t count, const std::vector<Value>* beyond) {
  const auto select = beyond && m_select.hasRoomForOneMore() ? m_select.rows(*beyond) : m_select.rows();
  std::vector<Batch> batches;
  const auto read = [&](const sql::Select& from) {
    m_cancelToken.throwIfCancelled();
    const auto batch = m_rows.fetch(from.limit(count), count);
    count -= static_cast<std::int64_t>(batch->rows());
    if (beyond && batch->rows() > 0 && isBeyond(*batch, batch->rows() - 1, *beyond)) count = 0;
    if (batch->rows() > 0 || batches.empty()) batches.push_back(batch);
  };
  if (key.empty()) {
    read(select);
    return batches;
  }
  for (const auto& range : m_select.order().rangesFrom(key, RowOrder::From::Key))
    if (count > 0) read(select.where(range));
  return batches;
}

Page PageReader::bySpooledKeys(std::int64_t first, std::int64_t count) {
  PageBuilder page;
  for (std::int64_t done = 0; done < count; done += kKeysOfStatement) addRowsOf(page, m_spool.read(first + done, std::min(kKeysOfStatement, count - done)));
  if (page.size() > 0) return page.build();
  return emptyPage();
}

void PageReader::addRowsOf(PageBuilder& page, const Batch& keys) {
  if (keys->rows() == 0) return;
  m_cancelToken.throwIfCancelled();
  if (holdsMoreThan(*keys, m_select.spec().maxCellBytes)) return addRowsOfLargeKeys(page, *keys);
  const auto rows = m_rows.fetch(m_select.rowsOf(*keys), static_cast<std::int64_t>(keys->rows()) + 1);
  std::unordered_map<std::string, std::size_t> found;
  for (std::size_t row = 0; row < rows->rows(); ++row) found.emplace(identityOf(*rows, row, m_select.keyColumnsOfRows()), row);
  page.setColumns(rows);
  for (std::size_t place = 0; place < keys->rows(); ++place) {
    const auto row = found.find(identityOf(*keys, place, firstColumns(keys->columnCount())));
    if (row == found.end()) page.addGone();
    else page.add(rows, row->second);
  }
}

/// One by one: the rows' own keys are cut, and two of them may begin alike.
void PageReader::addRowsOfLargeKeys(PageBuilder& page, const RowBatch& keys) {
  for (std::size_t place = 0; place < keys.rows(); ++place) {
    m_cancelToken.throwIfCancelled();
    const auto row = m_rows.fetch(m_select.rowsOf(*rowsOf(keys, place, 1)), 1);
    page.setColumns(row);
    if (row->rows() == 0) page.addGone();
    else page.add(row, 0);
  }
}

/// The engine has to look at all rows: it does so once, for their keys alone.
Page PageReader::bySortedKeys(std::int64_t first, std::int64_t count) {
  std::vector<Batch> keys;
  {
    const auto cursor = execute(m_connection, m_select.dialect().compile(m_select.rowKeys().limit(first + count)));
    skip(*cursor, first, 0);
    for (; count > 0; count -= kKeysOfStatement) keys.push_back(cursor->fetch(static_cast<std::size_t>(std::min(kKeysOfStatement, count))));
  }
  PageBuilder page;
  for (const auto& batch : keys) addRowsOf(page, batch);
  return page.size() > 0 ? page.build() : emptyPage();
}

Page PageReader::byFirstKeys(const FirstKeys& keys, std::int64_t first, std::int64_t count) {
  return byKeys(*keys.find(m_select.order(), first + count), static_cast<std::size_t>(first));
}

Page PageReader::byKeys(const RowBatch& keys, std::size_t first) {
  constexpr auto kMost = static_cast<std::size_t>(kKeysOfStatement);
  PageBuilder page;
  for (; first < keys.rows(); first += kMost) addRowsOf(page, rowsOf(keys, first, kMost));
  return page.size() > 0 ? page.build() : emptyPage();
}

Page PageReader::afterOthers(std::int64_t first, std::int64_t count) {
  const FirstKeys keys(m_select, m_connection, m_cancelToken);
  if (!m_index.before(first) && keys.mayWritersWait()) return byFirstKeys(keys, first, count);
  if (m_select.isSortedByEngine() && !m_index.before(first)) return bySortedKeys(first, count);
  const auto key = first > 0 ? keyOf(first) : std::vector<Value>();
  if (first > 0 && key.empty()) return emptyPage();
  return pageOf(rowsFrom(key, count, nullptr));
}

/// The key of the row that stands there, read from the last known key before it; the scan may come by meanwhile.
/// @return empty where there are not so many rows
std::vector<Value> PageReader::keyOf(std::int64_t row) {
  auto known = m_index.before(row);
  while (!known || known->row != row) {
    auto next = walk(known, row);
    if (!next) return {};
    const auto scanned = m_index.before(row);
    known = scanned && scanned->row > next->row ? scanned : std::move(next);
  }
  return known->key;
}

/// Reads on towards the row, as long as a writer can be kept waiting. @return where it has come to; none at the end of all rows
std::optional<KeyIndex::Anchor> PageReader::walk(const std::optional<KeyIndex::Anchor>& from, std::int64_t row) {
  const auto end = std::chrono::steady_clock::now() + OrderedPieces::kPieceTime;
  const std::int64_t begin = from ? from->row : 0;
  std::int64_t at = begin;
  const auto places = m_select.places();
  const auto ranges = from ? m_select.order().rangesFrom(from->key, RowOrder::From::Key) : std::vector<sql::Expression>(1);
  for (const auto& range : ranges) {
    m_cancelToken.throwIfCancelled();
    const auto select = range.isEmpty() ? places : places.where(range);
    const auto cursor = execute(m_connection, m_select.dialect().compile(select.limit(row - at + 1)));
    for (auto batch = cursor->fetch(kWalkRows); batch->rows() > 0; batch = cursor->fetch(kWalkRows)) {
      at += static_cast<std::int64_t>(batch->rows());
      m_cancelToken.throwIfCancelled();
      const bool isLate = m_select.isReadInPieces() && at > begin + 1 && std::chrono::steady_clock::now() >= end;
      if (at > row || isLate) return KeyIndex::Anchor{at - 1, placeOf(*batch, batch->rows() - 1)};
      auto scanned = m_index.before(row);
      if (scanned && scanned->row == row) return scanned;
    }
  }
  return std::nullopt;
}

std::optional<Page> PageReader::nearby(std::int64_t first, std::int64_t count, std::int64_t estimate) {
  const auto known = m_index.before(first);
  const std::int64_t from = known ? known->row : 0;
  const auto all = std::max(estimate, m_index.rowsSeen());
  if (first - from <= kNearRows) return std::nullopt;
  if (first >= all) return nearPage(emptyPage());
  if (first + count >= all) return nearPage(last(all - first));
  const auto& terms = m_select.order().terms();
  const bool isNumber = terms.size() == 1 && !terms[0].nullable && terms[0].key.expression.type().kind == TypeKind::Integer;
  if (!isNumber || terms[0].key.direction != sql::OrderBy::Direction::Ascending) return std::nullopt;
  const auto least = known ? known->key[0].toInteger() : keyOf(0).at(0).toInteger();
  const auto greatest = greatestKey();
  if (!greatest) return std::nullopt;
  const double share = static_cast<double>(first - from) / static_cast<double>(all - from);
  const auto key = least + static_cast<std::int64_t>(std::llround((static_cast<double>(*greatest) - static_cast<double>(least) + 1) * share));
  return nearPage(pageOf(rowsFrom({Value::integer(key)}, count, nullptr)));
}

std::optional<std::int64_t> PageReader::greatestKey() {
  m_cancelToken.throwIfCancelled();
  const auto places = m_select.places().orderBy(m_select.order().backwards().orderBy()).limit(1);
  const auto last = fetchAll(m_connection, m_select.dialect().compile(places));
  return last->rows() > 0 ? std::optional(last->at(0, 0).toInteger()) : std::nullopt;
}

Page PageReader::last(std::int64_t count) {
  m_cancelToken.throwIfCancelled();
  if (const FirstKeys keys(m_select, m_connection, m_cancelToken); keys.mayWritersWait()) return lastByFirstKeys(keys, count);
  const auto select = m_select.rows().orderBy(m_select.order().backwards().orderBy()).limit(count);
  const auto batch = m_rows.fetch(select, count);
  PageBuilder page;
  page.setColumns(batch);
  for (std::size_t row = batch->rows(); row-- > 0;) page.add(batch, row);
  return page.build();
}

Page PageReader::lastByFirstKeys(const FirstKeys& keys, std::int64_t count) {
  return byKeys(*turned(*keys.find(m_select.order().backwards(), count)), 0);
}

Page PageReader::afterOtherRows(std::int64_t first, std::int64_t count) {
  const auto cursor = execute(m_connection, m_select.dialect().compile(m_select.rows().limit(first + count)));
  skip(*cursor, first, m_select.spec().maxCellBytes);
  Page page;
  page.rows = m_select.withCutMarked(cursor->fetch(static_cast<std::size_t>(count), m_select.spec().maxCellBytes));
  page.isProvisional = true;
  return page;
}

void PageReader::skip(Cursor& cursor, std::int64_t rows, std::size_t maxCellBytes) const {
  while (rows > 0) {
    m_cancelToken.throwIfCancelled();
    const auto skipped = cursor.fetch(static_cast<std::size_t>(std::min<std::int64_t>(rows, kWalkRows)), maxCellBytes)->rows();
    if (skipped == 0) return;
    rows -= static_cast<std::int64_t>(skipped);
  }
}

Page PageReader::emptyPage() const { return {RowBatchBuilder(ResultColumns()).build(), {}, false}; }

}  // namespace joinery
