// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_token.h"

#include <algorithm>
#include <cctype>

namespace joinery {
namespace {

bool isWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWordPart(char c) { return isWordStart(c) || isDigit(c) || c == '$'; }

std::size_t blockCommentLength(std::string_view sql) {
  int depth = 0;  // they nest
  for (std::size_t i = 0; i + 1 < sql.size(); ++i) {
    const std::string_view pair = sql.substr(i, 2);
    if (pair != "/*" && pair != "*/") continue;
    depth += pair == "/*" ? 1 : -1;
    if (depth == 0) return i + 2;
    ++i;
  }
  return sql.size();
}

enum class Escapes { None, Backslash };

/// @param open where the quote stands; a doubled one is part of the text
std::size_t quotedLength(std::string_view sql, std::size_t open, Escapes escapes) {
  const char quote = sql[open];
  for (std::size_t i = open + 1; i < sql.size(); ++i) {
    if (escapes == Escapes::Backslash && sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      if (i + 1 == sql.size() || sql[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return sql.size();
}

/// `$tag$ … $tag$`; a lone dollar is one character.
std::size_t dollarLength(std::string_view sql) {
  const std::size_t close = sql.find('$', 1);
  if (close == std::string_view::npos) return 1;
  const std::string_view tag = sql.substr(1, close - 1);
  const bool isTag = tag.empty() || (isWordStart(tag.front()) && std::ranges::all_of(tag, isWordPart));
  if (!isTag) return 1;
  const std::string_view delimiter = sql.substr(0, close + 1);
  const std::size_t end = sql.find(delimiter, delimiter.size());
  return end == std::string_view::npos ? sql.size() : end + delimiter.size();
}

std::size_t wordLength(std::string_view sql) {
  const auto length = static_cast<std::size_t>(std::ranges::find_if_not(sql, isWordPart) - sql.begin());
  const bool isEscapeString = length == 1 && (sql[0] == 'e' || sql[0] == 'E') && sql.size() > 1 && sql[1] == '\'';
  return isEscapeString ? quotedLength(sql, 1, Escapes::Backslash) : length;
}

}  // namespace

std::size_t postgresqlTokenLength(std::string_view sql) {
  const char first = sql.front();
  if (sql.starts_with("--")) return std::min(sql.find_first_of("\n\r"), sql.size());
  if (sql.starts_with("/*")) return blockCommentLength(sql);
  if (first == '\'' || first == '"') return quotedLength(sql, 0, Escapes::None);
  if (first == '$') return dollarLength(sql);
  if (isWordStart(first)) return wordLength(sql);
  return 1;
}

}  // namespace joinery
