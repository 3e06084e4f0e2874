// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "paged_database.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

/// In "dense" row n has the key n; in "sparse" keys of the second half are ten apart; in "word" keys are texts.
constexpr const char* kNearScript = R"(
BEGIN;
CREATE TABLE dense(id INTEGER PRIMARY KEY, part INTEGER NOT NULL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO dense SELECT i, i % 3 FROM n;
CREATE TABLE sparse(id INTEGER PRIMARY KEY);
INSERT INTO sparse SELECT CASE WHEN id <= 50000 THEN id ELSE 50000 + (id - 50000) * 10 END FROM dense;
CREATE TABLE word(word TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
INSERT INTO word SELECT printf('w%06d', id) FROM dense;
COMMIT;
)";
constexpr std::int64_t kNearTotal = 100'000;
constexpr auto kNear = PagedQuery::Accuracy::Near;

}  // namespace

class TestNearPages : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase() { m_database.reset(); }
  void readsTheVeryRowWhereKeysAreDense();
  void readsRowsNearThePlaceWhereKeysAreNot();
  void readsTheEndBackwards_data();
  void readsTheEndBackwards();
  void readsExactlyWhereTheScanIsClose();
  void readsExactlyWhereKeysAreNoNumbers();
  void readsExactlyInAnOrderThatIsNotTheKeys();
  void readsExactlyWhenNotAskedForLess();
  void readsExactlyOnceTheKeysAreKnown();
  void findsNothingBeyondTheEstimate();

 private:
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}) const {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.sorts = sorts;
    return m_database->query(std::move(spec));
  }
  Page page(const PagedQuery& query, std::int64_t first, PagedQuery::Accuracy accuracy = kNear) { return query.page(m_database->connection(), first, 256, CancelToken(), accuracy); }
  static std::int64_t idOf(const Page& page, std::size_t row) { return page.rows->at(row, 0).toInteger(); }

  QTemporaryDir m_folder;
  std::unique_ptr<test::PagedDatabase> m_database;
};

void TestNearPages::initTestCase() {
  m_database = std::make_unique<test::PagedDatabase>(Url::sqliteFile(m_folder.filePath(QStringLiteral("near.db")).toStdString()), kNearScript);
}

void TestNearPages::readsTheVeryRowWhereKeysAreDense() {
  const Page middle = page(query("dense"), 51'200);
  QVERIFY(middle.isNear);
  QCOMPARE(middle.size(), 256);
  QCOMPARE(idOf(middle, 0), 51'201);
  QCOMPARE(idOf(middle, 255), 51'456);
}

void TestNearPages::readsRowsNearThePlaceWhereKeysAreNot() {
  const Page middle = page(query("sparse"), 76'800);
  QVERIFY(middle.isNear);
  QCOMPARE(middle.size(), 256);
  // The estimate is the span of the keys, five times the rows that there are: nearer than that nobody can tell.
  QVERIFY(idOf(middle, 0) > 1 && idOf(middle, 0) < 550'000);
}

void TestNearPages::readsTheEndBackwards_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QString>("last");
  QTest::newRow("by key") << QByteArray("dense") << QByteArrayList() << QStringLiteral("100000");
  QTest::newRow("descending") << QByteArray("dense") << QByteArrayList{"-id"} << QStringLiteral("1");
}

void TestNearPages::readsTheEndBackwards() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QString, last);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const Page end = page(query(model.constData(), keys), kNearTotal / 256 * 256);
  QVERIFY(end.isNear);
  QCOMPARE(end.size(), kNearTotal % 256);
  QCOMPARE(test::rowTexts(*end.rows, 1).last(), last);
}

void TestNearPages::readsExactlyWhereTheScanIsClose() {
  const Page early = page(query("sparse"), 10'240);
  QVERIFY(!early.isNear);
  QCOMPARE(idOf(early, 0), 10'241);
}

void TestNearPages::readsExactlyWhereKeysAreNoNumbers() {
  const Page middle = page(query("word"), 51'200);
  QVERIFY(!middle.isNear);
  QCOMPARE(test::rowTexts(*middle.rows, 1).first(), QStringLiteral("w051201"));
}

void TestNearPages::readsExactlyInAnOrderThatIsNotTheKeys() {
  const Page middle = page(query("dense", {"+part"}), 51'200);
  QVERIFY(!middle.isNear);
  QCOMPARE(test::rowTexts(*middle.rows, 2), m_database->rows("SELECT id, part FROM dense ORDER BY part, id LIMIT 256 OFFSET 51200"));
}

void TestNearPages::readsExactlyWhenNotAskedForLess() {
  const Page middle = page(query("sparse"), 76'800, PagedQuery::Accuracy::Exact);
  QVERIFY(!middle.isNear);
  QCOMPARE(idOf(middle, 0), 50'000 + 26'801 * 10);
}

void TestNearPages::readsExactlyOnceTheKeysAreKnown() {
  const auto sparse = query("sparse");
  m_database->scan(sparse);
  const Page middle = page(sparse, 76'800);
  QVERIFY(!middle.isNear);
  QCOMPARE(idOf(middle, 0), 50'000 + 26'801 * 10);
}

void TestNearPages::findsNothingBeyondTheEstimate() {
  const Page beyond = page(query("dense"), 102'400);
  QVERIFY(beyond.isNear);
  QCOMPARE(beyond.size(), 0);
}

JOINERY_TEST(TestNearPages)
#include "tst_near_pages.moc"
