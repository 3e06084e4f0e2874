// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/delimited_source.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

DelimitedSource::DelimitedSource(InputFile& in, DelimitedOptions options) : DelimitedSource(in, std::move(options), {}) {}

DelimitedSource::DelimitedSource(InputFile& in, DelimitedOptions options, std::vector<std::string> columns) : m_in(in), m_options(std::move(options)), m_isBeginning(columns.empty()), m_columns(std::move(columns)) {
  requireReadable(m_options);
  for (const char c : {m_options.delimiter, '\r', '\n'}) m_endsCell[static_cast<unsigned char>(c)] = true;
}

void DelimitedSource::read(const std::function<bool(SourceRow&)>& take) {
  if (m_isBeginning) skipMark();
  if (m_isBeginning && m_options.header) readColumns();
  while (readRow()) {
    if (m_columns.empty())
      for (std::size_t i = 1; i <= m_row.cells.size(); ++i) m_columns.push_back("c" + std::to_string(i));
    if (m_columns.size() > 1 && isBlank()) continue;
    checkCount();
    if (!take(m_row)) return;
  }
}

void DelimitedSource::skipMark() {
  const std::string_view begin = m_in.ahead();
  if (begin.starts_with("\xEF\xBB\xBF")) m_in.skip(3);
  if (!begin.starts_with("\xFF\xFE") && !begin.starts_with("\xFE\xFF")) return;
  DbError error(ErrorKind::Data, "the file is in UTF-16");
  error.hint = "Convert it: iconv -f UTF-16 -t UTF-8";
  throw error;
}

void DelimitedSource::readColumns() {
  if (!readRow()) throw DbError(ErrorKind::Data, "the file is empty: there is no row of names");
  if (!m_row.mistake.empty()) throw DbError(ErrorKind::Data, "line 1: " + m_row.mistake);
  for (const SourceCell& cell : m_row.cells) {
    if (std::ranges::find(m_columns, cell.text) != m_columns.end()) throw DbError(ErrorKind::Data, "line 1: two columns are called \"" + cell.text + "\"");
    m_columns.push_back(cell.text);
  }
}

bool DelimitedSource::readRow() {
  if (m_in.peek() == InputFile::kEnd) return false;
  m_row.line = m_in.line();
  m_row.mistake.clear();
  m_rowStart = m_in.position();
  std::size_t count = 0;
  for (;;) {
    if (count == m_row.cells.size()) m_row.cells.emplace_back();
    readCell(m_row.cells[count++]);
    if (m_in.peek() != static_cast<unsigned char>(m_options.delimiter)) break;
    m_in.skipInLine(1);
  }
  m_row.cells.resize(count);
  const int end = m_in.take();
  if (end == '\r' && m_in.peek() == '\n') m_in.skip(1);
  return true;
}

void DelimitedSource::readCell(SourceCell& cell) {
  cell.text.clear();
  const bool isQuoted = m_in.peek() == static_cast<unsigned char>(m_options.quote);
  cell.kind = isQuoted ? SourceCell::Kind::Quoted : SourceCell::Kind::Plain;
  if (!isQuoted) return readPlain(cell.text);
  m_in.skip(1);
  readQuoted(cell.text);
  const std::size_t quoted = cell.text.size();
  readPlain(cell.text);
  if (cell.text.size() > quoted && m_row.mistake.empty()) m_row.mistake = "there is text after the closing quote of a cell";
}

void DelimitedSource::readQuoted(std::string& text) {
  const std::int64_t line = m_in.line();
  for (;;) {
    const std::string_view ahead = m_in.ahead();
    if (ahead.empty()) {
      if (m_row.mistake.empty()) m_row.mistake = "the quote that begins in line " + std::to_string(line) + " never ends";
      return;
    }
    const std::size_t inside = std::min(ahead.find(m_options.quote), ahead.size());
    text += ahead.substr(0, inside);
    const bool isAtQuote = inside < ahead.size();
    m_in.skip(inside + (isAtQuote ? 1 : 0));
    requireBearable();
    if (!isAtQuote) continue;
    if (m_in.peek() != static_cast<unsigned char>(m_options.quote)) return;
    m_in.skip(1);
    text += m_options.quote;
  }
}

void DelimitedSource::readPlain(std::string& text) {
  for (;;) {
    const std::string_view ahead = m_in.ahead();
    const auto end = std::ranges::find_if(ahead, [this](char c) { return m_endsCell[static_cast<unsigned char>(c)]; });
    const auto length = static_cast<std::size_t>(end - ahead.begin());
    text += ahead.substr(0, length);
    const bool isWhole = length < ahead.size() || ahead.empty();
    m_in.skipInLine(length);
    if (isWhole) return;
    requireBearable();
  }
}

void DelimitedSource::requireBearable() const {
  if (m_in.position() - m_rowStart <= kMostRowBytes) return;
  DbError error(ErrorKind::Data, "line " + std::to_string(m_row.line) + ": a row of more than " + std::to_string(kMostRowBytes >> 20) + " MiB");
  error.hint = "A quote may be missing, or delimiter and quote are not what the file has.";
  throw error;
}

bool DelimitedSource::isBlank() const { return m_row.cells.size() == 1 && m_row.cells[0].kind == SourceCell::Kind::Plain && m_row.cells[0].text.empty(); }

void DelimitedSource::checkCount() {
  if (m_row.cells.size() == m_columns.size() || !m_row.mistake.empty()) return;
  const std::size_t cells = m_row.cells.size();
  m_row.mistake = "the row has " + std::to_string(cells) + (cells == 1 ? " cell" : " cells") + ", not " + std::to_string(m_columns.size());
}

}  // namespace joinery
