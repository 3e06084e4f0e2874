// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

#include "orm/core/db_error.h"
#include "paged_database.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

constexpr std::int64_t kRows = 450'000;

/// Long enough to be read in three pieces.
constexpr const char* kScanScript = R"(
BEGIN;
CREATE TABLE number(id INTEGER PRIMARY KEY, part INTEGER NOT NULL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450000) INSERT INTO number SELECT i * 2, i % 3 FROM n;
CREATE VIEW shown AS SELECT id FROM number WHERE id <= 2000;
COMMIT;
)";

}  // namespace

class TestKeyScan : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase() { m_database.reset(); }
  void countsEachRowOnce_data();
  void countsEachRowOnce();
  void keepsEvery256thKey_data();
  void keepsEvery256thKey();
  void keepsNoKeysWhereThereAreNone();
  void reportsItsProgress();
  void stopsWhereItWasCancelled();
  void doesNotBeginWhereItWasCancelled();
  void goesOnWhereRowsWentBetweenTwoPieces();
  void beginsAgainAfterACancel_data() { addOrders(); }
  void beginsAgainAfterACancel();
  void keepsNoWriterWaiting_data() { addOrders(); }
  void keepsNoWriterWaiting();
  void findsAPageBeforeTheScanHasComeThere_data() { addOrders(); }
  void findsAPageBeforeTheScanHasComeThere();
  void takesLittleMemory();

 private:
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, std::int64_t greatest = 2 * kRows) const {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.sorts = sorts;
    spec.filter = {{"id", {{"$lte", greatest}}}};
    return m_database->query(std::move(spec));
  }
  static void addOrders();
  static std::vector<std::string> fetchedSorts();
  ErrorKind errorOfScan(const PagedQuery& paged, const CancelToken& token, const std::function<void()>& progress = [] {});

  QTemporaryDir m_folder;
  std::unique_ptr<test::PagedDatabase> m_database;
};

void TestKeyScan::initTestCase() {
  m_database = std::make_unique<test::PagedDatabase>(Url::sqliteFile(m_folder.filePath(QStringLiteral("scan.db")).toStdString()), kScanScript);
}

ErrorKind TestKeyScan::errorOfScan(const PagedQuery& paged, const CancelToken& token, const std::function<void()>& progress) {
  try {
    paged.scanKeys(m_database->connection(), token, progress);
  } catch (const DbError& error) {
    return error.kind();
  }
  return ErrorKind::NoResult;
}

void TestKeyScan::countsEachRowOnce_data() {
  QTest::addColumn<int>("rows");
  for (const int rows : {0, 1, 199'999, 200'000, 200'001, 399'999, 400'000, 400'001, 450'000}) QTest::addRow("%d", rows) << rows;
}

void TestKeyScan::countsEachRowOnce() {
  QFETCH(int, rows);
  const auto paged = query("number", {}, 2 * rows);
  m_database->scan(paged);
  QVERIFY(paged.index().isComplete());
  QCOMPARE(paged.index().rowsSeen(), rows);
}

void TestKeyScan::keepsEvery256thKey_data() {
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::newRow("read in pieces") << QByteArrayList{};
  QTest::newRow("backwards") << QByteArrayList{"-id"};
}

void TestKeyScan::keepsEvery256thKey() {
  QFETCH(QByteArrayList, sorts);
  const bool descends = !sorts.isEmpty();
  PagedQuery::Spec spec;
  spec.model = "number";
  for (const auto& sort : sorts) spec.sorts.push_back(sort.toStdString());
  const auto paged = m_database->query(spec);
  QCOMPARE(paged.places(), PagedQuery::Places::KeyIndex);
  m_database->scan(paged);
  for (std::int64_t row = 0; row < kRows; row += KeyIndex::kStride) {
    const auto anchor = paged.index().before(row + KeyIndex::kStride - 1);
    QCOMPARE(anchor->row, row);
    QVERIFY(anchor->key[0] == Value::integer(2 * (descends ? kRows - row : row + 1)));
  }
}

void TestKeyScan::keepsNoKeysWhereThereAreNone() {
  const auto paged = query("shown");
  m_database->scan(paged);
  QCOMPARE(paged.index().rowsSeen(), 1'000);
  QVERIFY(paged.index().isComplete());
  QCOMPARE(m_database->page(paged, 990, 256), m_database->rows("SELECT id FROM shown LIMIT 256 OFFSET 990"));
}

void TestKeyScan::reportsItsProgress() {
  const auto paged = query("number");
  std::vector<std::int64_t> seen;
  paged.scanKeys(m_database->connection(), CancelToken(), [&] { seen.push_back(paged.index().rowsSeen()); });
  QVERIFY(seen.size() > 2);
  QVERIFY(std::is_sorted(seen.begin(), seen.end()));
  QCOMPARE(seen.back(), kRows);
}

void TestKeyScan::stopsWhereItWasCancelled() {
  const auto paged = query("number");
  const CancelToken token;
  QCOMPARE(errorOfScan(paged, token, [&] { token.cancel(); }), ErrorKind::Cancelled);
  QVERIFY(!paged.index().isComplete());
  QVERIFY(paged.index().rowsSeen() > 0);
  QVERIFY(paged.index().rowsSeen() < kRows);
  // What was seen is of use, and the connection too.
  QCOMPARE(m_database->page(paged, 1'024, 1), QStringList{QStringLiteral("2050 | 2")});
}

void TestKeyScan::doesNotBeginWhereItWasCancelled() {
  const auto paged = query("number");
  const CancelToken token;
  token.cancel();
  QCOMPARE(errorOfScan(paged, token), ErrorKind::Cancelled);
  QCOMPARE(paged.index().rowsSeen(), 0);
  QVERIFY_THROWS_EXCEPTION(DbError, paged.page(m_database->connection(), 0, 256, token));
}

void TestKeyScan::goesOnWhereRowsWentBetweenTwoPieces() {
  m_database->run("CREATE TABLE going(id INTEGER PRIMARY KEY); INSERT INTO going SELECT id FROM number");
  m_database->reflect();
  PagedQuery::Spec spec;
  spec.model = "going";
  const auto paged = m_database->query(spec);
  bool first = true;
  paged.scanKeys(m_database->connection(), CancelToken(), [&] {
    if (std::exchange(first, false)) m_database->run("DELETE FROM going WHERE id > 850000");
  });
  QVERIFY(paged.index().isComplete());
  QCOMPARE(paged.index().rowsSeen(), 425'000);
  QCOMPARE(m_database->page(paged, 424'960, 256), m_database->rows("SELECT id FROM going WHERE id > 849920 ORDER BY id"));
}

void TestKeyScan::addOrders() {
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<int>("leastId");
  QTest::newRow("an index") << QByteArrayList{} << -1;
  QTest::newRow("a filter") << QByteArrayList{} << 1'000;
  QTest::newRow("a sort") << QByteArrayList{"+part"} << -1;
  QTest::newRow("a filter and a sort") << QByteArrayList{"-part"} << 1'000;
}

std::vector<std::string> TestKeyScan::fetchedSorts() {
  QFETCH(QByteArrayList, sorts);
  std::vector<std::string> texts;
  for (const auto& sort : sorts) texts.push_back(sort.toStdString());
  return texts;
}

void TestKeyScan::beginsAgainAfterACancel() {
  QFETCH(int, leastId);
  PagedQuery::Spec spec;
  spec.model = "number";
  spec.sorts = fetchedSorts();
  if (leastId >= 0) spec.filter = {{"id", {{"$gte", leastId}}}};
  const auto paged = m_database->query(spec);
  const CancelToken token;
  auto scanner = m_database->connect(Engine::Access::Read);
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    token.cancel();
  });
  ErrorKind error = ErrorKind::NoResult;
  try {
    paged.scanKeys(*scanner, token, [] {});
  } catch (const DbError& thrown) {
    error = thrown.kind();
  }
  canceller.join();
  QCOMPARE(error, ErrorKind::Cancelled);
  QVERIFY(!paged.index().isComplete());
  const auto rows = leastId < 0 ? kRows : kRows - leastId / 2 + 1;
  paged.scanKeys(*scanner, CancelToken(), [] {});
  QVERIFY(paged.index().isComplete());
  QCOMPARE(paged.index().rowsSeen(), rows);
  const std::string order = spec.sorts.empty() ? "id" : spec.sorts[0] == "+part" ? "part, id" : "part DESC, id DESC";
  for (const std::int64_t first : {std::int64_t{0}, rows / 2, rows - 3})
    QCOMPARE(m_database->page(paged, first, 256), m_database->rows("SELECT * FROM number WHERE id >= " + std::to_string(leastId) + " ORDER BY " + order + " LIMIT 256 OFFSET " + std::to_string(first)));
}

void TestKeyScan::findsAPageBeforeTheScanHasComeThere() {
  QFETCH(int, leastId);
  PagedQuery::Spec spec;
  spec.model = "number";
  spec.sorts = fetchedSorts();
  if (leastId >= 0) spec.filter = {{"id", {{"$gte", leastId}}}};
  const auto paged = m_database->query(spec);
  const std::string order = spec.sorts.empty() ? "id" : spec.sorts[0] == "+part" ? "part, id" : "part DESC, id DESC";
  const auto expected = m_database->rows("SELECT * FROM number WHERE id >= " + std::to_string(leastId) + " ORDER BY " + order + " LIMIT 3 OFFSET 400000");
  QCOMPARE(m_database->page(paged, 400'000, 3), expected);
  QVERIFY(m_database->page(paged, 460'000, 3).isEmpty());
  QVERIFY(!paged.isKnown(400'000));
}

/// The file has a rollback journal: there a reader keeps every writer from committing for as long as it reads.
void TestKeyScan::keepsNoWriterWaiting() {
  QFETCH(int, leastId);
  PagedQuery::Spec spec;
  spec.model = "number";
  spec.sorts = fetchedSorts();
  if (leastId >= 0) spec.filter = {{"id", {{"$gte", leastId}}}};
  const auto paged = m_database->query(spec);
  auto scanner = m_database->connect(Engine::Access::Read);
  auto writer = m_database->connect(Engine::Access::Write);
  // It gives up soon, and says so by an exception.
  fetchAll(*writer->execute("PRAGMA busy_timeout = 400"));
  std::atomic<bool> ended = false;
  std::string error;
  std::thread scan([&] {
    try {
      paged.scanKeys(*scanner, CancelToken(), [] {});
    } catch (const DbError& thrown) {
      error = thrown.message();
    }
    ended = true;
  });
  int written = 0;
  QString refused;
  while (!ended && refused.isEmpty()) {
    try {
      writer->execute(written % 2 == 0 ? "INSERT INTO number VALUES (1, 1)" : "DELETE FROM number WHERE id = 1");
      ++written;
    } catch (const DbError& thrown) {
      refused = QString::fromStdString(thrown.message());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  scan.join();
  writer->execute("DELETE FROM number WHERE id = 1");
  QCOMPARE(refused, QString());
  QCOMPARE(QString::fromStdString(error), QString());
  QVERIFY2(written > 1, qPrintable(QString::number(written)));
  const auto known = leastId < 0 ? kRows : kRows - leastId / 2 + 1;
  QVERIFY(paged.index().rowsSeen() == known || paged.index().rowsSeen() == known + 1);
}

void TestKeyScan::takesLittleMemory() {
  for (const auto& sorts : {std::vector<std::string>(), {"+part"}}) {
    PagedQuery::Spec spec;
    spec.model = "number";
    spec.sorts = sorts;
    const auto paged = m_database->query(spec);
    m_database->scan(paged);
    // At this rate a hundred million rows stay far below 64 MiB.
    QVERIFY2(paged.memoryUsage() * (100'000'000 / kRows) < 20U << 20U, qPrintable(QString::number(paged.memoryUsage())));
  }
}

JOINERY_TEST(TestKeyScan)
#include "tst_key_scan.moc"
