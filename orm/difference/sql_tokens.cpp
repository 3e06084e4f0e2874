// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/sql_tokens.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sql_text.h"

namespace joinery::migration {
namespace {

using Kind = SqlToken::Kind;

class TokenCutter {
 public:
  TokenCutter(std::string_view sql, bool hasBrackets) : m_sql(sql), m_hasBrackets(hasBrackets) {}

  std::vector<SqlToken> run() {
    for (std::size_t at = 0; at < m_sql.size();) at = m_hasBrackets && m_sql[at] == '[' ? bracketed(at) : stretch(at);
    return std::move(m_tokens);
  }

 private:
  std::size_t bracketed(std::size_t at) {
    const std::size_t closing = std::min(m_sql.find(']', at), m_sql.size());
    add(Kind::QuotedName, std::string(m_sql.substr(at + 1, closing - at - 1)), at, std::min(closing + 1, m_sql.size()));
    return m_tokens.back().end;
  }

  /// Code up to the next bracket, quote or end, or what is quoted. @return where it ends
  std::size_t stretch(std::size_t at) {
    const SqlStretch first = splitQuoted(m_sql.substr(at)).front();
    if (!first.isCode) return quoted(at, first.text.size());
    std::size_t end = at + first.text.size();
    if (m_hasBrackets) end = std::min(end, std::max(m_sql.find('[', at), at));
    for (std::size_t i = at; i < end;) i = code(i, end);
    return end;
  }

  std::size_t quoted(std::size_t at, std::size_t length) {
    const char quote = m_sql[at];
    const std::size_t end = at + length;
    if (quote == '-' || quote == '/') return end;  // a comment
    const bool isName = quote == '"' || quote == '`';
    std::string text(m_sql.substr(at, length));
    if (isName) text = text.substr(1, std::max<std::size_t>(length, 2) - 2);
    // A doubled quote stands for one: what was cut there is put together again.
    if (!m_tokens.empty() && m_tokens.back().end == at && m_sql[at - 1] == quote && m_tokens.back().kind == (isName ? Kind::QuotedName : Kind::String)) {
      m_tokens.back().text += (isName ? std::string(1, quote) : std::string()) + text;
      m_tokens.back().end = end;
    } else {
      add(isName ? Kind::QuotedName : Kind::String, std::move(text), at, end);
    }
    return end;
  }

  std::size_t code(std::size_t at, std::size_t end) {
    if (static_cast<unsigned char>(m_sql[at]) <= ' ') return at + 1;
    std::size_t last = at;
    while (last < end && isWordCharacter(m_sql[last])) ++last;
    if (last == at) ++last;
    add(isWordCharacter(m_sql[at]) ? Kind::Word : Kind::Symbol, std::string(m_sql.substr(at, last - at)), at, last);
    return last;
  }

  void add(Kind kind, std::string text, std::size_t begin, std::size_t end) { m_tokens.push_back({kind, std::move(text), begin, end}); }

  std::string_view m_sql;
  bool m_hasBrackets;
  std::vector<SqlToken> m_tokens;
};

/// Where the parenthesis that opens there closes; the last one where it does not.
std::size_t closing(const std::vector<SqlToken>& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].isSymbol('(')) ++depth;
    if (tokens[i].isSymbol(')') && --depth == 0) return i;
  }
  return tokens.size() - 1;
}

bool isCallOrKeyword(const SqlToken& token) { return token.isName() && !token.isKeyword("AND") && !token.isKeyword("OR") && !token.isKeyword("NOT") && !token.isKeyword("WHERE"); }

/// Parentheses around the whole, and those of which one pair is all that stands in another.
void dropParentheses(std::vector<SqlToken>& tokens) {
  std::vector<bool> isDropped(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].isSymbol('(')) continue;
    const std::size_t end = closing(tokens, i);
    const bool isAll = std::all_of(isDropped.begin(), isDropped.begin() + static_cast<std::ptrdiff_t>(i), [](bool each) { return each; }) &&
                       std::ranges::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(end) + 1, tokens.end(), [](const SqlToken& each) { return each.isSymbol(')'); });
    const bool isDoubled = i + 1 < tokens.size() && tokens[i + 1].isSymbol('(') && closing(tokens, i + 1) + 1 == end && tokens[end].isSymbol(')');
    const bool isArgument = i > 0 && !isDropped[i - 1] && isCallOrKeyword(tokens[i - 1]);
    if (isAll || (isDoubled && !isArgument)) isDropped[i] = isDropped[end] = true;
  }
  std::size_t at = 0;
  std::erase_if(tokens, [&](const SqlToken&) { return isDropped[at++]; });
}

std::string comparable(const SqlToken& token, const Dialect& dialect) {
  if (token.kind == Kind::Word) return asciiLower(token.text);
  if (token.kind != Kind::QuotedName) return token.text;
  const std::string folded = dialect.namesIgnoreCase() ? asciiLower(token.text) : token.text;
  return dialect.identifiers().needsQuotes(folded) ? '"' + folded + '"' : folded;
}

}  // namespace

bool SqlToken::isKeyword(std::string_view keyword) const {
  return kind == Kind::Word && std::ranges::equal(text, keyword, {}, [](char each) { return asciiLower(each); }, [](char each) { return asciiLower(each); });
}

std::vector<SqlToken> sqlTokens(std::string_view sql, const Dialect& dialect) { return TokenCutter(sql, dialect.name() == "sqlite").run(); }

bool isNamed(const SqlToken& token, std::string_view name, const Dialect& dialect) {
  if (!token.isName()) return false;
  const bool isQuoted = token.kind == Kind::QuotedName;
  if (dialect.namesIgnoreCase()) return asciiLower(token.text) == asciiLower(name) && (isQuoted || !dialect.identifiers().needsQuotes(name));
  return isQuoted ? token.text == name : asciiLower(token.text) == name && !dialect.identifiers().needsQuotes(name);
}

std::string comparableSql(std::string_view sql, const Dialect& dialect) {
  std::vector<SqlToken> tokens = sqlTokens(sql, dialect);
  while (!tokens.empty() && tokens.back().isSymbol(';')) tokens.pop_back();
  dropParentheses(tokens);
  std::string text;
  for (const SqlToken& token : tokens) {
    text += comparable(token, dialect);
    text += ' ';
  }
  return text;
}

}  // namespace joinery::migration
