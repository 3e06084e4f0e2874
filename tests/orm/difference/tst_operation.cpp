// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <set>

#include "orm/core/db_error.h"
#include "orm/difference/operation.h"
#include "orm/difference/operation_json.h"
#include "orm/difference/schema_diff.h"
#include "orm/difference/type_change.h"
#include "orm/engine/dialects.h"
#include "random_operations.h"
#include "random_schema.h"
#include "sample_operations.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;

/// Operations as data: their way back, what they lose, how they read.
class OperationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void comeBackFromJsonAsTheyWere();
  void areUndoneByTheInverseOfTheirInverse();
  void sayWhatTheyLose_data();
  void sayWhatTheyLose();
  void readAsOneLine();
  void mistakesAreToldByTheirPlace_data();
  void mistakesAreToldByTheirPlace();
  void typesThatLoseNothing_data();
  void typesThatLoseNothing();
};

void OperationTest::comeBackFromJsonAsTheyWere() {
  Operations operations = sampleOperations();
  std::set<std::size_t> kinds;
  for (const Operation& each : operations) kinds.insert(each.index());
  QCOMPARE(kinds.size(), std::variant_size_v<Operation>);
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const Dialect& dialect = dialectFor(seed % 2 ? "sqlite" : "postgresql");
    const schema::MetaData from = RandomSchema(dialect, seed, seed).make();
    for (Operation& each : schemaDifference(from, RandomSchema(dialect, seed + 1, seed).make(), randomRenames(from, seed), dialect)) operations.push_back(std::move(each));
  }
  for (const Operation& each : operations) {
    const std::string text = operationToJson(each).dump();
    const Json json = parseJson(text);
    QVERIFY2(operationFromJson(JsonPlace(json, "revision")) == each, text.c_str());
  }
}

void OperationTest::areUndoneByTheInverseOfTheirInverse() {
  for (const Operation& each : sampleOperations()) QVERIFY2(inverse(inverse(each)) == each, description(each).c_str());
}

void OperationTest::sayWhatTheyLose_data() {
  QTest::addColumn<QByteArray>("operation");
  QTest::addColumn<bool>("destroys");
  QTest::addColumn<QByteArray>("why");
  const auto row = [](const char* operation, bool destroys, const char* why) { QTest::newRow(operation) << QByteArray(operation) << destroys << QByteArray(why); };
  row(R"({"op": "drop_table", "table": {"name": "t"}})", true, "the rows of t are gone");
  row(R"({"op": "drop_table", "table": {"name": "t", "kind": "view"}})", false, "");
  row(R"({"op": "drop_column", "table": "t", "column": {"name": "c"}})", true, "the values of t.c are gone");
  row(R"({"op": "drop_column", "table": "t", "column": {"name": "c", "computed": "1"}})", false, "");
  row(R"({"op": "alter_column", "table": "t", "before": {"name": "c", "type": "bigint", "kind": "integer"}, "after": {"name": "c", "type": "integer", "kind": "integer"}})", true, "values of t.c may not be what they were");
  row(R"({"op": "alter_column", "table": "t", "before": {"name": "c", "nullable": true}, "after": {"name": "c", "nullable": false}})", false, "");
  row(R"({"op": "drop_enum_label", "enum": "e", "label": "x"})", true, "values that were x would have become others");
  row(R"({"op": "drop_index", "table": "t", "index": {"name": "i"}})", false, "");
  row(R"({"op": "data", "up": "DELETE FROM t"})", false, "the step with data has no SQL for the way back");
  row(R"({"op": "data", "up": "DELETE FROM t", "down": "SELECT 1"})", false, "");
}

void OperationTest::sayWhatTheyLose() {
  QFETCH(const QByteArray, operation);
  QFETCH(const bool, destroys);
  QFETCH(const QByteArray, why);
  const Json json = parseJson(operation.toStdString());
  const Operation read = operationFromJson(JsonPlace(json, "revision"));
  QCOMPARE(isDestructive(read), destroys);
  QCOMPARE(isReversible(read), why.isEmpty());
  QCOMPARE(QByteArray::fromStdString(whyIrreversible(read).value_or("")), why);
}

void OperationTest::readAsOneLine() {
  for (const Operation& each : sampleOperations()) {
    const std::string text = description(each);
    QVERIFY2(!text.empty() && text.size() < 200 && text.find('\n') == std::string::npos, text.c_str());
  }
  QCOMPARE(description(RenameColumn{QualifiedName("Album"), "Title", "Name"}), std::string("Rename column Album.Title to Name"));
  QCOMPARE(description(AddPart<schema::ForeignKey>{QualifiedName("Album"), {"", {"ArtistId"}, QualifiedName("Artist"), {"Id"}}}), std::string("Add foreign key (ArtistId) to Artist (Id) to Album"));
  schema::Column before = columnOf("text", TypeKind::Text), after = columnOf("integer", TypeKind::Integer);
  after.nullable = false;
  after.defaultExpression = "0";
  QCOMPARE(description(AlterColumn{QualifiedName("t"), before, after}), std::string("Change column t.c: type text to integer; not null; default none to 0"));
}

void OperationTest::mistakesAreToldByTheirPlace_data() {
  QTest::addColumn<QByteArray>("operation");
  QTest::addColumn<QByteArray>("message");
  const auto row = [](const char* operation, const char* message) { QTest::newRow(operation) << QByteArray(operation) << QByteArray(message); };
  row(R"([{"op": "drop_tabel"}])", "revision at /0/op: there is no operation \"drop_tabel\"");
  row(R"([{"op": "rename_column", "table": "t", "from": "a"}])", "revision at /0: \"to\" is missing");
  row(R"([{"op": "add_index", "table": "t", "index": {"name": "i", "parts": [{"descending": 1}]}}])", "revision at /0/index/parts/0/descending: it takes true or false, not 1");
  row(R"([{}])", "revision at /0: \"op\" is missing");
}

void OperationTest::mistakesAreToldByTheirPlace() {
  QFETCH(const QByteArray, operation);
  QFETCH(const QByteArray, message);
  const Json json = parseJson(operation.toStdString());
  try {
    operationsFromJson(JsonPlace(json, "revision"));
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(QByteArray::fromStdString(error.message()), message);
  }
}

void OperationTest::typesThatLoseNothing_data() {
  QTest::addColumn<bool>("loses");
  QTest::addColumn<bool>("losesOnTheWayBack");
  const auto row = [](const char* name, bool loses, bool back) { QTest::newRow(name) << loses << back; };
  row("integer to bigint", false, true);
  row("text(9) to text", false, true);
  row("numeric(10,2) to numeric(12,2)", false, true);
  row("numeric(10,2) to numeric(10,3)", true, true);
  row("integer to text", false, true);
  row("integer to text(5)", true, true);
  row("integer to numeric", false, true);
  row("date to timestamp", false, true);
  row("blob to text", true, true);
  row("integer to double", false, true);
  row("bigint to double", true, true);
}

void OperationTest::typesThatLoseNothing() {
  static const std::map<QByteArray, schema::Column> kColumns{
      {"integer", columnOf("integer", TypeKind::Integer)}, {"bigint", columnOf("bigint", TypeKind::Integer)}, {"text", columnOf("text", TypeKind::Text)}, {"text(9)", columnOf("varchar(9)", TypeKind::Text, 9)},
      {"text(5)", columnOf("varchar(5)", TypeKind::Text, 5)}, {"numeric", columnOf("numeric", TypeKind::Numeric)}, {"numeric(10,2)", columnOf("numeric(10,2)", TypeKind::Numeric, {}, 10, 2)},
      {"numeric(12,2)", columnOf("numeric(12,2)", TypeKind::Numeric, {}, 12, 2)}, {"numeric(10,3)", columnOf("numeric(10,3)", TypeKind::Numeric, {}, 10, 3)}, {"date", columnOf("date", TypeKind::Date)},
      {"timestamp", columnOf("timestamp", TypeKind::Timestamp)}, {"blob", columnOf("bytea", TypeKind::Blob)}, {"double", columnOf("double precision", TypeKind::Real)}};
  QFETCH(const bool, loses);
  QFETCH(const bool, losesOnTheWayBack);
  const QByteArray name = QTest::currentDataTag();
  const qsizetype to = name.indexOf(" to ");
  const schema::Column &before = kColumns.at(name.left(to)), &after = kColumns.at(name.mid(to + 4));
  QCOMPARE(narrows(before, after), loses);
  QCOMPARE(narrows(after, before), losesOnTheWayBack);
}

JOINERY_TEST(OperationTest)
#include "tst_operation.moc"
