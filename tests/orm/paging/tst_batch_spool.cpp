// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

#include "orm/core/db_error.h"
#include "orm/paging/batch_spool.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

ResultColumns spooledColumns() { return {{"id", ValueType::of(TypeKind::Integer)}, {"text", ValueType::of(TypeKind::Text)}}; }

std::shared_ptr<const RowBatch> spooledBatch(std::int64_t first, std::int64_t count, std::size_t textSize = 10) {
  RowBatchBuilder builder(spooledColumns());
  for (std::int64_t row = first; row < first + count; ++row) {
    builder.append(0, ValueView::integer(row));
    const std::string text(textSize, static_cast<char>('a' + row % 26));
    if (row % 7 == 0) builder.appendPartial(1, ValueView::text(text), 1'000'000);
    else builder.append(1, ValueView::text(text));
    builder.endRow();
  }
  return builder.build();
}

}  // namespace

class TestBatchSpool : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void keepsASmallResultInMemory();
  void givesEveryBatchBack();
  void knowsWhereARowIs();
  void keepsLittleInMemory();
  void isReadWhileItGrows();
  void saysWhereThereIsNoRoomForAFile();

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  QByteArray m_usualFolder;
};

void TestBatchSpool::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_usualFolder = qgetenv("TMPDIR");
  qputenv("TMPDIR", m_folder->path().toUtf8());
}

void TestBatchSpool::cleanup() {
  if (m_usualFolder.isEmpty()) qunsetenv("TMPDIR");
  else qputenv("TMPDIR", m_usualFolder);
}

void TestBatchSpool::keepsASmallResultInMemory() {
  BatchSpool spool(spooledColumns());
  QCOMPARE(spool.rows(), 0);
  const auto batch = spooledBatch(0, 100);
  spool.append(batch);
  QCOMPARE(spool.held(0), batch);
  QCOMPARE(spool.read(0), batch);
  QCOMPARE(spool.fileSize(), 0U);
}

void TestBatchSpool::givesEveryBatchBack() {
  BatchSpool spool(spooledColumns());
  for (int i = 0; i < 60; ++i) spool.append(spooledBatch(i * 10, 10, 100'000));
  spool.append(spooledBatch(600, 3));
  spool.append(spooledBatch(0, 0));
  QCOMPARE(spool.rows(), 603);
  QCOMPARE(spool.batchCount(), 61U);
  QVERIFY(spool.fileSize() > 0);
  QVERIFY(!spool.held(60));
  for (std::size_t batch = 0; batch < spool.batchCount(); ++batch) {
    const auto read = spool.read(batch);
    QCOMPARE(read->rows(), batch < 60 ? 10U : 3U);
    const auto first = static_cast<std::int64_t>(batch) * 10;
    QCOMPARE(read->at(0, 0).toInteger(), first);
    QCOMPARE(read->fullSize(0, 1), first % 7 == 0 ? 1'000'000U : 0U);
    QCOMPARE(read->at(1, 1).bytes(), std::string(batch < 60 ? 100'000 : 10, static_cast<char>('a' + (first + 1) % 26)));
  }
  QVERIFY(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

void TestBatchSpool::knowsWhereARowIs() {
  BatchSpool spool(spooledColumns());
  spool.append(spooledBatch(0, 5));
  spool.append(spooledBatch(5, 1));
  spool.append(spooledBatch(6, 4));
  const auto placeIs = [&](std::int64_t row, std::size_t batch, std::int64_t first, std::int64_t rows) {
    const auto place = spool.place(row);
    return place.batch == batch && place.firstRow == first && place.rows == rows;
  };
  QVERIFY(placeIs(0, 0, 0, 5));
  QVERIFY(placeIs(4, 0, 0, 5));
  QVERIFY(placeIs(5, 1, 5, 1));
  QVERIFY(placeIs(9, 2, 6, 4));
}

void TestBatchSpool::keepsLittleInMemory() {
  BatchSpool spool(spooledColumns());
  for (int i = 0; i < 30; ++i) spool.append(spooledBatch(i * 10, 10, 100'000));
  std::size_t held = 0;
  for (std::size_t batch = 0; batch < spool.batchCount(); ++batch)
    if (const auto inMemory = spool.held(batch)) held += inMemory->memoryUsage();
  QVERIFY(held > 0);
  QVERIFY(held <= BatchSpool::kMostHeldBytes);
}

void TestBatchSpool::isReadWhileItGrows() {
  BatchSpool spool(spooledColumns());
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 400; ++i) spool.append(spooledBatch(i * 50, 50, 1'000));
    done = true;
  });
  int wrong = 0;
  while (!done) {
    const auto rows = spool.rows();
    if (rows == 0) continue;
    const auto place = spool.place(rows - 1);
    const auto read = spool.read(place.batch);
    if (static_cast<std::int64_t>(read->rows()) != place.rows || read->at(0, 0).toInteger() != place.firstRow) ++wrong;
  }
  writer.join();
  QCOMPARE(wrong, 0);
  QCOMPARE(spool.rows(), 20'000);
}

void TestBatchSpool::saysWhereThereIsNoRoomForAFile() {
  qputenv("TMPDIR", "/nowhere/at/all");
  BatchSpool spool(spooledColumns());
  spool.append(spooledBatch(0, 10));
  try {
    spool.append(spooledBatch(10, 100, 100'000));
    QFAIL("written to a folder that is not there");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Operational);
    QVERIFY2(error.message().find("/nowhere/at/all") != std::string::npos, error.what());
    QVERIFY(!error.hint.empty());
  }
  QCOMPARE(spool.rows(), 10);
}

JOINERY_TEST(TestBatchSpool)
#include "tst_batch_spool.moc"
