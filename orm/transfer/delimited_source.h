// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "orm/transfer/row_source.h"

namespace joinery {

/// Reads CSV and TSV as RFC 4180 has them, byte by byte: cells in quotes may hold delimiters, ends of lines and doubled quotes; a quote
/// inside a cell that does not begin with one is itself; a line without anything is no row where there are several columns. A mark of
/// UTF-8 at the beginning is passed over. A row with too few or too many cells bears a mistake.
/// Why no library reads them: libcsv and the like hand over a cell without telling whether it stood in quotes, and that alone parts NULL
/// from an empty text and a number from its digits as a text; nor do they know the line of a row, which a bad row is told by.
class DelimitedSource final : public RowSource {
 public:
  /// @throws DbError Argument for options that can't be told apart
  DelimitedSource(InputFile& in, DelimitedOptions options);
  /// Rows from the midst of a file whose columns are known: there is no mark and no row of names.
  DelimitedSource(InputFile& in, DelimitedOptions options, std::vector<std::string> columns);
  const std::vector<std::string>& columns() const override { return m_columns; }
  void read(const std::function<bool(SourceRow&)>& take) override;

 private:
  void skipMark();
  void readColumns();
  bool readRow();
  void readCell(SourceCell& cell);
  void readQuoted(std::string& text);
  void readPlain(std::string& text);
  void requireBearable() const;
  bool isBlank() const;
  void checkCount();

  InputFile& m_in;
  const DelimitedOptions m_options;
  const bool m_isBeginning;
  std::array<bool, 256> m_endsCell{};  ///< by byte
  std::vector<std::string> m_columns;
  SourceRow m_row;
  std::int64_t m_rowStart = 0;
};

}  // namespace joinery
