// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_script.h"

#include <algorithm>
#include <cctype>

#include "orm/core/ascii_case.h"

namespace joinery {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool isWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool isWordPart(char c) { return isWordStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$'; }

/// A piece of SQL as SQLite's tokenizer cuts it, as far as boundaries need it. Source: sqlite.org/lang.html
struct Token {
  enum class Kind { Blank, Comment, Word, Quoted, Semicolon, Other, End } kind = Kind::End;
  std::string_view text;
};

std::size_t endOfQuoted(std::string_view sql, char closing) {
  for (std::size_t i = 1; i < sql.size(); ++i) {
    if (sql[i] != closing) continue;
    const bool doubled = closing != ']' && i + 1 < sql.size() && sql[i + 1] == closing;
    if (!doubled) return i + 1;
    ++i;
  }
  return sql.size();
}

std::size_t endAfter(std::string_view sql, std::string_view closing, std::size_t from) {
  const std::size_t found = sql.find(closing, from);
  return found == std::string_view::npos ? sql.size() : found + closing.size();
}

std::size_t lengthWhile(std::string_view sql, bool (*predicate)(char)) {
  return static_cast<std::size_t>(std::ranges::find_if_not(sql, predicate) - sql.begin());
}

Token tokenAt(std::string_view sql) {
  using Kind = Token::Kind;
  if (sql.empty()) return {};
  const auto token = [&](Kind kind, std::size_t length) { return Token{kind, sql.substr(0, length)}; };
  const char first = sql.front();
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (sql.starts_with(kByteOrderMark)) return token(Kind::Blank, kByteOrderMark.size());
  if (isBlank(first)) return token(Kind::Blank, lengthWhile(sql, isBlank));
  if (sql.starts_with("--")) return token(Kind::Comment, endAfter(sql, "\n", 2));
  if (sql.starts_with("/*")) return token(Kind::Comment, endAfter(sql, "*/", 2));
  if (first == '\'' || first == '"' || first == '`') return token(Kind::Quoted, endOfQuoted(sql, first));
  if (first == '[') return token(Kind::Quoted, endOfQuoted(sql, ']'));
  if (first == ';') return token(Kind::Semicolon, 1);
  if (isWordStart(first)) return token(Kind::Word, lengthWhile(sql, isWordPart));
  return token(Kind::Other, 1);
}

/// Finds out whether a semicolon ends the statement: inside CREATE TRIGGER only the one after `; END` does.
class Boundary {
 public:
  /// @return whether the statement is complete with this token
  bool take(const Token& token) {
    if (token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment) return false;
    const std::string word = token.kind == Token::Kind::Word ? asciiLower(token.text) : std::string();
    if (token.kind != Token::Kind::Semicolon) {
      readOpening(word);
      m_sawEnd = m_sawSemicolon && word == "end";
      m_sawSemicolon = false;
      return false;
    }
    if (m_opening != Opening::Trigger || m_sawEnd) return true;
    m_sawSemicolon = true;
    return false;
  }

 private:
  enum class Opening { Start, Explain, Create, Trigger, Other };

  void readOpening(const std::string& word) {
    const bool isPrefix = word == "temp" || word == "temporary";
    const bool isPlan = word == "query" || word == "plan";
    switch (m_opening) {
      case Opening::Start:
        m_opening = word == "explain" ? Opening::Explain : word == "create" ? Opening::Create : Opening::Other;
        break;
      case Opening::Explain:
        if (!isPlan) m_opening = word == "create" ? Opening::Create : Opening::Other;
        break;
      case Opening::Create:
        if (!isPrefix) m_opening = word == "trigger" ? Opening::Trigger : Opening::Other;
        break;
      case Opening::Trigger:
      case Opening::Other: break;
    }
  }

  Opening m_opening = Opening::Start;
  bool m_sawSemicolon = false;
  bool m_sawEnd = false;
};

std::string_view trimmedEnd(std::string_view text) {
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view withoutLeadingSqliteComments(std::string_view sql) {
  for (Token token = tokenAt(sql); token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment; token = tokenAt(sql)) {
    sql.remove_prefix(token.text.size());
  }
  return sql;
}

bool isBlankSqlite(std::string_view sql) {
  sql = withoutLeadingSqliteComments(sql);
  while (sql.starts_with(';')) sql = withoutLeadingSqliteComments(sql.substr(1));
  return sql.empty();
}

std::vector<std::string> splitSqliteScript(std::string_view script) {
  std::vector<std::string> statements;
  while (!(script = withoutLeadingSqliteComments(script)).empty()) {
    Boundary boundary;
    std::size_t length = 0;
    bool complete = false;
    while (!complete && length < script.size()) {
      const Token token = tokenAt(script.substr(length));
      complete = boundary.take(token);
      length += token.text.size();
    }
    const std::string_view statement = script.substr(0, complete ? length - 1 : length);
    if (!isBlankSqlite(statement)) statements.emplace_back(trimmedEnd(statement));
    script.remove_prefix(length);
  }
  return statements;
}

std::vector<std::string> bareSqliteWords(std::string_view sql) {
  std::vector<std::string> words;
  for (Token token = tokenAt(sql); token.kind != Token::Kind::End; token = tokenAt(sql)) {
    if (token.kind == Token::Kind::Word) words.push_back(asciiLower(token.text));
    sql.remove_prefix(token.text.size());
  }
  return words;
}

}  // namespace joinery
