// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <QString>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "app/cli/exit_code.h"

namespace joinery::cli {

namespace {

constexpr qsizetype kWidestCell = 60;

/// One line, so that a table keeps its shape.
QString cellText(const std::string& text) {
  QString line = QString::fromStdString(text);
  line.replace(QLatin1Char('\n'), QStringLiteral("⏎")).replace(QLatin1Char('\r'), QString()).replace(QLatin1Char('\t'), QLatin1Char(' '));
  return line.size() > kWidestCell ? line.left(kWidestCell - 1) + QStringLiteral("…") : line;
}

}  // namespace

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  if (errno == EPIPE) std::_Exit(kDone);
  throw DbError(ErrorKind::Operational, std::string("The output could not be written: ") + std::strerror(errno));
}

void printLine(std::string_view text) {
  print(text);
  print("\n");
}

void printJson(const Json& json) { printLine(json.dump(2, ' ', false, Json::error_handler_t::replace)); }

std::string compactJson(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void printError(const std::string& what, const std::string& hint) {
  std::fprintf(stderr, "joinery: %s\n", what.c_str());
  if (!hint.empty()) std::fprintf(stderr, "  %s\n", hint.c_str());
}

void printError(const DbError& error) { printError(error.detail.empty() ? error.message() : error.message() + ": " + error.detail, error.hint); }

TextTable::TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void TextTable::addRow(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }

std::string TextTable::toString() const {
  std::vector<std::vector<QString>> lines;
  lines.emplace_back();
  for (const auto& column : m_columns) lines[0].push_back(cellText(column.title));
  for (const auto& row : m_rows) {
    lines.emplace_back();
    for (const auto& cell : row) lines.back().push_back(cellText(cell));
  }
  std::vector<qsizetype> widths(m_columns.size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());

  QString text;
  const auto append = [&](const std::vector<QString>& line) {
    QString row;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0) row += QStringLiteral("  ");
      row += m_columns[i].align == Align::Right ? line[i].rightJustified(widths[i]) : line[i].leftJustified(widths[i]);
    }
    while (row.endsWith(QLatin1Char(' '))) row.chop(1);
    text += row + QLatin1Char('\n');
  };
  append(lines[0]);
  std::vector<QString> rule;
  for (const qsizetype width : widths) rule.push_back(QString(width, QLatin1Char('-')));
  append(rule);
  for (std::size_t i = 1; i < lines.size(); ++i) append(lines[i]);
  return text.toStdString();
}

std::string groupedNumber(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3;) digits.insert(i -= 3, ",");
  return digits;
}

}  // namespace joinery::cli
