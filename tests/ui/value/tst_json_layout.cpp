// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/value/json_layout.h"

using namespace joinery::ui;

class TstJsonLayout : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void laysOutValidJson_data();
  void laysOutValidJson();
  void staysAsItIsTheSecondTime_data() { laysOutValidJson_data(); }
  void staysAsItIsTheSecondTime();
};

void TstJsonLayout::laysOutValidJson_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("layout");
  QTest::newRow("a number") << " 1.50 " << "1.50";
  QTest::newRow("an object") << R"({"a":1,"b":null})" << "{\n  \"a\": 1,\n  \"b\": null\n}";
  QTest::newRow("nested") << R"({"a":[1,[2]]})" << "{\n  \"a\": [\n    1,\n    [\n      2\n    ]\n  ]\n}";
  QTest::newRow("empty ones") << "[{ }, [\n] ]" << "[\n  {},\n  []\n]";
  QTest::newRow("marks in a text") << R"({"a, {b}: [":"c,\"d\\"})" << "{\n  \"a, {b}: [\": \"c,\\\"d\\\\\"\n}";
  QTest::newRow("spellings") << R"([1e5,1.0,12345678901234567890,"\u00e4"])" << "[\n  1e5,\n  1.0,\n  12345678901234567890,\n  \"\\u00e4\"\n]";
  QTest::newRow("a name twice") << R"({"a":1,"a":2})" << "{\n  \"a\": 1,\n  \"a\": 2\n}";
}

void TstJsonLayout::laysOutValidJson() {
  QFETCH(QString, json);
  QTEST(laidOutJson(json), "layout");
}

void TstJsonLayout::staysAsItIsTheSecondTime() {
  QFETCH(QString, layout);
  QCOMPARE(laidOutJson(layout), layout);
}

JOINERY_TEST(TstJsonLayout)
#include "tst_json_layout.moc"
