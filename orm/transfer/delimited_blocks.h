// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "orm/transfer/input_file.h"
#include "orm/transfer/transfer_format.h"

namespace joinery {

/// Some whole rows of CSV or TSV as they stand in their file.
class DelimitedBlock {
 public:
  std::string_view bytes() const { return {m_buffer.data(), m_end}; }
  /// Where it begins.
  std::int64_t line() const { return m_line; }
  std::int64_t rows() const { return m_rows; }
  /// Whether other readers of CSV take its rows as DelimitedSource does: quotes stand around whole cells only, all lines end alike,
  /// none is empty where there are several columns, and none begins with what ends a COPY. Whether the rows have as many cells as there are columns is not looked at.
  bool isPlain() const { return m_isPlain; }
  /// Whether there is neither a quote nor a backslash.
  bool isBare() const { return m_isBare; }

 private:
  friend class DelimitedBlocks;
  std::vector<char> m_buffer;
  std::size_t m_end = 0;  ///< of the rows; what follows begins the next block
  std::int64_t m_line = 1, m_rows = 0;
  bool m_isPlain = true, m_isBare = true;
};

/// Cuts the rest of a file between rows, for an engine that reads rows by itself. Memory is that of a block or of the longest row. One thread.
class DelimitedBlocks {
 public:
  static constexpr std::size_t kBlockBytes = 4 * 1024 * 1024;

  enum class Columns { One, Several };
  /// @param in stands at the beginning of a row, and outlives this @param blockBytes about so many in a block
  DelimitedBlocks(InputFile& in, const DelimitedOptions& options, Columns columns, std::size_t blockBytes = kBlockBytes);
  /// Fills a block; a row that is longer than RowSource::kMostRowBytes stands in it in part. @return whether there was a row
  /// @throws DbError Operational where reading fails
  bool read(DelimitedBlock& block);

 private:
  /// @return whether that was the end of the file
  bool fill(std::vector<char>& buffer, std::size_t bytes);

  InputFile& m_in;
  const char m_delimiter, m_quote;
  const Columns m_columns;
  const std::size_t m_blockBytes;
  std::vector<char> m_rest;  ///< the beginning of the next block
  std::int64_t m_line;
};

}  // namespace joinery
