// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/paging/spool_file.h"

namespace joinery {

/// Rows in the order in which they came, in a file; any of them by number. One thread appends, any read what was appended.
class RowSpool {
 public:
  /// Where every 256th row begins is kept; of very many rows every 512th, 1024th …, so that it stays below this.
  static constexpr std::size_t kMostStarts = 1U << 20U;

  /// Begins anew with an empty file. @throws DbError Operational
  void restart();
  /// @throws DbError Operational
  void append(const RowBatch& batch);
  /// Only some rows of the batch, and of them only the columns from one on. @param which one for each row
  void append(const RowBatch& batch, const std::vector<bool>& which, std::size_t firstColumn, std::size_t columns);
  std::int64_t rows() const;
  /// @return fewer rows at the end; the columns of the first batch @throws DbError Operational
  std::shared_ptr<const RowBatch> read(std::int64_t first, std::int64_t count) const;
  std::size_t memoryUsage() const;

 private:
  void keepColumns(const RowBatch& batch, std::size_t firstColumn, std::size_t columns);
  void publish(const std::vector<std::uint64_t>& starts, std::uint64_t end);

  mutable std::mutex m_mutex;
  // Guarded by m_mutex.
  std::shared_ptr<SpoolFile> m_file;
  std::shared_ptr<const ResultColumns> m_columns;
  std::vector<std::uint64_t> m_starts;
  std::int64_t m_stride = 256;
  std::int64_t m_rows = 0;
  std::uint64_t m_end = 0;
};

}  // namespace joinery
