// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_script.h"

#include <pg_query.h>

#include <algorithm>
#include <optional>

namespace joinery {
namespace {

std::size_t endOfBlockComment(std::string_view sql) {
  int depth = 0;  // they nest
  for (std::size_t i = 0; i + 1 < sql.size(); ++i) {
    const std::string_view pair = sql.substr(i, 2);
    if (pair == "/*") ++depth, ++i;
    else if (pair == "*/" && --depth == 0) return i + 2;
    else if (pair == "*/") ++i;
  }
  return sql.size();
}

/// Without the blanks, comments and stray semicolons before the first word.
std::string_view withoutLeadingNoise(std::string_view sql) {
  constexpr std::string_view kBlank = " \t\n\r\f\v;";
  while (!sql.empty()) {
    std::size_t length = 0;
    if (sql.starts_with("--")) length = std::min(sql.find_first_of("\n\r"), sql.size());
    else if (sql.starts_with("/*")) length = endOfBlockComment(sql);
    else length = std::min(sql.find_first_not_of(kBlank), sql.size());
    if (length == 0) return sql;
    sql.remove_prefix(length);
  }
  return sql;
}

std::string_view withoutTrailingBlanks(std::string_view sql) {
  constexpr std::string_view kBlank = " \t\n\r\f\v;";
  const std::size_t last = sql.find_last_not_of(kBlank);
  return last == std::string_view::npos ? std::string_view() : sql.substr(0, last + 1);
}

using Splitter = PgQuerySplitResult (*)(const char*);

/// @return none where the splitter does not take the script
std::optional<std::vector<std::string>> split(const std::string& script, Splitter splitter) {
  const PgQuerySplitResult result = splitter(script.c_str());
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

}  // namespace

std::vector<std::string> splitPostgresqlScript(std::string_view script) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (script.starts_with(kByteOrderMark)) script.remove_prefix(kByteOrderMark.size());
  const std::string text(withoutLeadingNoise(script));
  if (text.empty()) return {};
  if (text.find('\0') != std::string::npos) return {text};  // no statement holds NUL: running it says so
  // Only the grammar knows that a function's body in standard SQL holds semicolons.
  if (auto statements = split(text, &pg_query_split_with_parser)) return *statements;
  if (auto statements = split(text, &pg_query_split_with_scanner)) return *statements;
  return {text};  // an open quote: the server says where
}

}  // namespace joinery
