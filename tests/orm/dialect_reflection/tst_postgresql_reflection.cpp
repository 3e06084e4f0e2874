// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <algorithm>
#include <optional>

#include "orm/dialect/postgresql/postgresql_reflection.h"
#include "postgresql_catalogue_database.h"
#include "show_strings.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using namespace std::string_literals;
using Names = std::vector<std::string>;

namespace {

std::shared_ptr<const Table> serverTable(const MetaData& metadata, const std::string& name,
                                   const std::string& schemaName = {}) {
  auto found = metadata.find({schemaName, name});
  if (!found) qFatal("no table %s", name.c_str());
  return found;
}

const Column& column(const MetaData& metadata, const std::string& tableName, const std::string& name) {
  const Column* found = serverTable(metadata, tableName)->column(name);
  if (!found) qFatal("no column %s", name.c_str());
  return *found;
}

}  // namespace

/// Needs JOINERY_TEST_POSTGRES: the URL of a server on which databases may be created.
class PostgresqlReflectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void readsTypes();
  void looksThroughDomains();
  void readsDefaultsAndWhoFillsAColumn();
  void readsKeysAndChecks();
  void readsWhenKeysAreJudged();
  void readsForeignKeys();
  void readsIndexes();
  void readsViewsAndTriggers();
  void readsPartitionedTables();
  void readsOtherSchemas();
  void hidesSchemasThatTheUserMayNotSee();
  void readsCommentsAndEstimates();
  void managesWithoutADefaultSchema();
  void readsManyTablesWithTheSameStatements();
  void readsNorthwind();

 private:
  std::optional<PostgresqlCatalogueDatabase> m_database;
};

void PostgresqlReflectionTest::init() {
  const QByteArray server = qgetenv("JOINERY_TEST_POSTGRES");
  if (server.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  m_database.emplace(server.toStdString());
}

void PostgresqlReflectionTest::cleanup() { m_database.reset(); }

void PostgresqlReflectionTest::readsTypes() {
  m_database->run(
      "CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy'); CREATE TYPE pair AS (a int, b int);"
      "CREATE TABLE t(b bool, i2 smallint, i8 bigint, f real, n numeric(10,2), n0 numeric, v varchar(160), c char(3), "
      "x text,"
      " d date, tm time(3), tz timestamptz, ts timestamp(0), iv interval, u uuid, j jsonb, by bytea, m mood, ms "
      "mood[], a int[][],"
      " r int4range, bt bit(5), ip inet, p point, k pair, mr int4multirange, \"Odd \"\"name\" money)");
  const MetaData metadata = m_database->reflect();
  const auto kind = [&](const char* name) { return column(metadata, "t", name).type.kind; };
  QVERIFY(kind("b") == TypeKind::Boolean && kind("i2") == TypeKind::Integer && kind("i8") == TypeKind::Integer);
  QVERIFY(kind("f") == TypeKind::Real && kind("n") == TypeKind::Numeric && kind("v") == TypeKind::Text &&
          kind("c") == TypeKind::Text);
  QVERIFY(kind("d") == TypeKind::Date && kind("tm") == TypeKind::Time && kind("tz") == TypeKind::TimestampTz);
  QVERIFY(kind("ts") == TypeKind::Timestamp && kind("iv") == TypeKind::Interval && kind("u") == TypeKind::Uuid);
  QVERIFY(kind("j") == TypeKind::Json && kind("by") == TypeKind::Blob && kind("m") == TypeKind::Enum &&
          kind("ms") == TypeKind::Array);
  QVERIFY(kind("a") == TypeKind::Array && kind("r") == TypeKind::Range && kind("mr") == TypeKind::Range &&
          kind("bt") == TypeKind::Bit);
  QVERIFY(kind("ip") == TypeKind::Network && kind("p") == TypeKind::Geometry && kind("k") == TypeKind::Unknown);
  QVERIFY(kind("Odd \"name") == TypeKind::Unknown);
  QCOMPARE(column(metadata, "t", "tz").type.declared, "timestamp with time zone"s);
  QCOMPARE(column(metadata, "t", "v").type.length.value(), 160);
  QCOMPARE(column(metadata, "t", "c").type.length.value(), 3);
  QCOMPARE(column(metadata, "t", "n").type.precision.value(), 10);
  QCOMPARE(column(metadata, "t", "n").type.scale.value(), 2);
  QVERIFY(!column(metadata, "t", "n0").type.precision);
  QCOMPARE(column(metadata, "t", "tm").type.precision.value(), 3);
  QCOMPARE(*column(metadata, "t", "m").type.labels, (Names{"sad", "it's ok", "happy"}));
  QCOMPARE(metadata.enums.size(), std::size_t{1});
  QCOMPARE(metadata.enums[0].name.toString(), "mood"s);
  QCOMPARE(metadata.enums[0].labels.size(), std::size_t{3});
}

void PostgresqlReflectionTest::looksThroughDomains() {
  m_database->run(
      "CREATE DOMAIN code AS varchar(8) NOT NULL; CREATE DOMAIN inner_code AS code; CREATE TYPE mood AS ENUM ('a');"
      "CREATE DOMAIN my_mood AS mood; CREATE DOMAIN list AS int[]; CREATE TABLE t(c inner_code, m my_mood, l list)");
  const MetaData metadata = m_database->reflect();
  const Column& code = column(metadata, "t", "c");
  QVERIFY(code.type.kind == TypeKind::Text && !code.nullable);
  QCOMPARE(code.type.declared, "inner_code"s);
  QCOMPARE(code.type.length.value(), 8);
  QCOMPARE(*column(metadata, "t", "m").type.labels, (Names{"a"}));
  QVERIFY(column(metadata, "t", "l").type.kind == TypeKind::Array);
}

void PostgresqlReflectionTest::readsDefaultsAndWhoFillsAColumn() {  // T8
  m_database->run(
      "CREATE SEQUENCE shared; CREATE TABLE t(id serial, always int GENERATED ALWAYS AS IDENTITY,"
      " usual int GENERATED BY DEFAULT AS IDENTITY, twice int GENERATED ALWAYS AS (id * 2) STORED,"
      " other int DEFAULT nextval('shared'), at timestamptz DEFAULT now(), word text COLLATE \"C\" DEFAULT 'x', "
      "dropped int);"
      "ALTER TABLE t DROP COLUMN dropped");
  const MetaData metadata = m_database->reflect();
  const auto generation = [&](const char* name) { return column(metadata, "t", name).generation; };
  QCOMPARE(serverTable(metadata, "t")->columns.size(), std::size_t{7});
  QVERIFY(generation("id") == Generation::IdentityByDefault && generation("usual") == Generation::IdentityByDefault);
  QVERIFY(generation("always") == Generation::IdentityAlways && generation("other") == Generation::None);
  QVERIFY(generation("twice") == Generation::StoredExpression);
  QCOMPARE(column(metadata, "t", "twice").generationExpression, "id * 2"s);
  QVERIFY(!column(metadata, "t", "twice").defaultExpression);
  QCOMPARE(column(metadata, "t", "at").defaultExpression.value(), "now()"s);
  QCOMPARE(column(metadata, "t", "word").defaultExpression.value(), "'x'::text"s);
  QCOMPARE(column(metadata, "t", "word").collation, "C"s);
  QVERIFY(!column(metadata, "t", "id").nullable && column(metadata, "t", "word").nullable);
}

void PostgresqlReflectionTest::readsKeysAndChecks() {  // T8
  m_database->run(
      "CREATE TABLE t(a int, b int, c int UNIQUE CONSTRAINT positive CHECK (c > 0), CONSTRAINT key PRIMARY KEY (b, a),"
      " CONSTRAINT pair UNIQUE (c, a))");
  const MetaData metadata = m_database->reflect();
  const auto t = serverTable(metadata, "t");
  QCOMPARE(t->primaryKey->name, "key"s);
  QCOMPARE(t->primaryKey->columns, (Names{"b", "a"}));
  QCOMPARE(t->uniqueKeys.size(), std::size_t{2});
  QVERIFY(std::ranges::any_of(t->uniqueKeys, [](const UniqueKey& key) {
    return key.name == "pair" && key.columns == Names{"c", "a"};
  }));
  QCOMPARE(t->checks.size(), std::size_t{1});
  QCOMPARE(t->checks[0].name, "positive"s);
  QCOMPARE(t->checks[0].expression, "c > 0"s);
  QVERIFY(t->indexes.empty());
  QVERIFY(!t->hasRowId && !t->column("a")->nullable);
}

void PostgresqlReflectionTest::readsWhenKeysAreJudged() {
  m_database->run(
      "CREATE TABLE t(a int PRIMARY KEY DEFERRABLE, b int CONSTRAINT late UNIQUE DEFERRABLE INITIALLY DEFERRED, c int CONSTRAINT soon UNIQUE)");
  const auto t = serverTable(m_database->reflect(), "t");
  QVERIFY(t->primaryKey->deferrable && !t->primaryKey->initiallyDeferred);
  QCOMPARE(t->uniqueKeys.size(), std::size_t{2});
  const auto key = [&](const char* name) { return *std::ranges::find(t->uniqueKeys, name, &UniqueKey::name); };
  QVERIFY(key("late").deferrable && key("late").initiallyDeferred);
  QVERIFY(!key("soon").deferrable && !key("soon").initiallyDeferred);
}

void PostgresqlReflectionTest::readsForeignKeys() {  // T8
  m_database->run(
      "CREATE TABLE parent(id int PRIMARY KEY, a int, b int, UNIQUE (a, b)); CREATE SCHEMA far; CREATE TABLE "
      "far.star(id int PRIMARY KEY);"
      "CREATE TABLE child(p int CONSTRAINT up REFERENCES parent ON DELETE CASCADE ON UPDATE SET NULL, a int, b int,"
      " s int REFERENCES far.star DEFERRABLE INITIALLY DEFERRED,"
      " CONSTRAINT pair FOREIGN KEY (b, a) REFERENCES parent (b, a) ON DELETE RESTRICT ON UPDATE SET DEFAULT "
      "DEFERRABLE)");
  const MetaData metadata = m_database->reflect();
  const auto child = serverTable(metadata, "child");
  QCOMPARE(child->foreignKeys.size(), std::size_t{3});
  const ForeignKey& up = child->foreignKeys[0];
  QCOMPARE(up.name, "up"s);
  QCOMPARE(up.referredTable.toString(), "parent"s);
  QVERIFY(up.onDelete == ReferentialAction::Cascade && up.onUpdate == ReferentialAction::SetNull && !up.deferrable);
  const ForeignKey& pair = child->foreignKeys[1];
  QCOMPARE(pair.columns, (Names{"b", "a"}));
  QCOMPARE(pair.referredColumns, (Names{"b", "a"}));
  QVERIFY(pair.onDelete == ReferentialAction::Restrict && pair.onUpdate == ReferentialAction::SetDefault);
  QVERIFY(pair.deferrable && !pair.initiallyDeferred);
  const ForeignKey& star = child->foreignKeys[2];
  QCOMPARE(star.referredTable.toString(), "far.star"s);
  QVERIFY(star.initiallyDeferred && star.onDelete == ReferentialAction::NoAction);
}

void PostgresqlReflectionTest::readsIndexes() {  // T8
  m_database->run(
      "CREATE TABLE t(a text, b int, c int[]); CREATE UNIQUE INDEX i ON t (a COLLATE \"C\", b DESC, lower(a)) INCLUDE "
      "(c) WHERE b > 1;"
      "CREATE INDEX g ON t USING gin (c)");
  const auto t = serverTable(m_database->reflect(), "t");
  QCOMPARE(t->indexes.size(), std::size_t{2});
  QCOMPARE(t->indexes[0].name, "g"s);
  QCOMPARE(t->indexes[0].method, "gin"s);
  const Index& index = t->indexes[1];
  QVERIFY(index.unique && index.parts.size() == 3);
  QCOMPARE(index.predicate, "b > 1"s);
  QCOMPARE(index.parts[0].column, "a"s);
  QCOMPARE(index.parts[0].collation, "C"s);
  QVERIFY(index.parts[1].descending && index.parts[1].collation.empty());
  QCOMPARE(index.parts[2].column, ""s);
  QCOMPARE(index.parts[2].expression, "lower(a)"s);
  QVERIFY(index.definition.starts_with("CREATE UNIQUE INDEX i ON public.t"));
}

void PostgresqlReflectionTest::readsViewsAndTriggers() {  // T8
  m_database->run(
      "CREATE TABLE t(a int, b varchar(5)); CREATE VIEW v AS SELECT a AS x, b FROM t; CREATE MATERIALIZED VIEW m AS "
      "SELECT count(*) FROM t;"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()");
  const MetaData metadata = m_database->reflect();
  QVERIFY(serverTable(metadata, "v")->kind == TableKind::View);
  QCOMPARE(column(metadata, "v", "b").type.length.value(), 5);
  QVERIFY(serverTable(metadata, "v")->definition.find("SELECT") != std::string::npos);
  QVERIFY(!serverTable(metadata, "v")->estimatedRows);
  QVERIFY(serverTable(metadata, "m")->kind == TableKind::MaterializedView);
  QCOMPARE(column(metadata, "m", "count").type.declared, "bigint"s);
  QCOMPARE(serverTable(metadata, "t")->triggers.size(), std::size_t{1});
  QVERIFY(serverTable(metadata, "t")->triggers[0].definition.starts_with("CREATE TRIGGER tr BEFORE UPDATE"));
}

void PostgresqlReflectionTest::readsPartitionedTables() {
  m_database->run(
      "CREATE TABLE p(id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) "
      "TO (9);"
      "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99); CREATE TABLE c(id int PRIMARY KEY REFERENCES p)");
  const MetaData metadata = m_database->reflect();
  QVERIFY(serverTable(metadata, "p")->kind == TableKind::PartitionedTable);
  QVERIFY(serverTable(metadata, "p1")->kind == TableKind::Table);
  QCOMPARE(serverTable(metadata, "p1")->primaryKey->columns, (Names{"id"}));
  QCOMPARE(serverTable(metadata, "c")->foreignKeys.size(), std::size_t{1});
  QCOMPARE(serverTable(metadata, "c")->foreignKeys[0].referredTable.name, "p"s);
}

void PostgresqlReflectionTest::readsOtherSchemas() {
  m_database->run(
      "CREATE SCHEMA \"Odd one\"; CREATE TYPE \"Odd one\".e AS ENUM ('z'); CREATE TABLE \"Odd one\".t(id int PRIMARY "
      "KEY, e \"Odd one\".e);"
      "CREATE TABLE t(up int REFERENCES \"Odd one\".t); CREATE TABLE \"Odd one\".u(up int REFERENCES \"Odd one\".t); "
      "CREATE TEMP TABLE gone(a int)");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(metadata.defaultSchema, "public"s);
  QCOMPARE(metadata.schemas, (Names{"public", "Odd one"}));
  QCOMPARE(metadata.tables().size(), std::size_t{3});
  QCOMPARE(serverTable(metadata, "t")->name.schema, ""s);
  QCOMPARE(serverTable(metadata, "t", "Odd one")->column("e")->type.declared, "\"Odd one\".e"s);
  QCOMPARE(serverTable(metadata, "u", "Odd one")->foreignKeys[0].referredTable.toString(), "Odd one.t"s);
  QCOMPARE(metadata.enums[0].name.schema, "Odd one"s);
}

void PostgresqlReflectionTest::hidesSchemasThatTheUserMayNotSee() {
  m_database->run(
      "CREATE SCHEMA secret; CREATE TYPE secret.e AS ENUM ('a', 'b'); CREATE TABLE secret.t(id int PRIMARY KEY);"
      "CREATE TABLE t(e secret.e, up int REFERENCES secret.t); SET ROLE pg_monitor");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(metadata.schemas, (Names{"public"}));
  QCOMPARE(metadata.tables().size(), std::size_t{1});
  QVERIFY(metadata.enums.empty());
  QCOMPARE(*column(metadata, "t", "e").type.labels, (Names{"a", "b"}));
  QCOMPARE(serverTable(metadata, "t")->foreignKeys[0].referredTable.toString(), "secret.t"s);
}

void PostgresqlReflectionTest::readsCommentsAndEstimates() {  // T8
  m_database->run(
      "CREATE TABLE t(a int); COMMENT ON TABLE t IS 'it''s a table'; COMMENT ON COLUMN t.a IS '<b>a</b>';"
      "INSERT INTO t SELECT generate_series(1, 5); ANALYZE t; CREATE TABLE never(a int)");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(serverTable(metadata, "t")->comment, "it's a table"s);
  QCOMPARE(column(metadata, "t", "a").comment, "<b>a</b>"s);
  QCOMPARE(serverTable(metadata, "t")->estimatedRows.value(), std::int64_t{5});
  QVERIFY(!serverTable(metadata, "never")->estimatedRows);
}

void PostgresqlReflectionTest::managesWithoutADefaultSchema() {
  m_database->run("CREATE TABLE t(a int); SET search_path = nowhere");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(metadata.defaultSchema, ""s);
  QCOMPARE(serverTable(metadata, "t", "public")->columns.size(), std::size_t{1});
}

void PostgresqlReflectionTest::readsManyTablesWithTheSameStatements() {
  m_database->run(
      "DO $$ BEGIN FOR i IN 1..500 LOOP EXECUTE format('CREATE TABLE t%s(id serial PRIMARY KEY, up int REFERENCES t%s, "
      "c text)',"
      " i, greatest(i / 2, 1)); END LOOP; END $$");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(metadata.tables().size(), std::size_t{500});
  QCOMPARE(serverTable(metadata, "t500")->foreignKeys[0].referredTable.name, "t250"s);
  QVERIFY(column(metadata, "t7", "id").generation == Generation::IdentityByDefault);
}

void PostgresqlReflectionTest::readsNorthwind() {
  QFile script(QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/northwind/northwind_postgres.sql"));
  if (!script.open(QIODevice::ReadOnly)) QSKIP("the sample database Northwind is not there");
  m_database->run(script.readAll().toStdString());
  m_database->run("SET search_path = public");
  const MetaData metadata = m_database->reflect();
  QCOMPARE(metadata.tables().size(), std::size_t{14});
  std::size_t foreignKeys = 0;
  std::size_t compositeKeys = 0;
  for (const auto& each : metadata.tables()) {
    foreignKeys += each->foreignKeys.size();
    compositeKeys += each->primaryKey && each->primaryKey->columns.size() > 1 ? 1 : 0;
  }
  QCOMPARE(foreignKeys, std::size_t{13});
  QCOMPARE(compositeKeys, std::size_t{3});
}

JOINERY_TEST(PostgresqlReflectionTest)
#include "tst_postgresql_reflection.moc"
