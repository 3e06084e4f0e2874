// SPDX-License-Identifier: GPL-3.0-or-later
#include "script_statements.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace joinery::script {

namespace {

/// Words and quoted names of a statement, as far as they are needed to say what it does.
std::vector<std::string> wordsOf(const std::string& sql) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < sql.size();) {
    const auto c = static_cast<unsigned char>(sql[i]);
    if (sql[i] == '"') {
      const std::size_t end = sql.find('"', i + 1);
      words.push_back(sql.substr(i + 1, end == std::string::npos ? end : end - i - 1));
      i = end == std::string::npos ? sql.size() : end + 1;
    } else if (std::isalpha(c) || c == '_') {
      std::size_t end = i;
      while (end < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[end])) || sql[end] == '_')) ++end;
      words.push_back(sql.substr(i, end - i));
      i = end;
    } else {
      ++i;
    }
  }
  return words;
}

std::string upper(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return word;
}

std::string verbOf(const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::string first = upper(words.front());
  return first == "ROLLBACK" && words.size() > 1 && upper(words[1]) == "TO" ? "ROLLBACK TO" : first;
}

std::string wordAfter(const std::vector<std::string>& words, const std::string& keyword) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (upper(words[i]) == keyword) return words[i + 1];
  return {};
}

/// Of a SELECT the first table that is named, be it in a subquery.
std::string selectedTable(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (upper(words[i]) == "FROM" && upper(words[i + 1]) != "SELECT") return words[i + 1];
  return {};
}

Json touchedTable(const std::string& verb, const std::vector<std::string>& words) {
  std::string table;
  if (verb == "INSERT") table = wordAfter(words, "INTO");
  else if (verb == "UPDATE") table = wordAfter(words, "UPDATE");
  else if (verb == "DELETE") table = wordAfter(words, "FROM");
  else if (verb == "SELECT") table = selectedTable(words);
  return table.empty() ? Json(nullptr) : Json(table);
}

/// How many rows of VALUES take values of a set; one where a statement has no such list.
std::size_t rowsOfValues(const std::string& sql) {
  constexpr std::string_view kValues = "VALUES ";
  const std::size_t start = sql.find(kValues);
  std::size_t rows = 0;
  int depth = 0;
  bool isBound = false;
  for (std::size_t i = start == std::string::npos ? sql.size() : start + kValues.size(); i < sql.size() && depth >= 0; ++i) {
    const char c = sql[i];
    if (c == '"' || c == '\'') i = std::min(sql.find(c, i + 1), sql.size());
    if (c == '(' && depth++ == 0) isBound = false;
    if (c == '$' || c == '?') isBound = true;
    if (c == ')' && --depth == 0 && isBound) ++rows;
    if (depth == 0 && std::string_view("(), ").find(c) == std::string_view::npos) break;
  }
  return std::max<std::size_t>(rows, 1);
}

Json rowsOf(const std::string& verb, const LoggedStatement& statement) {
  if (verb == "INSERT") return statement.bindSets * rowsOfValues(statement.sql);
  if ((verb == "UPDATE" || verb == "DELETE") && statement.affectedRows) return *statement.affectedRows;
  return nullptr;
}

}  // namespace

Json statementsToJson(const std::vector<LoggedStatement>& statements) {
  Json list = Json::array();
  for (const LoggedStatement& statement : statements) {
    const std::vector<std::string> words = wordsOf(statement.sql);
    const std::string verb = verbOf(words);
    Json binds = Json::array();
    for (const auto& set : statement.binds) {
      Json values = Json::array();
      for (const Value& value : set) values.push_back(jsonFromValue(value, {}));
      binds.push_back(std::move(values));
    }
    list.push_back({{"verb", verb}, {"table", touchedTable(verb, words)}, {"rows", rowsOf(verb, statement)}, {"sql", statement.sql}, {"binds", std::move(binds)}});
  }
  return list;
}

}  // namespace joinery::script
