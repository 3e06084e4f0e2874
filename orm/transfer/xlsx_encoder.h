// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "orm/transfer/row_encoder.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace joinery {

/// XLSX, a row at a time: memory does not grow with the rows; what is not zipped yet waits in nameless files beside the result. A sheet
/// takes 1,048,576 rows with its row of names; those after them go to a next sheet, with the names again.
///
/// Numbers are numbers where a spreadsheet shows all their digits (fifteen); longer whole and exact ones are texts, so that no digit
/// goes. Reals, which are no exact numbers, have sixteen digits. Booleans are truth values; dates and timestamps without a zone are
/// those where a spreadsheet can tell them (from March 1900, to the millisecond), else texts. Blobs, and texts that XLSX can't hold
/// (NUL, what is no UTF-8), are x'…'. NULL and an empty text are both an empty cell.
/// Unlike the others it writes its file by itself: nothing is ever appended to `out`.
class XlsxEncoder final : public RowEncoder {
 public:
  static constexpr std::uint32_t kRowsOfSheet = 1'048'576;

  /// @param path of the file @param folder takes what waits, without a name @param sheet how the sheets are called: cut and mended where XLSX takes no such name
  /// @param rowsOfSheet the most rows of a sheet, with that of the names
  /// @throws DbError Operational
  XlsxEncoder(const std::string& path, const std::string& folder, const std::string& sheet, std::uint32_t rowsOfSheet = kRowsOfSheet);
  ~XlsxEncoder() override;
  XlsxEncoder(const XlsxEncoder&) = delete;
  XlsxEncoder& operator=(const XlsxEncoder&) = delete;

  /// @throws DbError Argument for more than 16,384 columns; Operational where the file can't be written
  void begin(const ResultColumns& columns, std::string& out) override;
  /// @throws DbError Data for a text that is longer than a cell takes (32,767 characters), with its row and column; Operational
  void rows(const RowBatch& batch, std::string& out) override;
  /// Zips it all. @throws DbError Operational
  void end(std::string& out) override;

 private:
  void openSheet();
  void closeSheet();
  lxw_format* formatOf(const std::string& shown);
  void writeCell(std::uint16_t column, ValueView value, const ValueType& type);
  void writeText(std::uint16_t column, std::string_view text, const ValueType& type);
  bool writeNumeric(std::uint16_t column, std::string_view text);
  bool writeMoment(std::uint16_t column, std::string_view text);
  void writeString(std::uint16_t column, const std::string& text);
  void writeNumber(std::uint16_t column, double number, lxw_format* format);
  void requireWritten(int error) const;

  const std::string m_path, m_folder, m_sheetName;
  const std::uint32_t m_rowsOfSheet;
  lxw_workbook* m_book = nullptr;
  lxw_worksheet* m_sheet = nullptr;  ///< the one that is written
  std::map<std::string, lxw_format*, std::less<>> m_formats;  ///< by how they show a number
  ResultColumns m_columns;
  int m_sheets = 0;
  bool m_isHuge = false;       ///< more than a plain archive takes
  std::uint32_t m_next = 0;    ///< row of the sheet
  std::int64_t m_written = 0;  ///< rows before that
  std::string m_text;
};

}  // namespace joinery
