// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/translated_sql.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "orm/core/ascii_case.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

using Kind = SqlToken::Kind;
using Tokens = std::vector<SqlToken>;

bool isSqlite(const Dialect& dialect) { return dialect.name() == "sqlite"; }

bool isSymbolAt(const Tokens& tokens, std::size_t at, char symbol) { return at < tokens.size() && tokens[at].isSymbol(symbol); }

template <std::size_t Size>
bool isKeywordOf(const SqlToken& token, const std::array<std::string_view, Size>& keywords) {
  return std::ranges::any_of(keywords, [&](std::string_view each) { return token.isKeyword(each); });
}

/// What follows the type that a cast names. @param at behind the colons
std::size_t behindType(const Tokens& tokens, std::size_t at) {
  static constexpr std::array<std::string_view, 6> kFurtherWords{"VARYING", "PRECISION", "WITH", "WITHOUT", "TIME", "ZONE"};
  ++at;
  while (isSymbolAt(tokens, at, '.')) at += 2;
  const auto skipWords = [&] {
    while (at < tokens.size() && isKeywordOf(tokens[at], kFurtherWords)) ++at;
  };
  skipWords();
  if (isSymbolAt(tokens, at, '(')) {
    while (at < tokens.size() && !tokens[at].isSymbol(')')) ++at;
    ++at;
    skipWords();
  }
  while (isSymbolAt(tokens, at, '[') && isSymbolAt(tokens, at + 1, ']')) at += 2;
  return std::min(at, tokens.size());
}

Tokens withoutCasts(const Tokens& tokens) {
  Tokens kept;
  for (std::size_t at = 0; at < tokens.size();) {
    if (isSymbolAt(tokens, at, ':') && isSymbolAt(tokens, at + 1, ':')) at = behindType(tokens, at + 2);
    else kept.push_back(tokens[at++]);
  }
  return kept;
}

SqlToken symbol(const char* text) { return {Kind::Symbol, text}; }

/// `= ANY ((ARRAY[a, b]))` as `IN (a, b)`.
Tokens withLists(const Tokens& tokens) {
  Tokens made;
  for (std::size_t at = 0; at < tokens.size();) {
    std::size_t next = at + 2, open = 0;
    const bool isAny = tokens[at].isSymbol('=') && at + 1 < tokens.size() && tokens[at + 1].isKeyword("ANY");
    for (; isAny && isSymbolAt(tokens, next, '('); ++next) ++open;
    if (open == 0 || next >= tokens.size() || !tokens[next].isKeyword("ARRAY")) {
      made.push_back(tokens[at++]);
      continue;
    }
    made.push_back({Kind::Word, "IN"});
    made.push_back(symbol("("));
    for (at = next + 2; at < tokens.size() && !tokens[at].isSymbol(']'); ++at) made.push_back(tokens[at]);
    made.push_back(symbol(")"));
    at += 1 + open;
  }
  return made;
}

/// What the other engine has nothing for, or something else.
bool isForeign(const SqlToken& token, const Dialect& target) {
  static constexpr std::array<std::string_view, 7> kPostgresqlWords{"ANY", "ALL", "ARRAY", "SIMILAR", "ILIKE", "INTERVAL", "COLLATE"};
  static constexpr std::array<std::string_view, 4> kSqliteWords{"GLOB", "REGEXP", "MATCH", "COLLATE"};
  if (token.kind == Kind::Symbol) return isSqlite(target) && std::string_view("~[]@?").find(token.text.front()) != std::string_view::npos;
  if (token.kind != Kind::Word) return false;
  return isSqlite(target) ? isKeywordOf(token, kPostgresqlWords) : isKeywordOf(token, kSqliteWords);
}

/// Whether a name is called that one of the engines may not have, or means otherwise by it.
bool callsForeign(const Tokens& tokens) {
  static constexpr std::array<std::string_view, 12> kOfBoth{"LOWER", "UPPER", "LENGTH", "ABS", "COALESCE", "NULLIF", "ROUND", "TRIM", "LTRIM", "RTRIM", "SUBSTR", "REPLACE"};
  static constexpr std::array<std::string_view, 12> kNoCalls{"AND", "OR", "NOT", "IN", "WHEN", "THEN", "ELSE", "BETWEEN", "LIKE", "IS", "CASE", "CAST"};
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
    if (tokens[at].isName() && tokens[at + 1].isSymbol('(') && (tokens[at].kind != Kind::Word || (!isKeywordOf(tokens[at], kOfBoth) && !isKeywordOf(tokens[at], kNoCalls)))) return true;
  return false;
}

/// SQLite's second way to write equality.
Tokens withPlainEquality(const Tokens& tokens) {
  Tokens made;
  for (const SqlToken& token : tokens) {
    const bool isSecond = !made.empty() && token.isSymbol('=') && made.back().isSymbol('=') && made.back().end == token.begin;
    if (isSecond) made.back().end = token.end;
    else made.push_back(token);
  }
  return made;
}

std::string spelled(const SqlToken& token, const Dialect& dialect) { return token.kind == Kind::QuotedName ? dialect.quote(token.text) : token.text; }

/// Symbols that touched, and calls, still touch.
std::string joined(const Tokens& tokens, const Dialect& dialect) {
  std::string text;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const SqlToken& token = tokens[at];
    const SqlToken* before = at == 0 ? nullptr : &tokens[at - 1];
    const bool touched = before && before->end == token.begin && before->end > 0;
    const bool isTight = touched || (before && before->isSymbol('(')) || token.isSymbol(')') || token.isSymbol(',');
    text += (before && !isTight ? " " : "") + spelled(token, dialect);
  }
  return text;
}

bool isNumber(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string withoutParentheses(std::string text) {
  while (text.size() > 1 && text.starts_with('(') && text.ends_with(')') && text.find(')') == text.size() - 1) text = text.substr(1, text.size() - 2);
  return text;
}

bool isNow(const std::string& folded) { return folded == "current_timestamp" || folded == "now()" || folded == "datetime('now')" || folded == "transaction_timestamp()"; }

bool isPresentMoment(const std::string& folded) { return isNow(folded) || folded == "current_date" || folded == "current_time"; }

bool isTemporal(TypeKind kind) { return kind == TypeKind::Date || kind == TypeKind::Time || kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz; }

/// A number, where the column takes it.
std::optional<std::string> numberFor(const std::string& number, const ValueType& type, const Dialect& target) {
  if (isSqlite(target) || isNumeric(type.kind) || type.kind == TypeKind::Text) return number;
  if (type.kind != TypeKind::Boolean || (number != "0" && number != "1")) return {};
  return number == "0" ? "false" : "true";
}

}  // namespace

std::optional<std::string> translatedExpression(const std::string& sql, const Dialect& source, const Dialect& target) {
  if (source.name() == target.name()) return sql;
  const Tokens all = sqlTokens(sql, source);
  const Tokens tokens = isSqlite(target) ? withLists(withoutCasts(all)) : withPlainEquality(all);
  if (tokens.empty() || callsForeign(tokens) || std::ranges::any_of(tokens, [&](const SqlToken& each) { return isForeign(each, target); })) return {};
  return joined(tokens, target);
}

std::optional<std::string> translatedDefault(const std::string& sql, const ValueType& type, const Dialect& source, const Dialect& target) {
  if (source.name() == target.name()) return sql;
  const std::string text = withoutParentheses(joined(withoutCasts(sqlTokens(sql, source)), target));
  const std::string folded = asciiLower(text);
  if (isPresentMoment(folded) && (isTemporal(type.kind) || type.kind == TypeKind::Text)) return isNow(folded) ? "CURRENT_TIMESTAMP" : text;
  if (folded == "null") return "NULL";
  if (folded == "true" || folded == "false") return isSqlite(target) || type.kind == TypeKind::Boolean ? std::optional(folded) : numberFor(folded == "true" ? "1" : "0", type, target);
  if (isNumber(text)) return numberFor(text, type, target);
  const Tokens tokens = sqlTokens(sql, source);
  // X'00ff': a word and a string behind it.
  const bool isBytes = tokens.size() == 2 && tokens[0].isKeyword("X") && tokens[1].kind == Kind::String;
  if (isBytes && type.kind == TypeKind::Blob) return "'\\x" + tokens[1].text.substr(1);
  const bool isString = !tokens.empty() && tokens.front().kind == Kind::String && text == tokens.front().text && text.starts_with('\'');
  if (!isString) return {};
  if (isSqlite(target) && type.kind == TypeKind::Blob) return text.starts_with("'\\x") ? std::optional("x'" + text.substr(3)) : std::nullopt;
  const bool fits = isSqlite(target) || type.kind == TypeKind::Text || isTemporal(type.kind) || (isNumeric(type.kind) && isNumber(std::string_view(text).substr(1, text.size() - 2)));
  return fits ? std::optional(text) : std::nullopt;
}

}  // namespace joinery::migration
