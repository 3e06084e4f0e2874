// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orm/driver/connection.h"
#include "orm/engine/transaction.h"

namespace joinery::migration {

/// A transaction in which tables of a SQLite database may be dropped and made again, as a scope: foreign keys are off from before its
/// beginning until after its end, so that nothing cascades, and are judged before it is committed. Rolled back by the destructor unless
/// commit() was called. Worker thread or a plain program. Source: sqlite.org/lang_altertable.html, section 7
class SqliteSchemaChange {
 public:
  /// Takes the write lock. Rows that refer to nothing already are noted, and stay as they are.
  /// @throws DbError InvalidRequest within a transaction, where foreign keys can't be turned off
  explicit SqliteSchemaChange(Connection& connection);
  SqliteSchemaChange(const SqliteSchemaChange&) = delete;
  SqliteSchemaChange& operator=(const SqliteSchemaChange&) = delete;
  ~SqliteSchemaChange();

  /// @throws DbError Integrity, with table and rowid, where a row would refer to nothing that referred to something before, and where a view
  ///         or a trigger would no longer compile that did; nothing is changed then. OutcomeUnknown where the file could not be written at the
  ///         very end
  void commit();

 private:
  /// Rows that refer to nothing, by table, rowid and referred table: how many. A key that fits no key of the other table counts as one.
  using Orphans = std::map<std::vector<std::string>, int>;
  Orphans orphans() const;
  void checkOrphans() const;
  void checkTexts() const;
  /// Views and triggers that don't compile: "view v", "trigger t".
  std::vector<std::string> brokenTexts() const;
  bool compiles(const std::string& sql) const;
  std::string firingStatement(const std::string& table, const std::string& trigger) const;
  std::optional<std::string> flag(const char* pragma) const;
  void restore();

  Connection& m_connection;
  std::string m_foreignKeys;
  std::string m_legacyAlter;
  std::optional<Transaction> m_transaction;
  Orphans m_orphans;
  std::vector<std::string> m_brokenTexts;
};

}  // namespace joinery::migration
