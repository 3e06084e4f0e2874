// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/markdown_text.h"

#include <QString>

#include <algorithm>

namespace joinery {

namespace {

/// The longest run of backticks.
std::size_t longestFence(const std::string& text) {
  std::size_t longest = 0, run = 0;
  for (const char letter : text) {
    run = letter == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string inOneLine(const std::string& text) {
  QString line = QString::fromStdString(text);
  for (QChar& letter : line)
    if (letter == QLatin1Char('\n') || letter == QLatin1Char('\r') || letter == QLatin1Char('\t')) letter = QLatin1Char(' ');
  return line.toStdString();
}

/// An underscore within a word is one.
bool isWithinWord(const std::string& text, std::size_t place) {
  const auto isLetter = [&](std::size_t at) { return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) || static_cast<unsigned char>(text[at]) >= 0x80); };
  return place > 0 && isLetter(place - 1) && isLetter(place + 1);
}

}  // namespace

std::string markdownPlain(const std::string& text) {
  const std::string line = inOneLine(text);
  std::string made;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool isSign = std::string_view("\\`*_[]<>&#~|").find(line[i]) != std::string_view::npos;
    if (isSign && !(line[i] == '_' && isWithinWord(line, i))) made += '\\';
    made += line[i];
  }
  return made;
}

std::string markdownParagraph(const std::string& text) {
  std::string made;
  for (const QString& line : QString::fromStdString(text).split(QLatin1Char('\n'))) made += (made.empty() ? "" : "<br>\n") + markdownPlain(line.trimmed().toStdString());
  return made;
}

std::string markdownCode(const std::string& text) {
  if (text.empty()) return {};
  const std::string line = inOneLine(text), fence(longestFence(line) + 1, '`');
  const bool needsBlanks = line.starts_with('`') || line.ends_with('`') || (line.starts_with(' ') && line.ends_with(' '));
  const std::string blank = needsBlanks ? " " : "";
  return fence + blank + line + blank + fence;
}

std::string markdownBlock(const std::string& language, const std::string& text) {
  const std::string fence(std::max<std::size_t>(3, longestFence(text) + 1), '`');
  return fence + language + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string markdownCell(const std::string& markdown) {
  std::string made;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const bool isEscaped = i > 0 && markdown[i - 1] == '\\';
    if (markdown[i] == '|' && !isEscaped) made += '\\';
    made += markdown[i];
  }
  return made;
}

}  // namespace joinery
