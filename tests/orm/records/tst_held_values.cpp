// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <limits>

#include "orm/records/held_values.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

constexpr std::size_t kHeldPlaces = 4;

}  // namespace

/// Values of one row in one piece of memory.
class TestHeldValues : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKindOfValueComesBack_data();
  void everyKindOfValueComesBack();
  void nothingIsHeldUntilItIsSet();
  void valuesMayBeSetOverAndOver();
  void aValueMayBeSetFromAnotherOne();
  void whatMovedIsEmpty();
  void whatIsUnknownIsHeldWithoutAValue();
};

void TestHeldValues::whatIsUnknownIsHeldWithoutAValue() {
  HeldValues held;
  held.setUnknown(1, kHeldPlaces);
  QVERIFY(held.has(1) && !held.at(1) && !held.has(0) && !held.isEmpty());
  held.set(2, ValueView::text("after"), kHeldPlaces);
  QVERIFY(held.has(1) && !held.at(1));
  held.set(1, ValueView::text("known"), kHeldPlaces);
  QVERIFY(held.at(1) == ValueView::text("known") && held.at(2) == ValueView::text("after"));
  held.erase(1);
  QVERIFY(!held.has(1));
}

void TestHeldValues::everyKindOfValueComesBack_data() {
  QTest::addColumn<Value>("value");
  QTest::newRow("NULL") << Value();
  QTest::newRow("true") << Value::boolean(true);
  QTest::newRow("false") << Value::boolean(false);
  QTest::newRow("the smallest integer") << Value::integer(std::numeric_limits<std::int64_t>::min());
  QTest::newRow("the largest unsigned one") << Value::unsignedInteger(std::numeric_limits<std::uint64_t>::max());
  QTest::newRow("a real") << Value::real(-0.0);
  QTest::newRow("no text") << Value::text("");
  QTest::newRow("text") << Value::text("h\xC3\xA4ndel");
  QTest::newRow("text with a zero in it") << Value::text(std::string("a\0b", 3));
  QTest::newRow("more text than there is room for at first") << Value::text(std::string(100'000, 'x'));
  QTest::newRow("no bytes") << Value::blob("");
  QTest::newRow("bytes") << Value::blob("\xFF\xFE");
}

void TestHeldValues::everyKindOfValueComesBack() {
  QFETCH(Value, value);
  HeldValues held;
  held.set(1, ValueView::text("before"), kHeldPlaces);
  held.set(2, value, kHeldPlaces);
  held.set(3, ValueView::text("after"), kHeldPlaces);
  QVERIFY(held.at(2) == value.view());
  QVERIFY(held.at(1) == ValueView::text("before"));
  QVERIFY(held.at(3) == ValueView::text("after"));
}

void TestHeldValues::nothingIsHeldUntilItIsSet() {
  HeldValues held;
  QVERIFY(held.isEmpty());
  QVERIFY(!held.at(0));
  held.set(0, ValueView::null(), kHeldPlaces);
  QVERIFY(held.at(0) && held.at(0)->isNull());
  QVERIFY(!held.at(1));
  held.erase(0);
  QVERIFY(!held.at(0));
  held.clear();
  QVERIFY(held.isEmpty());
}

void TestHeldValues::valuesMayBeSetOverAndOver() {
  HeldValues held;
  held.set(0, ValueView::text("stays"), kHeldPlaces);
  for (std::size_t i = 0; i < 10'000; ++i) held.set(1, Value::text(std::string(i % 50, 'a')), kHeldPlaces);
  QVERIFY(held.at(0) == ValueView::text("stays"));
  QCOMPARE(held.at(1)->bytes().size(), std::size_t(9'999 % 50));
}

void TestHeldValues::aValueMayBeSetFromAnotherOne() {
  HeldValues held;
  const std::string text(50, 'b');
  held.set(0, ValueView::text(text), kHeldPlaces);
  for (std::size_t i = 0; i < 100; ++i) held.set(i % 2 == 0 ? 1 : 0, *held.at(i % 2 == 0 ? 0 : 1), kHeldPlaces);
  QVERIFY(held.at(0) == ValueView::text(text));
  QVERIFY(held.at(1) == ValueView::text(text));
}

void TestHeldValues::whatMovedIsEmpty() {
  HeldValues first;
  first.set(0, ValueView::integer(1), kHeldPlaces);
  HeldValues second = std::move(first);
  QVERIFY(second.at(0) == ValueView::integer(1));
  second = HeldValues();
  QVERIFY(second.isEmpty());
}

JOINERY_TEST(TestHeldValues)
#include "tst_held_values.moc"
