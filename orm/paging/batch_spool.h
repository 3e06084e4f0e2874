// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/paging/spool_file.h"

namespace joinery {

/// The batches of a result of any size, each read back as it came: the first of them stay in memory, the others go to a file. A batch
/// costs the same to read wherever it is, so that what is read at a time is bounded by whoever makes the batches. One thread appends,
/// any read what was appended.
class BatchSpool {
 public:
  /// Bytes of rows that stay in memory; a result below needs no file.
  static constexpr std::size_t kMostHeldBytes = 4U << 20U;

  explicit BatchSpool(ResultColumns columns);

  /// @throws DbError Operational, as SpoolFile
  void append(const std::shared_ptr<const RowBatch>& batch);
  const ResultColumns& columns() const { return *m_columns; }
  std::int64_t rows() const;
  /// Bytes in the file.
  std::uint64_t fileSize() const;

  /// Where a row is.
  struct Place {
    std::size_t batch = 0;
    std::int64_t firstRow = 0;  ///< of the batch
    std::int64_t rows = 0;
  };
  /// @pre row < rows()
  Place place(std::int64_t row) const;
  std::size_t batchCount() const;
  /// The batch where it is in memory, else null. Fast.
  std::shared_ptr<const RowBatch> held(std::size_t batch) const;
  /// Not on the GUI thread. @throws DbError Operational
  std::shared_ptr<const RowBatch> read(std::size_t batch) const;

 private:
  struct Entry {
    std::int64_t endRow = 0;
    std::uint64_t end = 0;  ///< in the file
  };
  void write(const RowBatch& batch);

  const std::shared_ptr<const ResultColumns> m_columns;
  std::unique_ptr<SpoolFile> m_file;  // made before any entry tells of it
  std::size_t m_heldBytes = 0;        // of the thread that appends
  mutable std::mutex m_mutex;         // guards the next two
  std::vector<std::shared_ptr<const RowBatch>> m_held;
  std::vector<Entry> m_entries;
};

}  // namespace joinery
