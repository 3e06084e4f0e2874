// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/value/json_model.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::s;

namespace {

std::shared_ptr<const JsonNodes> nodesOf(std::string text) { return JsonNodes::parse(std::make_shared<const Value>(Value::text(std::move(text)))); }

QStringList lines(const QAbstractItemModel& model, const QModelIndex& parent = {}) {
  QStringList found;
  for (int row = 0; row < model.rowCount(parent); ++row) {
    const auto name = model.index(row, JsonModel::Name, parent);
    found << name.data().toString() + QLatin1Char('=') + model.index(row, JsonModel::Content, parent).data().toString();
    found << lines(model, name);
  }
  return found;
}

}  // namespace

class TestJsonModel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void showsPartsAsTheyAreSpelled();
  void takesTextsWithAnythingInThem();
  void takesLoneValues();
  void refusesWhatIsNoJson_data();
  void refusesWhatIsNoJson();
  void saysWhereAPartIs();
  void takesAMillionParts();
};

void TestJsonModel::showsPartsAsTheyAreSpelled() {
  JsonModel model;
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.setNodes(nodesOf(R"({"a": 1.10, "b": [true, null, "x\u0041"], "c": {}, "d\"e": -1e40})"));
  QCOMPARE(lines(model), (QStringList{s("$={ 4 }"), s("a=1.10"), s("b=[ 3 ]"), s("[0]=true"), s("[1]=null"), s("[2]=\"x\\u0041\""), s("c={ 0 }"), s("d\"e=-1e40")}));
  model.setNodes(nullptr);
  QCOMPARE(model.rowCount(), 0);
}

void TestJsonModel::takesTextsWithAnythingInThem() {
  JsonModel model;
  model.setNodes(nodesOf(R"([ "]}", "\\", "a,b:c", {"{": "["} ])"));
  QCOMPARE(lines(model), (QStringList{s("$=[ 4 ]"), s("[0]=\"]}\""), s("[1]=\"\\\\\""), s("[2]=\"a,b:c\""), s("[3]={ 1 }"), s("{=\"[\"")}));
}

void TestJsonModel::takesLoneValues() {
  JsonModel model;
  for (const char* text : {"12", "\"x\"", "null", "[]"}) {
    model.setNodes(nodesOf(std::string(" ") + text + "\n"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
  }
}

void TestJsonModel::refusesWhatIsNoJson_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "plain", "[1] 2", "'a'"}) QTest::newRow(*text ? text : "nothing") << QByteArray(text);
  QTest::newRow("too deep") << QByteArray(2'000, '[') + QByteArray(2'000, ']');
}

void TestJsonModel::refusesWhatIsNoJson() {
  QFETCH(QByteArray, text);
  QVERIFY(!nodesOf(text.toStdString()));
}

void TestJsonModel::saysWhereAPartIs() {
  JsonModel model;
  model.setNodes(nodesOf(R"({"a": [{"b": 1}]})"));
  const auto list = model.index(0, 0, model.index(0, 0));
  const auto object = model.index(0, 0, list);
  QCOMPARE(model.path(model.index(0, 1, object)), s(R"($["a"][0]["b"])"));
}

void TestJsonModel::takesAMillionParts() {
  std::string text = "[";
  for (int i = 0; i < 1'000'000; ++i) text += i == 0 ? "{}" : ",{}";
  JsonModel model;
  model.setNodes(nodesOf(text + "]"));
  const auto root = model.index(0, 0);
  QCOMPARE(model.rowCount(root), 1'000'000);
  QCOMPARE(model.index(999'999, 0, root).data().toString(), s("[999999]"));
}

JOINERY_TEST(TestJsonModel)
#include "tst_json_model.moc"
