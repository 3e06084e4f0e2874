// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_script.h"

#include <pg_query.h>

#include <algorithm>
#include <optional>

#include "orm/driver/postgresql/postgresql_token.h"

namespace joinery {
namespace {

/// Without the blanks, comments and stray semicolons before the first word.
std::string_view withoutLeadingNoise(std::string_view sql) {
  constexpr std::string_view kBlank = " \t\n\r\f\v;";
  while (!sql.empty()) {
    std::size_t length = 0;
    if (sql.starts_with("--") || sql.starts_with("/*")) length = postgresqlTokenLength(sql);
    else length = std::min(sql.find_first_not_of(kBlank), sql.size());
    if (length == 0) return sql;
    sql.remove_prefix(length);
  }
  return sql;
}

std::string_view withoutTrailingBlanks(std::string_view sql) {
  constexpr std::string_view kBlank = " \t\n\r\f\v";
  const std::size_t last = sql.find_last_not_of(kBlank);
  return last == std::string_view::npos ? std::string_view() : sql.substr(0, last + 1);
}

/// @return none where the grammar does not take the script
std::optional<std::vector<std::string>> splitByGrammar(const std::string& script) {
  const PgQuerySplitResult result = pg_query_split_with_parser(script.c_str());
  std::optional<std::vector<std::string>> statements;
  if (!result.error) {
    statements.emplace();
    const std::string_view all = script;
    for (int i = 0; i < result.n_stmts; ++i) {
      const PgQuerySplitStmt& place = *result.stmts[i];
      const auto begin = static_cast<std::size_t>(place.stmt_location);
      const std::string_view piece = place.stmt_len > 0 ? all.substr(begin, static_cast<std::size_t>(place.stmt_len)) : all.substr(begin);
      const std::string_view statement = withoutTrailingBlanks(withoutLeadingNoise(piece));
      if (!statement.empty()) statements->emplace_back(statement);
    }
  }
  pg_query_free_split_result(result);
  return statements;
}

/// By tokens alone, for a script with a mistake in it. The library's own scanner drops what it knows no keyword of, and
/// a statement must never be left out without a word.
std::vector<std::string> splitByTokens(std::string_view script) {
  std::vector<std::string> statements;
  while (!(script = withoutLeadingNoise(script)).empty()) {
    std::size_t length = 0;
    int depth = 0;  // the commands of a rule stand in parentheses
    while (length < script.size() && (script[length] != ';' || depth > 0)) {
      if (script[length] == '(') ++depth;
      if (script[length] == ')') --depth;
      length += postgresqlTokenLength(script.substr(length));
    }
    statements.emplace_back(withoutTrailingBlanks(script.substr(0, length)));
    script.remove_prefix(length);
  }
  return statements;
}

}  // namespace

std::vector<std::string> splitPostgresqlScript(std::string_view script) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (script.starts_with(kByteOrderMark)) script.remove_prefix(kByteOrderMark.size());
  const std::string text(withoutLeadingNoise(script));
  if (text.empty()) return {};
  if (text.find('\0') != std::string::npos) return {text};  // no statement holds NUL: running it says so
  // Only the grammar knows that a function's body in standard SQL holds semicolons.
  if (auto statements = splitByGrammar(text)) return *statements;
  return splitByTokens(text);
}

}  // namespace joinery
