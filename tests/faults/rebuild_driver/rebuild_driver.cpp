// SPDX-License-Identifier: GPL-3.0-or-later
// rebuild_driver FILE STATEMENT CHANGE: makes the tables `shop` and `good` of a SQLite file anew, in one change: as "rebuilds", or as a
// "migration" that also renames a table and adds columns. Killed before that statement, from 1 on; 0: never. Says "done" and how many
// statements it took, "refused", or "unknown".
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/forwarding_connection.h"
#include "orm/engine/inspector.h"
#include "orm/migration/sqlite_migration.h"
#include "orm/migration/sqlite_schema_change.h"

namespace {

using namespace joinery;
using namespace joinery::migration;

/// Ends the process before one of its statements.
class DoomedConnection : public ForwardingConnection {
 public:
  DoomedConnection(Connection& inner, int last) : ForwardingConnection(inner), m_last(last) {}
  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) override {
    count();
    return ForwardingConnection::execute(sql, binds);
  }
  bool readRow(std::string_view sql, std::span<const Value> binds, const TakeRow& take) override {
    count();
    return ForwardingConnection::readRow(sql, binds, take);
  }
  int statements() const { return m_statements; }

 private:
  void count() {
    if (++m_statements == m_last) std::raise(SIGKILL);
  }
  int m_last;
  int m_statements = 0;
};

TableRebuild rebuildOf(const schema::MetaData& database, const char* name) {
  const auto found = database.find(QualifiedName(name));
  if (!found) std::abort();
  TableRebuild rebuild{*found, *found, {}};
  for (const schema::Column& column : found->columns) rebuild.columns.emplace_back(column.name, column.name);
  return rebuild;
}

/// A column changes its name, another its type, and a check is added.
TableRebuild shopRebuild(const schema::MetaData& database) {
  TableRebuild rebuild = rebuildOf(database, "shop");
  rebuild.after.columns[1].name = rebuild.columns[1].second = "title";
  rebuild.after.columns[2].type.declared = "INTEGER";
  rebuild.after.checks.push_back({"is_sized", "size > 0"});
  rebuild.after.indexes[0].parts[0].column = "title";
  return rebuild;
}

TableRebuild goodRebuild(const schema::MetaData& database) {
  TableRebuild rebuild = rebuildOf(database, "good");
  rebuild.after.columns[2].nullable = false;
  return rebuild;
}

void rebuild(Connection& connection, const Dialect& dialect) {
  SqliteSchemaChange change(connection);
  for (const auto& rebuild : {shopRebuild, goodRebuild}) {
    const auto database = reflect(connection, dialect);
    SqliteRebuild(rebuild(*database), *database, dialect).apply(connection);
  }
  change.commit();
}

/// The same of both tables, a column that is called otherwise in triggers and views too, another in its place, and a table's name.
void migrate(Connection& connection, const Dialect& dialect) {
  const auto before = reflect(connection, dialect);
  const QualifiedName shop("shop"), good("good");
  const schema::Column size = before->find(shop)->columns[2], name = before->find(good)->columns[2];
  schema::Column number = size, needed = name, weight;
  number.type.declared = "INTEGER";
  needed.nullable = false;
  weight.name = "weight";
  weight.defaultExpression = "1";
  const Operations operations{RenameColumn{shop, "name", "title"}, AlterColumn{shop, size, number}, AddColumn{good, weight, "id"}, Rename{RenameKind::Table, QualifiedName("remark"), QualifiedName("note")},
                              AddPart<schema::CheckConstraint>{shop, {"is_sized", "size > 0"}}, AlterColumn{good, name, needed}, AddColumn{QualifiedName("sale"), weight, {}}};
  SqliteSchemaChange change(connection);
  SqliteMigration(*before, operations, dialect).apply(connection);
  change.commit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  try {
    const auto engine = Engine::create(Url::sqliteFile(argv[1]));
    const auto lease = engine->connect(Engine::Access::Write);
    // So that pages come to the file in the middle of it.
    lease->execute("PRAGMA cache_size = 8");
    DoomedConnection connection(*lease, std::atoi(argv[2]));
    (argv[3] == std::string_view("migration") ? migrate : rebuild)(connection, engine->dialect());
    std::printf("done %d\n", connection.statements());
    return 0;
  } catch (const DbError& error) {
    std::printf("%s %s\n", error.kind() == ErrorKind::OutcomeUnknown ? "unknown" : "refused", error.what());
    return 1;
  }
}
