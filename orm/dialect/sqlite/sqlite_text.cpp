// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_text.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

constexpr std::size_t kMostPaths = 8;

void appendGlobLiteral(std::string& pattern, char letter) {
  const bool special = letter == '*' || letter == '?' || letter == '[';
  if (special)
    pattern += {'[', letter, ']'};
  else
    pattern += letter;
}

bool isIndex(std::string_view key) {
  if (key.starts_with('-')) key.remove_prefix(1);
  return !key.empty() && key.size() < 10 && std::ranges::all_of(key, isDigit);
}

std::string indexStep(std::string_view key) {
  return key.front() == '-' ? "[#" + std::string(key) + "]" : "[" + std::string(key) + "]";
}

std::string nameStep(std::string_view key) {
  const bool spellable = std::ranges::none_of(
      key, [](char letter) { return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20; });
  if (spellable) return ".\"" + std::string(key) + "\"";
  throw DbError(ErrorKind::NotSupported,
                "SQLite has no path to a JSON key with a quotation mark, a backslash or a "
                "control character in it");
}

}  // namespace

std::string globFromLike(std::string_view likePattern) {
  std::string pattern;
  for (std::size_t i = 0; i < likePattern.size(); ++i) {
    const char letter = likePattern[i];
    if (letter == '%')
      pattern += '*';
    else if (letter == '_')
      pattern += '?';
    else if (letter == '\\' && i + 1 < likePattern.size())
      appendGlobLiteral(pattern, likePattern[++i]);
    else
      appendGlobLiteral(pattern, letter);
  }
  return pattern;
}

std::vector<std::string> sqliteJsonPaths(const std::vector<std::string>& keys) {
  std::vector<std::string> paths{"$"};
  for (const std::string& key : keys) {
    std::vector<std::string> longer;
    for (const std::string& path : paths) {
      if (isIndex(key)) longer.push_back(path + indexStep(key));
      longer.push_back(path + nameStep(key));
    }
    if (longer.size() > kMostPaths)
      throw DbError(ErrorKind::NotSupported, "a JSON path with more than three numbers in it");
    paths = std::move(longer);
  }
  return paths;
}

}  // namespace joinery
