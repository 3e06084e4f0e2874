// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "migrated_database.h"
#include "orm/core/db_error.h"
#include "orm/difference/schema_diff.h"
#include "round_trip.h"
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
  void whatIsMadeAgainHasItsOwnerAndItsRights();
  void routinesTakeOtherArgumentsAndResults();
  void labelsGoWhileRoutinesTakeThem();
  void labelsOfADomainStay();
  void commentsOfEverything();
  void theDefaultOfADomainIsNotThatOfAView();

 private:
  /// Becomes `to`, and `from` again.
  void thereAndBack(const schema::MetaData& from, const schema::MetaData& to, const std::string& what);
  std::unique_ptr<MigratedDatabase> m_database;
};

void PostgresqlMigrationTest::initTestCase() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  m_database = std::make_unique<MigratedDatabase>(ownDatabaseUrl());
}

void PostgresqlMigrationTest::thereAndBack(const schema::MetaData& from, const schema::MetaData& to, const std::string& what) {
  const std::string wrong = wrongThereAndBack(*m_database, from, to, {}, what);
  QVERIFY2(wrong.empty(), wrong.c_str());
}

void PostgresqlMigrationTest::anySchemaBecomesAnyOtherAndBack() {
  const std::string wrong = wrongWithPairs(*m_database, 40);
  QVERIFY2(wrong.empty(), wrong.c_str());
}

void PostgresqlMigrationTest::renamesKeepTheRows() {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const std::string wrong = wrongWithRenames(*m_database, seed);
    QVERIFY2(wrong.empty(), wrong.c_str());
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
  thereAndBack(from, to, "a type");
  const Operations none = schemaDifference(m_database->reflected(), from, {}, m_database->dialect());
  QVERIFY2(none.empty(), described(none).c_str());
}

/// Owner, rights, options of every view, routine and type, as the server keeps them; whether a materialized view is filled; defaults of views.
const char* const kUpkeep =
    "SELECT string_agg(line, E'\n' ORDER BY line) FROM ("
    "SELECT concat_ws(' ', c.relname, pg_get_userbyid(c.relowner), (SELECT string_agg(x::text, ' ' ORDER BY x::text) FROM unnest(coalesce(c.relacl, acldefault('r', c.relowner))) AS x),"
    " c.reloptions, c.relispopulated, (SELECT string_agg(a.attname || a.attacl::text, ' ' ORDER BY a.attname) FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname <> 'gone'),"
    " (SELECT string_agg(pg_get_expr(d.adbin, d.adrelid), ' ') FROM pg_attrdef AS d WHERE d.adrelid = c.oid)) AS line"
    " FROM pg_class AS c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace"
    " UNION ALL SELECT concat_ws(' ', t.typname, pg_get_userbyid(t.typowner), coalesce(t.typacl, acldefault('T', t.typowner))) FROM pg_type AS t"
    " WHERE t.typtype = 'e' AND t.typnamespace = 'public'::regnamespace) AS lines";

void PostgresqlMigrationTest::whatIsMadeAgainHasItsOwnerAndItsRights() {
  m_database->make({});
  m_database->run("DO $$BEGIN CREATE ROLE \"an owner\"; EXCEPTION WHEN duplicate_object THEN NULL; END$$");
  m_database->run("DO $$BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END$$");
  m_database->run("GRANT CREATE, USAGE ON SCHEMA public TO \"an owner\"");
  m_database->run("CREATE TYPE mood AS ENUM ('glad', 'sad')");
  m_database->run("ALTER TYPE mood OWNER TO \"an owner\"");
  m_database->run("REVOKE USAGE ON TYPE mood FROM PUBLIC");
  m_database->run("CREATE TABLE t (id integer PRIMARY KEY, n integer, m mood)");
  m_database->run("CREATE VIEW kept WITH (security_barrier) AS SELECT id, n FROM t");
  m_database->run("ALTER VIEW kept ALTER COLUMN n SET DEFAULT 7");
  m_database->run("GRANT SELECT, INSERT ON kept TO reader WITH GRANT OPTION");
  m_database->run("GRANT SELECT (id), UPDATE (id) ON kept TO PUBLIC");
  m_database->run("REVOKE DELETE ON kept FROM CURRENT_USER");
  m_database->run("CREATE VIEW changed AS SELECT n, id AS gone FROM t");
  m_database->run("GRANT SELECT ON changed TO reader");
  m_database->run("GRANT UPDATE (n, gone) ON changed TO reader");
  m_database->run("ALTER VIEW changed OWNER TO \"an owner\"");
  m_database->run("CREATE MATERIALIZED VIEW unfilled AS SELECT n FROM t WITH NO DATA");
  m_database->run("CREATE INDEX unfilled_index ON unfilled (n)");
  m_database->run("ALTER MATERIALIZED VIEW unfilled OWNER TO \"an owner\"");
  m_database->run("CREATE VIEW moods AS SELECT m FROM t");
  m_database->run("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO reader");
  const std::vector<std::string> before = m_database->texts(kUpkeep);
  const schema::MetaData from = m_database->reflected();
  schema::MetaData to = from;
  schema::Table table = *to.find(QualifiedName("t"));
  table.columns[1].type.declared = "bigint";
  to.remove(table.name);
  to.add(table);
  schema::Table view = *to.find(QualifiedName("changed"));
  view.definition = "SELECT t.n FROM t";
  view.columns.pop_back();
  to.remove(view.name);
  to.add(view);
  to.enums[0].labels = {"sad", "glad"};
  const Operations operations = schemaDifference(from, to, {}, m_database->dialect());
  m_database->migrate(from, operations);
  const std::vector<std::string> after = m_database->texts(kUpkeep);
  QVERIFY2(after == before, (after.front() + "\ninstead of\n" + before.front()).c_str());
}

/// Another result, other names of arguments, a default that goes: none of them by CREATE OR REPLACE.
void PostgresqlMigrationTest::routinesTakeOtherArgumentsAndResults() {
  m_database->make({});
  m_database->run("CREATE TABLE t (n integer)");
  m_database->run("CREATE FUNCTION g(a integer, b integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'");
  m_database->run("CREATE FUNCTION h(OUT x integer, OUT y text) LANGUAGE sql AS $$SELECT 1, 'a'$$");
  m_database->run("CREATE FUNCTION r(a integer) RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'");
  m_database->run("COMMENT ON FUNCTION r(integer) IS 'rows'");
  m_database->run("CREATE FUNCTION k(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 2'");
  m_database->run("CREATE PROCEDURE p(INOUT a integer) LANGUAGE plpgsql AS 'BEGIN END'");
  m_database->run("CREATE VIEW v AS SELECT g(n, 2) AS g FROM t");
  const schema::MetaData to = m_database->reflected();
  m_database->make({});
  m_database->run("CREATE TABLE t (n integer)");
  m_database->run("CREATE FUNCTION g(first integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
  m_database->run("REVOKE EXECUTE ON FUNCTION g(integer, integer) FROM PUBLIC");
  m_database->run("CREATE FUNCTION h(OUT x integer, OUT y integer) LANGUAGE sql AS 'SELECT 1, 2'");
  m_database->run("CREATE FUNCTION r(a integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1'");
  m_database->run("CREATE FUNCTION k(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
  m_database->run("CREATE FUNCTION p(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
  m_database->run("CREATE VIEW v AS SELECT g(n) AS g FROM t");
  thereAndBack(m_database->reflected(), to, "routines");
  const std::vector<std::string> rights = m_database->texts("SELECT proacl::text FROM pg_proc WHERE proname = 'g'");
  QVERIFY2(rights.front().find("{=X") == std::string::npos && rights.front().find(",=X") == std::string::npos && rights.front() != "NULL", rights.front().c_str());
}

void PostgresqlMigrationTest::labelsGoWhileRoutinesTakeThem() {
  m_database->make({});
  m_database->run("CREATE TYPE mood AS ENUM ('glad', 'sad')");
  m_database->run("CREATE TABLE t (id integer PRIMARY KEY, m mood)");
  m_database->run("CREATE FUNCTION f(m mood) RETURNS mood LANGUAGE sql AS 'SELECT m'");
  m_database->run("COMMENT ON FUNCTION f(mood) IS 'the same'");
  m_database->run("CREATE VIEW v AS SELECT f('glad') AS m");
  const schema::MetaData from = m_database->reflected();
  schema::MetaData to = from;
  to.enums[0].labels = {"glad", "wild"};
  thereAndBack(from, to, "labels of a function");
}

void PostgresqlMigrationTest::labelsOfADomainStay() {
  m_database->make({});
  m_database->run("CREATE TYPE mood AS ENUM ('glad', 'sad')");
  m_database->run("CREATE DOMAIN strong AS mood");
  try {
    m_database->migrate(m_database->reflected(), {DropEnumLabel{QualifiedName("mood"), "sad"}});
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::NotSupported);
    QVERIFY(error.message().find("the domain strong is made of it") != std::string::npos);
  }
}

void PostgresqlMigrationTest::commentsOfEverything() {
  m_database->make({});
  m_database->run("CREATE TABLE t (id integer CONSTRAINT id_key PRIMARY KEY, n integer)");
  m_database->run("CREATE VIEW v AS SELECT id, n FROM t");
  m_database->run("CREATE DOMAIN d AS integer CONSTRAINT positive CHECK (VALUE > 0)");
  const schema::MetaData from = m_database->reflected();
  m_database->run("COMMENT ON CONSTRAINT id_key ON t IS 'a key'");
  m_database->run("COMMENT ON COLUMN v.n IS 'a number'");
  m_database->run("ALTER VIEW v ALTER COLUMN n SET DEFAULT 7");
  m_database->run("COMMENT ON CONSTRAINT positive ON DOMAIN d IS 'a check'");
  const schema::MetaData to = m_database->reflected();
  const Operations operations = schemaDifference(from, to, {}, m_database->dialect());
  QCOMPARE(operations.size(), std::size_t(3));
  m_database->migrate(to, inverse(operations));
  QVERIFY(schemaDifference(m_database->reflected(), from, {}, m_database->dialect()).empty());
  m_database->migrate(from, operations);
  QVERIFY(schemaDifference(m_database->reflected(), to, {}, m_database->dialect()).empty());
}

void PostgresqlMigrationTest::theDefaultOfADomainIsNotThatOfAView() {
  m_database->make({});
  m_database->run("CREATE DOMAIN d AS integer DEFAULT 5");
  m_database->run("CREATE TABLE t (id integer PRIMARY KEY, n d, own d DEFAULT 8)");
  m_database->run("CREATE VIEW v AS SELECT n FROM t");
  m_database->run("CREATE MATERIALIZED VIEW m AS SELECT n FROM v");
  m_database->run("INSERT INTO t VALUES (1)");
  const schema::MetaData from = m_database->reflected();
  m_database->run("DROP MATERIALIZED VIEW m");
  m_database->run("DROP VIEW v");
  m_database->run("ALTER DOMAIN d SET DEFAULT 6");
  m_database->run("ALTER TABLE t ALTER COLUMN id SET DATA TYPE bigint");
  m_database->run("CREATE VIEW v AS SELECT n, id FROM t");
  m_database->run("CREATE MATERIALIZED VIEW m AS SELECT n, id FROM v");
  thereAndBack(from, m_database->reflected(), "a domain's default");
  const std::vector<std::string> own = m_database->texts("SELECT c.relname || '.' || d.adnum FROM pg_attrdef AS d JOIN pg_class AS c ON c.oid = d.adrelid WHERE relnamespace = 'public'::regnamespace");
  QCOMPARE(own, std::vector<std::string>{"t.3"});
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
  thereAndBack(from, to, "labels");
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
  thereAndBack(from, to, "objects");
}

JOINERY_TEST(PostgresqlMigrationTest)
#include "tst_postgresql_migration.moc"
