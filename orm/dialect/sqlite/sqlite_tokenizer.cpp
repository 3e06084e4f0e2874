// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

#include <algorithm>

#include "orm/core/ascii_case.h"

namespace joinery {
namespace {

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool startsWord(char c) {
  return (asciiLower(c) >= 'a' && asciiLower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continuesWord(char c) { return startsWord(c) || isDigit(c) || c == '$'; }

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view sql) : m_sql(sql) {}

  std::vector<SqliteToken> run() {
    while (skipBlanks()) m_tokens.push_back(next());
    return std::move(m_tokens);
  }

 private:
  char peek(std::size_t ahead = 0) const { return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : '\0'; }
  bool atEnd() const { return m_at >= m_sql.size(); }

  void skipTo(std::string_view mark) {
    const auto found = m_sql.find(mark, m_at);
    m_at = found == std::string_view::npos ? m_sql.size() : found + mark.size();
  }

  /// @return false at the end of the text
  bool skipBlanks() {
    while (!atEnd()) {
      if (isSpace(peek())) {
        ++m_at;
      } else if (peek() == '-' && peek(1) == '-') {
        skipTo("\n");
      } else if (peek() == '/' && peek(1) == '*') {
        m_at += 2;
        skipTo("*/");
      } else {
        return true;
      }
    }
    return false;
  }

  SqliteToken next() {
    SqliteToken token;
    token.begin = m_at;
    const char first = peek();
    if (first == '\'' || first == '"' || first == '`' || first == '[') {
      token.kind = SqliteToken::Kind::Quoted;
      token.text = quoted(first == '[' ? ']' : first);
    } else if (asciiLower(first) == 'x' && peek(1) == '\'') {
      ++m_at;
      quoted('\'');
      token.text = std::string(m_sql.substr(token.begin, m_at - token.begin));
    } else {
      token.kind = startsWord(first) ? SqliteToken::Kind::Word : SqliteToken::Kind::Other;
      skipPlain(first);
      token.text = std::string(m_sql.substr(token.begin, m_at - token.begin));
    }
    token.end = m_at;
    return token;
  }

  void skipPlain(char first) {
    const bool number = isDigit(first) || (first == '.' && isDigit(peek(1)));
    ++m_at;
    if (!number && !startsWord(first)) return;
    while (!atEnd() && (continuesWord(peek()) || (number && continuesNumber()))) ++m_at;
  }

  bool continuesNumber() const {
    const bool exponentSign = (peek() == '-' || peek() == '+') && asciiLower(m_sql[m_at - 1]) == 'e' && isDigit(peek(1));
    return peek() == '.' || exponentSign;
  }

  /// The text between the quotes; a doubled quote stands for one, except in brackets.
  std::string quoted(char closing) {
    std::string text;
    for (++m_at; !atEnd(); ++m_at) {
      if (peek() != closing) {
        text += peek();
      } else if (closing != ']' && peek(1) == closing) {
        text += closing;
        ++m_at;
      } else {
        ++m_at;
        break;
      }
    }
    return text;
  }

  std::string_view m_sql;
  std::size_t m_at = 0;
  std::vector<SqliteToken> m_tokens;
};

}  // namespace

bool SqliteToken::isKeyword(std::string_view keyword) const {
  return kind == Kind::Word && std::ranges::equal(text, keyword, [](char a, char b) { return asciiLower(a) == asciiLower(b); });
}

bool SqliteToken::isSymbol(char symbol) const { return kind == Kind::Other && text.size() == 1 && text[0] == symbol; }

std::vector<SqliteToken> sqliteTokens(std::string_view sql) { return Tokenizer(sql).run(); }

}  // namespace joinery
