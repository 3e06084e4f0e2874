// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sql_text.h"

#include <algorithm>
#include <array>

namespace joinery {
namespace {

std::size_t endOr(std::string_view text, std::size_t position) {
  return position == std::string_view::npos ? text.size() : position;
}

// A doubled quote ends one stretch and begins the next, which comes to the same.
std::size_t quotedEnd(std::string_view text, bool backslashes) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (backslashes && text[i] == '\\')
      ++i;
    else if (text[i] == text.front())
      return i + 1;
  }
  return text.size();
}

std::size_t dollarQuotedEnd(std::string_view text) {
  std::size_t tagEnd = 1;
  while (tagEnd < text.size() && text[tagEnd] != '$' && isWordCharacter(text[tagEnd])) ++tagEnd;
  if (tagEnd >= text.size() || text[tagEnd] != '$' || isDigit(text[1])) return 0;
  const std::string_view tag = text.substr(0, tagEnd + 1);
  const std::size_t closing = text.find(tag, tag.size());
  return closing == std::string_view::npos ? text.size() : closing + tag.size();
}

bool beginsEscapeString(std::string_view before) {
  if (before.empty() || (before.back() != 'E' && before.back() != 'e')) return false;
  return before.size() == 1 || !isWordCharacter(before[before.size() - 2]);
}

// @return the length of the quoted part or comment that stands at the position, 0 for code
std::size_t quotedLength(std::string_view sql, std::size_t position) {
  const std::string_view rest = sql.substr(position);
  switch (rest.front()) {
    case '\'':
      return quotedEnd(rest, beginsEscapeString(sql.substr(0, position)));
    case '"':
    case '`':
      return quotedEnd(rest, false);
    case '-':
      return rest.starts_with("--") ? endOr(rest, rest.find('\n')) : 0;
    case '/':
      return rest.starts_with("/*") ? std::min(rest.size(), endOr(rest, rest.find("*/", 2)) + 2) : 0;
    case '$':
      return position > 0 && isWordCharacter(sql[position - 1]) ? 0 : dollarQuotedEnd(rest);
    default:
      return 0;
  }
}

}  // namespace

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool isWordCharacter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || isDigit(letter) || letter == '_' ||
         letter == '$' || static_cast<unsigned char>(letter) >= 0x80;
}

std::string quotedText(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) quoted.append(letter == '\'' ? 2 : 1, letter);
  return quoted + "'";
}

std::vector<SqlStretch> splitQuoted(std::string_view sql) {
  std::vector<SqlStretch> stretches;
  std::size_t codeStart = 0;
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t quoted = quotedLength(sql, i);
    if (quoted == 0) {
      ++i;
      continue;
    }
    if (i > codeStart) stretches.push_back({sql.substr(codeStart, i - codeStart), true});
    stretches.push_back({sql.substr(i, quoted), false});
    i += quoted;
    codeStart = i;
  }
  if (codeStart < sql.size()) stretches.push_back({sql.substr(codeStart), true});
  return stretches;
}

std::string rewriteCode(std::string_view sql, const ReplaceCode& replace) {
  std::string written;
  for (const SqlStretch& stretch : splitQuoted(sql)) {
    if (!stretch.isCode) {
      written += stretch.text;
      continue;
    }
    for (std::size_t i = 0; i < stretch.text.size();) {
      const std::size_t used = replace(stretch.text.substr(i), written);
      if (used == 0) written += stretch.text[i];
      i += std::max<std::size_t>(used, 1);
    }
  }
  return written;
}

std::string escapeLikePattern(std::string_view plain) {
  std::string pattern;
  for (const char letter : plain) {
    if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

std::string completeLikePattern(std::string pattern) {
  const std::size_t other = pattern.find_last_not_of('\\');
  const std::size_t backslashes = other == std::string::npos ? pattern.size() : pattern.size() - other - 1;
  if (backslashes % 2 == 1) pattern += '\\';
  return pattern;
}

bool isTypeName(std::string_view declared) {
  if (declared.empty()) return false;
  for (const SqlStretch& stretch : splitQuoted(declared)) {
    if (!stretch.isCode && (stretch.text.front() != '"' || stretch.text.size() < 3 || stretch.text.back() != '"'))
      return false;
    const auto harmless = [](char letter) {
      return isWordCharacter(letter) || std::string_view(" .,()[]").find(letter) != std::string_view::npos;
    };
    if (stretch.isCode && !std::ranges::all_of(stretch.text, harmless)) return false;
  }
  const auto open = std::ranges::count(declared, '(');
  return open <= 1 && open == std::ranges::count(declared, ')') && declared.find('(') <= declared.find(')');
}

}  // namespace joinery
