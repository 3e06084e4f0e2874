// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/sqlite_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/difference/operation_words.h"
#include "orm/migration/sqlite_column_rename.h"
#include "orm/migration/sqlite_names.h"
#include "orm/migration/sqlite_rebuild_groups.h"
#include "orm/migration/sqlite_row_id_key.h"
#include "orm/migration/sqlite_standing.h"

namespace joinery::migration {
namespace {

using schema::Table;
using schema::TableKind;

[[noreturn]] void notSupported(const Operation& operation, const std::string& why) { throw DbError(ErrorKind::NotSupported, description(operation) + ": " + why); }

/// Spells operations one after another; the schema, and what the database holds of it, follow them.
class SqlitePlanning {
 public:
  SqlitePlanning(const schema::MetaData& before, const Operations& operations, const Dialect& dialect)
      : m_operations(operations), m_ways(sqliteWays(before, operations, dialect)), m_writer(before, dialect), m_standing(m_writer) {}

  SqlitePlan run() {
    for (m_at = 0; m_at < m_operations.size(); ++m_at) {
      m_writer.beginOperation(m_at);
      std::visit(*this, m_operations[m_at]);
    }
    if (!m_operations.empty()) m_standing.bringBack();
    SqlitePlan made{m_writer.take(), std::move(m_rebuilds)};
    const auto tables = made.plan.after.tables();
    for (const auto& table : tables) {
      Table keyed = withRowIdKey(*table, dialect());
      if (keyed == *table) continue;
      made.plan.after.remove(table->name);
      made.plan.after.add(std::move(keyed));
    }
    return made;
  }

  void operator()(const CreateTable& each) {
    requireKnown(each.object);
    apply(each);
    if (each.object.isView()) return;
    Table table = withRowIdKey(m_writer.table(each.object.name), dialect());
    m_writer.run(ddl().createTable(table, table.foreignKeys));
    for (const auto& index : table.indexes) m_writer.run(ddl().createIndex(table, index));
    table.triggers.clear();
    m_standing.put(std::move(table));
  }

  void operator()(const DropTable& each) {
    drop(each.object.name);
    apply(each);
  }
  void operator()(const ReplaceView& each) {
    drop(each.before.name);
    apply(each);
  }

  void operator()(const Rename& each) {
    if (each.kind != RenameKind::Table) notSupported(each, "SQLite has neither types nor sequences of a schema's own");
    const Table table = m_writer.table(each.from);
    const auto schemaOf = [this](const QualifiedName& name) { return name.schema.empty() ? m_writer.now().defaultSchema : name.schema; };
    if (!isSqliteName(schemaOf(table.name), schemaOf(each.to))) notSupported(each, "a table of SQLite stays in its file");
    if (table.isView()) m_standing.doubt(table.name);
    m_standing.standAside();
    apply(each);
    if (table.isView()) return;
    renameTable(table, each.to.name);
    m_standing.follow(each);
    if (m_standing.isDoubted(table.name.name)) m_standing.doubt(each.to);
  }

  void operator()(const RenameColumn& each) {
    const Table table = m_writer.table(each.table);
    if (table.isView()) notSupported(each, "a view's columns are called as its query calls them");
    if (table.kind != TableKind::Table) notSupported(each, "the columns of a virtual table are its module's");
    m_standing.standAside();
    apply(each);
    m_writer.run(renameColumnStatements(table.name, each.from, each.to, m_standing.schema(), dialect()));
    m_standing.follow(each);
  }

  void operator()(const AddColumn& each) {
    if (way() != SqliteWay::Plain) return rebuilt(each);
    apply(each);
    m_writer.run(ddl().addColumn(m_writer.table(each.table), each.column));
    m_standing.follow(each);
  }
  void operator()(const DropColumn& each) {
    keptColumns(m_writer.table(each.table).name).erase(asciiLower(each.column.name));
    rebuilt(each);
  }
  void operator()(const AlterColumn& each) {
    if (!each.conversion.empty()) notSupported(each, "SQLite converts values as the new type has it, and by no expression; a step with data can change them before");
    if (each.before.comment != each.after.comment) notSupported(each, "SQLite keeps no comments");
    rebuilt(each);
  }
  void operator()(const SetPrimaryKey& each) { rebuilt(each); }
  void operator()(const SetTableOptions& each) {
    requireKnown(each, each.after);
    rebuilt(each);
  }
  void operator()(const AddPart<schema::UniqueKey>& each) { rebuilt(each); }
  void operator()(const DropPart<schema::UniqueKey>& each) { rebuilt(each); }
  void operator()(const AddPart<schema::ForeignKey>& each) { rebuilt(each); }
  void operator()(const DropPart<schema::ForeignKey>& each) { rebuilt(each); }
  void operator()(const AddPart<schema::CheckConstraint>& each) { rebuilt(each); }
  void operator()(const DropPart<schema::CheckConstraint>& each) { rebuilt(each); }

  void operator()(const AddPart<schema::Index>& each) {
    if (way() != SqliteWay::Plain) return rebuilt(each);
    apply(each);
    m_writer.run(ddl().createIndex(m_writer.table(each.table), each.part));
    m_standing.follow(each);
  }
  /// At once, even where the table is made anew later: another one's index may take the name.
  void operator()(const DropPart<schema::Index>& each) {
    apply(each);
    const auto table = m_standing.find(each.table);
    if (!table || std::ranges::find(table->indexes, each.part.name, &schema::Index::name) == table->indexes.end()) return;
    m_writer.run(ddl().drop(SchemaObject::index(*table, each.part.name)));
    m_standing.follow(each);
  }
  void operator()(const AddPart<schema::Trigger>& each) { apply(each); }
  void operator()(const DropPart<schema::Trigger>& each) {
    m_standing.dropTrigger(each.table, each.part.name);
    apply(each);
  }

  /// It may need anything.
  void operator()(const DataStep& each) {
    m_standing.bringBack();
    if (!each.up.empty()) m_writer.add({each.up, 0, true});
  }

  template <typename Part>
  void operator()(const AddPart<Part>& each) { notSupported(each, std::string("a table of SQLite has no ") + wordOf<Part>() + "s"); }
  template <typename Part>
  void operator()(const DropPart<Part>& each) { notSupported(each, std::string("a table of SQLite has no ") + wordOf<Part>() + "s"); }
  template <typename Object>
  void operator()(const Create<Object>& each) { notSupported(each, std::string("SQLite has no ") + wordOf<Object>() + "s"); }
  template <typename Object>
  void operator()(const Drop<Object>& each) { notSupported(each, std::string("SQLite has no ") + wordOf<Object>() + "s"); }
  template <typename Object>
  void operator()(const Replace<Object>& each) { notSupported(each, std::string("SQLite has no ") + wordOf<Object>() + "s"); }
  void operator()(const AddEnumLabel& each) { notSupported(each, "SQLite has no enums"); }
  void operator()(const DropEnumLabel& each) { notSupported(each, "SQLite has no enums"); }
  void operator()(const RenameEnumLabel& each) { notSupported(each, "SQLite has no enums"); }
  void operator()(const OrderEnumLabels& each) { notSupported(each, "SQLite has no enums"); }
  void operator()(const AddExtension& each) { notSupported(each, "what extends SQLite is loaded by each program for itself"); }
  void operator()(const DropExtension& each) { notSupported(each, "what extends SQLite is loaded by each program for itself"); }
  void operator()(const AddSchema& each) { notSupported(each, "a schema of SQLite is a file of its own"); }
  void operator()(const DropSchema& each) { notSupported(each, "a schema of SQLite is a file of its own"); }
  void operator()(const SetComment& each) { notSupported(each, "SQLite keeps no comments"); }

 private:
  const Dialect& dialect() const { return m_writer.dialect(); }
  const DdlCompiler& ddl() const { return m_writer.ddl(); }
  SqliteWay way() const { return m_ways[m_at]; }
  void apply(const Operation& operation) { m_writer.apply(operation); }

  static void requireKnown(const Operation& operation, const TableOptions& options) {
    if (!options.options.empty()) notSupported(operation, "a table of SQLite has no options but STRICT and WITHOUT ROWID");
    if (!options.inherits.empty() || options.partition) notSupported(operation, "a table of SQLite has neither parents nor partitions");
  }
  static void requireKnown(const Table& table) {
    const CreateTable operation{table};
    if (table.kind != TableKind::Table && table.kind != TableKind::View && table.kind != TableKind::VirtualTable) notSupported(operation, std::string("SQLite has no such thing as a ") + tableKindName(table.kind));
    if (!table.exclusions.empty() || !table.rules.empty()) notSupported(operation, "a table of SQLite has neither exclusions nor rules");
    requireKnown(operation, {table.strict, table.withoutRowId, table.options, table.inherits, table.partition});
  }

  void drop(const QualifiedName& name) {
    m_standing.doubt(m_writer.table(name).name);
    const auto standing = m_standing.find(name);
    if (!standing) return;
    m_writer.run(ddl().drop(SchemaObject::of(*standing)));
    m_standing.remove(name);
  }

  /// Twice where only the letters' case is another: the engine takes that for a table's that is there.
  void renameTable(Table table, const std::string& name) {
    if (isSqliteName(table.name.name, name)) {
      std::string spare = "joinery_" + name;
      while (m_standing.find(QualifiedName(spare))) spare += "_";
      m_writer.run(ddl().rename(SchemaObject::of(table), spare));
      table.name.name = spare;
    }
    m_writer.run(ddl().rename(SchemaObject::of(table), name));
  }

  /// Names, in lower case, of columns of the standing table whose values are kept in the next rebuild.
  std::set<std::string>& keptColumns(const QualifiedName& table) {
    const auto [found, isNew] = m_kept.try_emplace(asciiLower(table.name));
    const auto standing = isNew ? m_standing.find(table) : nullptr;
    if (standing)
      for (const auto& column : standing->columns) found->second.insert(asciiLower(column.name));
    return found->second;
  }

  template <typename Each>
  void rebuilt(const Each& each) {
    if (const Table& table = m_writer.table(each.table); table.kind != TableKind::Table) notSupported(each, std::string("that can't be done to a ") + tableKindName(table.kind));
    keptColumns(each.table);
    apply(each);
    if (way() == SqliteWay::Rebuilt) rebuild(m_writer.table(each.table));
  }

  void rebuild(const Table& table) {
    const auto standing = m_standing.find(table.name);
    TableRebuild rebuild{*standing, withRowIdKey(table, dialect()), {}};
    const std::set<std::string> kept = std::exchange(keptColumns(table.name), {});
    m_kept.erase(asciiLower(table.name.name));
    for (const auto& column : standing->columns)
      if (kept.contains(asciiLower(column.name))) rebuild.columns.emplace_back(column.name, sqliteColumn(table, column.name)->name);
    if (kept.size() < standing->columns.size()) m_standing.doubt(table.name);
    // Those that wait come when all else is done.
    std::erase_if(rebuild.after.triggers, [&](const schema::Trigger& trigger) { return std::ranges::find(standing->triggers, trigger.name, &schema::Trigger::name) == standing->triggers.end(); });
    const auto database = std::make_shared<const schema::MetaData>(m_standing.schema());
    m_rebuilds.push_back({m_writer.stepCount(), rebuild, database});
    m_writer.run(rebuildStatements(rebuild, *database, dialect()));
    m_standing.put(std::move(rebuild.after));
  }

  const Operations& m_operations;
  std::vector<SqliteWay> m_ways;
  std::size_t m_at = 0;
  PlanWriter m_writer;
  SqliteStanding m_standing;
  std::map<std::string, std::set<std::string>> m_kept;  // by the table's name in lower case
  std::vector<SqlitePlan::Rebuild> m_rebuilds;
};

}  // namespace

SqlitePlan sqlitePlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect) { return SqlitePlanning(before, operations, dialect).run(); }

}  // namespace joinery::migration
