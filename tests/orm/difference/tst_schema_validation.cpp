// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <functional>

#include "orm/difference/schema_change.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_validation.h"
#include "orm/engine/dialects.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

using BreakTable = std::function<void(schema::Table&)>;
Q_DECLARE_METATYPE(BreakTable)

/// What is wrong with a schema that is designed.
class SchemaValidationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aSoundSchemaHasNothingToTell_data();
  void aSoundSchemaHasNothingToTell();
  void whatIsWrongIsToldAtItsPlace_data();
  void whatIsWrongIsToldAtItsPlace();
  void aCycleThatNoRowCanEnterIsTold();
  void labelsThatAreThereTwiceAreTold();
};

namespace {

const Dialect& engineOf(const char* name) { return dialectFor(name); }

schema::Column* columnNamedIn(schema::Table& table, const char* name) {
  const auto found = std::ranges::find(table.columns, name, &schema::Column::name);
  return found == table.columns.end() ? nullptr : &*found;
}

/// Publishers with books, by the operations that a person makes.
schema::MetaData library(const Dialect& dialect) {
  schema::MetaData metadata;
  metadata.defaultSchema = dialect.name() == "sqlite" ? "main" : "public";
  for (const char* name : {"publishers", "books"}) metadata = applied(metadata, addTable(metadata, name, dialect), dialect);
  return applied(metadata, addForeignKey(metadata, QualifiedName("books"), QualifiedName("publishers"), true, dialect), dialect);
}

bool tells(const std::vector<SchemaIssue>& issues, SchemaPlace::Part part, const std::string& words) {
  return std::ranges::any_of(issues, [&](const SchemaIssue& each) { return each.place.part == part && each.sentence.find(words) != std::string::npos && !each.advice.empty(); });
}

}  // namespace

void SchemaValidationTest::aSoundSchemaHasNothingToTell_data() {
  QTest::addColumn<QByteArray>("engine");
  QTest::newRow("sqlite") << QByteArray("sqlite");
  QTest::newRow("postgresql") << QByteArray("postgresql");
}

void SchemaValidationTest::aSoundSchemaHasNothingToTell() {
  QFETCH(QByteArray, engine);
  const Dialect& dialect = engineOf(engine.constData());
  for (const SchemaIssue& each : validateSchema(library(dialect), dialect)) QFAIL(each.sentence.c_str());
}

void SchemaValidationTest::whatIsWrongIsToldAtItsPlace_data() {
  using Part = SchemaPlace::Part;
  QTest::addColumn<QByteArray>("engine");
  QTest::addColumn<BreakTable>("change");
  QTest::addColumn<int>("part");
  QTest::addColumn<QByteArray>("words");
  const auto row = [](const char* engine, const char* name, Part part, const char* words, BreakTable change) {
    QTest::addRow("%s: %s", engine, name) << QByteArray(engine) << change << static_cast<int>(part) << QByteArray(words);
  };
  for (const char* engine : {"sqlite", "postgresql"}) {
    row(engine, "a column without a name", Part::Column, "has no name", [](schema::Table& t) { t.columns.back().name.clear(); });
    row(engine, "a name twice", Part::Column, "is there twice", [](schema::Table& t) { t.columns.push_back(t.columns.front()); });
    row(engine, "a word of SQL", Part::Column, "is a word of SQL", [](schema::Table& t) { t.columns.push_back(t.columns.back()); t.columns.back().name = "select"; });
    row(engine, "an unknown type", Part::Column, "no type called wobble", [](schema::Table& t) { t.strict = true; columnNamedIn(t, "publishers_id")->type.declared = "wobble"; });
    row(engine, "no key", Part::Table, "has no primary key", [](schema::Table& t) { t.primaryKey.reset(); });
    row(engine, "no columns", Part::Table, "has no columns", [](schema::Table& t) { t.columns.clear(); });
    row(engine, "a key to other columns", Part::ForeignKey, "not unique there", [](schema::Table& t) {
      t.foreignKeys.front().referredTable = t.name;
      t.foreignKeys.front().referredColumns = {"publishers_id"};
    });
    row(engine, "a key of another type", Part::ForeignKey, "publishers.id is", [](schema::Table& t) {
      columnNamedIn(t, "publishers_id")->type.declared = "text";
      columnNamedIn(t, "publishers_id")->type.kind = TypeKind::Text;
    });
    row(engine, "a key to no table", Part::ForeignKey, "finds no such table", [](schema::Table& t) { t.foreignKeys.front().referredTable = QualifiedName("nowhere"); });
    row(engine, "computed from itself", Part::Column, "computed from itself", [](schema::Table& t) {
      columnNamedIn(t, "publishers_id")->generation = schema::Generation::StoredExpression;
      columnNamedIn(t, "publishers_id")->generationExpression = "publishers_id + 1";
    });
    row(engine, "an index over no column", Part::Index, "names nothing", [](schema::Table& t) {
      schema::Index index;
      index.name = "books_index";
      index.parts.emplace_back().column = "nothing";
      t.indexes.push_back(index);
    });
  }
  row("postgresql", "a name that is too long", Part::Column, "has 64 bytes", [](schema::Table& t) { t.columns.back().name = std::string(64, 'x'); });
}

void SchemaValidationTest::whatIsWrongIsToldAtItsPlace() {
  QFETCH(QByteArray, engine);
  QFETCH(BreakTable, change);
  QFETCH(int, part);
  QFETCH(QByteArray, words);
  const Dialect& dialect = engineOf(engine.constData());
  schema::MetaData metadata = library(dialect);
  schema::Table table = *metadata.find(QualifiedName("books"));
  metadata.remove(table.name);
  change(table);
  metadata.add(table);
  QVERIFY(tells(validateSchema(metadata, dialect), static_cast<SchemaPlace::Part>(part), words.toStdString()));
}

void SchemaValidationTest::aCycleThatNoRowCanEnterIsTold() {
  const Dialect& dialect = engineOf("postgresql");
  schema::MetaData metadata = library(dialect);
  metadata = applied(metadata, addForeignKey(metadata, QualifiedName("publishers"), QualifiedName("books"), false, dialect), dialect);
  QVERIFY(!tells(validateSchema(metadata, dialect), SchemaPlace::Part::ForeignKey, "neither can be the first"));
  schema::Column column = *metadata.find(QualifiedName("books"))->column("publishers_id");
  column.nullable = false;
  metadata = applied(metadata, changeColumn(metadata, QualifiedName("books"), column.name, column, dialect), dialect);
  QVERIFY(tells(validateSchema(metadata, dialect), SchemaPlace::Part::ForeignKey, "neither can be the first"));
}

void SchemaValidationTest::labelsThatAreThereTwiceAreTold() {
  schema::MetaData metadata;
  metadata.enums.push_back({QualifiedName("mood"), {"glad", "sad", "glad"}});
  const auto issues = validateSchema(metadata, engineOf("postgresql"));
  QVERIFY(tells(issues, SchemaPlace::Part::Label, "glad"));
  QCOMPARE(issues.front().place.index, std::size_t(2));
}

JOINERY_TEST(SchemaValidationTest)
#include "tst_schema_validation.moc"
