// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/paging/key_index.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestKeyIndex : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void knowsNothingAtFirst();
  void findsTheLastAnchorAtOrBeforeARow();
  void countsTheRowsThatWereSeen();
  void takesTheFinalCountEvenWhereRowsWentMeanwhile();
  void saysWhatItHolds();
};

void TestKeyIndex::knowsNothingAtFirst() {
  const KeyIndex index;
  QVERIFY(!index.before(0));
  QVERIFY(!index.before(1'000'000));
  QCOMPARE(index.rowsSeen(), 0);
  QVERIFY(!index.isComplete());
}

void TestKeyIndex::findsTheLastAnchorAtOrBeforeARow() {
  KeyIndex index;
  for (const std::int64_t row : {0, 256, 512}) index.add({row, {Value::integer(row * 10)}});
  const auto anchorOf = [&](std::int64_t row) { return index.before(row)->row; };
  QCOMPARE(anchorOf(0), 0);
  QCOMPARE(anchorOf(255), 0);
  QCOMPARE(anchorOf(256), 256);
  QCOMPARE(anchorOf(511), 256);
  QCOMPARE(anchorOf(9'999), 512);
  QVERIFY(index.before(300)->key == std::vector{Value::integer(2'560)});
  QVERIFY(!index.before(-1));
}

void TestKeyIndex::countsTheRowsThatWereSeen() {
  KeyIndex index;
  index.add({256, {}});
  QCOMPARE(index.rowsSeen(), 257);
  index.setRowsSeen(400);
  QCOMPARE(index.rowsSeen(), 400);
  index.setRowsSeen(300);
  QCOMPARE(index.rowsSeen(), 400);
  QVERIFY(!index.isComplete());
}

void TestKeyIndex::takesTheFinalCountEvenWhereRowsWentMeanwhile() {
  KeyIndex index;
  index.setRowsSeen(400);
  index.complete(390);
  QCOMPARE(index.rowsSeen(), 390);
  QVERIFY(index.isComplete());
}

void TestKeyIndex::saysWhatItHolds() {
  KeyIndex index;
  const auto empty = index.memoryUsage();
  index.add({0, {Value::text(std::string(10'000, 'x'))}});
  QVERIFY(index.memoryUsage() >= empty + 10'000);
}

JOINERY_TEST(TestKeyIndex)
#include "tst_key_index.moc"
