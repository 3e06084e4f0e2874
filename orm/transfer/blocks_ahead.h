// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <future>
#include <optional>

#include "orm/transfer/delimited_blocks.h"

namespace joinery {

/// The blocks of the rest of a file, one after another: while one is worked on, a thread of its own reads the next. One thread otherwise.
class BlocksAhead {
 public:
  /// @param in stands at the beginning of a row, is used by nobody else and outlives this
  BlocksAhead(InputFile& in, const DelimitedOptions& options, DelimitedBlocks::Columns columns);

  /// The block that is worked on; null at the end.
  const DelimitedBlock* block() const { return m_isMore ? &m_block : nullptr; }
  /// How many bytes of the file stand before the block.
  std::int64_t position() const { return m_position; }
  /// Goes to the next block; what block() gave is gone. @throws DbError Operational where reading fails
  void advance();

  /// Whether returnTo() can be called.
  bool canReturn() const { return m_in.canReturn(); }
  /// Goes back to where a block began. @throws DbError Operational where the file can't be read again
  void returnTo(std::int64_t position, std::int64_t line);

 private:
  void begin();
  void readAhead();

  InputFile& m_in;
  const DelimitedOptions m_options;
  const DelimitedBlocks::Columns m_columns;
  std::optional<DelimitedBlocks> m_blocks;
  DelimitedBlock m_block, m_next;
  std::int64_t m_position = 0;
  bool m_isMore = false;
  /// While it goes on, another thread has m_in, m_blocks and m_next.
  std::future<bool> m_reading;
};

}  // namespace joinery
