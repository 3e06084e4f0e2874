// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_query_text.h"

#include <algorithm>
#include <array>
#include <span>

#include "orm/core/ascii_case.h"

namespace joinery {
namespace {

using Words = std::span<const std::string_view>;

/// Words that end the list of a FROM. What follows ON and USING is no table either, but the list may go on behind it.
constexpr std::array<std::string_view, 10> kClauses{"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "VALUES"};
/// Words behind a table that are no alias of it.
constexpr std::array<std::string_view, 12> kBehindTable{"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER", "ON", "USING", "INDEXED", "NOT"};

bool isOneOf(const SqliteToken& token, Words words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return token.isKeyword(word); });
}

/// Reads a query once, and keeps for each open parenthesis which SELECT it stands in.
class QueryReader {
 public:
  explicit QueryReader(std::string_view query) {
    m_query.tokens = sqliteTokens(query);
    m_query.selects.emplace_back();
  }

  SqliteQueryText run() {
    for (m_at = 0; m_at < m_query.tokens.size();) read();
    return std::move(m_query);
  }

 private:
  /// A parenthesis that is open.
  struct Level {
    std::size_t select = 0, outer = 0;
    bool inFrom = false;
    bool isExpected = false;  ///< a table is to follow
    bool isSource = false;    ///< it opened where a table was expected
  };

  const SqliteToken& token(std::size_t ahead = 0) const {
    static const SqliteToken none;
    return m_at + ahead < m_query.tokens.size() ? m_query.tokens[m_at + ahead] : none;
  }
  void take(std::size_t count = 1) {
    for (; count > 0; --count, ++m_at) m_query.selectOf.push_back(m_levels.back().select);
  }

  void read() {
    Level& level = m_levels.back();
    if (token().isSymbol('(')) return open();
    if (token().isSymbol(')')) return close();
    if (token().isKeyword("SELECT")) return beginSelect();
    if (token().isKeyword("FROM") && !isComparison()) {
      m_query.selects[level.select].endOfColumns = m_at;
      level.inFrom = level.isExpected = true;
    } else if (token().isKeyword("JOIN")) {
      level.inFrom = level.isExpected = true;
    } else if (isOneOf(token(), kClauses)) {
      level.inFrom = level.isExpected = false;
    } else if (token().isSymbol(',')) {
      level.isExpected = level.inFrom;
    } else if (token().isKeyword("IN") && !token(1).isSymbol('(')) {
      take();
      return readMembers();
    } else if (level.isExpected && token().isName()) {
      level.isExpected = false;
      return readSource();
    }
    take();
  }

  /// IS DISTINCT FROM.
  bool isComparison() const { return m_at > 0 && m_query.tokens[m_at - 1].isKeyword("DISTINCT"); }

  void open() {
    const Level outer = m_levels.back();
    take();
    m_levels.back().isExpected = false;
    m_levels.push_back({outer.select, outer.select, outer.isExpected, outer.isExpected, outer.isExpected});
  }

  void close() {
    const Level inner = m_levels.back();
    if (m_levels.size() > 1) m_levels.pop_back();
    take();
    if (inner.isSource && inner.select != m_levels.back().select) add({{}, takeAlias()});
  }

  void beginSelect() {
    Level& level = m_levels.back();
    level.select = m_query.selects.size();
    level.inFrom = level.isExpected = false;
    m_query.selects.push_back({level.outer, {}, m_at + 1, m_query.tokens.size()});
    take();
  }

  void readSource() {
    std::string name = takeTable();
    // A function that gives rows.
    if (token().isSymbol('(')) return;
    add({std::move(name), takeAlias()});
  }

  void readMembers() {
    if (token().isName()) add({takeTable(), {}});
  }

  std::string takeTable() {
    const bool isQualified = token(1).isSymbol('.');
    const bool isOurs = !isQualified || asciiLower(token().text) == "main";
    if (isQualified) take(2);
    std::string name = isOurs ? token().text : "?";
    take();
    return name;
  }

  std::string takeAlias() {
    const bool isSaid = token().isKeyword("AS");
    if (!isSaid && (!token().isName() || isOneOf(token(), kClauses) || isOneOf(token(), kBehindTable))) return {};
    if (isSaid) take();
    std::string alias = token().text;
    take();
    return alias;
  }

  void add(SqliteQueryText::Source source) { m_query.selects[m_levels.back().select].sources.push_back(std::move(source)); }

  SqliteQueryText m_query;
  std::size_t m_at = 0;
  std::vector<Level> m_levels{Level{}};
};

}  // namespace

bool SqliteQueryText::Source::isCalled(std::string_view qualifier) const { return asciiLower(alias.empty() ? name : alias) == asciiLower(qualifier); }

SqliteQueryText readSqliteQuery(std::string_view query) { return QueryReader(query).run(); }

std::vector<std::string> sqliteQueryTables(std::string_view query) {
  std::vector<std::string> names;
  for (const auto& select : readSqliteQuery(query).selects)
    for (const auto& source : select.sources) {
      const auto isSame = [&](const std::string& known) { return asciiLower(known) == asciiLower(source.name); };
      if (!source.name.empty() && source.name != "?" && std::ranges::none_of(names, isSame)) names.push_back(source.name);
    }
  return names;
}

}  // namespace joinery
