// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace joinery {

/// How rows stand in a file.
enum class TransferFormat { Csv, Tsv, Json, JsonLines, Sql, Xlsx };

/// "csv", "tsv", "json", "jsonl", "sql", "xlsx".
const char* transferFormatName(TransferFormat format);
/// @throws DbError Argument naming the formats
TransferFormat transferFormatNamed(const std::string& name);
/// By the ending of a file's name (.csv, .tsv, .tab, .json, .jsonl, .ndjson, .sql, .xlsx); nothing for any other.
std::optional<TransferFormat> transferFormatOf(const std::string& path);

/// How cells and rows of CSV and TSV are told apart.
struct DelimitedOptions {
  char delimiter = ',';
  char quote = '"';
  std::string lineEnd = "\r\n";  ///< that is written; any of CR, LF and CR LF is read
  bool header = true;
  /// A cell of this text that is not quoted is NULL; a text that is the same is quoted.
  std::string nullText = {};
  /// Export: a text that a spreadsheet would take for a formula (it begins with = + - @, a tab or CR) gets a ' before it.
  bool escapesFormulas = false;
};
/// RFC 4180 for CSV; for TSV a tab between cells and LF at the end of a row.
DelimitedOptions delimitedOptionsFor(TransferFormat format);
/// @throws DbError Argument where delimiter, quote and ends of lines can't be told apart, or the text for NULL holds one of them
void requireReadable(const DelimitedOptions& options);

/// How far a transfer has come: rows that were written or taken, bytes of the file.
struct TransferProgress {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  std::int64_t totalBytes = 0;  ///< of the file that is read; 0 where that is not known
};
/// Called on the transfer's thread, once for each batch.
using OnTransferProgress = std::function<void(const TransferProgress&)>;

}  // namespace joinery
