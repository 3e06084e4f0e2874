// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "orm/transfer/row_encoder.h"

namespace joinery {

/// CSV and TSV as RFC 4180 has them. NULL is an empty cell (or DelimitedOptions::nullText), an empty text a pair of quotes; a text is
/// quoted where it holds a delimiter, a quote or an end of line, and where it would be read as something else. Bytes stand as they are.
class DelimitedEncoder final : public RowEncoder {
 public:
  /// @throws DbError Argument where delimiter, quote and line end can't be told apart
  explicit DelimitedEncoder(DelimitedOptions options);
  void begin(const ResultColumns& columns, std::string& out) override;
  void rows(const RowBatch& batch, std::string& out) override;
  void end(std::string&) override {}

  /// For rows that are no batch: a name of the first row, a cell, and the ends of both are the caller's.
  void appendName(std::string& out, std::string_view name) const;
  void appendCell(std::string& out, ValueView value, const ValueType& type);

 private:
  void appendText(std::string& out, std::string_view text, const ValueType& type);
  void appendQuoted(std::string& out, std::string_view text) const;
  bool needsQuotes(std::string_view text) const;
  bool isReadAsText(std::string_view text, const ValueType& type);

  const DelimitedOptions m_options;
  std::array<bool, 256> m_isSpecial{};  ///< by byte: a cell with one of them is quoted
  std::string m_bytes;
};

}  // namespace joinery
