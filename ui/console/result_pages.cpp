// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/result_pages.h"

#include <QtConcurrentRun>
#include <algorithm>

#include "ui/widgets/deliver.h"

namespace joinery::ui {

namespace {

using Read = Result<std::shared_ptr<const RowBatch>>;

/// A cell is shown by its head, so that a screen full of large cells takes little memory.
constexpr std::size_t kShownBytes = 1'024;
constexpr std::size_t kLargeBatch = 1U << 20U;

std::shared_ptr<const RowBatch> headsOf(const RowBatch& batch, const ResultColumns& columns) {
  RowBatchBuilder heads(columns);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const ValueView value = batch.at(row, column);
      const bool hasBytes = value.storageClass() == StorageClass::Text || value.storageClass() == StorageClass::Blob;
      const std::uint64_t size = hasBytes ? std::max<std::uint64_t>(value.bytes().size(), batch.fullSize(row, column)) : 0;
      const std::string_view head = hasBytes ? value.bytes().substr(0, kShownBytes) : std::string_view();
      if (size <= kShownBytes) heads.append(column, value);
      else heads.appendPartial(column, value.storageClass() == StorageClass::Text ? ValueView::text(head) : ValueView::blob(head), size);
    }
    heads.endRow();
  }
  return heads.build();
}

Read readBatch(const BatchSpool& spool, std::size_t batch) {
  try {
    const auto whole = spool.read(batch);
    return whole->memoryUsage() > kLargeBatch ? headsOf(*whole, spool.columns()) : whole;
  } catch (const DbError& error) {
    return error;
  }
}

}  // namespace

void ResultPages::setSpool(std::shared_ptr<const BatchSpool> spool) {
  ++m_generation;
  m_spool = std::move(spool);
  m_batches.clear();
  m_last = {};
  m_bytes = 0;
  m_reading = false;
  m_refused = false;
  m_lastWanted = -1;
}

std::optional<ResultPages::Row> ResultPages::row(std::int64_t index) const {
  const bool isSame = m_last.batch && index >= m_lastFirst && index < m_lastFirst + static_cast<std::int64_t>(m_last.batch->rows());
  if (!isSame) {
    const auto place = m_spool->place(index);
    auto batch = find(place.batch);
    if (!batch) return std::nullopt;
    m_last.batch = std::move(batch);
    m_lastFirst = place.firstRow;
  }
  m_last.row = static_cast<std::size_t>(index - m_lastFirst);
  return m_last;
}

std::shared_ptr<const RowBatch> ResultPages::find(std::size_t batch) const {
  if (auto held = m_spool->held(batch)) return held;
  const auto found = m_batches.find(batch);
  if (found == m_batches.end()) return nullptr;
  found->second.lastUse = ++m_clock;
  return found->second.batch;
}

void ResultPages::request(std::int64_t first, std::int64_t last) {
  if (first != m_firstWanted || last != m_lastWanted) m_refused = false;
  m_firstWanted = first;
  m_lastWanted = last;
  readNext();
}

void ResultPages::readNext() {
  if (m_reading || m_refused || !m_spool) return;
  const std::int64_t last = std::min(m_lastWanted, m_spool->rows() - 1);
  const std::int64_t first = std::max<std::int64_t>(0, m_firstWanted);
  if (first > last) return;
  m_firstBatch = m_spool->place(first).batch;
  m_lastBatch = m_spool->place(last).batch;
  for (std::int64_t row = first; row <= last;) {
    const auto place = m_spool->place(row);
    if (!m_spool->held(place.batch) && !m_batches.contains(place.batch)) {
      m_reading = true;
      const auto future = QtConcurrent::run([spool = m_spool, batch = place.batch] { return readBatch(*spool, batch); });
      return deliver(future, this, [this, place, generation = m_generation](const Read& result) {
        if (generation == m_generation) arrived(place, result);
      });
    }
    row = place.firstRow + place.rows;
  }
}

void ResultPages::arrived(const BatchSpool::Place& place, const Read& result) {
  m_reading = false;
  if (!result) {
    m_refused = true;
    Q_EMIT failed(result.error());
    return;
  }
  m_bytes += (*result)->memoryUsage();
  m_batches[place.batch] = {*result, ++m_clock};
  evict();
  Q_EMIT rowsRead(place.firstRow, place.rows);
  readNext();
}

/// What is wanted stays, however large it is: else it would be read again and again.
void ResultPages::evict() {
  std::vector<std::pair<std::uint64_t, std::size_t>> byAge;
  for (const auto& [number, held] : m_batches)
    if (number < m_firstBatch || number > m_lastBatch) byAge.emplace_back(held.lastUse, number);
  std::ranges::sort(byAge);
  for (const auto& [lastUse, number] : byAge) {
    if (m_bytes <= kMostBytes) return;
    m_bytes -= m_batches[number].batch->memoryUsage();
    m_batches.erase(number);
  }
}

}  // namespace joinery::ui

#include "moc_result_pages.cpp"
