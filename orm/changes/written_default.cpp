// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/written_default.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "orm/core/ascii_case.h"

namespace joinery {

namespace {

/// Words that stand for themselves.
constexpr std::array<std::string_view, 6> kMeaningfulWords{"null", "true", "false", "current_date", "current_time", "current_timestamp"};

std::string asTextLiteral(std::string_view text) {
  std::string literal = "'";
  for (const char letter : text) literal += letter == '\'' ? std::string("''") : std::string(1, letter);
  return literal + "'";
}

bool isLoneName(std::string_view sql) {
  const auto isPart = [](char letter) { return letter == '_' || letter == '$' || static_cast<unsigned char>(letter) > 127 || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z'); };
  const std::string word = asciiLower(sql);
  const bool beginsAsName = !word.empty() && !(word.front() >= '0' && word.front() <= '9');
  return beginsAsName && std::ranges::all_of(word, isPart) && std::ranges::find(kMeaningfulWords, word) == kMeaningfulWords.end();
}

/// What stands between the quotes of a name, where one is all there is.
std::optional<std::string> quotedName(std::string_view sql) {
  const std::size_t kind = sql.empty() ? std::string_view::npos : std::string_view("\"`[").find(sql.front());
  if (kind == std::string_view::npos || sql.size() < 2 || sql.back() != "\"`]"[kind]) return {};
  const std::string quote(1, sql.back());
  std::string name(sql.substr(1, sql.size() - 2));
  for (std::size_t at = name.find(quote); at != std::string::npos; at = name.find(quote, at + 1)) {
    if (quote == "]" || name.compare(at + 1, 1, quote) != 0) return {};
    name.erase(at, 1);
  }
  return name;
}

std::string expressionOfDefault(const std::string& sql) {
  if (const auto name = quotedName(sql)) return asTextLiteral(*name);
  if (isLoneName(sql)) return asTextLiteral(sql);
  // A comment may go on to the line's end.
  return sql.find("--") == std::string::npos ? sql : sql + "\n";
}

}  // namespace

std::string writtenDefault(const schema::Column& column) { return column.defaultExpression ? "(" + expressionOfDefault(*column.defaultExpression) + ")" : "NULL"; }

}  // namespace joinery
