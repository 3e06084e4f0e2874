// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/row_batch.h"

#include <QtGlobal>
#include <algorithm>
#include <bit>

namespace joinery {

int RowBatch::indexOf(std::string_view label) const {
  for (std::size_t i = 0; i < m_columns.size(); ++i)
    if ((*m_infos)[i].label == label) return static_cast<int>(i);
  return -1;
}

std::uint64_t RowBatch::fullSize(std::size_t row, std::size_t column) const {
  const auto& sizes = m_columns[column].fullSizes;
  const auto found = sizes.find(row);
  return found == sizes.end() ? 0 : found->second;
}

std::size_t RowBatch::memoryUsage() const {
  std::size_t bytes = sizeof *this;
  for (const auto& column : m_columns)
    bytes += sizeof column + column.classes.capacity() + column.words.capacity() * 8 + column.starts.capacity() * 8 +
             column.buffer.capacity() + column.fullSizes.size() * 48;
  return bytes;
}

RowBatchBuilder::RowBatchBuilder(ResultColumns columns) : m_infos(std::make_shared<const ResultColumns>(std::move(columns))) {}

RowBatchBuilder RowBatchBuilder::of(std::shared_ptr<const ResultColumns> columns) {
  RowBatchBuilder builder;
  builder.m_infos = std::move(columns);
  return builder;
}

RowBatch& RowBatchBuilder::batch() {
  if (!m_batch) {
    m_batch = std::make_shared<RowBatch>();
    m_batch->m_infos = m_infos;
    m_batch->m_columns.resize(m_infos->size());
  }
  return *m_batch;
}

void RowBatchBuilder::reserve(std::size_t rows) {
  for (auto& column : batch().m_columns) {
    column.classes.reserve(rows);
    column.words.reserve(rows);
  }
}

void RowBatchBuilder::append(std::size_t column, ValueView value) {
  RowBatch& batch = this->batch();
  auto& data = batch.m_columns[column];
  Q_ASSERT(data.classes.size() == batch.m_rows);
  std::int64_t word = 0;
  switch (value.storageClass()) {
    case StorageClass::Null: break;
    case StorageClass::Boolean: word = value.toBoolean() ? 1 : 0; break;
    case StorageClass::Integer: word = value.toInteger(); break;
    case StorageClass::Unsigned: word = static_cast<std::int64_t>(value.toUnsigned()); break;
    case StorageClass::Real: word = std::bit_cast<std::int64_t>(value.toReal()); break;
    case StorageClass::Text:
    case StorageClass::Blob:
      // Columns of numbers never pay for starts.
      data.starts.resize(batch.m_rows, 0);
      data.starts.push_back(data.buffer.size());
      data.buffer.append(value.bytes());
      word = static_cast<std::int64_t>(data.buffer.size());
      break;
  }
  data.classes.push_back(value.storageClass());
  data.words.push_back(word);
}

void RowBatchBuilder::appendPartial(std::size_t column, ValueView head, std::uint64_t fullSize) {
  RowBatch& batch = this->batch();
  batch.m_columns[column].fullSizes[batch.m_rows] = fullSize;
  append(column, head);
}

void RowBatchBuilder::endRow() {
  RowBatch& batch = this->batch();
  ++batch.m_rows;
  Q_ASSERT(std::ranges::all_of(batch.m_columns, [&](const auto& column) { return column.classes.size() == batch.m_rows; }));
}

/// Built here as one that can be changed, and nobody else looks at it: it comes from a fetch on this thread. Of one that another
/// thread has let go of, the count would say the same without ordering what that thread read.
std::shared_ptr<RowBatch> RowBatchBuilder::own(std::shared_ptr<const RowBatch> batch) {
  if (batch.use_count() == 1) return std::const_pointer_cast<RowBatch>(std::move(batch));
  return std::make_shared<RowBatch>(*batch);
}

std::shared_ptr<const RowBatch> RowBatchBuilder::marked(std::shared_ptr<const RowBatch> batch, const std::vector<PartialCell>& cells) {
  if (cells.empty()) return batch;
  auto changed = own(std::move(batch));
  for (const PartialCell& cell : cells) changed->m_columns[cell.column].fullSizes[cell.row] = cell.fullSize;
  return changed;
}

std::shared_ptr<const RowBatch> RowBatchBuilder::retyped(std::shared_ptr<const RowBatch> batch, std::shared_ptr<const ResultColumns> columns) {
  Q_ASSERT(columns->size() == batch->columnCount());
  auto changed = own(std::move(batch));
  changed->m_infos = std::move(columns);
  return changed;
}

std::size_t RowBatchBuilder::rows() const { return m_batch ? m_batch->m_rows : 0; }

std::shared_ptr<const RowBatch> RowBatchBuilder::build() {
  batch();
  return std::move(m_batch);
}

}  // namespace joinery
