// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/delimited_blocks.h"

#include <algorithm>

#include "orm/transfer/row_source.h"

namespace joinery {

namespace {

/// The next place of a byte, looked for once however often it is asked for.
class NextByte {
 public:
  NextByte(std::string_view bytes, char byte) : m_bytes(bytes), m_byte(byte), m_at(place(0)) {}
  /// @return the end where there is none
  std::size_t from(std::size_t at) {
    if (m_at < at) m_at = place(at);
    return m_at;
  }

 private:
  std::size_t place(std::size_t at) const { return std::min(m_bytes.find(m_byte, at), m_bytes.size()); }
  const std::string_view m_bytes;
  const char m_byte;
  std::size_t m_at;
};

/// Finds where the last whole row ends, as DelimitedSource reads them, and whether all until there is plain.
class BlockScan {
 public:
  BlockScan(std::string_view bytes, char delimiter, char quote, DelimitedBlocks::Columns columns)
      : m_bytes(bytes), m_delimiter(delimiter), m_mayHaveBlanks(columns == DelimitedBlocks::Columns::One), m_quote(bytes, quote), m_feed(bytes, '\n'), m_return(bytes, '\r') {}

  /// @param isWhole nothing follows the bytes
  void run(bool isWhole) {
    for (std::size_t at = 0; at < m_bytes.size();) {
      const std::size_t lineEnd = nextLineEnd(at), quote = m_quote.from(at);
      at = quote < lineEnd ? passQuote(quote) : lineEnd < m_bytes.size() ? endRow(lineEnd) : lineEnd;
    }
    if (!isWhole || m_end == m_bytes.size()) return;
    if (!m_isInQuotes) checkRow(m_bytes.size());
    m_end = m_bytes.size();
    ++m_rows;
    m_endIsPlain = m_isPlain && !m_isInQuotes;
  }

  /// Of the last whole row; 0 where there is none.
  std::size_t end() const { return m_end; }
  std::int64_t lines() const { return m_endLines; }
  std::int64_t rows() const { return m_rows; }
  bool isPlain() const { return m_endIsPlain; }

 private:
  std::size_t nextLineEnd(std::size_t at) { return std::min(m_feed.from(at), m_return.from(at)); }
  bool endsCell(std::size_t at) const { return at == m_bytes.size() || m_bytes[at] == m_delimiter || m_bytes[at] == '\r' || m_bytes[at] == '\n'; }

  /// @return where to go on
  std::size_t passQuote(std::size_t quote) {
    const bool opens = quote == m_row || m_bytes[quote - 1] == m_delimiter;
    if (!opens) m_isPlain = false;
    if (!opens) return quote + 1;
    const std::size_t after = afterQuotes(quote);
    m_isInQuotes = after == std::string_view::npos;
    const std::size_t inside = m_isInQuotes ? m_bytes.size() : after;
    for (std::size_t at = nextLineEnd(quote); at < inside; at = nextLineEnd(at)) {
      at += lengthOfEnd(at);
      ++m_lines;
    }
    if (!endsCell(inside)) m_isPlain = false;
    return inside;
  }

  std::size_t afterQuotes(std::size_t open) {
    for (std::size_t close = m_quote.from(open + 1);; close = m_quote.from(close + 2)) {
      if (close >= m_bytes.size()) return std::string_view::npos;
      const bool isDoubled = close + 1 < m_bytes.size() && m_bytes[close + 1] == m_bytes[close];
      if (!isDoubled) return close + 1;
    }
  }

  std::size_t lengthOfEnd(std::size_t at) const { return m_bytes.substr(at, 2) == "\r\n" ? 2 : 1; }

  std::size_t endRow(std::size_t at) {
    const std::string_view lineEnd = m_bytes.substr(at, lengthOfEnd(at));
    if (m_lineEnd.empty()) m_lineEnd = lineEnd;
    if (lineEnd != m_lineEnd) m_isPlain = false;
    checkRow(at);
    m_row = m_end = at + lineEnd.size();
    m_endLines = ++m_lines;
    ++m_rows;
    m_endIsPlain = m_isPlain;
    return m_end;
  }

  void checkRow(std::size_t end) {
    const bool isBlank = end == m_row && !m_mayHaveBlanks;
    if (isBlank || m_bytes.substr(m_row).starts_with("\\.")) m_isPlain = false;
  }

  const std::string_view m_bytes;
  const char m_delimiter;
  const bool m_mayHaveBlanks;
  NextByte m_quote, m_feed, m_return;
  std::string_view m_lineEnd;  ///< of the first row
  std::size_t m_row = 0;       ///< where the row begins that is looked at
  bool m_isPlain = true, m_isInQuotes = false;
  std::int64_t m_lines = 0;
  std::size_t m_end = 0;
  std::int64_t m_endLines = 0, m_rows = 0;
  bool m_endIsPlain = true;
};

}  // namespace

DelimitedBlocks::DelimitedBlocks(InputFile& in, const DelimitedOptions& options, Columns columns, std::size_t blockBytes)
    : m_in(in), m_delimiter(options.delimiter), m_quote(options.quote), m_columns(columns), m_blockBytes(blockBytes), m_line(in.line()) {}

bool DelimitedBlocks::read(DelimitedBlock& block) {
  std::swap(block.m_buffer, m_rest);
  block.m_line = m_line;
  constexpr auto kMostBytes = static_cast<std::size_t>(RowSource::kMostRowBytes) + 1;
  for (std::size_t most = m_blockBytes;; most = std::min(most * 2, kMostBytes)) {
    const bool isWhole = fill(block.m_buffer, most);
    const std::string_view bytes(block.m_buffer.data(), block.m_buffer.size());
    BlockScan scan(bytes, m_delimiter, m_quote, m_columns);
    scan.run(isWhole);
    const bool isTooLong = scan.end() == 0 && bytes.size() >= kMostBytes;
    if (scan.end() == 0 && !isTooLong && !isWhole) continue;
    block.m_end = isTooLong ? bytes.size() : scan.end();
    block.m_isPlain = scan.isPlain() && !isTooLong;
    block.m_isBare = block.bytes().find(m_quote) == std::string_view::npos && block.bytes().find('\\') == std::string_view::npos;
    block.m_rows = scan.rows();
    m_line += scan.lines();
    break;
  }
  m_rest.assign(block.m_buffer.begin() + static_cast<std::ptrdiff_t>(block.m_end), block.m_buffer.end());
  return block.m_end > 0;
}

bool DelimitedBlocks::fill(std::vector<char>& buffer, std::size_t bytes) {
  std::size_t have = buffer.size();
  // One more, so that what is in two parts, CR and LF, can be taken together.
  buffer.resize(std::max(have, bytes) + 1);
  const std::size_t end = buffer.size() - 1;
  std::size_t got = 1;
  while (have < end && (got = m_in.read(buffer.data() + have, end - have)) > 0) have += got;
  const int next = got == 0 ? InputFile::kEnd : m_in.peek();
  if (have > 0 && buffer[have - 1] == '\r' && next == '\n') have += m_in.read(buffer.data() + have, 1);
  buffer.resize(have);
  return next == InputFile::kEnd;
}

}  // namespace joinery
