// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/grid/column_layout.h"

using namespace joinery;
using ui::ColumnLayout;

class TestColumnLayout : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsBackWhatItWrote();
  void leavesOutWhatIsNoLayout_data();
  void leavesOutWhatIsNoLayout();
  void fitsTheColumnsOfTheTable();
  void neverHidesAll();
  void isPlainUntilSomethingIsArranged();
};

namespace {

QByteArrayList layoutNames(const ColumnLayout& layout) {
  QByteArrayList names;
  for (const auto& column : layout.columns) names << QByteArray::fromStdString(column.name + (column.hidden ? "-" : "") + (column.width ? std::to_string(*column.width) : ""));
  return names;
}

}  // namespace

void TestColumnLayout::readsBackWhatItWrote() {
  const ColumnLayout layout{{{"b", true}, {"a \"quoted\"", false, 120}, {"c"}}, 2};
  const auto back = ColumnLayout::fromJson(Json::parse(layout.toJson().dump()));
  QCOMPARE(layoutNames(back), layoutNames(layout));
  QCOMPARE(back.frozen, 2);
}

void TestColumnLayout::leavesOutWhatIsNoLayout_data() {
  QTest::addColumn<QByteArray>("json");
  QTest::addColumn<QByteArrayList>("names");
  QTest::newRow("text") << QByteArray("x") << QByteArrayList{};
  QTest::newRow("a list") << QByteArray("[1]") << QByteArrayList{};
  QTest::newRow("columns of another kind") << QByteArray(R"({"columns": {"a": 1}})") << QByteArrayList{};
  QTest::newRow("items of another kind") << QByteArray(R"({"columns": [1, {"name": 2}, {"name": "a"}, {}], "frozen": "x"})") << QByteArrayList{"a"};
  QTest::newRow("absurd widths") << QByteArray(R"({"columns": [{"name": "a", "width": -5}, {"name": "b", "width": 99999999}], "frozen": 7})") << QByteArrayList{"a1", "b10000"};
}

void TestColumnLayout::leavesOutWhatIsNoLayout() {
  QFETCH(QByteArray, json);
  const auto layout = ColumnLayout::fromJson(Json::parse(json.toStdString(), nullptr, false));
  QTEST(layoutNames(layout), "names");
  QVERIFY(layout.frozen <= static_cast<int>(layout.columns.size()));
}

void TestColumnLayout::fitsTheColumnsOfTheTable() {
  const ColumnLayout layout{{{"gone"}, {"c"}, {"a", true}, {"c"}, {"b"}}, 3};
  const auto fitted = layout.fittedTo({"a", "b", "c", "later"});
  QCOMPARE(layoutNames(fitted), (QByteArrayList{"c", "a-", "b", "later"}));
  // Of the three that were frozen one is gone.
  QCOMPARE(fitted.frozen, 2);
}

void TestColumnLayout::neverHidesAll() {
  const ColumnLayout layout{{{"a", true}, {"b", true}}, 0};
  QCOMPARE(layoutNames(layout.fittedTo({"a", "b"})), (QByteArrayList{"a", "b"}));
}

void TestColumnLayout::isPlainUntilSomethingIsArranged() {
  const std::vector<std::string> names{"a", "b"};
  const auto plain = ColumnLayout().fittedTo(names);
  QVERIFY(plain.isPlain(names));
  auto frozen = plain, hidden = plain, wide = plain, turned = plain;
  frozen.frozen = 1;
  hidden.columns[0].hidden = true;
  wide.columns[1].width = 90;
  std::swap(turned.columns[0], turned.columns[1]);
  for (const auto& layout : {frozen, hidden, wide, turned}) QVERIFY(!layout.isPlain(names));
}

JOINERY_TEST(TestColumnLayout)
#include "tst_column_layout.moc"
