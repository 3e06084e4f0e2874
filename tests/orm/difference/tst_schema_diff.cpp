// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/difference/operation_json.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_diff.h"
#include "orm/engine/dialects.h"
#include "orm/schema/schema_json.h"
#include "random_operations.h"
#include "random_schema.h"
#include "tests/orm/migration/migrated_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;

/// The operations between two schemas.
class SchemaDiffTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void leadsFromAnySchemaToAnyOtherAndBack_data() { addDialects(); }
  void leadsFromAnySchemaToAnyOtherAndBack();
  void followsRecordedRenames_data() { addDialects(); }
  void followsRecordedRenames();
  void aRenameWithoutARecordIsADropAndACreation();
  void aRecordOfAnotherStateIsPassedOver();
  void spellingIsNoDifference_data();
  void spellingIsNoDifference();
  void namesCompareAsTheEngineComparesThem();
  void typesCompareByWhatTheEngineCallsThem_data();
  void typesCompareByWhatTheEngineCallsThem();
  void labelsKeepTheirOrder();
  void objectsOfASchemaComeAndGoInOrder();

 private:
  static void addDialects() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::newRow("SQLite") << QByteArray("sqlite");
    QTest::newRow("PostgreSQL") << QByteArray("postgresql");
  }
  static const Dialect& fetchedDialect() {
    QFETCH(const QByteArray, dialect);
    return dialectFor(dialect.toStdString());
  }
};

namespace {

schema::Column named(const char* name, const char* type = "integer") {
  schema::Column column;
  column.name = name;
  column.type = ValueType::of(TypeKind::Integer);
  column.type.declared = type;
  return column;
}

schema::MetaData oneTable(std::vector<schema::Column> columns) {
  schema::MetaData metadata;
  metadata.defaultSchema = "public";
  schema::Table table;
  table.name = QualifiedName("t");
  table.columns = std::move(columns);
  metadata.add(table);
  return metadata;
}

const Dialect& postgresql() { return dialectFor("postgresql"); }

}  // namespace

void SchemaDiffTest::leadsFromAnySchemaToAnyOtherAndBack() {
  const Dialect& spelled = fetchedDialect();
  std::size_t count = 0;
  for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
    const schema::MetaData from = RandomSchema(spelled, seed, seed).make();
    const schema::MetaData to = RandomSchema(spelled, seed % 5 ? seed : seed + 7'000, seed + 5'000).make();
    const Operations operations = schemaDifference(from, to, {}, spelled);
    const std::string what = "seed " + std::to_string(seed) + "\n" + described(operations);
    const schema::MetaData there = applied(from, operations, spelled);
    const Operations left = schemaDifference(there, to, {}, spelled);
    QVERIFY2(left.empty(), (what + "left:\n" + described(left)).c_str());
    const schema::MetaData back = applied(there, inverse(operations), spelled);
    const Operations notUndone = schemaDifference(back, from, {}, spelled);
    QVERIFY2(notUndone.empty(), (what + "not undone:\n" + described(notUndone)).c_str());
    count += operations.size();
  }
  QVERIFY(count > 5'000);
}

/// What a person renamed and then changed is renamed and changed: nothing of that name is dropped.
void SchemaDiffTest::followsRecordedRenames() {
  const Dialect& spelled = fetchedDialect();
  std::size_t count = 0;
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    const schema::MetaData from = RandomSchema(spelled, seed, seed).make();
    const Operations renames = randomRenames(from, seed);
    const schema::MetaData to = applied(from, renames, spelled);
    const Operations operations = schemaDifference(from, to, renames, spelled);
    QVERIFY2(operations == renames, ("seed " + std::to_string(seed) + "\n" + described(operations) + "instead of\n" + described(renames)).c_str());
    const schema::MetaData back = applied(to, inverse(renames), spelled);
    const Operations notUndone = schemaDifference(back, from, {}, spelled);
    const bool onlyViews = std::ranges::all_of(notUndone, [](const Operation& each) { return std::holds_alternative<ReplaceView>(each); });
    QVERIFY2(onlyViews, ("seed " + std::to_string(seed) + "\n" + described(renames) + "not undone:\n" + described(notUndone)).c_str());
    count += renames.size();
  }
  QVERIFY(count > 300);
}

void SchemaDiffTest::aRenameWithoutARecordIsADropAndACreation() {
  const auto from = oneTable({named("id"), named("title")}), to = oneTable({named("id"), named("name")});
  QCOMPARE(described(schemaDifference(from, to, {}, postgresql())), std::string("Drop column t.title\nAdd column t.name: integer\n"));
  QCOMPARE(described(schemaDifference(from, to, {RenameColumn{QualifiedName("t"), "title", "name"}}, postgresql())), std::string("Rename column t.title to name\n"));
}

void SchemaDiffTest::aRecordOfAnotherStateIsPassedOver() {
  const auto from = oneTable({named("id"), named("name")});
  const Operations renames{RenameColumn{QualifiedName("t"), "title", "name"}, Rename{RenameKind::Table, QualifiedName("s"), QualifiedName("t")}, RenameColumn{QualifiedName("t"), "id", "name"}};
  const std::string operations = described(schemaDifference(from, from, renames, postgresql()));
  QVERIFY2(operations.empty(), operations.c_str());
}

void SchemaDiffTest::spellingIsNoDifference_data() {
  QTest::addColumn<QByteArray>("one");
  QTest::addColumn<QByteArray>("other");
  QTest::addColumn<bool>("isSame");
  const auto row = [](const char* name, const char* one, const char* other, bool isSame) { QTest::newRow(name) << QByteArray(one) << QByteArray(other) << isSame; };
  row("white space", "a>0", "a  >\n0", true);
  row("parentheses around all", "((a > 0))", "a > 0", true);
  row("letter case of words", "A IS NOT NULL", "a is not null", true);
  row("quotes that nothing needs", "\"a\" > 0", "a > 0", true);
  row("comments", "a > 0 -- above\n", "a /* a */ > 0", true);
  row("parentheses in parentheses", "((a)) > 0 AND ((a < 9))", "(a) > 0 AND (a < 9)", true);
  row("parentheses that matter", "(a + 1) * 2 > 0", "a + 1 * 2 > 0", false);
  row("parentheses at both ends", "(a > 0) OR (a < 9)", "a > 0) OR (a < 9", false);
  row("white space in quotes", "t = 'a  b'", "t = 'a b'", false);
  row("letter case in quotes", "t = 'A'", "t = 'a'", false);
  row("quoted names in another case", "\"A\" > 0", "a > 0", false);
  row("words that run together", "a IS NULL", "aIS NULL", false);
  row("quotes in quotes", "t = 'it''s'", "t = 'it' 's'", false);
  row("dollars", "t = $x$ a  b $x$", "t = $x$ a b $x$", false);
}

void SchemaDiffTest::spellingIsNoDifference() {
  QFETCH(const QByteArray, one);
  QFETCH(const QByteArray, other);
  QFETCH(const bool, isSame);
  const auto checked = [](const QByteArray& expression) {
    schema::MetaData metadata = oneTable({named("a")});
    schema::Table table = *metadata.find(QualifiedName("t"));
    table.checks = {{"c", expression.toStdString()}};
    metadata.remove(table.name);
    metadata.add(table);
    return metadata;
  };
  QCOMPARE(schemaDifference(checked(one), checked(other), {}, postgresql()).empty(), isSame);
}

void SchemaDiffTest::namesCompareAsTheEngineComparesThem() {
  const auto from = oneTable({named("Title")}), to = oneTable({named("title")});
  QVERIFY(schemaDifference(from, to, {}, dialectFor("sqlite")).empty());
  QCOMPARE(schemaDifference(from, to, {}, postgresql()).size(), std::size_t(2));
}

void SchemaDiffTest::typesCompareByWhatTheEngineCallsThem_data() {
  QTest::addColumn<QByteArray>("one");
  QTest::addColumn<QByteArray>("other");
  QTest::addColumn<bool>("isSame");
  const auto row = [](const char* one, const char* other, bool isSame) { QTest::newRow(one) << QByteArray(one) << QByteArray(other) << isSame; };
  row("int4", "integer", true);
  row("INT", "integer", true);
  row("varchar(9)", "character varying(9)", true);
  row("character varying(9)", "character varying(8)", false);
  row("timestamptz(3)", "timestamp(3) with time zone", true);
  row("timestamp", "timestamp without time zone", true);
  row("timestamp with time zone", "timestamp", false);
  row("decimal(10, 2)", "numeric(10,2)", true);
  row("float8", "double precision", true);
  row("int8[]", "bigint[]", true);
  row("\"Mood\"", "mood", false);
}

void SchemaDiffTest::typesCompareByWhatTheEngineCallsThem() {
  QFETCH(const QByteArray, one);
  QFETCH(const QByteArray, other);
  QFETCH(const bool, isSame);
  QCOMPARE(schemaDifference(oneTable({named("a", one.constData())}), oneTable({named("a", other.constData())}), {}, postgresql()).empty(), isSame);
}

void SchemaDiffTest::labelsKeepTheirOrder() {
  schema::MetaData from = oneTable({named("id")}), to = from;
  from.enums = {{QualifiedName("mood"), {"b", "a", "x", "y", "d"}}};
  to.enums = {{QualifiedName("mood"), {"a", "b", "c", "d", "e"}}};
  const Operations operations = schemaDifference(from, to, {}, postgresql());
  QCOMPARE(described(operations), std::string("Add c to enum mood before d\nAdd e to enum mood\nDrop x of enum mood\nDrop y of enum mood\nOrder the labels of enum mood (a, b, c, d, e)\n"));
  QVERIFY(applied(applied(from, operations, postgresql()), inverse(operations), postgresql()) == from);
}

void SchemaDiffTest::objectsOfASchemaComeAndGoInOrder() {
  schema::MetaData from = oneTable({named("id")}), to = from;
  from.schemas = {"public"};
  to.schemas = {"public", "shop"};
  to.extensions = {"citext"};
  to.sequences = {{{"shop", "tickets"}, "bigint", {}, {}, {}, {}}};
  to.routines = {{QualifiedName("touch"), "", "CREATE FUNCTION touch() …", false, "touches"}};
  to.domains = {{QualifiedName("positive"), ValueType::of(TypeKind::Integer), true, {}, {{"", "VALUE > 0"}}, {}, {}}};
  const Operations operations = schemaDifference(from, to, {}, postgresql());
  QCOMPARE(described(operations), std::string("Add schema shop\nAdd extension citext\nCreate domain positive\nCreate sequence shop.tickets\nCreate function touch()\n"));
  QCOMPARE(described(schemaDifference(to, from, {}, postgresql())), std::string("Drop function touch()\nDrop sequence shop.tickets\nDrop domain positive\nDrop extension citext\nDrop schema shop\n"));
  schema::MetaData changed = to;
  changed.domains[0].comment = "more than nothing";
  changed.sequences[0].options.increment = 2;
  QCOMPARE(described(schemaDifference(to, changed, {}, postgresql())), std::string("Change sequence shop.tickets\nComment positive: more than nothing\n"));
  QVERIFY(applied(to, schemaDifference(to, changed, {}, postgresql()), postgresql()) == changed);
}

JOINERY_TEST(SchemaDiffTest)
#include "tst_schema_diff.moc"
