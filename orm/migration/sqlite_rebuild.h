// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// A table of SQLite that becomes another one in ways that ALTER TABLE can't: it is made anew under another name, filled, and takes the
/// old one's place.
struct TableRebuild {
  schema::Table before;
  schema::Table after;
  /// Old and new names of the columns whose values are kept.
  std::vector<std::pair<std::string, std::string>> columns;
};

/// The statements of a rebuild, in order, for a transaction that was begun with foreign keys off: the new table with the old one's rows,
/// then its indexes and triggers as `after` has them, and the views that read it. Foreign keys of other tables keep to it by its name.
/// Rows keep their rowids where both tables have them, and AUTOINCREMENT its count.
/// @param database what it holds before the rebuild: views and triggers of other tables that name this one
/// @throws DbError NotSupported for what can't be a table of SQLite; InvalidRequest where both bear other names, or a column is not there
/// Pure; any thread. Source: sqlite.org/lang_altertable.html, section 7
std::vector<std::string> rebuildStatements(const TableRebuild& rebuild, const schema::MetaData& database, const Dialect& dialect);

/// @throws DbError InvalidRequest where they are on. @param what can't be done: "to drop a table"
void requireForeignKeysOff(Connection& connection, const std::string& what);

/// Carries out a rebuild and looks at what came of it.
class SqliteRebuild {
 public:
  /// @param database what it holds before; it must outlive this
  SqliteRebuild(TableRebuild rebuild, const schema::MetaData& database, const Dialect& dialect);

  /// All of it, as a SqliteSchemaChange of its own. Blocks; worker thread or a plain program.
  /// @throws DbError as apply() does; nothing is changed then
  void run(Connection& connection) const;

  /// Within a SqliteSchemaChange of the caller's. Values that the new columns would refuse, or keep as other ones, are found before anything
  /// is done; rows of the table and of all that refer to it are counted before and after, and the table's pages looked at.
  /// @throws DbError InvalidRequest while foreign keys are on: dropping the old table would take the rows of others with it;
  ///         Data, Integrity with the table's name and the rowid of the first row in the way
  /// @param progress called before each of its statements
  void apply(Connection& connection, const std::function<void()>& progress = {}) const;

 private:
  void checkValues(Connection& connection) const;
  void runStatements(Connection& connection, const std::function<void()>& progress) const;
  void fill(Connection& connection, const std::string& statement) const;
  std::string rowInTheWay(Connection& connection, std::string statement) const;
  void checkCounts(Connection& connection, const std::vector<std::int64_t>& before) const;
  void checkPages(Connection& connection) const;
  std::vector<std::int64_t> counts(Connection& connection) const;
  std::vector<QualifiedName> countedTables() const;

  TableRebuild m_rebuild;
  const schema::MetaData& m_database;
  const Dialect& m_dialect;
};

}  // namespace joinery::migration
