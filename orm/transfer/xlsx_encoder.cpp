// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/xlsx_encoder.h"

#include <xlsxwriter.h>

#include <QUtf8StringView>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "orm/core/db_error.h"
#include "orm/transfer/delimited_value.h"
#include "orm/transfer/spreadsheet_moment.h"

namespace joinery {

namespace {

constexpr std::int64_t kLeastUnsafe = 1'000'000'000'000'000;  // sixteen digits
constexpr std::size_t kSafeDigitsOfCell = 15;
constexpr std::size_t kMostCharacters = 32'767;
constexpr std::size_t kMostSheetName = 31;
constexpr std::int64_t kPlainArchiveBytes = std::int64_t{3} << 30;
constexpr const char* kNames = "bold";

/// As a sheet may be called: some characters and lengths are not allowed, nor is every name.
std::string sheetName(const std::string& wanted, int number) {
  std::string name = wanted.empty() || !QUtf8StringView(wanted.data(), static_cast<qsizetype>(wanted.size())).isValidUtf8() ? "Rows" : wanted;
  std::ranges::replace_if(name, [](char c) { return std::string_view("[]:*?/\\'").find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20; }, '_');
  if (name == "History") name += "_";
  const std::string suffix = number > 1 ? " (" + std::to_string(number) + ")" : std::string();
  const QString cut = QString::fromStdString(name).left(static_cast<qsizetype>(kMostSheetName - suffix.size()));
  return cut.toStdString() + suffix;
}

/// What XML takes: UTF-8 without NUL and without the two that are no characters.
bool isBearable(std::string_view text) {
  if (text.find('\0') != std::string_view::npos || text.find("\xEF\xBF\xBE") != std::string_view::npos || text.find("\xEF\xBF\xBF") != std::string_view::npos) return false;
  return QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

/// Readers take _x0041_ for an A: what looks so has its first sign written so itself.
void escapeEscapes(std::string& text) {
  constexpr std::string_view kEscaped = "_x005F_";
  for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at)) {
    const std::string_view rest = std::string_view(text).substr(at + 2, 5);
    const bool looksSo = rest.size() == 5 && rest[4] == '_' && rest.find_first_not_of("0123456789abcdefABCDEF") == 4;
    if (looksSo) text.replace(at, 1, kEscaped);
    at += looksSo ? kEscaped.size() : 1;
  }
}

std::size_t charactersOf(const std::string& text) { return text.size() <= kMostCharacters ? text.size() : static_cast<std::size_t>(QString::fromStdString(text).size()); }

double widthOf(const ResultColumn& column) {
  const double name = static_cast<double>(QString::fromStdString(column.label).size()) + 3;
  const double cells = column.type.kind == TypeKind::Timestamp || column.type.kind == TypeKind::TimestampTz ? 20 : column.type.kind == TypeKind::Text ? 24 : 11;
  return std::clamp(name, cells, 60.0);
}

}  // namespace

XlsxEncoder::XlsxEncoder(const std::string& path, const std::string& folder, const std::string& sheet, std::uint32_t rowsOfSheet)
    : m_path(path), m_folder(folder), m_sheetName(sheet), m_rowsOfSheet(std::clamp<std::uint32_t>(rowsOfSheet, 2, kRowsOfSheet)) {
  std::string waiting = m_folder;
  lxw_workbook_options options = {};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = waiting.data();
  m_book = workbook_new_opt(m_path.c_str(), &options);
  if (!m_book) throw DbError(ErrorKind::Operational, "not enough memory for " + m_path);
}

XlsxEncoder::~XlsxEncoder() {
  if (m_book) lxw_workbook_free(m_book);
}

void XlsxEncoder::begin(const ResultColumns& columns, std::string&) {
  if (columns.size() > LXW_COL_MAX) throw DbError(ErrorKind::Argument, "a sheet has 16,384 columns at most, not " + std::to_string(columns.size()));
  m_columns = columns;
  openSheet();
}

void XlsxEncoder::openSheet() {
  m_sheet = workbook_add_worksheet(m_book, sheetName(m_sheetName, ++m_sheets).c_str());
  if (!m_sheet || !m_sheet->optimize_tmpfile) throw DbError(ErrorKind::Operational, "no file for the rows of a sheet can be made in " + m_folder);
  m_next = 0;
  worksheet_freeze_panes(m_sheet, 1, 0);
  lxw_format* const bold = formatOf(kNames);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    requireWritten(worksheet_set_column(m_sheet, column, column, widthOf(m_columns[i]), nullptr));
    m_text = m_columns[i].label;
    escapeEscapes(m_text);
    requireWritten(worksheet_write_string(m_sheet, 0, column, m_text.c_str(), bold));
  }
  ++m_next;
}

/// The library does not look whether its rows were written.
void XlsxEncoder::closeSheet() {
  FILE* const file = m_sheet->optimize_tmpfile;
  if (std::fflush(file) != 0 || std::ferror(file)) throw DbError(ErrorKind::Operational, "the rows of a sheet can't be written to " + m_folder + ": is the disk full?");
  m_isHuge = m_isHuge || ftello(file) > kPlainArchiveBytes;
}

lxw_format* XlsxEncoder::formatOf(const std::string& shown) {
  lxw_format*& format = m_formats[shown];
  if (format) return format;
  format = workbook_add_format(m_book);
  if (shown == kNames) format_set_bold(format);
  else format_set_num_format(format, shown.c_str());
  return format;
}

void XlsxEncoder::rows(const RowBatch& batch, std::string&) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (m_next == m_rowsOfSheet) {
      closeSheet();
      openSheet();
    }
    for (std::size_t column = 0; column < batch.columnCount(); ++column) writeCell(static_cast<lxw_col_t>(column), batch.at(row, column), batch.column(column).type);
    ++m_next;
    ++m_written;
  }
  closeSheet();
}

void XlsxEncoder::end(std::string&) {
  closeSheet();
  m_book->options.use_zip64 = m_isHuge ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* const book = m_book;
  m_book = nullptr;
  requireWritten(workbook_close(book));
}

void XlsxEncoder::writeCell(std::uint16_t column, ValueView value, const ValueType& type) {
  switch (value.storageClass()) {
    case StorageClass::Null: return;
    case StorageClass::Boolean: return requireWritten(worksheet_write_boolean(m_sheet, m_next, column, value.toBoolean(), nullptr));
    case StorageClass::Integer:
      if (type.kind == TypeKind::Boolean && (value.toInteger() == 0 || value.toInteger() == 1)) return requireWritten(worksheet_write_boolean(m_sheet, m_next, column, static_cast<int>(value.toInteger()), nullptr));
      if (value.toInteger() > -kLeastUnsafe && value.toInteger() < kLeastUnsafe) return writeNumber(column, static_cast<double>(value.toInteger()), nullptr);
      break;
    case StorageClass::Unsigned:
      if (value.toUnsigned() < static_cast<std::uint64_t>(kLeastUnsafe)) return writeNumber(column, static_cast<double>(value.toUnsigned()), nullptr);
      break;
    case StorageClass::Real:
      if (std::isfinite(value.toReal())) return writeNumber(column, value.toReal(), nullptr);
      break;
    case StorageClass::Text: return writeText(column, value.bytes(), type);
    case StorageClass::Blob: break;
  }
  m_text.clear();
  appendCellText(m_text, value, type);
  writeString(column, m_text);
}

void XlsxEncoder::writeText(std::uint16_t column, std::string_view text, const ValueType& type) {
  if (type.kind == TypeKind::Numeric && !type.perCell && writeNumeric(column, text)) return;
  if ((type.kind == TypeKind::Date || type.kind == TypeKind::Timestamp) && writeMoment(column, text)) return;
  m_text.clear();
  if (isBearable(text)) {
    m_text = text;
    escapeEscapes(m_text);
  } else {
    appendCellText(m_text, ValueView::blob(text), type);
  }
  writeString(column, m_text);
}

/// An exact number of few digits, with as many decimals as it is spelled with.
bool XlsxEncoder::writeNumeric(std::uint16_t column, std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > kSafeDigitsOfCell + 1 || digits.empty() || digits.find_first_not_of("0123456789.") != std::string_view::npos) return false;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t decimals = digits.size() - std::min(point + 1, digits.size());
  if (digits.size() - (point < digits.size() ? 1 : 0) > kSafeDigitsOfCell) return false;
  writeNumber(column, std::stod(std::string(text)), decimals == 0 ? nullptr : formatOf("0." + std::string(decimals, '0')));
  return true;
}

bool XlsxEncoder::writeMoment(std::uint16_t column, std::string_view text) {
  const auto moment = spreadsheetMoment(text);
  if (moment) writeNumber(column, moment->serial, formatOf(moment->shown));
  return moment.has_value();
}

void XlsxEncoder::writeString(std::uint16_t column, const std::string& text) {
  if (charactersOf(text) > kMostCharacters) {
    DbError error(ErrorKind::Data, "row " + std::to_string(m_written + 1) + ", " + m_columns[column].label + ": a cell of XLSX takes 32,767 characters, not " + std::to_string(charactersOf(text)));
    error.hint = "Leave the column out, or write CSV or JSON.";
    throw error;
  }
  if (!text.empty()) requireWritten(worksheet_write_string(m_sheet, m_next, column, text.c_str(), nullptr));
}

void XlsxEncoder::writeNumber(std::uint16_t column, double number, lxw_format* format) { requireWritten(worksheet_write_number(m_sheet, m_next, column, number, format)); }

void XlsxEncoder::requireWritten(int error) const {
  if (error != LXW_NO_ERROR) throw DbError(ErrorKind::Operational, "the spreadsheet can't be written: " + std::string(lxw_strerror(static_cast<lxw_error>(error))));
}

}  // namespace joinery
