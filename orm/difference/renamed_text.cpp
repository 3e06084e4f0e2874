// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/renamed_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "orm/core/ascii_case.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

using Kind = SqlToken::Kind;

bool isAnyKeyword(const SqlToken& token, std::initializer_list<std::string_view> keywords) {
  return std::ranges::any_of(keywords, [&](std::string_view each) { return token.isKeyword(each); });
}

/// What can follow a table in FROM and is no other name of it.
bool endsTable(const SqlToken& token) {
  return isAnyKeyword(token, {"ON", "WHERE", "JOIN", "LEFT", "RIGHT", "INNER", "OUTER", "CROSS", "FULL", "NATURAL", "USING", "GROUP", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "EXCEPT",
                              "INTERSECT", "HAVING", "WINDOW", "FOR", "SET", "WHEN", "BEGIN", "VALUES", "SELECT", "DEFAULT", "EXECUTE", "REFERENCING", "DO", "RETURNING", "INDEXED", "NOT",
                              "TABLESAMPLE", "FROM", "DEFERRABLE", "INITIALLY", "AND", "OR"});
}

/// A text, its tokens, and what is to stand in place of some of them.
class EditedText {
 public:
  EditedText(const std::string& sql, const Dialect& dialect) : m_sql(sql), m_dialect(dialect), m_tokens(sqlTokens(sql, dialect)) {}

  std::size_t size() const { return m_tokens.size(); }
  const SqlToken& operator[](std::size_t at) const { return m_tokens[at]; }
  bool is(std::size_t at, std::string_view name) const { return at < size() && isNamed(m_tokens[at], name, m_dialect); }
  bool isSymbol(std::size_t at, char symbol) const { return at < size() && m_tokens[at].isSymbol(symbol); }
  bool isKeyword(std::size_t at, std::string_view keyword) const { return at < size() && m_tokens[at].isKeyword(keyword); }
  bool has(std::initializer_list<std::string_view> keywords) const {
    return std::ranges::any_of(m_tokens, [&](const SqlToken& token) { return isAnyKeyword(token, keywords); });
  }
  void replace(std::size_t at, std::string text) { m_replaced[at] = std::move(text); }
  const Dialect& dialect() const { return m_dialect; }

  std::string text() const {
    std::string text;
    std::size_t copied = 0;
    for (const auto& [at, with] : m_replaced) {
      text.append(m_sql, copied, m_tokens[at].begin - copied);
      text += with;
      copied = m_tokens[at].end;
    }
    return text.append(m_sql, copied);
  }

  /// A name that stands alone: no table's before it, no call, no type, no other name for a column.
  bool isLoneColumn(std::size_t at, std::string_view name) const {
    if (!is(at, name) || isSymbol(at + 1, '(') || isSymbol(at + 1, '.')) return false;
    if (at + 1 < size() && m_tokens[at + 1].kind == Kind::String && m_tokens[at].kind == Kind::Word) return false;
    if (at == 0) return true;
    if (isSymbol(at - 1, '.') || (isSymbol(at - 1, ':') && at > 1 && isSymbol(at - 2, ':'))) return false;
    return !isAnyKeyword(m_tokens[at - 1], {"AS", "COLLATE"});
  }
  /// A name behind one of these and a dot.
  bool isColumnOf(std::size_t at, std::string_view name, const std::set<std::string>& qualifiers) const {
    if (at < 2 || !is(at, name) || !isSymbol(at - 1, '.') || isSymbol(at + 1, '(')) return false;
    return std::ranges::any_of(qualifiers, [&](const std::string& each) { return is(at - 2, each); });
  }

 private:
  const std::string& m_sql;
  const Dialect& m_dialect;
  std::vector<SqlToken> m_tokens;
  std::map<std::size_t, std::string> m_replaced;
};

/// Where a table's name may stand to mean the table.
bool introducesTable(const EditedText& text, std::size_t at) {
  while (at > 0 && text.isSymbol(at - 1, '(')) --at;
  if (at == 0) return false;
  return text.isSymbol(at - 1, ',') || isAnyKeyword(text[at - 1], {"FROM", "JOIN", "ON", "INTO", "UPDATE", "ONLY", "TABLE"});
}

/// Where the name of the table begins, its schema's before it, if it is one that stands there.
std::optional<std::size_t> tableAt(const EditedText& text, std::size_t at, const QualifiedName& table) {
  if (!text.is(at, table.name) || text.isSymbol(at + 1, '.') || text.isSymbol(at + 1, '(')) {
    // INSERT INTO t (…) and an index's ON t (…) have a parenthesis behind the table.
    if (!text.is(at, table.name) || !text.isSymbol(at + 1, '(') || at == 0 || !isAnyKeyword(text[at - 1], {"INTO", "ON"})) return {};
  }
  std::size_t first = at;
  if (at > 1 && text.isSymbol(at - 1, '.')) {
    if (!table.schema.empty() && !text.is(at - 2, table.schema)) return {};
    first = at - 2;
  } else if (!table.schema.empty()) {
    return {};
  }
  if (!introducesTable(text, first)) return {};
  return first;
}

/// What a query calls the table: its other names, or its own where it has none.
std::set<std::string> qualifiersOf(const EditedText& text, const QualifiedName& table) {
  std::set<std::string> names;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!tableAt(text, at, table)) continue;
    std::size_t next = at + 1;
    if (text.isKeyword(next, "AS")) ++next;
    const bool isOther = next < text.size() && text[next].isName() && !(text[next].kind == Kind::Word && endsTable(text[next]));
    names.insert(isOther ? text[next].text : table.name);
  }
  return names;
}

/// Whether a select list is what stands at each token: there a column gives its name to the view's own.
std::vector<bool> selectLists(const EditedText& text) {
  std::vector<bool> depths{false}, lists;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.isSymbol(at, '(')) depths.push_back(false);
    else if (text.isSymbol(at, ')') && depths.size() > 1) depths.pop_back();
    else if (text.isKeyword(at, "SELECT")) depths.back() = true;
    else if (text.isKeyword(at, "FROM")) depths.back() = false;
    lists.push_back(depths.back());
  }
  return lists;
}

/// Whether it is a whole item of a select list. @param first where its table's name stands, or it itself
bool isItem(const EditedText& text, const std::vector<bool>& lists, std::size_t first, std::size_t at) {
  if (!lists[at] || first == 0) return false;
  const bool begins = text.isSymbol(first - 1, ',') || isAnyKeyword(text[first - 1], {"SELECT", "DISTINCT", "ALL"});
  return begins && (at + 1 == text.size() || text.isSymbol(at + 1, ',') || text.isKeyword(at + 1, "FROM"));
}

/// A name there could be that of a column that the query makes itself.
bool isHardToRead(const EditedText& text) {
  if (text.has({"WITH", "USING", "NATURAL"})) return true;
  for (std::size_t at = 2; at < text.size(); ++at)
    if (text.isKeyword(at, "SELECT") && text.isSymbol(at - 1, '(') && (text.isSymbol(at - 2, ',') || isAnyKeyword(text[at - 2], {"FROM", "JOIN", "LATERAL"}))) return true;
  return false;
}

/// Whether the text gives that name to something.
bool givesName(const EditedText& text, std::string_view name) {
  for (std::size_t at = 1; at < text.size(); ++at)
    if (text.is(at, name) && text.isKeyword(at - 1, "AS")) return true;
  return false;
}

}  // namespace

std::string renamedInExpression(const std::string& sql, const ColumnRename& rename, const Dialect& dialect) {
  EditedText text(sql, dialect);
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text.isLoneColumn(at, rename.from) || text.isColumnOf(at, rename.from, {rename.table.name})) text.replace(at, dialect.quote(rename.to));
  return text.text();
}

std::string renamedInQuery(const std::string& sql, const ColumnRename& rename, bool isElsewhere, const Dialect& dialect) {
  EditedText text(sql, dialect);
  if (isHardToRead(text)) return sql;
  const std::set<std::string> qualifiers = qualifiersOf(text, rename.table);
  if (qualifiers.empty()) return sql;
  const std::vector<bool> lists = selectLists(text);
  const bool isOpen = isElsewhere || givesName(text, rename.from);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool isQualified = text.isColumnOf(at, rename.from, qualifiers);
    if (!isQualified && !text.isLoneColumn(at, rename.from)) continue;
    if (!isQualified && isOpen) return sql;
    const std::string as = isItem(text, lists, isQualified ? at - 2 : at, at) ? " AS " + sql.substr(text[at].begin, text[at].end - text[at].begin) : std::string();
    text.replace(at, dialect.quote(rename.to) + as);
  }
  return text.text();
}

std::string renamedInTrigger(const std::string& sql, const ColumnRename& rename, const Dialect& dialect) {
  EditedText text(sql, dialect);
  bool isAwaited = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.isKeyword(at, "OF") && at > 0 && text.isKeyword(at - 1, "UPDATE")) isAwaited = true;
    if (text.isKeyword(at, "ON")) isAwaited = false;
    if (text.isColumnOf(at, rename.from, {"new", "old", "NEW", "OLD"}) || (isAwaited && text.is(at, rename.from))) text.replace(at, dialect.quote(rename.to));
  }
  return text.text();
}

std::string renamedInText(const std::string& sql, const TableRename& rename, const Dialect& dialect) {
  EditedText text(sql, dialect);
  const bool movesSchema = rename.from.schema != rename.to.schema;
  bool isKnownByName = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto first = tableAt(text, at, rename.from);
    if (!first) continue;
    text.replace(at, dialect.quote(*first == at && movesSchema ? rename.to : QualifiedName(rename.to.name)));
    if (*first != at) text.replace(*first, dialect.quote(movesSchema && !rename.to.schema.empty() ? rename.to.schema : text[*first].text));
    const bool isNamedOtherwise = at + 1 < text.size() && text[at + 1].isName() && !(text[at + 1].kind == Kind::Word && endsTable(text[at + 1]));
    isKnownByName = isKnownByName || !isNamedOtherwise;
  }
  if (!isKnownByName) return text.text();
  for (std::size_t at = 0; at + 1 < text.size(); ++at)
    if (text.is(at, rename.from.name) && text.isSymbol(at + 1, '.') && (at == 0 || !text.isSymbol(at - 1, '.'))) text.replace(at, dialect.quote(rename.to.name));
  return text.text();
}

}  // namespace joinery::migration
