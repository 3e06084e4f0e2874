// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/delimited_encoder.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/transfer/delimited_value.h"

namespace joinery {

namespace {

bool isFormula(std::string_view text) { return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos; }

}  // namespace

DelimitedEncoder::DelimitedEncoder(DelimitedOptions options) : m_options(std::move(options)) {
  requireReadable(m_options);
  for (const char c : {m_options.delimiter, m_options.quote, '\r', '\n'}) m_isSpecial[static_cast<unsigned char>(c)] = true;
}

void DelimitedEncoder::begin(const ResultColumns& columns, std::string& out) {
  if (!m_options.header) return;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += m_options.delimiter;
    appendName(out, columns[i].label);
  }
  out += m_options.lineEnd;
}

void DelimitedEncoder::appendName(std::string& out, std::string_view name) const {
  if (name.empty() || needsQuotes(name)) appendQuoted(out, name);
  else out += name;
}

void DelimitedEncoder::rows(const RowBatch& batch, std::string& out) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t column = 0; column < batch.columnCount(); ++column) {
      if (column > 0) out += m_options.delimiter;
      appendCell(out, batch.at(row, column), batch.column(column).type);
    }
    out += m_options.lineEnd;
  }
}

void DelimitedEncoder::appendCell(std::string& out, ValueView value, const ValueType& type) {
  if (value.isNull()) {
    out += m_options.nullText;
    return;
  }
  if (value.storageClass() == StorageClass::Text) return appendText(out, value.bytes(), type);
  const std::size_t begin = out.size();
  appendCellText(out, value, type);
  // Nothing in it ends a cell: requireReadable() sees to that.
  const std::string_view cell = std::string_view(out).substr(begin);
  if (cell != m_options.nullText) return;
  const std::string text(cell);
  out.resize(begin);
  appendQuoted(out, text);
}

void DelimitedEncoder::appendText(std::string& out, std::string_view text, const ValueType& type) {
  const bool isEscaped = m_options.escapesFormulas && !isNumeric(type.kind) && isFormula(text);
  if (isEscaped) return appendQuoted(out, "'" + std::string(text));
  if (text.empty() || text == m_options.nullText || needsQuotes(text) || !isReadAsText(text, type)) return appendQuoted(out, text);
  out += text;
}

bool DelimitedEncoder::isReadAsText(std::string_view text, const ValueType& type) { return plainCellValue(text, type, m_bytes).storageClass() == StorageClass::Text; }

bool DelimitedEncoder::needsQuotes(std::string_view text) const {
  return std::ranges::any_of(text, [this](char c) { return m_isSpecial[static_cast<unsigned char>(c)]; });
}

void DelimitedEncoder::appendQuoted(std::string& out, std::string_view text) const {
  out += m_options.quote;
  for (;;) {
    const std::size_t at = text.find(m_options.quote);
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    out.append(2, m_options.quote);
    text.remove_prefix(at + 1);
  }
  out += m_options.quote;
}

}  // namespace joinery
