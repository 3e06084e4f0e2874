// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "orm/core/row_batch.h"

namespace joinery {

/// How many bytes the next text or blob of a batch may keep. As long as the batch is small that is the most that one cell may have; the
/// nearer it comes to 256 such cells, the less, so that a batch stays small whatever its rows hold.
class CellLimit {
 public:
  static constexpr std::size_t kCellsOfBatch = 256;
  /// What every cell may have, however large the batch is already; less only where one cell may not have that much.
  static constexpr std::size_t kLeastBytes = 256;

  /// @param maxCellBytes bytes; 0 is no limit
  explicit CellLimit(std::size_t maxCellBytes) : m_maxCellBytes(maxCellBytes), m_left(maxCellBytes * kCellsOfBatch) {}
  /// @return bytes; 0 is no limit
  std::size_t bytes() const;
  void took(std::size_t bytes) { m_left -= bytes < m_left ? bytes : m_left; }

 private:
  std::size_t m_maxCellBytes;
  std::size_t m_left;
};

/// Appends a text or blob, cut at the limit where it is longer: UTF-8 between characters, bytes anywhere.
void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView value, CellLimit& limit);
/// The same of a cell of which only the first bytes are there. @param fullSize bytes of all of it
/// @pre the beginning is a byte longer than the limit, or whole
void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView beginning, std::uint64_t fullSize, CellLimit& limit);

}  // namespace joinery
