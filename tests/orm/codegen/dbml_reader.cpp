// SPDX-License-Identifier: GPL-3.0-or-later
#include "dbml_reader.h"

#include <cctype>
#include <stdexcept>

namespace joinery::test {

namespace {

struct DbmlToken {
  enum class Kind { Word, Name, Text, Expression, Sign, NewLine, End } kind = Kind::End;
  std::string text;
  int line = 1;
};

/// As the official lexer: a backslash escapes in names and texts, and no line ends within them; between backticks all stands as it is.
class DbmlLexer {
 public:
  explicit DbmlLexer(const std::string& text) : m_text(text) {}

  std::vector<DbmlToken> run() {
    std::vector<DbmlToken> tokens;
    do tokens.push_back(next());
    while (tokens.back().kind != DbmlToken::Kind::End);
    return tokens;
  }

 private:
  DbmlToken next() {
    while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
    if (m_text.compare(m_at, 2, "//") == 0) m_at = std::min(m_text.find('\n', m_at), m_text.size());
    if (m_at >= m_text.size()) return {DbmlToken::Kind::End, {}, m_line};
    const char first = m_text[m_at++];
    if (first == '\n') return {DbmlToken::Kind::NewLine, {}, m_line++};
    if (first == '"') return {DbmlToken::Kind::Name, quoted('"'), m_line};
    if (first == '\'') return {DbmlToken::Kind::Text, quoted('\''), m_line};
    if (first == '`') return {DbmlToken::Kind::Expression, raw(), m_line};
    if (!isWord(first)) return {DbmlToken::Kind::Sign, std::string(1, first), m_line};
    std::string word(1, first);
    while (m_at < m_text.size() && isWord(m_text[m_at])) word += m_text[m_at++];
    return {DbmlToken::Kind::Word, word, m_line};
  }

  /// A dot joins digits only: else it stands between names.
  bool isWord(char letter) const {
    const bool isDecimalPoint = letter == '.' && std::isdigit(static_cast<unsigned char>(m_text[m_at - 1]));
    return isDecimalPoint || std::isalnum(static_cast<unsigned char>(letter)) || letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
  }

  std::string quoted(char quote) {
    std::string text;
    for (; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
      if (m_text[m_at] == '\n') throw std::runtime_error("line " + std::to_string(m_line) + " ends within quotes");
      if (m_text[m_at] != '\\') text += m_text[m_at];
      else text += escaped(m_text.at(++m_at));
    }
    if (m_at++ >= m_text.size()) throw std::runtime_error("quotes are not closed");
    return text;
  }

  static char escaped(char letter) {
    if (letter == 'n') return '\n';
    if (letter == 't') return '\t';
    return letter == 'r' ? '\r' : letter;
  }

  std::string raw() {
    const std::size_t end = m_text.find('`', m_at);
    if (end == std::string::npos) throw std::runtime_error("backticks are not closed");
    const std::string text = m_text.substr(m_at, end - m_at);
    for (const char letter : text) m_line += letter == '\n' ? 1 : 0;
    m_at = end + 1;
    return text;
  }

  const std::string& m_text;
  std::size_t m_at = 0;
  int m_line = 1;
};

class DbmlParser {
 public:
  explicit DbmlParser(const std::string& text) : m_tokens(DbmlLexer(text).run()) {}

  DbmlDocument run() {
    for (skipLines(); peek().kind != DbmlToken::Kind::End; skipLines()) {
      const std::string word = take(DbmlToken::Kind::Word);
      if (word == "Table") readTable();
      else if (word == "Enum") readEnum();
      else if (word == "Ref") readReference();
      else fail("'" + word + "' begins nothing");
    }
    return std::move(m_document);
  }

 private:
  using Kind = DbmlToken::Kind;

  const DbmlToken& peek() const { return m_tokens[m_at]; }
  [[noreturn]] void fail(const std::string& why) const { throw std::runtime_error("line " + std::to_string(peek().line) + ": " + why); }
  std::string take(Kind kind) {
    if (peek().kind != kind) fail("'" + peek().text + "' is not expected");
    return m_tokens[m_at++].text;
  }
  bool takes(Kind kind, const std::string& text) {
    const bool isThere = peek().kind == kind && peek().text == text;
    m_at += isThere ? 1 : 0;
    return isThere;
  }
  void sign(const char* text) {
    if (!takes(Kind::Sign, text)) fail(std::string("there is no ") + text);
  }
  void skipLines() {
    while (peek().kind == Kind::NewLine) ++m_at;
  }
  void endLine() {
    if (peek().kind != Kind::End) take(Kind::NewLine);
  }

  std::string path() {
    std::string text = take(Kind::Name);
    while (takes(Kind::Sign, ".")) text += "." + take(Kind::Name);
    return text;
  }

  std::vector<std::string> settings() {
    std::vector<std::string> all;
    if (!takes(Kind::Sign, "[")) return all;
    do {
      std::string one;
      for (; peek().kind != Kind::Sign || (peek().text != "," && peek().text != "]"); ++m_at) {
        if (peek().kind == Kind::NewLine || peek().kind == Kind::End) fail("settings are not closed");
        one += (one.empty() || peek().text == ":" ? "" : " ") + peek().text;
      }
      all.push_back(one);
    } while (takes(Kind::Sign, ","));
    sign("]");
    return all;
  }

  std::string type() {
    if (peek().kind == Kind::Name) return path();
    std::string text = take(Kind::Word);
    if (!takes(Kind::Sign, "(")) return text;
    text += "(";
    while (!takes(Kind::Sign, ")")) text += m_tokens[m_at++].text;
    return text + ")";
  }

  std::string columns() {
    if (!takes(Kind::Sign, "(")) return take(Kind::Name);
    std::string text;
    do {
      const bool isExpression = peek().kind == Kind::Expression;
      text += (text.empty() ? "" : ", ") + (isExpression ? "`" + take(Kind::Expression) + "`" : take(Kind::Name));
    } while (takes(Kind::Sign, ","));
    sign(")");
    return text;
  }

  static std::string joined(const std::vector<std::string>& texts) {
    std::string text;
    for (const std::string& each : texts) text += (text.empty() ? "" : ", ") + each;
    return text;
  }

  template <typename Line>
  void block(Line line) {
    sign("{");
    endLine();
    for (skipLines(); !takes(Kind::Sign, "}"); skipLines()) {
      line();
      endLine();
    }
  }

  void readTable() {
    auto [place, isNew] = m_document.tables.try_emplace(path());
    if (!isNew) fail("the table is there twice");
    DbmlDocument::Table& table = place->second;
    block([&] {
      if (takes(Kind::Word, "indexes")) block([&] { table.indexes.push_back(columns() + " " + joined(settings())); });
      else if (takes(Kind::Word, "checks")) block([&] { table.checks.push_back(take(Kind::Expression) + " " + joined(settings())); });
      else if (takes(Kind::Word, "Note")) sign(":"), table.note = take(Kind::Text);
      else {
        const std::string name = take(Kind::Name), spelled = type();
        table.columns.push_back({name, spelled, settings()});
      }
    });
    endLine();
  }

  void readEnum() {
    auto& labels = m_document.enums[path()];
    block([&] { labels.push_back(take(Kind::Name)); });
    endLine();
  }

  std::string end() {
    std::string table = take(Kind::Name);
    sign(".");
    std::string last;
    while (peek().kind == Kind::Name) {
      last = take(Kind::Name);
      if (!takes(Kind::Sign, ".")) return table + "(" + last + ")";
      table += "." + last;
    }
    return table + "(" + columns() + ")";
  }

  void readReference() {
    DbmlDocument::Reference reference;
    if (peek().kind == Kind::Name) reference.name = take(Kind::Name);
    sign(":");
    reference.from = end();
    reference.sign = take(Kind::Sign).front();
    reference.to = end();
    reference.settings = joined(settings());
    m_document.references.push_back(std::move(reference));
    endLine();
  }

  std::vector<DbmlToken> m_tokens;
  std::size_t m_at = 0;
  DbmlDocument m_document;
};

}  // namespace

DbmlDocument DbmlDocument::read(const std::string& text) { return DbmlParser(text).run(); }

}  // namespace joinery::test
