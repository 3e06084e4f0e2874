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
  void knowsABlocksRows();
  void staysSmallForLongKeys();
  void forgetsEverythingForAnotherScan();
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
  index.add({0, {}});
  QCOMPARE(index.rowsSeen(), 1);
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
  QVERIFY(empty < 100);
  QVERIFY(index.memoryUsage() >= 10'000);
}

void TestKeyIndex::knowsABlocksRows() {
  KeyIndex index;
  index.add({0, {Value::integer(1)}});
  QVERIFY(!index.block(100)->rows);
  index.add({256, {Value::integer(2)}});
  QCOMPARE(index.block(255)->rows.value(), 256);
  QVERIFY(index.block(255)->next->key == std::vector{Value::integer(2)});
  QVERIFY(!index.block(256)->rows);
  index.complete(300);
  QCOMPARE(index.block(256)->rows.value(), 44);
  QVERIFY(!index.block(256)->next);
}

void TestKeyIndex::staysSmallForLongKeys() {
  constexpr std::size_t kMost = 100'000;
  KeyIndex index(kMost);
  const auto keyOf = [](std::int64_t row) { return std::vector{Value::text(std::to_string(row) + std::string(1'000, 'x')), Value::integer(-row)}; };
  for (std::int64_t row = 0; row < 400 * KeyIndex::kStride; row += KeyIndex::kStride) {
    index.add({row, keyOf(row)});
    QVERIFY2(index.memoryUsage() <= kMost, qPrintable(QString::number(index.memoryUsage())));
  }
  QVERIFY(index.stride() > KeyIndex::kStride);
  for (std::int64_t row = 0; row < 400 * KeyIndex::kStride; row += 100) {
    const auto anchor = index.before(row);
    QCOMPARE(anchor->row % index.stride(), 0);
    QVERIFY(anchor->row <= row);
    QVERIFY(anchor->key == keyOf(anchor->row));
  }
  // A hundred million rows with the key of most tables are far from it.
  QVERIFY(100'000'000 / KeyIndex::kStride * 2 * (6 + sizeof(std::uint64_t)) < KeyIndex::kMostBytes);
}

void TestKeyIndex::forgetsEverythingForAnotherScan() {
  KeyIndex index;
  index.add({0, {Value::integer(1)}});
  index.complete(1);
  index.restart();
  QVERIFY(!index.isComplete());
  QCOMPARE(index.rowsSeen(), 0);
  QVERIFY(!index.before(0));
}

JOINERY_TEST(TestKeyIndex)
#include "tst_key_index.moc"
