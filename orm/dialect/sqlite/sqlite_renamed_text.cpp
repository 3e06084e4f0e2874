// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_renamed_text.h"

#include <algorithm>
#include <array>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/dialect/sqlite/sqlite_query_text.h"

namespace joinery {
namespace {

/// Words that can't be names where they stand without quotes; others can, though they mean something elsewhere. Sorted.
constexpr std::array<std::string_view, 49> kReservedWords{
    "add", "all", "alter", "and", "as", "between", "case", "check", "collate", "commit", "constraint", "create", "default", "deferrable", "delete", "distinct", "drop",
    "else", "escape", "except", "exists", "foreign", "from", "group", "having", "in", "index", "insert", "intersect", "into", "is", "isnull", "join", "limit", "not",
    "notnull", "null", "on", "or", "order", "primary", "references", "select", "set", "table", "then", "union", "when", "where"};

/// A text and what is to stand in place of some of its tokens.
class RenamedText {
 public:
  RenamedText(const std::string& text, std::vector<SqliteToken> tokens, const SqliteColumnRenames& renames)
      : m_text(text), m_tokens(std::move(tokens)), m_renames(renames) {}

  std::size_t size() const { return m_tokens.size(); }
  const SqliteToken& at(std::size_t place) const {
    static const SqliteToken none;
    return place < m_tokens.size() ? m_tokens[place] : none;
  }
  bool isSymbol(std::size_t place, char symbol) const { return at(place).isSymbol(symbol); }
  bool isNamed(std::size_t place, std::string_view name) const { return at(place).isName() && !isString(place) && asciiLower(at(place).text) == asciiLower(name); }
  bool isString(std::size_t place) const { return at(place).kind == SqliteToken::Kind::Quoted && m_text[at(place).begin] == '\''; }

  /// Whether it is one of the old names, where a column can be meant.
  bool isColumn(std::size_t place) const {
    const std::string name = asciiLower(at(place).text);
    if (!at(place).isName() || isString(place) || !m_renames.names.contains(name)) return false;
    if (at(place).kind == SqliteToken::Kind::Word && std::ranges::binary_search(kReservedWords, std::string_view(name))) return false;
    return !isSymbol(place + 1, '(') && !isSymbol(place + 1, '.') && !isAlias(place);
  }
  bool isQualified(std::size_t place) const { return place >= 2 && isSymbol(place - 1, '.'); }

  void rename(std::size_t place) { m_replaced[place] = {newName(place), place}; }
  void keepName(std::size_t place) { m_replaced[place].text += " AS " + quoted(at(place).text); }
  /// Whether it is given the very name that it gets; then nothing has to be given any more.
  bool isCalledSo(std::size_t place) const { return at(place + 1).isKeyword("AS") && at(place + 2).isName() && !isString(place + 2) && at(place + 2).text == m_renames.names.at(asciiLower(at(place).text)); }
  void dropName(std::size_t place) { m_replaced[place].last = place + 2; }

  std::string text() const {
    std::string text;
    std::size_t copied = 0;
    for (const auto& [place, replacement] : m_replaced) {
      text.append(m_text, copied, m_tokens[place].begin - copied);
      text += replacement.text;
      copied = m_tokens[replacement.last].end;
    }
    return text.append(m_text, copied);
  }

 private:
  struct Replacement {
    std::string text;
    std::size_t last = 0;  // the last token that it stands for
  };

  static std::string quoted(std::string_view name) { return sqliteDialect().quote(name); }
  std::string newName(std::size_t place) const { return quoted(m_renames.names.at(asciiLower(at(place).text))); }

  /// A name that follows a value is given to it, with AS or without; other words have a table or a collation behind them.
  bool isAlias(std::size_t place) const {
    if (place == 0) return false;
    const SqliteToken& before = at(place - 1);
    constexpr std::array<std::string_view, 10> kWords{"AS", "COLLATE", "END", "FROM", "JOIN", "INTO", "UPDATE", "TABLE", "TRIGGER", "EXISTS"};
    if (std::ranges::any_of(kWords, [&](std::string_view word) { return before.isKeyword(word); })) return true;
    if (before.kind == SqliteToken::Kind::Other) return before.isSymbol(')') || (before.text.front() >= '0' && before.text.front() <= '9');
    return before.kind == SqliteToken::Kind::Quoted || !sqliteDialect().identifiers().needsQuotes(before.text);
  }

  const std::string& m_text;
  std::vector<SqliteToken> m_tokens;
  const SqliteColumnRenames& m_renames;
  std::map<std::size_t, Replacement> m_replaced;
};

class QueryRenaming {
 public:
  QueryRenaming(const std::string& query, const SqliteColumnRenames& renames)
      : m_renames(renames), m_query(readSqliteQuery(query)), m_text(query, m_query.tokens, renames) {
    int depth = 0;
    for (std::size_t i = 0; i < m_text.size(); ++i) {
      if (m_text.isSymbol(i, ')')) --depth;
      m_depths.push_back(depth);
      if (m_text.isSymbol(i, '(')) ++depth;
    }
  }

  std::string run() {
    for (std::size_t i = 0; i < m_text.size(); ++i) {
      if (!m_text.isColumn(i) || !isOurs(i)) continue;
      const bool isCalledSo = m_text.isCalledSo(i) && isWholeColumn(i, i + 2);
      const bool isWhole = isWholeColumn(i, i);
      m_text.rename(i);
      if (isCalledSo) m_text.dropName(i);
      else if (isWhole) m_text.keepName(i);
    }
    return m_text.text();
  }

 private:
  using Source = SqliteQueryText::Source;

  bool isTable(const Source& source) const { return asciiLower(source.name) == asciiLower(m_renames.table); }

  /// Whether the name means a column of the table: looked for in the SELECT that it stands in, then in those around it.
  bool isOurs(std::size_t place) const {
    for (std::size_t select = m_query.selectOf[place];; select = m_query.selects[select].parent) {
      const std::vector<Source>& sources = m_query.selects[select].sources;
      if (const auto answer = m_text.isQualified(place) ? ofCalled(sources, m_text.at(place - 2).text) : ofAny(sources, m_text.at(place).text)) return *answer;
      if (select == m_query.selects[select].parent) return false;
    }
  }

  std::optional<bool> ofCalled(const std::vector<Source>& sources, const std::string& qualifier) const {
    const auto found = std::ranges::find_if(sources, [&](const Source& source) { return source.isCalled(qualifier); });
    if (found == sources.end()) return {};
    return isTable(*found);
  }

  /// What a query in parentheses gives, or a common table expression, is called as before.
  std::optional<bool> ofAny(const std::vector<Source>& sources, const std::string& column) const {
    if (sources.empty()) return {};
    if (std::ranges::any_of(sources, [&](const Source& source) { return isTable(source); })) return true;
    const bool isElsewhere = std::ranges::any_of(sources, [&](const Source& source) { return m_renames.hasColumn(source.name, column).value_or(true); });
    if (isElsewhere) return false;
    return {};
  }

  /// Whether nothing but it is a column of its SELECT, which has its name from there. @param last of what stands for the column
  bool isWholeColumn(std::size_t place, std::size_t last) const {
    const auto& select = m_query.selects[m_query.selectOf[place]];
    const std::size_t first = m_text.isQualified(place) ? place - 2 : place;
    if (first < select.firstColumn || first == 0 || last >= select.endOfColumns || m_depths[place] != m_depths[select.firstColumn - 1]) return false;
    const SqliteToken& before = m_text.at(first - 1);
    const bool begins = before.isSymbol(',') || before.isKeyword("SELECT") || before.isKeyword("DISTINCT") || before.isKeyword("ALL");
    const SqliteToken& behind = m_text.at(last + 1);
    constexpr std::array<std::string_view, 8> kEnds{"FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT"};
    const bool ends = behind.text.empty() || behind.isSymbol(',') || behind.isSymbol(')') || std::ranges::any_of(kEnds, [&](std::string_view word) { return behind.isKeyword(word); });
    return begins && ends;
  }

  const SqliteColumnRenames& m_renames;
  SqliteQueryText m_query;
  RenamedText m_text;
  std::vector<int> m_depths;
};

class TriggerRenaming {
 public:
  TriggerRenaming(const std::string& trigger, std::string_view owner, const SqliteColumnRenames& renames)
      : m_renames(renames), m_text(trigger, sqliteTokens(trigger), renames), m_isOwner(asciiLower(owner) == asciiLower(renames.table)) {}

  std::string run() {
    const std::size_t body = find(0, "BEGIN");
    renameIn(0, body, m_isOwner);
    for (std::size_t first = body; first < m_text.size();) {
      const std::size_t end = endOf(first);
      renameIn(first, end, namesTable(first, end));
      first = end + 1;
    }
    return m_text.text();
  }

 private:
  std::size_t find(std::size_t place, std::string_view keyword) const {
    while (place < m_text.size() && !m_text.at(place).isKeyword(keyword)) ++place;
    return place;
  }
  std::size_t endOf(std::size_t place) const {
    while (place < m_text.size() && !m_text.isSymbol(place, ';')) ++place;
    return place;
  }
  bool namesTable(std::size_t first, std::size_t end) const {
    for (; first < end; ++first)
      if (m_text.isNamed(first, m_renames.table)) return true;
    return false;
  }

  /// @param isNear whether a name that stands alone may be a column of the table
  void renameIn(std::size_t first, std::size_t end, bool isNear) {
    for (std::size_t i = first; i < end; ++i) {
      if (!m_text.isColumn(i)) continue;
      if (m_text.isQualified(i) ? isOurs(m_text.at(i - 2).text, first, end) : isNear && !isElsewhere(first, end, m_text.at(i).text)) m_text.rename(i);
    }
  }

  bool isOurs(const std::string& qualifier, std::size_t first, std::size_t end) const {
    const std::string folded = asciiLower(qualifier);
    if (folded == "new" || folded == "old") return m_isOwner;
    if (folded == asciiLower(m_renames.table)) return true;
    for (; first < end; ++first) {
      if (!m_text.isNamed(first, m_renames.table)) continue;
      const std::size_t alias = m_text.at(first + 1).isKeyword("AS") ? first + 2 : first + 1;
      if (m_text.isNamed(alias, qualifier)) return true;
    }
    return false;
  }

  /// Whether another table that is named there has such a column.
  bool isElsewhere(std::size_t first, std::size_t end, const std::string& column) const {
    for (; first < end; ++first)
      if (m_text.at(first).isName() && !m_text.isNamed(first, m_renames.table) && m_renames.hasColumn(m_text.at(first).text, column).value_or(false)) return true;
    return false;
  }

  const SqliteColumnRenames& m_renames;
  RenamedText m_text;
  bool m_isOwner;
};

}  // namespace

std::string sqliteRenamedQuery(const std::string& query, const SqliteColumnRenames& renames) { return QueryRenaming(query, renames).run(); }

std::string sqliteRenamedTrigger(const std::string& trigger, std::string_view owner, const SqliteColumnRenames& renames) {
  return TriggerRenaming(trigger, owner, renames).run();
}

}  // namespace joinery
