// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/batch_spool.h"

#include <algorithm>

#include "orm/paging/packed_row.h"

namespace joinery {

BatchSpool::BatchSpool(ResultColumns columns) : m_columns(std::make_shared<const ResultColumns>(std::move(columns))) {}

void BatchSpool::append(const std::shared_ptr<const RowBatch>& batch) {
  if (batch->rows() == 0) return;
  const std::size_t bytes = batch->memoryUsage();
  const bool isHeld = !m_file && m_heldBytes + bytes <= kMostHeldBytes;
  if (!isHeld) write(*batch);
  const std::lock_guard lock(m_mutex);
  if (isHeld) {
    m_held.push_back(batch);
    m_heldBytes += bytes;
  }
  const std::int64_t before = m_entries.empty() ? 0 : m_entries.back().endRow;
  m_entries.push_back({before + static_cast<std::int64_t>(batch->rows()), m_file ? m_file->size() : 0});
}

void BatchSpool::write(const RowBatch& batch) {
  if (!m_file) m_file = std::make_unique<SpoolFile>();
  std::string packed;
  for (std::size_t row = 0; row < batch.rows(); ++row)
    for (std::size_t column = 0; column < batch.columnCount(); ++column) packValue(packed, batch.at(row, column), batch.fullSize(row, column));
  m_file->append(packed);
}

std::int64_t BatchSpool::rows() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.empty() ? 0 : m_entries.back().endRow;
}

std::uint64_t BatchSpool::fileSize() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.empty() ? 0 : m_entries.back().end;
}

std::size_t BatchSpool::batchCount() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.size();
}

BatchSpool::Place BatchSpool::place(std::int64_t row) const {
  const std::lock_guard lock(m_mutex);
  const auto found = std::ranges::upper_bound(m_entries, row, {}, &Entry::endRow);
  const std::int64_t first = found == m_entries.begin() ? 0 : std::prev(found)->endRow;
  return {static_cast<std::size_t>(found - m_entries.begin()), first, found->endRow - first};
}

std::shared_ptr<const RowBatch> BatchSpool::held(std::size_t batch) const {
  const std::lock_guard lock(m_mutex);
  return batch < m_held.size() ? m_held[batch] : nullptr;
}

std::shared_ptr<const RowBatch> BatchSpool::read(std::size_t batch) const {
  if (auto inMemory = held(batch)) return inMemory;
  std::uint64_t begin = 0, end = 0;
  std::int64_t rows = 0;
  {
    const std::lock_guard lock(m_mutex);
    const Entry before = batch > 0 ? m_entries[batch - 1] : Entry{};
    begin = before.end;
    end = m_entries[batch].end;
    rows = m_entries[batch].endRow - before.endRow;
  }
  const std::string bytes = m_file->read(begin, end - begin);
  std::string_view packed = bytes;
  return unpackRows(packed, m_columns, rows);
}

}  // namespace joinery
