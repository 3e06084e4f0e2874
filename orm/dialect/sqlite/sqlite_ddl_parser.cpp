// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_ddl_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery {
namespace {

/// Walks over the tokens of one statement. Past the end there is an endless row of empty tokens.
class TokenReader {
 public:
  explicit TokenReader(std::string_view sql) : m_sql(sql), m_tokens(sqliteTokens(sql)) {}

  bool atEnd() const { return m_next >= m_tokens.size(); }
  const SqliteToken& peek(std::size_t ahead = 0) const {
    static const SqliteToken none;
    return m_next + ahead < m_tokens.size() ? m_tokens[m_next + ahead] : none;
  }
  const SqliteToken& take() {
    const SqliteToken& token = peek();
    ++m_next;
    return token;
  }
  std::size_t position() const { return m_next; }

  bool acceptKeyword(std::string_view keyword) { return accept(peek().isKeyword(keyword)); }
  bool acceptSymbol(char symbol) { return accept(peek().isSymbol(symbol)); }
  /// "PRIMARY KEY": both words or none.
  bool acceptKeywords(std::string_view first, std::string_view second) {
    if (!peek().isKeyword(first) || !peek(1).isKeyword(second)) return false;
    m_next += 2;
    return true;
  }
  std::string takeName() { return peek().isName() ? take().text : std::string(); }

  /// Takes one token, or a parenthesis with all that is in it.
  void skipItem() {
    int depth = 0;
    do {
      const SqliteToken& token = take();
      if (token.isSymbol('(')) ++depth;
      if (token.isSymbol(')')) --depth;
    } while (depth > 0 && !atEnd());
  }

  /// @return what stands between the parentheses that open here; empty when none does
  std::string takeParenthesised() {
    if (!peek().isSymbol('(')) return {};
    const std::size_t first = m_next + 1;
    skipItem();
    return text(first, m_next - 1);
  }

  /// The source from one token up to, and without, another. Comments at either end are left out.
  std::string text(std::size_t first, std::size_t last) const {
    last = std::min(last, m_tokens.size());
    if (first >= last) return {};
    return std::string(m_sql.substr(m_tokens[first].begin, m_tokens[last - 1].end - m_tokens[first].begin));
  }
  std::string rest() const { return text(m_next, m_tokens.size()); }

  const SqliteToken& at(std::size_t position) const { return m_tokens[position]; }

 private:
  bool accept(bool fits) {
    if (fits) ++m_next;
    return fits;
  }

  std::string_view m_sql;
  std::vector<SqliteToken> m_tokens;
  std::size_t m_next = 0;
};

/// Takes `[IF NOT EXISTS] [schema.]name`.
void skipObjectName(TokenReader& reader) {
  if (reader.acceptKeywords("IF", "NOT")) reader.acceptKeyword("EXISTS");
  reader.takeName();
  if (reader.acceptSymbol('.')) reader.takeName();
}

/// Takes `CREATE … <kind> name`. @return false when the statement is of another kind
bool acceptCreate(TokenReader& reader, std::string_view kind) {
  if (!reader.acceptKeyword("CREATE")) return false;
  constexpr std::array<std::string_view, 3> kModifiers{"TEMP", "TEMPORARY", "UNIQUE"};
  while (std::ranges::any_of(kModifiers, [&](std::string_view word) { return reader.acceptKeyword(word); })) {
  }
  if (!reader.acceptKeyword(kind)) return false;
  skipObjectName(reader);
  return true;
}

class TableParser {
 public:
  explicit TableParser(std::string_view sql) : m_reader(sql) {}

  SqliteTableText run() {
    if (!acceptCreate(m_reader, "TABLE") || !m_reader.acceptSymbol('(')) return {};
    while (!m_reader.atEnd() && !m_reader.acceptSymbol(')')) {
      m_constraintName.clear();
      if (m_reader.acceptSymbol(',')) continue;
      if (startsTableConstraint()) {
        readTableConstraints();
      } else {
        readColumn();
      }
    }
    return std::move(m_table);
  }

 private:
  bool startsTableConstraint() const {
    constexpr std::array<std::string_view, 5> kFirstWords{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"};
    return std::ranges::any_of(kFirstWords, [this](std::string_view word) { return m_reader.peek().isKeyword(word); });
  }
  bool atItemEnd() const { return m_reader.atEnd() || m_reader.peek().isSymbol(',') || m_reader.peek().isSymbol(')'); }
  std::string takeConstraintName() { return std::exchange(m_constraintName, {}); }

  void readColumn() {
    SqliteTableText::Column column;
    column.name = m_reader.takeName();
    while (!atItemEnd()) readColumnConstraint(column);
    m_table.columns.push_back(std::move(column));
  }

  void readColumnConstraint(SqliteTableText::Column& column) {
    if (readCommonConstraint()) return;
    if (m_reader.acceptKeywords("PRIMARY", "KEY")) {
      m_table.primaryKey = keyOf(column.name);
    } else if (m_reader.acceptKeyword("AUTOINCREMENT")) {
      column.autoIncrement = true;
    } else if (m_reader.acceptKeyword("UNIQUE")) {
      m_table.uniqueKeys.push_back(keyOf(column.name));
    } else if (m_reader.acceptKeywords("NOT", "NULL")) {
      m_constraintName.clear();
      column.onNull = readConflict();
    } else if (m_reader.acceptKeyword("COLLATE")) {
      column.collation = m_reader.takeName();
    } else if (m_reader.acceptKeyword("AS")) {
      column.generationExpression = m_reader.takeParenthesised();
    } else if (m_reader.acceptKeyword("REFERENCES")) {
      readReference({column.name});
    } else {
      m_constraintName.clear();  // It was that of a DEFAULT.
      m_reader.skipItem();
    }
  }

  /// SQLite takes table constraints with or without commas between them.
  void readTableConstraints() {
    while (!atItemEnd()) {
      if (readCommonConstraint()) continue;
      if (m_reader.acceptKeywords("PRIMARY", "KEY")) {
        m_table.primaryKey = readKey();
      } else if (m_reader.acceptKeyword("UNIQUE")) {
        m_table.uniqueKeys.push_back(readKey());
      } else if (m_reader.acceptKeywords("FOREIGN", "KEY")) {
        schema::UniqueKey columns;
        readKeyColumns(columns);
        if (m_reader.acceptKeyword("REFERENCES")) readReference(std::move(columns.columns));
      } else {
        m_reader.skipItem();
      }
    }
  }

  /// What stands in columns and tables alike: a name, a check, and when a foreign key is checked.
  bool readCommonConstraint() {
    if (m_reader.acceptKeyword("CONSTRAINT")) {
      m_constraintName = m_reader.takeName();
    } else if (m_reader.acceptKeyword("CHECK")) {
      std::string name = takeConstraintName();
      m_table.checks.push_back({std::move(name), m_reader.takeParenthesised()});
    } else if (m_reader.peek().isKeyword("DEFERRABLE") ||
               (m_reader.peek().isKeyword("NOT") && m_reader.peek(1).isKeyword("DEFERRABLE"))) {
      readDeferral();
    } else {
      return false;
    }
    return true;
  }

  /// Behind PRIMARY KEY and UNIQUE of a column.
  schema::UniqueKey keyOf(const std::string& column) {
    schema::UniqueKey key{takeConstraintName(), {column}};
    if (!m_reader.acceptKeyword("ASC") && m_reader.acceptKeyword("DESC")) key.orders.push_back({column, {}, true});
    key.onConflict = readConflict();
    return key;
  }

  schema::UniqueKey readKey() {
    schema::UniqueKey key{takeConstraintName(), {}};
    readKeyColumns(key);
    key.onConflict = readConflict();
    return key;
  }

  /// `(a COLLATE x DESC, b AUTOINCREMENT)`: the names of the columns, and how they are sorted.
  void readKeyColumns(schema::UniqueKey& key) {
    if (!m_reader.acceptSymbol('(')) return;
    while (!m_reader.atEnd() && !m_reader.acceptSymbol(')')) {
      key.columns.push_back(m_reader.takeName());
      readKeyOrder(key);
      m_reader.acceptSymbol(',');
    }
  }

  void readKeyOrder(schema::UniqueKey& key) {
    schema::KeyOrder order{key.columns.back(), {}, false};
    while (!atItemEnd()) {
      if (m_reader.acceptKeyword("AUTOINCREMENT")) {
        m_table.autoIncrement = true;
      } else if (m_reader.acceptKeyword("COLLATE")) {
        order.collation = m_reader.takeName();
      } else if (m_reader.acceptKeyword("DESC")) {
        order.descending = true;
      } else {
        m_reader.skipItem();
      }
    }
    if (order.descending || !order.collation.empty()) key.orders.push_back(std::move(order));
  }

  schema::ConflictClause readConflict() {
    using Clause = schema::ConflictClause;
    if (!m_reader.acceptKeywords("ON", "CONFLICT")) return Clause::Abort;
    constexpr std::array<std::pair<std::string_view, Clause>, 4> kClauses{
        {{"ROLLBACK", Clause::Rollback}, {"FAIL", Clause::Fail}, {"IGNORE", Clause::Ignore}, {"REPLACE", Clause::Replace}}};
    const SqliteToken& word = m_reader.take();
    const auto found = std::ranges::find_if(kClauses, [&](const auto& clause) { return word.isKeyword(clause.first); });
    return found == kClauses.end() ? Clause::Abort : found->second;
  }

  void readReference(std::vector<std::string> columns) {
    schema::ForeignKey key;
    key.name = takeConstraintName();
    key.columns = std::move(columns);
    key.referredTable.name = m_reader.takeName();
    if (m_reader.peek().isSymbol('(')) m_reader.skipItem();
    m_table.foreignKeys.push_back(std::move(key));
    skipReferenceArguments();
  }

  /// `ON DELETE SET NULL ON UPDATE … MATCH …`: taken here, lest SET DEFAULT or NULL be read as a constraint.
  void skipReferenceArguments() {
    for (;;) {
      if (m_reader.acceptKeyword("ON")) {
        m_reader.take();
        const bool twoWords = m_reader.peek().isKeyword("SET") || m_reader.peek().isKeyword("NO");
        m_reader.take();
        if (twoWords) m_reader.take();
      } else if (m_reader.acceptKeyword("MATCH")) {
        m_reader.take();
      } else {
        return;
      }
    }
  }

  void readDeferral() {
    const bool deferrable = !m_reader.acceptKeyword("NOT");
    m_reader.acceptKeyword("DEFERRABLE");
    bool deferred = false;
    if (m_reader.acceptKeyword("INITIALLY")) deferred = m_reader.take().isKeyword("DEFERRED");
    if (m_table.foreignKeys.empty()) return;
    m_table.foreignKeys.back().deferrable = deferrable;
    m_table.foreignKeys.back().initiallyDeferred = deferrable && deferred;
  }

  TokenReader m_reader;
  SqliteTableText m_table;
  std::string m_constraintName;
};

/// Cuts what is no part of the expression off its end: ASC, DESC, NULLS FIRST, COLLATE name.
SqliteIndexText::Part indexPart(const TokenReader& reader, std::size_t first, std::size_t last) {
  SqliteIndexText::Part part;
  if (last >= first + 2 && reader.at(last - 2).isKeyword("NULLS")) last -= 2;
  if (last > first && (reader.at(last - 1).isKeyword("ASC") || reader.at(last - 1).isKeyword("DESC"))) --last;
  if (last >= first + 2 && reader.at(last - 2).isKeyword("COLLATE")) {
    last -= 2;
    part.hasCollation = true;
  }
  part.expression = reader.text(first, last);
  return part;
}

}  // namespace

const SqliteTableText::Column* SqliteTableText::column(std::string_view name) const {
  const std::string folded = asciiLower(name);
  const auto found = std::ranges::find(columns, folded, [](const Column& c) { return asciiLower(c.name); });
  return found == columns.end() ? nullptr : &*found;
}

SqliteTableText parseSqliteTable(std::string_view sql) { return TableParser(sql).run(); }

SqliteIndexText parseSqliteIndex(std::string_view sql) {
  SqliteIndexText index;
  TokenReader reader(sql);
  if (!acceptCreate(reader, "INDEX") || !reader.acceptKeyword("ON")) return index;
  reader.takeName();
  if (!reader.acceptSymbol('(')) return index;
  while (!reader.atEnd() && !reader.acceptSymbol(')')) {
    const std::size_t first = reader.position();
    while (!reader.atEnd() && !reader.peek().isSymbol(',') && !reader.peek().isSymbol(')')) reader.skipItem();
    index.parts.push_back(indexPart(reader, first, reader.position()));
    reader.acceptSymbol(',');
  }
  if (reader.acceptKeyword("WHERE")) index.predicate = reader.rest();
  return index;
}

SqliteViewText parseSqliteView(std::string_view sql) {
  SqliteViewText view;
  TokenReader reader(sql);
  if (!acceptCreate(reader, "VIEW")) return view;
  if (reader.acceptSymbol('('))
    while (!reader.atEnd() && !reader.acceptSymbol(')'))
      if (!reader.acceptSymbol(',')) view.columns.push_back(reader.take().text);
  if (reader.acceptKeyword("AS")) view.query = reader.rest();
  return view;
}

}  // namespace joinery
