// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/row_spool.h"

#include <algorithm>

#include "orm/paging/packed_row.h"

namespace joinery {

namespace {

/// Half of the memory for places that are twice as far apart.
void keepEverySecond(std::vector<std::uint64_t>& starts) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < starts.size(); i += 2) starts[kept++] = starts[i];
  starts.resize(kept);
}

}  // namespace

void RowSpool::restart() {
  auto file = std::make_shared<SpoolFile>();
  const std::scoped_lock lock(m_mutex);
  m_file = std::move(file);
  m_columns.reset();
  m_starts.clear();
  m_stride = 256;
  m_rows = 0;
  m_end = 0;
}

void RowSpool::append(const RowBatch& batch) { append(batch, std::vector<bool>(batch.rows(), true), 0, batch.columnCount()); }

void RowSpool::append(const RowBatch& batch, const std::vector<bool>& which, std::size_t firstColumn, std::size_t columns) {
  keepColumns(batch, firstColumn, columns);
  std::string packed;
  std::vector<std::uint64_t> starts;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (!which[row]) continue;
    starts.push_back(m_file->size() + packed.size());
    for (std::size_t column = firstColumn; column < firstColumn + columns; ++column) packValue(packed, batch.at(row, column), batch.fullSize(row, column));
  }
  // What is read is there already: rows are told of once they are written.
  m_file->append(packed);
  publish(starts, m_file->size());
}

void RowSpool::keepColumns(const RowBatch& batch, std::size_t firstColumn, std::size_t columns) {
  const std::scoped_lock lock(m_mutex);
  if (m_columns) return;
  ResultColumns kept;
  for (std::size_t column = firstColumn; column < firstColumn + columns; ++column) kept.push_back(batch.column(column));
  m_columns = std::make_shared<const ResultColumns>(std::move(kept));
}

void RowSpool::publish(const std::vector<std::uint64_t>& starts, std::uint64_t end) {
  const std::scoped_lock lock(m_mutex);
  for (const std::uint64_t start : starts) {
    if (m_rows % m_stride == 0) {
      if (m_starts.size() == kMostStarts) {
        keepEverySecond(m_starts);
        m_stride *= 2;
      }
      if (m_rows % m_stride == 0) m_starts.push_back(start);
    }
    ++m_rows;
  }
  m_end = end;
}

std::int64_t RowSpool::rows() const {
  const std::scoped_lock lock(m_mutex);
  return m_rows;
}

std::shared_ptr<const RowBatch> RowSpool::read(std::int64_t first, std::int64_t count) const {
  std::shared_ptr<SpoolFile> file;
  std::shared_ptr<const ResultColumns> columns;
  std::uint64_t begin = 0, end = 0;
  std::int64_t skipped = 0;
  {
    const std::scoped_lock lock(m_mutex);
    count = std::min(count, m_rows - first);
    if (count <= 0 || !m_columns) return RowBatchBuilder(m_columns ? *m_columns : ResultColumns()).build();
    file = m_file;
    columns = m_columns;
    const auto block = static_cast<std::size_t>(first / m_stride);
    const auto after = static_cast<std::size_t>((first + count - 1) / m_stride) + 1;
    begin = m_starts[block];
    end = after < m_starts.size() ? m_starts[after] : m_end;
    skipped = first % m_stride;
  }
  const std::string bytes = file->read(begin, end - begin);
  std::string_view packed = bytes;
  for (std::int64_t i = 0; i < skipped * static_cast<std::int64_t>(columns->size()); ++i) unpackValue(packed);
  return unpackRows(packed, columns, count);
}

std::size_t RowSpool::memoryUsage() const {
  const std::scoped_lock lock(m_mutex);
  return m_starts.capacity() * sizeof(m_starts.front());
}

}  // namespace joinery
