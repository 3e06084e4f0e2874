// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_authorizer.h"

#include <algorithm>
#include <array>

#include "orm/core/ascii_case.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_script.h"

namespace joinery {
namespace {

bool isHarmlessModule(const std::string& module) {
  constexpr std::array kPrefixes{"fts3", "fts4", "fts5", "rtree"};
  const auto starts = [&](const char* prefix) { return module.starts_with(prefix); };
  return std::ranges::any_of(kPrefixes, starts) || module == "json_each" || module == "json_tree";
}

/// The module in "CREATE VIRTUAL TABLE name USING module(…)"; the text is the file's, so it may be anything.
std::string moduleOf(std::string_view sql) {
  const std::vector<std::string> words = bareSqliteWords(sql);
  const auto keyword = std::ranges::find(words, "using");
  return keyword == words.end() || std::next(keyword) == words.end() ? std::string() : *std::next(keyword);
}

constexpr const char* kOrdinaryTables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0";
constexpr const char* kVirtualTables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0 ORDER BY rowid";
constexpr const char* kVirtualTexts = "SELECT coalesce(sql, '') FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0 ORDER BY rowid";
constexpr const char* kModules = "SELECT name FROM pragma_module_list";

}  // namespace

void SqliteAuthorizer::install() {
  refresh();
  checkSqlite(m_database, sqlite3_set_authorizer(m_database, &SqliteAuthorizer::authorize, this));
}

void SqliteAuthorizer::refresh() {
  m_needsRefresh = false;
  m_refusedTables.clear();
  m_ordinaryTables.clear();
  for (const std::string& name : column(kOrdinaryTables)) m_ordinaryTables.insert(asciiLower(name));
  const std::vector<std::string> names = column(kVirtualTables);
  const std::vector<std::string> texts = column(kVirtualTexts);
  for (std::size_t i = 0; i < std::min(names.size(), texts.size()); ++i) {
    if (!isHarmlessModule(moduleOf(texts[i]))) m_refusedTables.insert(asciiLower(names[i]));
  }
  for (const std::string& name : column(kModules)) {
    if (!isHarmlessModule(asciiLower(name))) m_refusedTables.insert(asciiLower(name));
  }
}

std::vector<std::string> SqliteAuthorizer::column(const char* query) const {
  std::vector<std::string> values;
  const auto collect = [](void* target, int, char** cells, char**) {
    if (cells[0]) static_cast<std::vector<std::string>*>(target)->emplace_back(cells[0]);
    return 0;
  };
  checkSqlite(m_database, sqlite3_exec(m_database, query, collect, &values, nullptr), query);
  return values;
}

int SqliteAuthorizer::authorize(void* self, int action, const char* first, const char* second, const char*, const char* context) {
  return static_cast<SqliteAuthorizer*>(self)->isAllowed(action, first, second, context) ? SQLITE_OK : SQLITE_DENY;
}

bool SqliteAuthorizer::isAllowed(int action, const char* first, const char* second, const char* context) {
  switch (action) {
    case SQLITE_FUNCTION: {
      const std::string name = asciiLower(second ? second : "");
      return name != "load_extension" && name != "fts3_tokenizer";
    }
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_VTABLE:
    case SQLITE_ALTER_TABLE: m_needsRefresh = true; return true;
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE: {
      if (!context || !first) return true;
      const std::string table = asciiLower(first);
      // The context of a common table expression is its name, like a view's: there, the statement itself asks.
      return !isRefusedTable(table) || statementNames(table);
    }
    default: return true;
  }
}

bool SqliteAuthorizer::isRefusedTable(const std::string& name) const {
  if (m_ordinaryTables.contains(name)) return false;
  return m_refusedTables.contains(name) || name.starts_with("pragma_");
}

bool SqliteAuthorizer::statementNames(const std::string& word) {
  if (!m_wordsKnown) m_words = bareSqliteWords(m_statement);
  m_wordsKnown = true;
  return std::ranges::find(m_words, word) != m_words.end();
}

}  // namespace joinery
