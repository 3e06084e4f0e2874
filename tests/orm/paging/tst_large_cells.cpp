// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/paging/range_reader.h"
#include "paged_database.h"
#include "tests/support/memory_peak.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

constexpr std::uint64_t kLarge = 600'000;
constexpr std::size_t kHead = 64 * 1024;

/// 600 rows; some of them hold large cells, in the middle of the columns.
constexpr const char* kSqliteRows = R"(
CREATE TABLE cells(id INTEGER PRIMARY KEY, body TEXT, n INTEGER, picture BLOB, r REAL, note TEXT, kind_id INTEGER REFERENCES kind(id));
CREATE TABLE kind(id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO kind VALUES (1, 'plain'), (2, replace(hex(zeroblob(200000)), '0', 'k'));
WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 600)
INSERT INTO cells SELECT i, CASE i % 7 WHEN 0 THEN replace(hex(zeroblob(300000)), '0', 'b') WHEN 1 THEN NULL ELSE 'body ' || i END, i,
  CASE i % 5 WHEN 0 THEN zeroblob(600000) WHEN 1 THEN NULL ELSE x'0102' END, i / 2.0, 'note ' || i, CASE i % 3 WHEN 0 THEN 2 ELSE 1 END FROM i WHERE i <= 20 OR i > 590;
CREATE TABLE bare(body TEXT, n INTEGER);
INSERT INTO bare SELECT body, n FROM cells;
CREATE TABLE strict_key(code TEXT PRIMARY KEY NOT NULL, n INTEGER);
INSERT INTO strict_key SELECT CASE id WHEN 3 THEN replace(hex(zeroblob(150000)), '0', 'k') || '1' WHEN 4 THEN replace(hex(zeroblob(150000)), '0', 'k') || '2' ELSE 'k' || id END, id FROM cells;
CREATE TABLE no_rowid(code TEXT PRIMARY KEY, body TEXT, n INTEGER) WITHOUT ROWID;
INSERT INTO no_rowid SELECT 'k' || id, body, n FROM cells;
CREATE TABLE computed(id INTEGER PRIMARY KEY, n INTEGER, body TEXT AS (replace(hex(zeroblob(n)), '0', 'c')) VIRTUAL, after TEXT);
INSERT INTO computed(id, n, after) VALUES (1, 10, 'one'), (2, 300000, 'two');
CREATE VIEW shown AS SELECT body, n FROM cells;
CREATE TABLE odd(id INTEGER PRIMARY KEY, body);
INSERT INTO odd VALUES (1, CAST(x'61006261' AS TEXT)), (2, CAST(replace(hex(zeroblob(200000)), '0', 'a') || x'c3a9' AS TEXT)), (3, CAST(CAST(x'00' AS TEXT) || zeroblob(300000) AS TEXT)),
  (4, CAST(x'fffe' || zeroblob(300000) AS TEXT)), (5, 12.5);
)";

constexpr const char* kPostgresqlRows = R"(
CREATE TABLE kind(id int PRIMARY KEY, name text);
INSERT INTO kind VALUES (1, 'plain'), (2, repeat('k', 400000));
CREATE TABLE cells(id int PRIMARY KEY, body text, n int, picture bytea, r float8, note varchar(50), kind_id int REFERENCES kind(id), facts jsonb, raw json, page xml, tags text[], letters char(8));
INSERT INTO cells SELECT i, CASE i % 7 WHEN 0 THEN repeat('b', 600000) WHEN 1 THEN NULL ELSE 'body ' || i END, i,
  CASE i % 5 WHEN 0 THEN decode(repeat('00', 600000), 'hex') WHEN 1 THEN NULL ELSE '\x0102' END, i / 2.0, 'note ' || i, CASE i % 3 WHEN 0 THEN 2 ELSE 1 END,
  CASE WHEN i = 2 THEN jsonb_build_object('long', repeat('j', 200000)) WHEN i = 3 THEN NULL ELSE '{"a": [1, 2]}' END, CASE WHEN i = 2 THEN ('"' || repeat('r', 200000) || '"')::json ELSE '{"b" : 1}' END,
  CASE WHEN i = 2 THEN ('<?xml version="1.0"?><a>' || repeat('x', 200000) || '</a>')::xml ELSE '<?xml version="1.0"?><a/>' END,
  CASE WHEN i = 2 THEN ARRAY[repeat('t', 200000)] ELSE ARRAY['x', NULL, 'a,b'] END, 'ab'
FROM generate_series(1, 600) AS i WHERE i <= 20 OR i > 590;
CREATE TABLE bare(body text, n int);
INSERT INTO bare SELECT body, n FROM cells;
CREATE VIEW shown AS SELECT body, n FROM cells;
)";

/// Row 7 has a large text, row 5 a large blob, row 3 a large label.
void verifyRow(const RowBatch& batch, std::size_t row) {
  const std::int64_t id = batch.at(row, 0).toInteger();
  QCOMPARE(batch.at(row, 2).toInteger(), id);
  QCOMPARE(batch.fullSize(row, 1), id % 7 == 0 ? kLarge : 0);
  QCOMPARE(batch.fullSize(row, 3), id % 5 == 0 ? kLarge : 0);
  if (id % 7 == 0) QCOMPARE(batch.at(row, 1).bytes(), std::string_view(std::string(kHead, 'b')));
  else if (id % 7 == 1) QVERIFY(batch.at(row, 1).isNull());
  else QCOMPARE(QString::fromStdString(std::string(batch.at(row, 1).bytes())), QStringLiteral("body %1").arg(id));
  QCOMPARE(batch.at(row, 3).bytes().size(), id % 5 == 0 ? kHead : id % 5 == 1 ? 0 : 2);
  QCOMPARE(batch.at(row, 4).toReal(), static_cast<double>(id) / 2);
  QVERIFY(!batch.isPartial(row, 5));
}

}  // namespace

class TestLargeCells : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void readsTheBeginningOfLargeCells_data();
  void readsTheBeginningOfLargeCells();
  void readsRowsWithoutAKey();
  void readsTheLastPage();
  void readsALargeLabel();
  void keepsTheOutputOfOtherTypes();
  void cutsNoCharacterAndCountsBytes();
  void findsRowsByLargeKeys();
  void readsRangesWhole();
  void findsOnFromALargePlace();
  void readsWhatIsStoredNowhere();
  void asksNothingMoreOfSmallRows();
  void holdsNoLargeValueInMemory();

 private:
  bool isSqlite() const;
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, const char* filter = "{}") const {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.filter = parseJson(filter);
    spec.sorts = sorts;
    return m_database->query(std::move(spec));
  }
  std::shared_ptr<const RowBatch> rowsOf(const PagedQuery& paged, std::int64_t first = 0, std::int64_t count = 256) {
    return paged.page(m_database->connection(), first, count, CancelToken()).rows;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<test::PagedDatabase> m_database;
};

bool TestLargeCells::isSqlite() const {
  QFETCH_GLOBAL(int, backend);
  return backend == static_cast<int>(test::Backend::Sqlite);
}

void TestLargeCells::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  if (isSqlite()) m_database = std::make_unique<test::PagedDatabase>(Url::sqliteFile(m_folder->filePath(QStringLiteral("large.db")).toStdString()), kSqliteRows);
  else m_database = std::make_unique<test::PagedDatabase>(test::ownDatabaseUrl(), std::string("DROP SCHEMA public CASCADE; CREATE SCHEMA public;") + kPostgresqlRows);
}

void TestLargeCells::cleanup() { m_database.reset(); }

void TestLargeCells::readsTheBeginningOfLargeCells_data() {
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::addColumn<bool>("scanned");
  for (const bool scanned : {false, true}) {
    const QByteArray when = scanned ? ", scanned" : ", not scanned";
    QTest::newRow("by key" + when) << QByteArrayList() << QByteArray("{}") << scanned;
    QTest::newRow("sorted" + when) << QByteArrayList{"-n"} << QByteArray("{}") << scanned;
    QTest::newRow("sorted by the large" + when) << QByteArrayList{"+body"} << QByteArray("{}") << scanned;
    QTest::newRow("filtered" + when) << QByteArrayList() << QByteArray(R"({"n": {"$lt": 15}})") << scanned;
  }
}

void TestLargeCells::readsTheBeginningOfLargeCells() {
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  QFETCH(bool, scanned);
  const std::vector<std::string> keys(sorts.begin(), sorts.end());
  const auto paged = query("cells", {keys.begin(), keys.end()}, filter.constData());
  if (scanned) m_database->scan(paged);
  const auto page = paged.page(m_database->connection(), 0, 256, CancelToken());
  QVERIFY(page.gone.empty());
  QCOMPARE(page.rows->rows(), filter == "{}" ? 30U : 14U);
  for (std::size_t row = 0; row < page.rows->rows() && !QTest::currentTestFailed(); ++row) verifyRow(*page.rows, row);
  std::vector<std::int64_t> ids;
  for (std::size_t row = 0; row < page.rows->rows(); ++row) ids.push_back(page.rows->at(row, 0).toInteger());
  if (sorts.isEmpty()) QVERIFY(std::ranges::is_sorted(ids));
  if (sorts == QByteArrayList{"-n"}) QVERIFY(std::ranges::is_sorted(ids, std::greater()));
}

void TestLargeCells::readsRowsWithoutAKey() {
  for (const char* model : {"bare", "shown"}) {
    const auto paged = query(model);
    for (const bool scanned : {false, true}) {
      if (scanned) m_database->scan(paged);
      const auto rows = rowsOf(paged);
      QCOMPARE(rows->rows(), 30U);
      for (std::size_t row = 0; row < rows->rows(); ++row) QCOMPARE(rows->fullSize(row, 0), rows->at(row, 1).toInteger() % 7 == 0 ? kLarge : 0);
    }
  }
}

void TestLargeCells::readsTheLastPage() {
  const auto rows = query("cells").lastPage(m_database->connection(), 10);
  QCOMPARE(rows->rows(), 10U);
  QCOMPARE(rows->at(9, 0).toInteger(), 600);
  for (std::size_t row = 0; row < rows->rows() && !QTest::currentTestFailed(); ++row) verifyRow(*rows, row);
}

void TestLargeCells::readsALargeLabel() {
  PagedQuery::Spec spec;
  spec.model = "cells";
  spec.labelsOf = {"kind"};
  const auto paged = m_database->query(spec);
  const auto rows = rowsOf(paged);
  const auto label = static_cast<std::size_t>(rows->indexOf("label:kind"));
  for (std::size_t row = 0; row < rows->rows(); ++row) {
    const bool isLarge = rows->at(row, 0).toInteger() % 3 == 0;
    QVERIFY(rows->at(row, label).bytes().starts_with(isLarge ? "kkkk" : "plain"));
    QCOMPARE(rows->fullSize(row, label), isLarge ? 400'000U : 0U);
  }
}

void TestLargeCells::keepsTheOutputOfOtherTypes() {
  if (isSqlite()) QSKIP("these are types of PostgreSQL");
  const auto rows = rowsOf(query("cells"));
  const auto texts = [&](std::size_t row, const char* column) { return std::string(rows->at(row, static_cast<std::size_t>(rows->indexOf(column))).bytes()); };
  const auto byHand = fetchAll(*m_database->connection().execute("SELECT facts, raw, page, tags, letters FROM cells ORDER BY id LIMIT 20"));
  for (std::size_t row = 0; row < 20; ++row) {
    std::size_t column = 0;
    for (const char* name : {"facts", "raw", "page", "tags", "letters"}) {
      const auto place = static_cast<std::size_t>(rows->indexOf(name));
      const ValueView whole = byHand->at(row, column++);
      QCOMPARE(rows->at(row, place).isNull(), whole.isNull());
      const bool isLarge = row == 1 && name != std::string("letters");
      QCOMPARE(rows->isPartial(row, place), isLarge);
      if (isLarge) QCOMPARE(texts(row, name), std::string(whole.bytes().substr(0, kHead)));
      else QCOMPARE(texts(row, name), std::string(whole.bytes()));
      if (isLarge) QCOMPARE(rows->fullSize(row, place), whole.bytes().size());
    }
  }
}

void TestLargeCells::cutsNoCharacterAndCountsBytes() {
  m_database->run(isSqlite() ? "INSERT INTO cells(id, body, n) VALUES (1000, replace(hex(zeroblob(250000)), '0', 'ä') || 'x', 1)"
                             : "INSERT INTO cells(id, body, n) VALUES (1000, repeat('ä', 500000) || 'x', 1)");
  const auto rows = rowsOf(query("cells", {}, R"({"id": 1000})"));
  QCOMPARE(rows->fullSize(0, 1), 1'000'001U);
  QCOMPARE(rows->at(0, 1).bytes().size(), kHead);
  QVERIFY(QString::fromUtf8(std::string(rows->at(0, 1).bytes()).c_str()) == QString(static_cast<int>(kHead / 2), QChar(0xe4)));
  if (!isSqlite()) return;
  // A text of SQLite is any bytes.
  const auto odd = rowsOf(query("odd"));
  QCOMPARE(odd->at(0, 1).bytes(), std::string_view("a\0ba", 4));
  QCOMPARE(odd->fullSize(1, 1), 400'002U);
  QCOMPARE(odd->fullSize(2, 1), 300'001U);
  QCOMPARE(odd->fullSize(3, 1), 300'002U);
  QCOMPARE(odd->at(3, 1).storageClass(), StorageClass::Text);
  QVERIFY(odd->at(3, 1).bytes().starts_with("\xff\xfe"));
  QCOMPARE(odd->at(4, 1).toReal(), 12.5);
}

/// They are whole in the order's terms and in the spool; only what is shown of them is cut.
void TestLargeCells::findsRowsByLargeKeys() {
  if (!isSqlite()) QSKIP("a key of PostgreSQL can't be large");
  for (const std::vector<std::string>& sorts : {std::vector<std::string>{}, std::vector<std::string>{"-n"}}) {
    const auto paged = query("strict_key", sorts);
    for (const bool scanned : {false, true}) {
      if (scanned) m_database->scan(paged);
      const auto page = paged.page(m_database->connection(), 0, 256, CancelToken());
      QVERIFY(page.gone.empty());
      QCOMPARE(page.rows->rows(), 30U);
      std::set<std::int64_t> seen;
      for (std::size_t row = 0; row < 30; ++row) {
        const auto n = page.rows->at(row, 1).toInteger();
        seen.insert(n);
        QCOMPARE(page.rows->fullSize(row, 0), n == 3 || n == 4 ? 300'001U : 0U);
      }
      QCOMPARE(seen.size(), 30U);
    }
  }
}

/// What is copied and exported is never the beginning of a value.
void TestLargeCells::readsRangesWhole() {
  for (const auto order : {RangeReader::Order::OfTheQuery, RangeReader::Order::Any}) {
    const auto paged = query("cells", {"+body"});
    std::map<std::int64_t, std::size_t> sizes;
    const bool isWhole = order == RangeReader::Order::OfTheQuery;
    RangeReader(paged, m_database->connection(), CancelToken()).read(0, 30, {1, 0}, order, [&](const std::shared_ptr<const RowBatch>& rows) {
      for (std::size_t row = 0; row < rows->rows(); ++row) {
        QCOMPARE(rows->isPartial(row, 0), !isWhole && rows->at(row, 1).toInteger() % 7 == 0);
        sizes[rows->at(row, 1).toInteger()] = rows->at(row, 0).bytes().size();
      }
    });
    QCOMPARE(sizes.size(), 30U);
    for (const auto& [id, size] : sizes) QCOMPARE(size, id % 7 == 0 ? isWhole ? kLarge : kHead : id % 7 == 1 ? 0U : QStringLiteral("body %1").arg(id).size());
  }
  const auto bare = query("bare");
  m_database->scan(bare);
  bool isRefused = false;
  try {
    RangeReader(bare, m_database->connection(), CancelToken()).read(0, 30, {0}, RangeReader::Order::OfTheQuery, [](const std::shared_ptr<const RowBatch>& rows) {
      for (std::size_t row = 0; row < rows->rows(); ++row) QVERIFY(!rows->isPartial(row, 0));
    });
  } catch (const DbError& error) {
    isRefused = error.kind() == ErrorKind::TooLarge;
  }
  QCOMPARE(isRefused, !isSqlite());  // only SQLite numbers its rows
}

/// All large texts are alike, so that only the key behind them tells their places apart.
void TestLargeCells::findsOnFromALargePlace() {
  const auto paged = query("cells", {"-body"});
  const Json filter = parseJson(R"({"id": {"$in": [7, 14, 595]}})");
  QList<std::int64_t> found;
  std::optional<PagedQuery::Place> at;
  while (const auto next = paged.find(m_database->connection(), filter, at, RowFinder::Towards::End, CancelToken())) {
    found << rowsOf(paged, next->row, 1)->at(0, 0).toInteger();
    at = PagedQuery::Place{next->row, {}};  // as of a row whose body was cut
    QVERIFY(found.size() < 4);
  }
  QCOMPARE(found, (QList<std::int64_t>{595, 14, 7}));
}

void TestLargeCells::readsWhatIsStoredNowhere() {
  if (!isSqlite()) QSKIP("PostgreSQL cuts every value in the statement");
  const auto rows = rowsOf(query("computed"));
  QVERIFY(!rows->isPartial(0, 2));
  QCOMPARE(rows->fullSize(1, 2), kLarge);
  QCOMPARE(QByteArray(rows->at(1, 3).bytes().data(), 3), QByteArray("two"));
  const auto other = rowsOf(query("no_rowid", {"+n"}));
  QCOMPARE(other->rows(), 30U);
  for (std::size_t row = 0; row < other->rows(); ++row) QCOMPARE(other->fullSize(row, 1), other->at(row, 2).toInteger() % 7 == 0 ? kLarge : 0);
}

void TestLargeCells::asksNothingMoreOfSmallRows() {
  const auto paged = query("cells", {}, R"({"id": {"$in": [1, 2, 591]}})");
  const auto before = m_database->statementCount();
  rowsOf(paged);
  // Row 2 has what is large on PostgreSQL, which takes one statement all the same. On SQLite a filter with a rollback journal asks for
  // that and for the keys first.
  QCOMPARE(m_database->statementCount() - before, isSqlite() ? 3U : 1U);
}

void TestLargeCells::holdsNoLargeValueInMemory() {
  m_database->run(isSqlite() ? "INSERT INTO cells(id, body, n, picture) VALUES (2000, replace(hex(zeroblob(20000000)), '0', 'z'), 1, zeroblob(80000000))"
                             : "INSERT INTO cells(id, body, n, picture) VALUES (2000, repeat('z', 40000000), 1, decode(repeat('00', 40000000), 'hex'))");
  const test::MemoryPeak peak;
  const auto rows = rowsOf(query("cells", {}, R"({"id": {"$gte": 2000}})"));
  QCOMPARE(rows->fullSize(0, 1), 40'000'000U);
  QCOMPARE(rows->fullSize(0, 3), isSqlite() ? 80'000'000U : 40'000'000U);
  QVERIFY2(peak.growth() < (32U << 20U), qPrintable(QString::number(peak.growth())));
}

JOINERY_TEST(TestLargeCells)

#include "tst_large_cells.moc"
