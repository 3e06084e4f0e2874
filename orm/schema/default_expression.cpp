// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/default_expression.h"

#include <algorithm>
#include <array>
#include <string>

namespace joinery::schema {
namespace {

bool isWordStart(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         static_cast<unsigned char>(letter) >= 0x80;
}

bool isWordPart(char letter) { return isWordStart(letter) || (letter >= '0' && letter <= '9') || letter == '$'; }

bool isBlank(char letter) { return std::string_view(" \t\r\n\f\v").find(letter) != std::string_view::npos; }

std::string upperCased(std::string_view word) {
  std::string upper(word);
  std::ranges::transform(upper, upper.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return upper;
}

// Functions that are called without parentheses.
bool isVaryingWord(const std::string& upper) {
  static constexpr std::array<std::string_view, 6> kWords{"LOCALTIME",   "LOCALTIMESTAMP", "SESSION_USER",
                                                          "SYSTEM_USER", "USER",           "SELECT"};
  return upper.starts_with("CURRENT_") || std::ranges::find(kWords, upper) != kWords.end();
}

// Words before a parenthesis that call nothing.
bool isOperatorWord(const std::string& upper) {
  static constexpr std::array<std::string_view, 9> kWords{"CAST", "AND", "OR",   "NOT",  "IN",
                                                          "CASE", "ROW", "WHEN", "ARRAY"};
  return std::ranges::find(kWords, upper) != kWords.end();
}

/// Reads an expression once, from left to right.
class ConstantReader {
 public:
  explicit ConstantReader(std::string_view sql) : m_sql(sql) {}

  bool readsConstant() {
    while (!atEnd()) {
      if (peek() == '\'' || peek() == '"' || peek() == '`')
        skipQuoted();
      else if (m_sql.substr(m_at).starts_with("::"))
        skipCast();
      else if (isWordStart(peek())) {
        if (!readWord()) return false;
      } else if (isWordPart(peek()))
        skipNumber();
      else
        ++m_at;
    }
    return true;
  }

 private:
  bool atEnd() const { return m_at >= m_sql.size(); }
  char peek() const { return m_sql[m_at]; }

  void skipBlanks() {
    while (!atEnd() && isBlank(peek())) ++m_at;
  }

  void skipQuoted() {
    const char quote = m_sql[m_at++];
    while (!atEnd() && peek() != quote) ++m_at;
    ++m_at;
  }

  void skipNumber() {
    while (!atEnd() && (isWordPart(peek()) || peek() == '.')) ++m_at;
  }

  std::string_view takeWord() {
    const std::size_t start = m_at;
    while (!atEnd() && isWordPart(peek())) ++m_at;
    return m_sql.substr(start, m_at - start);
  }

  // A word is harmless unless it is called; E'' and x'' are the beginnings of strings.
  bool readWord() {
    const std::string word = upperCased(takeWord());
    if (word == "AS") return skipTypeName(), true;
    skipBlanks();
    const bool called = !atEnd() && peek() == '(' && !isOperatorWord(word);
    return !called && !isVaryingWord(word);
  }

  void skipCast() {
    m_at += 2;
    skipTypeName();
  }

  // `timestamp(3) without time zone`, `public."My Type"[]`, `numeric(10,2)`.
  void skipTypeName() {
    for (;;) {
      skipBlanks();
      if (atEnd()) return;
      if (peek() == '"')
        skipQuoted();
      else if (isWordStart(peek()))
        takeWord();
      else if (peek() == '.' || peek() == '[' || peek() == ']')
        ++m_at;
      else if (!skipModifier())
        return;
    }
  }

  bool skipModifier() {
    if (peek() != '(') return false;
    const std::size_t close = m_sql.find(')', m_at);
    if (close == std::string_view::npos) return false;
    const std::string_view inside = m_sql.substr(m_at + 1, close - m_at - 1);
    const bool numbers = !inside.empty() && inside.find_first_not_of("0123456789, -") == std::string_view::npos;
    if (numbers) m_at = close + 1;
    return numbers;
  }

  std::string_view m_sql;
  std::size_t m_at = 0;
};

}  // namespace

bool isConstantExpression(std::string_view sql) { return ConstantReader(sql).readsConstant(); }

}  // namespace joinery::schema
