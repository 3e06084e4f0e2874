// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace joinery {

/// Refuses what a hostile file could make a harmless query do: functions that load code, and, inside views and triggers,
/// every virtual table but full-text, R-Tree and JSON. Source: sqlite.org/security.html
class SqliteAuthorizer {
 public:
  explicit SqliteAuthorizer(sqlite3* database) : m_database(database) {}
  SqliteAuthorizer(const SqliteAuthorizer&) = delete;
  SqliteAuthorizer& operator=(const SqliteAuthorizer&) = delete;

  /// Learns which names are virtual tables, then stands guard. Lives as long as the connection.
  /// @throws DbError CannotOpen for a file that is no database
  void install();
  /// While a statement is prepared, so that what its own text names is told from what a view brings in.
  void setStatement(std::string_view sql) { m_statement = sql; m_wordsKnown = false; }
  /// Whether a statement that has been prepared since the last call made or dropped a virtual table.
  bool needsRefresh() const { return m_needsRefresh; }
  /// Learns the names anew. @throws DbError
  void refresh();

 private:
  static int authorize(void* self, int action, const char* first, const char* second, const char* database, const char* context);
  bool isAllowed(int action, const char* first, const char* second, const char* context);
  bool isRefusedTable(const std::string& name) const;
  bool statementNames(const std::string& word);
  std::vector<std::string> column(const char* query) const;

  sqlite3* const m_database;
  std::unordered_set<std::string> m_refusedTables;  // folded
  std::unordered_set<std::string> m_ordinaryTables;  // folded
  std::string_view m_statement;
  std::vector<std::string> m_words;  // of m_statement, once they are needed
  bool m_wordsKnown = false;
  bool m_needsRefresh = false;
};

}  // namespace joinery
