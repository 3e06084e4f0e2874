// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/schema_statements.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/sql/operators.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::sql;
using Purpose = Dialect::Purpose;
using Texts = std::vector<std::string>;

namespace {

std::shared_ptr<const Dialect> translated(const Dialect& dialect, SchemaTranslateMap schemas) { return dialect.withOptions({.schemaTranslateMap = std::move(schemas)}); }

std::shared_ptr<const Dialect> isolated(const Dialect& dialect, IsolationLevel level) { return dialect.withOptions({.schemaTranslateMap = {}, .isolationLevel = level}); }

/// A table that refers to another, an index, and a name that needs quotes.
schema::MetaData workers(const std::string& schema = {}) {
  schema::Column id;
  id.name = "id";
  id.type = ValueType::of(TypeKind::Integer);
  id.nullable = false;
  schema::Table worker;
  worker.name = QualifiedName(schema, "worker");
  worker.columns = {id};
  worker.primaryKey = schema::UniqueKey{{}, {"id"}};
  schema::Table resume = worker;
  resume.name = QualifiedName(schema, "resume");
  schema::ForeignKey key;
  key.columns = {"id"};
  key.referredTable = QualifiedName("worker");
  key.referredColumns = {"id"};
  resume.foreignKeys = {key};
  resume.indexes.push_back({"by_id", {{"id", {}, false, {}}}, false, {}, {}, {}});
  schema::MetaData metadata;
  metadata.add(worker);
  metadata.add(resume);
  return metadata;
}

}  // namespace

class ExecutionOptionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void qualifiesEveryTableOfAStatement_data();
  void qualifiesEveryTableOfAStatement();
  void qualifiesTablesKeysAndIndexes();
  void leavesTheDialectItWasMadeOfAsItIs();
  void looksForTablesWhereTheyAre();
  void translatesOneSchemaIntoAnother();
  void keepsForeignKeysWithinASchemaOfSqlite();
  void beginsAtTheIsolationLevel_data();
  void beginsAtTheIsolationLevel();
  void refusesALevelThatTheEngineHasNot();
};

void ExecutionOptionsTest::qualifiesEveryTableOfAStatement_data() {
  QTest::addColumn<std::string>("compiled");
  QTest::addColumn<std::string>("expected");
  const auto dialect = translated(postgresqlDialect(), {{"", "sharedbackend"}});
  const auto row = [&](const char* name, const auto& statement, const char* expected) { QTest::newRow(name) << dialect->compile(statement).sql << std::string(expected); };
  const FromItem w = table(QualifiedName("worker"), "w");
  const Expression ofWorker = eq(w.column("id"), column("resume", "id"));
  const Select both = Select({column("resume", "id")}).from(table(QualifiedName("resume")).join(w, ofWorker));
  row("O8: select and join", both, "SELECT resume.id FROM sharedbackend.resume JOIN sharedbackend.worker AS w ON w.id = resume.id");
  row("O8: subqueries", Select({column("s", "id")}).from(subqueryAs(both, "s")).where(exists(Select().from(w))),
      "SELECT s.id FROM (SELECT resume.id FROM sharedbackend.resume JOIN sharedbackend.worker AS w ON w.id = resume.id) AS s "
      "WHERE EXISTS (SELECT 1 FROM sharedbackend.worker AS w)");
  row("a CTE is in no schema", Select().from(cteReference("worker")).with({"worker", {}, std::make_shared<const Select>(Select().from(w)), false}),
      "WITH worker AS (SELECT * FROM sharedbackend.worker AS w) SELECT * FROM worker");
  Insert insert{.table = QualifiedName("worker")};
  row("O8: insert", insert, "INSERT INTO sharedbackend.worker DEFAULT VALUES");
  Update update{.table = QualifiedName("resume"), .set = {{"id", integerLiteral(1)}}, .from = w, .where = ofWorker};
  row("O8: update", update, "UPDATE sharedbackend.resume SET id = 1 FROM sharedbackend.worker AS w WHERE w.id = resume.id");
  Delete deletion{.table = QualifiedName("resume"), .where = ofWorker};
  deletion.from = w;
  row("O8: delete", deletion, "DELETE FROM sharedbackend.resume USING sharedbackend.worker AS w WHERE w.id = resume.id");
  row("another schema", Select().from(table(QualifiedName("audit", "worker"))), "SELECT * FROM audit.worker");
}

void ExecutionOptionsTest::qualifiesEveryTableOfAStatement() {
  QFETCH(std::string, compiled);
  QFETCH(std::string, expected);
  QCOMPARE(compiled, expected);
}

void ExecutionOptionsTest::qualifiesTablesKeysAndIndexes() {  // O8
  QCOMPARE(createStatements(workers(), *translated(postgresqlDialect(), {{"", "sharedbackend"}})),
           (Texts{"CREATE TABLE sharedbackend.worker (\n  id bigint NOT NULL,\n  PRIMARY KEY (id)\n)",
                  "CREATE TABLE sharedbackend.resume (\n  id bigint NOT NULL,\n  PRIMARY KEY (id),\n  FOREIGN KEY (id) REFERENCES sharedbackend.worker (id)\n)",
                  "CREATE INDEX by_id ON sharedbackend.resume (id)"}));
  // Its grammar takes no schema behind REFERENCES nor behind ON: both are the table's own.
  QCOMPARE(createStatements(workers(), *translated(sqliteDialect(), {{"", "sharedbackend"}})),
           (Texts{"CREATE TABLE sharedbackend.worker (\n  id INTEGER NOT NULL,\n  PRIMARY KEY (id)\n)",
                  "CREATE TABLE sharedbackend.resume (\n  id INTEGER NOT NULL,\n  PRIMARY KEY (id),\n  FOREIGN KEY (id) REFERENCES worker (id)\n)",
                  "CREATE INDEX sharedbackend.by_id ON resume (id)"}));
  QCOMPARE(dropStatements(workers(), *translated(postgresqlDialect(), {{"", "sharedbackend"}})), (Texts{"DROP TABLE sharedbackend.resume", "DROP TABLE sharedbackend.worker"}));
}

void ExecutionOptionsTest::leavesTheDialectItWasMadeOfAsItIs() {  // O8
  const auto other = translated(postgresqlDialect(), {{"", "sharedbackend"}});
  const Select all = Select().from(table(QualifiedName("worker")));
  QCOMPARE(postgresqlDialect().compile(all).sql, std::string("SELECT * FROM worker"));
  QCOMPARE(other->withOptions({})->compile(all).sql, std::string("SELECT * FROM worker"));
  QCOMPARE(other->name(), std::string("postgresql"));
}

void ExecutionOptionsTest::looksForTablesWhereTheyAre() {
  const auto dialect = translated(postgresqlDialect(), {{"", "sharedbackend"}});
  const schema::MetaData here = workers(), there = workers("sharedbackend");
  QCOMPARE(createStatements(here, *dialect, &here).size(), std::size_t{3});
  QVERIFY(createStatements(here, *dialect, &there).empty());
  QVERIFY(dropStatements(here, *dialect, &here).empty());
  QCOMPARE(dropStatements(here, *dialect, &there).size(), std::size_t{2});
}

void ExecutionOptionsTest::translatesOneSchemaIntoAnother() {
  const auto dialect = translated(postgresqlDialect(), {{"tenant", "tenant 7"}});
  const Texts made = createStatements(workers("tenant"), *dialect);
  QVERIFY(made[0].starts_with("CREATE TABLE \"tenant 7\".worker"));
  QVERIFY(made[1].find("REFERENCES \"tenant 7\".worker") != std::string::npos);
  QVERIFY(createStatements(workers(), *dialect)[0].starts_with("CREATE TABLE worker"));
}

void ExecutionOptionsTest::keepsForeignKeysWithinASchemaOfSqlite() {
  schema::MetaData metadata = workers("main");
  schema::Table elsewhere = *metadata.find(QualifiedName("main", "resume"));
  elsewhere.name.name = "elsewhere";
  elsewhere.indexes.clear();
  elsewhere.foreignKeys[0].referredTable.schema = "attached";
  metadata.add(elsewhere);
  QVERIFY_THROWS_EXCEPTION(DbError, createStatements(metadata, sqliteDialect()));
  QCOMPARE(createStatements(metadata, *translated(sqliteDialect(), {{"attached", "main"}})).size(), std::size_t{4});
}

void ExecutionOptionsTest::beginsAtTheIsolationLevel_data() {
  QTest::addColumn<std::string>("compiled");
  QTest::addColumn<std::string>("expected");
  const auto row = [](const char* name, const Dialect& dialect, IsolationLevel level, Purpose purpose, const char* expected) {
    QTest::newRow(name) << isolated(dialect, level)->beginStatement(purpose) << std::string(expected);
  };
  const Dialect& lite = sqliteDialect();
  row("sqlite reads", lite, IsolationLevel::Engine, Purpose::Read, "BEGIN");
  row("sqlite writes", lite, IsolationLevel::Engine, Purpose::Write, "BEGIN IMMEDIATE");
  row("sqlite does either", lite, IsolationLevel::Engine, Purpose::Any, "BEGIN");
  row("sqlite serializable", lite, IsolationLevel::Serializable, Purpose::Write, "BEGIN IMMEDIATE");
  row("sqlite deferred", lite, IsolationLevel::Deferred, Purpose::Write, "BEGIN");
  row("sqlite immediate", lite, IsolationLevel::Immediate, Purpose::Any, "BEGIN IMMEDIATE");
  row("sqlite exclusive", lite, IsolationLevel::Exclusive, Purpose::Any, "BEGIN EXCLUSIVE");
  row("sqlite autocommit", lite, IsolationLevel::Autocommit, Purpose::Write, "");
  const Dialect& server = postgresqlDialect();
  row("postgresql reads", server, IsolationLevel::Engine, Purpose::Read, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  row("postgresql writes", server, IsolationLevel::Engine, Purpose::Write, "BEGIN");
  row("postgresql does either", server, IsolationLevel::Engine, Purpose::Any, "BEGIN");
  row("postgresql read committed", server, IsolationLevel::ReadCommitted, Purpose::Write, "BEGIN ISOLATION LEVEL READ COMMITTED");
  row("postgresql repeatable read", server, IsolationLevel::RepeatableRead, Purpose::Any, "BEGIN ISOLATION LEVEL REPEATABLE READ");
  row("postgresql serializable, reads", server, IsolationLevel::Serializable, Purpose::Read, "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");
  row("postgresql autocommit", server, IsolationLevel::Autocommit, Purpose::Read, "");
}

void ExecutionOptionsTest::beginsAtTheIsolationLevel() { qualifiesEveryTableOfAStatement(); }

void ExecutionOptionsTest::refusesALevelThatTheEngineHasNot() {
  try {
    isolated(sqliteDialect(), IsolationLevel::RepeatableRead);
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::NotSupported);
    QCOMPARE(error.message(), std::string("sqlite has no isolation level REPEATABLE READ"));
    QCOMPARE(error.hint, std::string("It has SERIALIZABLE, DEFERRED, IMMEDIATE, EXCLUSIVE, AUTOCOMMIT."));
  }
  QVERIFY_THROWS_EXCEPTION(DbError, isolated(postgresqlDialect(), IsolationLevel::Exclusive));
}

JOINERY_TEST(ExecutionOptionsTest)
#include "tst_execution_options.moc"
