// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/transfer_format.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"

namespace joinery {

namespace {

struct FormatEnding {
  const char* ending;
  TransferFormat format;
};

constexpr std::array kEndings{FormatEnding{".csv", TransferFormat::Csv}, FormatEnding{".tsv", TransferFormat::Tsv}, FormatEnding{".tab", TransferFormat::Tsv},
                              FormatEnding{".json", TransferFormat::Json}, FormatEnding{".jsonl", TransferFormat::JsonLines}, FormatEnding{".ndjson", TransferFormat::JsonLines},
                              FormatEnding{".sql", TransferFormat::Sql}, FormatEnding{".xlsx", TransferFormat::Xlsx}};

}  // namespace

const char* transferFormatName(TransferFormat format) {
  switch (format) {
    case TransferFormat::Csv: return "csv";
    case TransferFormat::Tsv: return "tsv";
    case TransferFormat::Json: return "json";
    case TransferFormat::JsonLines: return "jsonl";
    case TransferFormat::Sql: return "sql";
    case TransferFormat::Xlsx: return "xlsx";
  }
  return "";
}

TransferFormat transferFormatNamed(const std::string& name) {
  for (const auto format : {TransferFormat::Csv, TransferFormat::Tsv, TransferFormat::Json, TransferFormat::JsonLines, TransferFormat::Sql, TransferFormat::Xlsx})
    if (name == transferFormatName(format)) return format;
  throw DbError(ErrorKind::Argument, "'" + name + "' is no format; there are csv, tsv, json, jsonl, sql and xlsx");
}

std::optional<TransferFormat> transferFormatOf(const std::string& path) {
  const std::string lower = asciiLower(path);
  const auto found = std::ranges::find_if(kEndings, [&](const FormatEnding& each) { return lower.ends_with(each.ending); });
  return found == kEndings.end() ? std::nullopt : std::optional(found->format);
}

DelimitedOptions delimitedOptionsFor(TransferFormat format) {
  DelimitedOptions options;
  if (format != TransferFormat::Tsv) return options;
  options.delimiter = '\t';
  options.lineEnd = "\n";
  return options;
}

void requireReadable(const DelimitedOptions& options) {
  const auto isLineEnd = [](char c) { return c == '\r' || c == '\n'; };
  const bool isDistinct = options.delimiter != options.quote && !isLineEnd(options.delimiter) && !isLineEnd(options.quote);
  if (!isDistinct || options.delimiter == '\0' || options.quote == '\0') throw DbError(ErrorKind::Argument, "the delimiter, the quote and the end of a line must be different characters");
  const auto standsInNumbers = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-'; };
  if (standsInNumbers(options.delimiter) || standsInNumbers(options.quote) || options.delimiter == '\'') throw DbError(ErrorKind::Argument, "a delimiter or quote is nothing that stands in numbers, words or x'…'");
  if (options.lineEnd != "\r\n" && options.lineEnd != "\n" && options.lineEnd != "\r") throw DbError(ErrorKind::Argument, "a line ends with CR, LF or both");
  const auto isTaken = [&](char c) { return c == options.delimiter || c == options.quote || isLineEnd(c); };
  if (std::ranges::any_of(options.nullText, isTaken)) throw DbError(ErrorKind::Argument, "what stands for NULL can't hold a delimiter, a quote or the end of a line");
}

}  // namespace joinery
