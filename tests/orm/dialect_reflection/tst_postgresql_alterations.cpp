// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <memory>

#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "postgresql_catalogue_database.h"
#include "schema_text.h"
#include "show_strings.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using namespace std::string_literals;

/// Statements that change single things do so on a server. Needs JOINERY_TEST_POSTGRES.
class PostgresqlAlterationsTest : public QObject {
  Q_OBJECT
  using Lines = std::vector<std::string>;

 private Q_SLOTS:
  void init();
  void cleanup();
  void altersColumns();
  void altersHowAColumnCounts();
  void addsAndDropsConstraints();
  void altersTypes();
  void altersSequences();
  void altersOptions();
  void movesPartitionsAndHeirs();
  void renamesAnything_data();
  void renamesAnything();
  void dropsAnything();
  void commentsOnAnything();

 private:
  void run(const std::string& statement);
  void run(const Lines& statements) { std::ranges::for_each(statements, [this](const std::string& each) { run(each); }); }
  MetaData reflected() { return m_database->reflect(); }
  /// A table as it is now.
  Table table(const char* name);
  const DdlCompiler& ddl() const { return postgresqlDialect().ddl(); }

  std::unique_ptr<PostgresqlCatalogueDatabase> m_database;
};

void PostgresqlAlterationsTest::init() {
  const QByteArray server = qgetenv("JOINERY_TEST_POSTGRES");
  if (server.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  m_database = std::make_unique<PostgresqlCatalogueDatabase>(server.toStdString());
}

void PostgresqlAlterationsTest::cleanup() { m_database.reset(); }

void PostgresqlAlterationsTest::run(const std::string& statement) {
  try {
    m_database->run(statement);
  } catch (const std::runtime_error& error) {
    qFatal("%s%s", error.what(), statement.c_str());
  }
}

Table PostgresqlAlterationsTest::table(const char* name) {
  const auto found = reflected().find(QualifiedName(name));
  if (!found) qFatal("no table %s", name);
  return *found;
}

void PostgresqlAlterationsTest::altersColumns() {
  run("CREATE TABLE t(\"a.b\" text DEFAULT '1' NOT NULL, g integer GENERATED ALWAYS AS (1 + 1) STORED); INSERT INTO t VALUES ('7')");
  Table wanted = table("t");
  Column& column = wanted.columns[0];
  column.defaultExpression.reset();
  run(ddl().alterDefault(wanted, column));
  column.type = ValueType::of(TypeKind::Numeric);
  column.type.precision = 8;
  column.type.scale = 2;
  run(ddl().alterType(wanted, column, "\"a.b\"::numeric + 1"));
  column.defaultExpression = "1.5";
  run(ddl().alterDefault(wanted, column));
  column.nullable = true;
  run(ddl().alterNullability(wanted, column));
  run(ddl().dropExpression(wanted, wanted.columns[1]));
  Column more;
  more.name = "Mehr";
  more.type = ValueType::of(TypeKind::Text);
  more.collation = "C";
  more.nullable = false;
  more.defaultExpression = "'x'";
  run(ddl().addColumn(wanted, more));
  const Table now = table("t");
  QCOMPARE(now.columns[0].type.declared, "numeric(8,2)"s);
  QCOMPARE(now.columns[0].defaultExpression.value(), "1.5"s);
  QVERIFY(now.columns[0].nullable && now.columns[1].generation == Generation::None);
  QVERIFY(!now.columns[2].nullable);
  QCOMPARE(now.columns[2].collation, "C"s);
  QCOMPARE(m_database->number("SELECT count(*) FROM t WHERE \"a.b\" = 8 AND g = 2 AND \"Mehr\" = 'x'"), 1);
  more.collation = "POSIX";
  run(ddl().alterType(wanted, more, {}));
  QCOMPARE(table("t").columns[2].collation, "POSIX"s);
}

void PostgresqlAlterationsTest::altersHowAColumnCounts() {
  run("CREATE TABLE t(a integer NOT NULL)");
  const Table plain = table("t");
  Column counted = plain.columns[0];
  counted.generation = Generation::IdentityByDefault;
  counted.identity.start = 100;
  counted.identity.maximum = 500;
  run(ddl().alterIdentity(plain, plain.columns[0], counted));
  QVERIFY(table("t").columns[0] == counted);
  Column always = counted;
  always.generation = Generation::IdentityAlways;
  always.identity = {};
  always.identity.increment = -2;
  run(ddl().alterIdentity(plain, counted, always));
  always.identity.start = {};
  QVERIFY(table("t").columns[0] == always);
  QCOMPARE(ddl().alterIdentity(plain, always, always), ""s);
  run(ddl().alterIdentity(plain, always, plain.columns[0]));
  QVERIFY(table("t").columns[0] == plain.columns[0]);
}

void PostgresqlAlterationsTest::addsAndDropsConstraints() {
  run("CREATE TABLE t(a integer NOT NULL, b integer, c int4range); INSERT INTO t VALUES (1, 7, '[1,2)')");
  const Table before = table("t");
  run(ddl().addPrimaryKey(before, {"t_key", {"a"}}));
  UniqueKey pair{"t \"pair\"", {"b", "a"}, true, true};
  pair.included = {"c"};
  run(ddl().addUniqueKey(before, pair));
  const CheckConstraint check{"small", "b < 5", true, true};
  run(ddl().addCheck(before, check));
  run(ddl().addExclusion(before, {"apart", "EXCLUDE USING gist (c WITH &&)", true, false}));
  ForeignKey own{.name = "to_own", .columns = {"b"}, .referredTable = QualifiedName("t"), .referredColumns = {"a"}};
  own.matchFull = own.notValid = true;
  run(ddl().addForeignKey(before, own));
  const Table now = table("t");
  QCOMPARE(now.primaryKey->name, "t_key"s);
  QVERIFY(now.uniqueKeys == std::vector{pair} && now.checks == std::vector{check} && now.foreignKeys == std::vector{own});
  QVERIFY(now.exclusions.size() == 1 && now.exclusions[0].deferrable);
  run("UPDATE t SET b = 1");
  run(ddl().validateConstraint(before, "small"));
  run(ddl().validateConstraint(before, "to_own"));
  QVERIFY(!table("t").checks[0].notValid && !table("t").foreignKeys[0].notValid);
  for (const char* name : {"to_own", "apart", "small", "t \"pair\"", "t_key"}) run(ddl().drop(SchemaObject::partOf(before, ObjectKind::Constraint, name)));
  const Table after = table("t");
  QVERIFY(!after.primaryKey && after.uniqueKeys.empty() && after.checks.empty() && after.exclusions.empty() && after.foreignKeys.empty());
}

void PostgresqlAlterationsTest::altersTypes() {
  run("CREATE TYPE mood AS ENUM ('b'); CREATE DOMAIN code AS text DEFAULT 'x' CONSTRAINT short CHECK (length(VALUE) < 9)");
  run(ddl().addEnumLabel({QualifiedName("mood"), {}}, "it's a", "b"));
  run(ddl().addEnumLabel({QualifiedName("mood"), {}}, "z", {}));
  run(ddl().rename({ObjectKind::EnumLabel, QualifiedName("mood"), "b"}, "c"));
  QCOMPARE(reflected().enums[0].labels, (Lines{"it's a", "c", "z"}));
  Domain domain = reflected().domains[0];
  domain.nullable = false;
  domain.defaultExpression.reset();
  run(ddl().alterDomainNullability(domain));
  run(ddl().alterDomainDefault(domain));
  run(ddl().addDomainCheck(domain, {"not_empty", "VALUE <> ''", false, true}));
  run(ddl().drop({ObjectKind::DomainConstraint, domain.name, "short"}));
  run(ddl().rename({ObjectKind::DomainConstraint, domain.name, "not_empty"}, "full"));
  const Domain now = reflected().domains[0];
  QVERIFY(!now.nullable && !now.defaultExpression && now.checks.size() == 1 && now.checks[0].notValid);
  QCOMPARE(now.checks[0].name, "full"s);
}

void PostgresqlAlterationsTest::altersSequences() {
  run("CREATE TABLE t(a integer); CREATE SEQUENCE s AS integer INCREMENT 5 MINVALUE 2 MAXVALUE 90 CYCLE CACHE 3");
  Sequence sequence = reflected().sequences[0];
  sequence.type = "smallint";
  sequence.options = {};
  sequence.options.maximum = 1000;
  sequence.options.start = 4;
  sequence.ownerTable = QualifiedName("t");
  sequence.ownerColumn = "a";
  run(ddl().alterSequence(sequence));
  run(ddl().ownSequence(sequence));
  QVERIFY(reflected().sequences[0] == sequence);
  sequence.ownerTable = {};
  run(ddl().ownSequence(sequence));
  QVERIFY(reflected().sequences[0].ownerTable.isEmpty());
}

void PostgresqlAlterationsTest::altersOptions() {
  run("CREATE TABLE t(a integer) WITH (fillfactor = 70, autovacuum_enabled = false); CREATE INDEX i ON t (a) WITH (fillfactor = 60); CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t");
  Table wanted = table("t");
  const Lines before = wanted.options;
  wanted.options = {"unlogged", "fillfactor=80", "parallel_workers=2"};
  run(ddl().alterOptions(wanted, before));
  QCOMPARE(table("t").options, (Lines{"unlogged", "fillfactor=80", "parallel_workers=2"}));
  Index index = wanted.indexes[0];
  index.options.clear();
  run(ddl().alterOptions(wanted, index, {"fillfactor=60"}));
  QVERIFY(table("t").indexes[0].options.empty());
  Table view = table("v");
  view.options = {"check_option=local"};
  run(ddl().alterOptions(view, {"security_barrier=true"}));
  QCOMPARE(table("v").options, (Lines{"check_option=local"}));
}

void PostgresqlAlterationsTest::movesPartitionsAndHeirs() {
  run("CREATE TABLE p(a integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2); CREATE TABLE base(a integer); CREATE TABLE heir() INHERITS (base)");
  Table partition = table("p1"), heir = table("heir");
  run(ddl().detachPartition(partition));
  QVERIFY(!table("p1").partition);
  run(ddl().attachPartition(partition));
  QVERIFY(table("p1").partition == partition.partition);
  run(ddl().disinherit(heir, QualifiedName("base")));
  QVERIFY(table("heir").inherits.empty());
  run(ddl().inherit(heir, QualifiedName("base")));
  QVERIFY(table("heir").inherits == heir.inherits);
}

namespace {

constexpr const char* kOneOfEach =
    "CREATE SCHEMA s1; CREATE TYPE e1 AS ENUM ('a'); CREATE DOMAIN d1 AS text CONSTRAINT c1 CHECK (VALUE <> ''); CREATE SEQUENCE q1; CREATE FUNCTION f1(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
    "CREATE PROCEDURE p1() LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t1(a1 integer CONSTRAINT k1 CHECK (a1 > 0)); CREATE VIEW v1 AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m1 AS SELECT 1 AS x; CREATE INDEX i1 ON t1 (a1);"
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g1 BEFORE UPDATE ON t1 FOR EACH ROW EXECUTE FUNCTION touch(); CREATE RULE r1 AS ON DELETE TO t1 DO INSTEAD NOTHING;";

struct Each {
  const char* name;
  SchemaObject object;
};

/// In an order in which they can be dropped.
const std::vector<Each>& oneOfEach() {
  const QualifiedName t("t1");
  static const std::vector<Each> all{{"a rule", {ObjectKind::Rule, t, "r1"}},
                                     {"a trigger", {ObjectKind::Trigger, t, "g1"}},
                                     {"an index", {ObjectKind::Index, QualifiedName("i1")}},
                                     {"a constraint", {ObjectKind::Constraint, t, "k1"}},
                                     {"a column", {ObjectKind::Column, t, "a1"}},
                                     {"a table", {ObjectKind::Table, t}},
                                     {"a view", {ObjectKind::View, QualifiedName("v1")}},
                                     {"a materialized view", {ObjectKind::MaterializedView, QualifiedName("m1")}},
                                     {"a function", {ObjectKind::Function, QualifiedName("f1"), {}, "a integer"}},
                                     {"a procedure", {ObjectKind::Procedure, QualifiedName("p1")}},
                                     {"a sequence", {ObjectKind::Sequence, QualifiedName("q1")}},
                                     {"a domain's constraint", {ObjectKind::DomainConstraint, QualifiedName("d1"), "c1"}},
                                     {"a domain", {ObjectKind::Domain, QualifiedName("d1")}},
                                     {"an enum", {ObjectKind::Enum, QualifiedName("e1")}},
                                     {"a schema", {ObjectKind::Schema, QualifiedName("s1")}}};
  return all;
}

bool says(const std::vector<std::string>& lines, const std::string& word) {
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(word) != std::string::npos; });
}

}  // namespace

void PostgresqlAlterationsTest::renamesAnything_data() {
  QTest::addColumn<std::size_t>("position");
  for (std::size_t i = 0; i < oneOfEach().size(); ++i) QTest::newRow(oneOfEach()[i].name) << i;
}

void PostgresqlAlterationsTest::renamesAnything() {
  QFETCH(std::size_t, position);
  const SchemaObject& object = oneOfEach()[position].object;
  run(kOneOfEach);
  const std::string name = object.part.empty() ? object.name.name : object.part;
  QVERIFY(says(schemaText(reflected()), name) && !says(schemaText(reflected()), "Neuer \"Name"));
  run(ddl().rename(object, "Neuer \"Name"));
  QVERIFY(says(schemaText(reflected()), "Neuer \"Name"));
}

void PostgresqlAlterationsTest::dropsAnything() {
  const MetaData empty = reflected();
  run(kOneOfEach);
  for (const Each& each : oneOfEach()) run(ddl().drop(each.object));
  run("DROP FUNCTION touch()");
  QCOMPARE(schemaDifferences(empty, reflected()), Lines{});
}

void PostgresqlAlterationsTest::commentsOnAnything() {
  run(kOneOfEach);
  const MetaData before = reflected();
  for (const Each& each : oneOfEach()) run(ddl().comment(each.object, std::string("it's ") + each.name + "!"));
  const Lines lines = schemaText(reflected());
  for (const Each& each : oneOfEach()) QVERIFY2(says(lines, std::string("it's ") + each.name + "!"), each.name);
  for (const Each& each : oneOfEach()) run(ddl().comment(each.object, {}));
  QCOMPARE(schemaDifferences(before, reflected()), Lines{});
  QCOMPARE(ddl().comment({ObjectKind::EnumLabel, QualifiedName("e1"), "a"}, "x"), ""s);
}

JOINERY_TEST(PostgresqlAlterationsTest)
#include "tst_postgresql_alterations.moc"
