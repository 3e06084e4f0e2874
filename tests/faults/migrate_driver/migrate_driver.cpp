// SPDX-License-Identifier: GPL-3.0-or-later
// migrate_driver FILE STATEMENT [TARGET]: migrates the shops of a SQLite file, in two revisions. Killed before that statement, from 1 on; 0:
// never. Says "done" and how many statements it took, "refused", or "unknown".
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/forwarding_connection.h"
#include "orm/engine/inspector.h"
#include "orm/revision/migrator.h"

namespace {

using namespace joinery;
using namespace joinery::migration;

/// Ends the process before one of its statements.
class CountedConnection : public ForwardingConnection {
 public:
  CountedConnection(Connection& inner, int last) : ForwardingConnection(inner), m_last(last) {}
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

schema::Table tableOf(const schema::MetaData& database, const char* name) {
  const auto found = database.find(QualifiedName(name));
  if (!found) std::abort();
  return *found;
}

/// A column changes its name, another its type, and a check is added; then names of goods are needed, and a table comes.
RevisionChain revisions(const schema::MetaData& database) {
  const schema::Table shop = tableOf(database, "shop"), good = tableOf(database, "good");
  schema::Column size = shop.columns[2], name = good.columns[2];
  size.type.declared = "INTEGER";
  name.nullable = false;
  schema::Table town = shop;
  town.name.name = "town";
  town.indexes.clear();
  town.definition.clear();
  const Operations shops{RenameColumn{shop.name, "name", "title"}, AlterColumn{shop.name, shop.columns[2], size}, AddPart<schema::CheckConstraint>{shop.name, {"is_sized", "size > 0"}}};
  const Operations goods{AlterColumn{good.name, good.columns[2], name}, CreateTable{town}, DataStep{"INSERT INTO town (id, name) SELECT id, title FROM shop"}};
  return RevisionChain({{"shops", "", "", shops, inverse(shops)}, {"goods", "shops", "", goods, inverse(goods)}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  try {
    const auto engine = Engine::create(Url::sqliteFile(argv[1]));
    const auto lease = engine->connect(Engine::Access::Write);
    // So that pages come to the file in the middle of it.
    lease->execute("PRAGMA cache_size = 8");
    const Migrator migrator(revisions(*reflect(*lease, engine->dialect())), engine);
    CountedConnection connection(*lease, std::atoi(argv[2]));
    migrator.run(connection, migrator.outline(connection, argc > 3 ? argv[3] : "head"));
    std::printf("done %d\n", connection.statements());
    return 0;
  } catch (const DbError& error) {
    std::printf("%s %s\n", error.kind() == ErrorKind::OutcomeUnknown ? "unknown" : "refused", error.what());
    return 1;
  }
}
