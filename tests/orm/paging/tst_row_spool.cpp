// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/paging/key_index.h"
#include "orm/paging/row_spool.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

std::shared_ptr<const RowBatch> numberedRows(std::int64_t first, std::int64_t count) {
  RowBatchBuilder builder({{"id", ValueType::of(TypeKind::Integer)}, {"text", ValueType::of(TypeKind::Text)}});
  for (std::int64_t row = first; row < first + count; ++row) {
    builder.append(0, ValueView::integer(row));
    const std::string text(static_cast<std::size_t>(row % 50), 'x');
    if (row % 7 == 0) builder.appendPartial(1, ValueView::text(text), 1'000);
    else builder.append(1, ValueView::text(text));
    builder.endRow();
  }
  return builder.build();
}

}  // namespace

class TestRowSpool : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void givesAnyRowsBack_data();
  void givesAnyRowsBack();
  void keepsSomeRowsAndColumnsOfABatch();
  void leavesNoFileBehind();
  void saysWhereThereIsNoRoom();
  void takesLittleMemory();

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  QByteArray m_usualFolder;
};

void TestRowSpool::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_usualFolder = qgetenv("TMPDIR");
  qputenv("TMPDIR", m_folder->path().toUtf8());
}

void TestRowSpool::cleanup() {
  if (m_usualFolder.isEmpty()) qunsetenv("TMPDIR");
  else qputenv("TMPDIR", m_usualFolder);
}

void TestRowSpool::givesAnyRowsBack_data() {
  QTest::addColumn<int>("first");
  QTest::addColumn<int>("count");
  for (const auto& [first, count] : {std::pair(0, 1), {0, 256}, {255, 2}, {256, 256}, {1'000, 700}, {2'999, 1}, {2'999, 256}, {3'000, 1}, {9'000, 5}})
    QTest::addRow("%d rows from %d on", count, first) << first << count;
}

void TestRowSpool::givesAnyRowsBack() {
  QFETCH(int, first);
  QFETCH(int, count);
  RowSpool spool;
  spool.restart();
  for (std::int64_t row = 0; row < 3'000; row += 300) spool.append(*numberedRows(row, 300));
  QCOMPARE(spool.rows(), 3'000);
  const auto batch = spool.read(first, count);
  QCOMPARE(static_cast<int>(batch->rows()), std::clamp(3'000 - first, 0, count));
  const auto expected = numberedRows(first, count);
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t column = 0; column < 2; ++column) {
      QVERIFY(batch->at(row, column) == expected->at(row, column));
      QCOMPARE(batch->fullSize(row, column), expected->fullSize(row, column));
    }
  }
}

void TestRowSpool::keepsSomeRowsAndColumnsOfABatch() {
  RowSpool spool;
  spool.restart();
  spool.append(*numberedRows(0, 4), {false, true, false, true}, 0, 1);
  const auto batch = spool.read(0, 10);
  QCOMPARE(batch->rows(), std::size_t{2});
  QCOMPARE(batch->columnCount(), std::size_t{1});
  QVERIFY(batch->at(1, 0) == ValueView::integer(3));
  spool.restart();
  QCOMPARE(spool.rows(), 0);
  spool.append(*numberedRows(0, 4), {true, true, true, true}, 1, 1);
  QVERIFY(spool.read(3, 1)->at(0, 0) == ValueView::text("xxx"));
}

void TestRowSpool::leavesNoFileBehind() {
  RowSpool spool;
  spool.restart();
  spool.append(*numberedRows(0, 3'000));
  // It has no name even while it is used, so a crash leaves nothing.
  QVERIFY(QDir(m_folder->path()).isEmpty());
  QCOMPARE(spool.read(10, 1)->rows(), std::size_t{1});
}

void TestRowSpool::saysWhereThereIsNoRoom() {
  qputenv("TMPDIR", m_folder->filePath(QStringLiteral("nowhere")).toUtf8());
  RowSpool spool;
  try {
    spool.restart();
    QFAIL("there is no such folder");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Operational);
    QVERIFY(error.message().find("nowhere") != std::string::npos);
    QVERIFY(!error.hint.empty());
  }
}

void TestRowSpool::takesLittleMemory() {
  RowSpool spool;
  spool.restart();
  const auto batch = numberedRows(0, 1'000);
  for (int i = 0; i < 100; ++i) spool.append(*batch);
  QVERIFY(spool.memoryUsage() <= 100'000 / 256 * 2 * sizeof(std::uint64_t) + 64);
  // Places that are thinned out never take more than this.
  QVERIFY(2 * RowSpool::kMostStarts * sizeof(std::uint64_t) + KeyIndex::kMostBytes <= 64U << 20U);
}

JOINERY_TEST(TestRowSpool)
#include "tst_row_spool.moc"
