// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

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

 private:
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, std::int64_t greatest = 2 * kRows) const {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.sorts = sorts;
    spec.filter = {{"id", {{"$lte", greatest}}}};
    return m_database->query(std::move(spec));
  }
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
  QTest::newRow("sorted, read at once") << QByteArrayList{"+id"};
}

void TestKeyScan::keepsEvery256thKey() {
  QFETCH(QByteArrayList, sorts);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto paged = query("number", keys);
  m_database->scan(paged);
  for (std::int64_t row = 0; row < kRows; row += KeyIndex::kStride) {
    const auto anchor = paged.index().before(row + KeyIndex::kStride - 1);
    QCOMPARE(anchor->row, row);
    QVERIFY(anchor->key[0] == Value::integer(2 * (row + 1)));
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
  m_database->run("CREATE TABLE going(id INTEGER PRIMARY KEY); INSERT INTO going SELECT id FROM number WHERE id <= 500000");
  m_database->reflect();
  const auto paged = query("going");
  bool first = true;
  paged.scanKeys(m_database->connection(), CancelToken(), [&] {
    if (std::exchange(first, false)) m_database->run("DELETE FROM going WHERE id > 450000");
  });
  QVERIFY(paged.index().isComplete());
  QCOMPARE(paged.index().rowsSeen(), 225'000);
  QCOMPARE(m_database->page(paged, 224'768, 256), m_database->rows("SELECT id FROM going WHERE id > 449536 ORDER BY id"));
}

JOINERY_TEST(TestKeyScan)
#include "tst_key_scan.moc"
