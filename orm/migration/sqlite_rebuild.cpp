// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_rebuild.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/sql_text.h"
#include "orm/migration/sqlite_column_rename.h"
#include "orm/migration/sqlite_dependents.h"
#include "orm/migration/sqlite_names.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Generation;
using schema::Table;

const Column* rowIdColumn(const Table& table) {
  const auto found = std::ranges::find(table.columns, Generation::RowId, &Column::generation);
  return found == table.columns.end() ? nullptr : &*found;
}

bool hasRowIds(const Table& table) { return table.kind == schema::TableKind::Table && !table.withoutRowId; }

/// How the rowid is asked for: by the column that it is, else by a name that no column has.
std::optional<std::string> rowIdName(const Table& table, const Dialect& dialect) {
  if (!hasRowIds(table)) return {};
  if (const Column* column = rowIdColumn(table)) return dialect.quote(column->name);
  for (const char* name : {"rowid", "_rowid_", "oid"})
    if (!sqliteColumn(table, name)) return name;
  return {};
}

class Rebuilding {
 public:
  Rebuilding(const TableRebuild& rebuild, const schema::MetaData& database, const Dialect& dialect)
      : m_rebuild(rebuild), m_database(database), m_dialect(dialect), m_dependents(database, rebuild.before, dialect) {
    require();
    for (const auto& [from, to] : rebuild.columns)
      if (from != to) m_renames.emplace_back(sqliteColumn(rebuild.before, from)->name, to);
    m_altered = m_renames;
    for (const Column& column : rebuild.before.columns)
      if (isInTheWay(column.name)) m_altered.emplace_back(column.name, "joinery_old_" + column.name);
    m_dependents.leaveOwnTriggers();
    m_made = rebuild.after;
    m_made.name.name = spareName();
  }

  std::vector<std::string> run() {
    rename();
    add(m_dialect.ddl().createTable(m_made, m_made.foreignKeys));
    fill();
    add("DROP TABLE " + m_dialect.quote(m_rebuild.before.name));
    takePlace();
    for (const schema::Index& index : m_rebuild.after.indexes) add(m_dialect.ddl().createIndex(m_rebuild.after, index));
    if (!m_renames.empty()) addAll(m_dependents.createStatements(m_renames));
    for (const schema::Trigger& trigger : m_rebuild.after.triggers) add(trigger.definition);
    return std::move(m_statements);
  }

 private:
  void add(std::string statement) { m_statements.push_back(std::move(statement)); }
  void addAll(std::vector<std::string> statements) { std::ranges::move(statements, std::back_inserter(m_statements)); }

  void require() const {
    const Table& before = m_rebuild.before;
    const Table& after = m_rebuild.after;
    if (before.kind != schema::TableKind::Table || after.kind != schema::TableKind::Table)
      throw DbError(ErrorKind::NotSupported, before.name.toString() + " can't be rebuilt: it is no ordinary table");
    if (!isSqliteName(before.name.name, after.name.name))
      throw DbError(ErrorKind::InvalidRequest, "a rebuild keeps the table's name: " + before.name.toString() + " can't become " + after.name.toString());
    for (const auto& [from, to] : m_rebuild.columns)
      if (!sqliteColumn(before, from) || !sqliteColumn(after, to))
        throw DbError(ErrorKind::InvalidRequest, "the values of " + before.name.toString() + "." + from + " can't be kept in " + to + ": there is no such column");
  }

  std::string spareName() const {
    std::string name = "joinery_new_" + m_rebuild.after.name.name;
    while (std::ranges::any_of(m_database.tables(), [&](const auto& table) { return isSqliteName(table->name.name, name); })) name += "_";
    return name;
  }

  /// Columns get their new names in the old table: ALTER TABLE carries them on to other tables' foreign keys and triggers.
  void rename() {
    if (m_renames.empty()) return;
    for (const schema::Trigger& trigger : m_rebuild.before.triggers) add("DROP TRIGGER " + m_dialect.quote(trigger.name));
    addAll(m_dependents.dropStatements());
    addAll(alterColumnNames(m_rebuild.before, m_altered, m_dialect));
  }

  /// A column that goes, whose name another one gets.
  bool isInTheWay(const std::string& name) const {
    const auto is = [&](const std::string& other) { return isSqliteName(other, name); };
    const bool isKept = std::ranges::any_of(m_rebuild.columns, [&](const auto& pair) { return is(pair.first); });
    return !isKept && std::ranges::any_of(m_renames, [&](const auto& pair) { return is(pair.second); });
  }

  /// ABORT: what a key says of rows in conflict (IGNORE, REPLACE) would lose them.
  void fill() {
    std::string into, from;
    const auto give = [&](const std::string& column, const std::string& value) {
      into += (into.empty() ? "" : ", ") + column;
      from += (from.empty() ? "" : ", ") + value;
    };
    for (const auto& [old, column] : m_rebuild.columns)
      if (!sqliteColumn(m_rebuild.after, column)->isComputed()) give(m_dialect.quote(column), m_dialect.quote(column));
    giveRowIds(give);
    if (into.empty()) throw DbError(ErrorKind::NotSupported, "of the rows of " + m_rebuild.before.name.toString() + " nothing would be kept: neither a value nor a rowid");
    add("INSERT OR ABORT INTO " + m_dialect.quote(m_made.name) + " (" + into + ") SELECT " + from + " FROM " + m_dialect.quote(m_rebuild.before.name));
    keepCount();
  }

  template <typename Give>
  void giveRowIds(const Give& give) const {
    const Column* key = rowIdColumn(m_rebuild.after);
    if (key && std::ranges::any_of(m_rebuild.columns, [&](const auto& pair) { return isSqliteName(pair.second, key->name); })) return;
    const auto old = oldRowIdName();
    const auto made = rowIdName(m_rebuild.after, m_dialect);
    if (old && made) give(*made, *old);
  }

  /// In the old table, with its columns' new names.
  std::optional<std::string> oldRowIdName() const {
    Table renamed = m_rebuild.before;
    for (Column& column : renamed.columns) {
      const auto altered = std::ranges::find_if(m_altered, [&](const auto& names) { return names.first == column.name; });
      if (altered != m_altered.end()) column.name = altered->second;
    }
    return rowIdName(renamed, m_dialect);
  }

  /// A number that was given once is not given again, even after its row was deleted.
  void keepCount() {
    const Column* before = rowIdColumn(m_rebuild.before);
    const Column* after = rowIdColumn(m_rebuild.after);
    if (!before || !after || !before->autoIncrement || !after->autoIncrement) return;
    const std::string made = quotedText(m_made.name.name), old = quotedText(m_rebuild.before.name.name);
    add("DELETE FROM sqlite_sequence WHERE name = " + made);
    add("INSERT INTO sqlite_sequence (name, seq) SELECT " + made + ", seq FROM sqlite_sequence WHERE name = " + old);
  }

  /// As of old ALTER TABLE changes nothing but the name then: neither views nor foreign keys that wait for a table of this name.
  void takePlace() {
    add("PRAGMA legacy_alter_table = ON");
    add("ALTER TABLE " + m_dialect.quote(m_made.name) + " RENAME TO " + m_dialect.quote(m_rebuild.after.name.name));
    add("PRAGMA legacy_alter_table = OFF");
  }

  const TableRebuild& m_rebuild;
  const schema::MetaData& m_database;
  const Dialect& m_dialect;
  SqliteDependents m_dependents;
  SqliteDependents::ColumnNames m_renames;
  SqliteDependents::ColumnNames m_altered;  // and those that only make way
  Table m_made;
  std::vector<std::string> m_statements;
};

}  // namespace

std::vector<std::string> rebuildStatements(const TableRebuild& rebuild, const schema::MetaData& database, const Dialect& dialect) {
  return Rebuilding(rebuild, database, dialect).run();
}

}  // namespace joinery::migration
