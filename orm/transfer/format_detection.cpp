// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/format_detection.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/transfer/input_file.h"

namespace joinery {

namespace {

constexpr std::array kDelimiters{',', ';', '\t', '|'};
constexpr std::size_t kMostLines = 20;

/// The cells of each of the first lines, with that delimiter; a line that is cut is not counted.
std::vector<std::size_t> cellsOfLines(std::string_view head, char delimiter) {
  std::vector<std::size_t> lines;
  std::size_t cells = 1;
  bool isQuoted = false, isEmpty = true;
  for (const char c : head) {
    if (c == '"') isQuoted = !isQuoted;
    if (c == delimiter && !isQuoted) ++cells;
    const bool endsLine = (c == '\n' || c == '\r') && !isQuoted;
    if (!endsLine) {
      isEmpty = false;
      continue;
    }
    if (!isEmpty) lines.push_back(cells);
    if (lines.size() == kMostLines) break;
    cells = 1;
    isEmpty = true;
  }
  if (lines.empty()) lines.push_back(cells);
  return lines;
}

char delimiterOf(std::string_view head) {
  char best = ',';
  std::size_t most = 0;
  for (const char delimiter : kDelimiters) {
    const std::vector<std::size_t> lines = cellsOfLines(head, delimiter);
    const auto alike = static_cast<std::size_t>(std::ranges::count(lines, lines.front()));
    const std::size_t found = alike * 2 > lines.size() ? alike * (lines.front() - 1) : 0;
    if (found <= most) continue;
    most = found;
    best = delimiter;
  }
  return best;
}

std::string_view withoutMark(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return head;
}

}  // namespace

DetectedFormat detectFormat(const std::string& path, std::string_view head) {
  head = withoutMark(head);
  const std::size_t begin = std::min(head.find_first_not_of(" \t\r\n"), head.size());
  const char first = begin < head.size() ? head[begin] : '\0';
  const auto named = transferFormatOf(path);
  const TransferFormat guessed = first == '[' ? TransferFormat::Json : first == '{' ? TransferFormat::JsonLines : TransferFormat::Csv;
  DetectedFormat found{named.value_or(guessed)};
  found.delimited = delimitedOptionsFor(found.format);
  if (found.format == TransferFormat::Csv) found.delimited.delimiter = delimiterOf(head);
  return found;
}

DetectedFormat detectFormatOf(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) throw DbError(ErrorKind::Argument, path + " is no regular file");
  InputFile in(path);
  return detectFormat(path, in.ahead());
}

}  // namespace joinery
