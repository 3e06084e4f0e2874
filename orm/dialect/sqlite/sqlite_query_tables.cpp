// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_query_tables.h"

#include <algorithm>
#include <array>
#include <span>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery {
namespace {

bool isOneOf(const SqliteToken& token, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return token.isKeyword(word); });
}

/// Words that end the list of a FROM. What follows ON and USING is no table either, but the list may go on behind it.
constexpr std::array<std::string_view, 11> kClauses{"SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "VALUES"};

/// Reads a query once, and keeps for each open parenthesis whether it stands in the list of a FROM.
class QueryTables {
 public:
  explicit QueryTables(std::string_view query) : m_tokens(sqliteTokens(query)) {}

  std::vector<std::string> run() {
    for (m_at = 0; m_at < m_tokens.size(); ++m_at) read(m_tokens[m_at]);
    return std::move(m_names);
  }

 private:
  /// A parenthesis that is open: in a FROM's list, and whether a table is to follow.
  struct Level {
    bool inFrom = false;
    bool isExpected = false;
  };

  void read(const SqliteToken& token) {
    Level& level = m_levels.back();
    if (token.isSymbol('(')) return m_levels.push_back(level.isExpected ? Level{true, true} : Level{});
    if (token.isSymbol(')')) return close();
    if ((token.isKeyword("FROM") && !isComparison()) || token.isKeyword("JOIN")) {
      level = {true, true};
    } else if (isOneOf(token, kClauses)) {
      level = {};
    } else if (token.isSymbol(',')) {
      level.isExpected = level.inFrom;
    } else if (token.isKeyword("IN")) {
      level.isExpected = m_at + 1 < m_tokens.size() && !m_tokens[m_at + 1].isSymbol('(');
    } else if (level.isExpected) {
      level.isExpected = false;
      readName(token);
    }
  }

  /// IS DISTINCT FROM.
  bool isComparison() const { return m_at > 0 && m_tokens[m_at - 1].isKeyword("DISTINCT"); }

  void close() {
    if (m_levels.size() > 1) m_levels.pop_back();
    m_levels.back().isExpected = false;
  }

  void readName(const SqliteToken& token) {
    if (!token.isName()) return;
    const bool isQualified = m_at + 2 < m_tokens.size() && m_tokens[m_at + 1].isSymbol('.');
    if (isQualified && asciiLower(token.text) != "main") return void(m_at += 2);
    if (isQualified) m_at += 2;
    add(m_tokens[m_at].text);
  }

  void add(const std::string& name) {
    const auto isSame = [&](const std::string& known) { return asciiLower(known) == asciiLower(name); };
    if (std::ranges::none_of(m_names, isSame)) m_names.push_back(name);
  }

  std::vector<SqliteToken> m_tokens;
  std::size_t m_at = 0;
  std::vector<Level> m_levels{Level{}};
  std::vector<std::string> m_names;
};

}  // namespace

std::vector<std::string> sqliteQueryTables(std::string_view query) { return QueryTables(query).run(); }

}  // namespace joinery
