// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transfer_arguments.h"

#include "orm/core/db_error.h"

namespace joinery::cli {

namespace {

constexpr const char* kDelimitedOptions[] = {"delimiter", "quote", "null", "no-header"};

}  // namespace

std::vector<Arguments::Option> transferOptions() {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  return {{text("format"), text("csv|tsv|json|jsonl|sql|xlsx"), text("What the file holds; by its name if left out, csv for -.")},
          {text("delimiter"), text("C"), text("CSV and TSV: what stands between cells, one character or tab.")},
          {text("quote"), text("C"), text("CSV and TSV: what stands around cells; \" if left out.")},
          {text("null"), text("TEXT"), text("CSV and TSV: the cell without quotes that is NULL; an empty one if left out.")},
          {text("no-header"), {}, text("CSV and TSV: the first row is no row of names.")}};
}

TransferFormat transferFormatFrom(const Arguments& arguments, const std::string& path) {
  if (arguments.has(QStringLiteral("format"))) return transferFormatNamed(arguments.value(QStringLiteral("format")));
  if (path == "-") return TransferFormat::Csv;
  if (const auto format = transferFormatOf(path)) return *format;
  DbError error(ErrorKind::Argument, "the name of " + path + " does not tell its format");
  error.hint = "Give it as --format csv, tsv, json, jsonl, sql or xlsx.";
  throw error;
}

char characterFrom(const Arguments& arguments, const char* option, char fallback) {
  const QString name = QString::fromUtf8(option);
  if (!arguments.has(name)) return fallback;
  const std::string given = arguments.value(name);
  if (given == "tab" || given == "\\t") return '\t';
  if (given.size() != 1) throw DbError(ErrorKind::Argument, "--" + std::string(option) + " takes one character of ASCII, not '" + given + "'");
  return given[0];
}

DelimitedOptions delimitedOptionsFrom(const Arguments& arguments, TransferFormat format) {
  DelimitedOptions options = delimitedOptionsFor(format);
  const bool isDelimited = format == TransferFormat::Csv || format == TransferFormat::Tsv;
  for (const char* option : kDelimitedOptions)
    if (!isDelimited && arguments.has(QString::fromUtf8(option))) throw DbError(ErrorKind::Argument, "--" + std::string(option) + " is of CSV and TSV, not of " + transferFormatName(format));
  options.delimiter = characterFrom(arguments, "delimiter", options.delimiter);
  options.quote = characterFrom(arguments, "quote", options.quote);
  options.nullText = arguments.value(QStringLiteral("null"));
  options.header = !arguments.has(QStringLiteral("no-header"));
  requireReadable(options);
  return options;
}

}  // namespace joinery::cli
