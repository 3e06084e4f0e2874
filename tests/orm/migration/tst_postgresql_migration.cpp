// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "migrated_database.h"
#include "orm/core/db_error.h"
#include "orm/migration/schema_diff.h"
#include "random_operations.h"
#include "random_schema.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;

/// Migrations of databases on a PostgreSQL server.
class PostgresqlMigrationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void anySchemaBecomesAnyOtherAndBack();
  void renamesKeepTheRows();
  void whatDependsOnAColumnComesBack();
  void labelsComeAndGoWithTheirRows();
  void aLabelThatARowHasIsNotDropped();
  void objectsOfASchemaComeAndGo();

 private:
  /// Becomes `to`, and `from` again.
  void thereAndBack(const schema::MetaData& from, const schema::MetaData& to, const Operations& renames, const std::string& what);
  std::unique_ptr<MigratedDatabase> m_database;
};

namespace {

/// What a column of the same type held is what it holds.
void requireKept(const MigratedDatabase::Values& before, const MigratedDatabase::Values& after, const std::string& what) {
  for (const auto& [column, values] : before) {
    const auto kept = after.find(column);
    QVERIFY2(kept == after.end() || kept->second == values, ("values of " + column + " are others: " + what).c_str());
  }
}

}  // namespace

void PostgresqlMigrationTest::initTestCase() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  m_database = std::make_unique<MigratedDatabase>(ownDatabaseUrl());
}

void PostgresqlMigrationTest::thereAndBack(const schema::MetaData& from, const schema::MetaData& to, const Operations& renames, const std::string& what) {
  const Dialect& dialect = m_database->dialect();
  const Operations operations = schemaDifference(from, to, renames, dialect);
  const std::string which = what + "\n" + described(operations);
  const MigratedDatabase::Values values = m_database->values(from);
  try {
    m_database->migrate(from, operations);
    const schema::MetaData there = m_database->reflected();
    const Operations left = schemaDifference(there, to, {}, dialect);
    QVERIFY2(left.empty(), (which + "left:\n" + described(left)).c_str());
    if (renames.empty()) requireKept(values, m_database->values(there), which);
    m_database->migrate(there, inverse(operations));
  } catch (const DbError& error) {
    QFAIL((which + error.message()).c_str());
  }
  const schema::MetaData back = m_database->reflected();
  const Operations notUndone = schemaDifference(back, from, {}, dialect);
  QVERIFY2(notUndone.empty(), (which + "not undone:\n" + described(notUndone)).c_str());
  if (!renames.empty()) requireKept(values, m_database->values(back), which);
}

void PostgresqlMigrationTest::anySchemaBecomesAnyOtherAndBack() {
  bool isNumber = false;
  const int asked = qEnvironmentVariableIntValue("JOINERY_MIGRATION_PAIRS", &isNumber);
  const auto pairs = static_cast<std::uint32_t>(isNumber ? asked : 40);
  const Dialect& dialect = m_database->dialect();
  for (std::uint32_t seed = 0; seed < pairs; ++seed) {
    const schema::MetaData from = RandomSchema(dialect, seed, seed).make();
    const schema::MetaData to = RandomSchema(dialect, seed % 5 ? seed : seed + 7'000, seed + 5'000).make();
    const std::string what = "seed " + std::to_string(seed);
    m_database->make(from);
    m_database->fill(from);
    const schema::MetaData reflected = m_database->reflected();
    const Operations otherwise = schemaDifference(from, reflected, {}, dialect);
    QVERIFY2(otherwise.empty(), (what + " is reflected otherwise\n" + described(otherwise)).c_str());
    thereAndBack(reflected, to, {}, what);
    if (QTest::currentTestFailed()) return;
  }
}

void PostgresqlMigrationTest::renamesKeepTheRows() {
  const Dialect& dialect = m_database->dialect();
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const schema::MetaData from = RandomSchema(dialect, seed, seed).make();
    m_database->make(from);
    m_database->fill(from);
    const schema::MetaData reflected = m_database->reflected();
    const Operations renames = randomRenames(reflected, seed);
    for (const Operation& each : schemaDifference(reflected, reflected, {}, dialect)) QFAIL(description(each).c_str());
    const MigratedDatabase::Values values = m_database->values(reflected);
    try {
      m_database->migrate(reflected, renames);
      m_database->migrate(m_database->reflected(), inverse(renames));
    } catch (const DbError& error) {
      QFAIL(("seed " + std::to_string(seed) + "\n" + described(renames) + error.message()).c_str());
    }
    QVERIFY2(m_database->values(m_database->reflected()) == values, described(renames).c_str());
  }
}

/// A computed column with an index, a view on a view, a materialized view with an index, a foreign key and a trigger.
void PostgresqlMigrationTest::whatDependsOnAColumnComesBack() {
  m_database->make({});
  m_database->run("CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL UNIQUE, twice integer GENERATED ALWAYS AS (n * 2) STORED)");
  m_database->run("COMMENT ON COLUMN a.twice IS 'two of it'");
  m_database->run("CREATE INDEX twice_index ON a (twice)");
  m_database->run("CREATE TABLE b (id integer PRIMARY KEY, n integer REFERENCES a (n))");
  m_database->run("CREATE VIEW v AS SELECT n, twice FROM a");
  m_database->run("CREATE VIEW w AS SELECT v.n AS m FROM v");
  m_database->run("CREATE MATERIALIZED VIEW x AS SELECT m FROM w");
  m_database->run("CREATE UNIQUE INDEX x_index ON x (m)");
  m_database->run("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'");
  m_database->run("CREATE TRIGGER g BEFORE UPDATE OF n ON a FOR EACH ROW EXECUTE FUNCTION f()");
  m_database->run("INSERT INTO a (id, n) VALUES (1, 7)");
  m_database->run("INSERT INTO b VALUES (1, 7)");
  const schema::MetaData from = m_database->reflected();
  schema::MetaData to = from;
  for (const char* name : {"a", "b"}) {
    schema::Table table = *to.find(QualifiedName(name));
    table.columns[1].type.declared = "bigint";
    to.remove(table.name);
    to.add(table);
  }
  thereAndBack(from, to, {}, "a type");
  const Operations none = schemaDifference(m_database->reflected(), from, {}, m_database->dialect());
  QVERIFY2(none.empty(), described(none).c_str());
}

void PostgresqlMigrationTest::labelsComeAndGoWithTheirRows() {
  m_database->make({});
  m_database->run("CREATE TYPE mood AS ENUM ('glad', 'sad', 'wild')");
  m_database->run("CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'glad', CHECK (m <> 'wild'))");
  m_database->run("CREATE INDEX i ON t (id) WHERE m = 'sad'");
  m_database->run("CREATE VIEW v AS SELECT m FROM t WHERE m = 'glad'");
  m_database->run("INSERT INTO t VALUES (1, 'glad'), (2, 'sad')");
  const schema::MetaData from = m_database->reflected();
  schema::MetaData to = from;
  schema::Table table = *to.find(QualifiedName("t"));
  table.columns[1].defaultExpression = "'calm'::mood";
  table.checks.clear();
  to.remove(table.name);
  to.add(table);
  to.enums[0].labels = {"calm", "sad", "glad"};
  thereAndBack(from, to, {}, "labels");
}

void PostgresqlMigrationTest::aLabelThatARowHasIsNotDropped() {
  m_database->make({});
  m_database->run("CREATE TYPE mood AS ENUM ('glad', 'sad')");
  m_database->run("CREATE TABLE t (id integer PRIMARY KEY, m mood)");
  m_database->run("INSERT INTO t VALUES (1, 'sad')");
  const schema::MetaData from = m_database->reflected();
  try {
    m_database->migrate(from, {DropEnumLabel{QualifiedName("mood"), "sad"}});
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Data);
  }
  QVERIFY(schemaDifference(m_database->reflected(), from, {}, m_database->dialect()).empty());
}

void PostgresqlMigrationTest::objectsOfASchemaComeAndGo() {
  m_database->make({});
  const schema::MetaData from = m_database->reflected();
  m_database->run("CREATE SCHEMA IF NOT EXISTS shop");
  m_database->run("CREATE DOMAIN positive AS integer DEFAULT 1 CHECK (VALUE > 0)");
  m_database->run("CREATE SEQUENCE ticket START 5");
  m_database->run("CREATE FUNCTION doubled(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'");
  m_database->run("CREATE TABLE shop.item (id serial PRIMARY KEY, price positive, number integer DEFAULT nextval('ticket'))");
  m_database->run("COMMENT ON TABLE shop.item IS 'what there is to buy'");
  m_database->run("CREATE TABLE event (at date NOT NULL, kind text, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at)");
  m_database->run("CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')");
  m_database->run("CREATE INDEX event_kind ON event (kind)");
  m_database->run("CREATE TABLE base (id integer, note text)");
  m_database->run("CREATE TABLE heir (more text) INHERITS (base)");
  m_database->run("CREATE TABLE booking (room integer, during int4range, EXCLUDE USING gist (during WITH &&))");
  const schema::MetaData to = m_database->reflected();
  const Operations operations = schemaDifference(to, from, {}, m_database->dialect());
  try {
    m_database->migrate(to, operations);
  } catch (const DbError& error) {
    QFAIL((described(operations) + error.message()).c_str());
  }
  const Operations left = schemaDifference(m_database->reflected(), from, {}, m_database->dialect());
  QVERIFY2(left.empty(), described(left).c_str());
  thereAndBack(from, to, {}, "objects");
}

JOINERY_TEST(PostgresqlMigrationTest)
#include "tst_postgresql_migration.moc"
