// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/paging/range_reader.h"
#include "paged_database.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Towards = RowFinder::Towards;

namespace {

constexpr int kFoundRows = 3'000;

/// Words are equal but for letter case by threes, grades are NULL by fours.
constexpr const char* kFinderScript = R"(
DROP VIEW IF EXISTS found_view;
DROP TABLE IF EXISTS found_pair;
DROP TABLE IF EXISTS found_item;
CREATE TABLE found_item(id INTEGER PRIMARY KEY, word TEXT, grade INTEGER, price REAL NOT NULL);
CREATE INDEX found_item_grade ON found_item(grade, id);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO found_item SELECT i * 2, CASE i % 3 WHEN 0 THEN 'Word ' WHEN 1 THEN 'word ' ELSE 'other ' END || (i % 100), CASE WHEN i % 4 > 0 THEN i % 7 END, i % 50 FROM n;
CREATE TABLE found_pair(a INTEGER NOT NULL, b TEXT NOT NULL, c INTEGER, PRIMARY KEY (b, a));
INSERT INTO found_pair SELECT id, 'b' || (id % 5), grade FROM found_item;
CREATE VIEW found_view AS SELECT id, word FROM found_item WHERE id % 4 = 0;
)";

constexpr const char* kDropAll = "DROP VIEW found_view; DROP TABLE found_pair; DROP TABLE found_item";

}  // namespace

class TestRowFinder : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void findsEveryMatchInTheOrderBothWays_data();
  void findsEveryMatchInTheOrderBothWays();
  void readsThePageOfWhatItFoundBeforeTheScanIsThere();
  void passesOverRowsThatCameAfterTheScan();
  void findsNothingWhereNothingMatches();
  void stopsWhenItIsCancelled();
  void refusesAFilterOfUnknownNames();
  void readsAnyRangeOfRows_data();
  void readsAnyRangeOfRows();

 private:
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, const char* filter = "{}") const;
  std::optional<PagedQuery::Place> find(const PagedQuery& query, const char* filter, const std::optional<PagedQuery::Place>& from, Towards towards);
  void compareMatches(const PagedQuery& query, const char* filter, const QStringList& rows, const QString& mark);
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<test::PagedDatabase> m_database;
};

void TestRowFinder::init() {
  QFETCH_GLOBAL(int, backend);
  const bool isFile = static_cast<test::Backend>(backend) == test::Backend::Sqlite;
  if (isFile) m_folder = std::make_unique<QTemporaryDir>();
  const Url url = isFile ? Url::sqliteFile(m_folder->filePath(QStringLiteral("found.db")).toStdString()) : test::ownDatabaseUrl();
  m_database = std::make_unique<test::PagedDatabase>(url, kFinderScript);
}

void TestRowFinder::cleanup() {
  if (m_database) m_database->run(kDropAll);
  m_database.reset();
}

PagedQuery TestRowFinder::query(const char* model, const std::vector<std::string>& sorts, const char* filter) const {
  PagedQuery::Spec spec;
  spec.model = model;
  spec.sorts = sorts;
  spec.filter = parseJson(filter);
  return m_database->query(std::move(spec));
}

std::optional<PagedQuery::Place> TestRowFinder::find(const PagedQuery& query, const char* filter, const std::optional<PagedQuery::Place>& from, Towards towards) {
  return query.find(m_database->connection(), parseJson(filter), from, towards, CancelToken());
}

/// Walks from match to match: `rows` are all rows in order as text, those that match hold the mark.
void TestRowFinder::compareMatches(const PagedQuery& query, const char* filter, const QStringList& rows, const QString& mark) {
  QList<qint64> expected;
  for (qsizetype row = 0; row < rows.size(); ++row)
    if (rows[row].contains(mark)) expected << row;
  QVERIFY(!expected.isEmpty());
  for (const auto towards : {Towards::End, Towards::Beginning}) {
    QList<qint64> found;
    for (auto at = find(query, filter, {}, towards); at; at = find(query, filter, at, towards)) found << at->row;
    QCOMPARE(found, expected);
    std::ranges::reverse(expected);
  }
}

void TestRowFinder::findsEveryMatchInTheOrderBothWays_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::addColumn<QByteArray>("match");
  QTest::addColumn<QString>("mark");
  const auto row = [](const char* name, const char* model, const QByteArrayList& sorts, const char* filter, const char* match, const char* mark) {
    QTest::newRow(name) << QByteArray(model) << sorts << QByteArray(filter) << QByteArray(match) << QString::fromLatin1(mark);
  };
  row("by key", "found_item", {}, "{}", R"({"word": {"$contains": "word 97"}})", "word 97");
  row("an index with NULLs serves", "found_item", {"+grade"}, "{}", R"({"word": {"$contains": "word 97"}})", "word 97");
  row("the same backwards", "found_item", {"-grade"}, "{}", R"({"word": {"$contains": "word 97"}})", "word 97");
  row("no index serves", "found_item", {"-price"}, "{}", R"({"word": {"$contains": "word 97"}})", "word 97");
  row("sorted by text", "found_item", {"+word", "-price"}, "{}", R"({"word": {"$contains": "word 97"}})", "word 97");
  row("filtered", "found_item", {}, R"({"grade": {"$gt": 2}})", R"({"word": {"$contains": "word 9"}})", "word 9");
  row("two columns of key", "found_pair", {}, "{}", R"({"a": {"$in": [2, 900, 2600, 6000]}})", "");
  row("a view", "found_view", {"+id"}, "{}", R"({"word": {"$contains": "word 90"}})", "word 90");
}

void TestRowFinder::findsEveryMatchInTheOrderBothWays() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  QFETCH(QByteArray, match);
  QFETCH(QString, mark);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto query = this->query(model.constData(), keys, filter.constData());
  auto rows = m_database->page(query, 0, kFoundRows);
  if (mark.isEmpty()) {
    mark = QStringLiteral("match");
    for (QString& row : rows)
      if (const auto a = row.section(QStringLiteral(" | "), 0, 0).toInt(); a == 2 || a == 900 || a == 2600 || a == 6000) row = mark;
  }
  compareMatches(query, match.constData(), rows, mark);
  if (QTest::currentTestFailed()) return;
  m_database->scan(query);
  compareMatches(query, match.constData(), rows, mark);
}

void TestRowFinder::readsThePageOfWhatItFoundBeforeTheScanIsThere() {
  for (const std::vector<std::string>& sorts : {std::vector<std::string>{}, {"-price"}}) {
    const auto query = this->query("found_item", sorts);
    const auto rows = m_database->page(query, 0, kFoundRows);
    const auto found = find(query, R"({"id": 5000})", {}, Towards::End);
    QVERIFY(found);
    const auto first = found->row / 256 * 256;
    const auto landmark = query.index().before(first);
    QVERIFY(landmark && landmark->row == first);
    QCOMPARE(m_database->page(query, first, 256), rows.mid(first, 256));
    QVERIFY(!query.index().isComplete());
  }
}

void TestRowFinder::passesOverRowsThatCameAfterTheScan() {
  const auto query = this->query("found_item", {"-price"});
  m_database->scan(query);
  m_database->run("INSERT INTO found_item VALUES (7001, 'unheard', 1, 60), (7003, 'unheard', 1, 3)");
  m_database->run("UPDATE found_item SET word = 'unheard' WHERE id = 3000");
  const auto found = find(query, R"({"word": "unheard"})", {}, Towards::End);
  QVERIFY(found);
  QVERIFY(m_database->page(query, found->row, 1).value(0).startsWith(QStringLiteral("3000 ")));
  QVERIFY(!find(query, R"({"word": "unheard"})", found, Towards::End));
}

void TestRowFinder::findsNothingWhereNothingMatches() {
  const auto query = this->query("found_item");
  const auto last = find(query, R"({"id": 6000})", {}, Towards::End);
  QVERIFY(last);
  QCOMPARE(last->row, kFoundRows - 1);
  QVERIFY(!find(query, R"({"word": {"$contains": "word 1"}})", last, Towards::End));
  QVERIFY(!find(query, R"({"word": "nothing"})", {}, Towards::Beginning));
  QVERIFY(!find(this->query("found_view"), R"({"word": "nothing"})", {}, Towards::Beginning));
}

void TestRowFinder::stopsWhenItIsCancelled() {
  const CancelToken cancelled;
  cancelled.cancel();
  for (const char* model : {"found_item", "found_view"})
    QVERIFY_THROWS_EXCEPTION(DbError, query(model).find(m_database->connection(), parseJson(R"({"word": "nothing"})"), {}, Towards::End, cancelled));
}

void TestRowFinder::refusesAFilterOfUnknownNames() {
  QVERIFY_THROWS_EXCEPTION(DbError, find(query("found_item"), R"({"wrod": "x"})", {}, Towards::End));
}

void TestRowFinder::readsAnyRangeOfRows_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::newRow("by key") << QByteArray("found_item") << QByteArrayList{} << QByteArray("{}");
  QTest::newRow("an index serves") << QByteArray("found_item") << QByteArrayList{"-grade"} << QByteArray("{}");
  QTest::newRow("no index serves") << QByteArray("found_item") << QByteArrayList{"-price"} << QByteArray("{}");
  QTest::newRow("filtered") << QByteArray("found_item") << QByteArrayList{} << QByteArray(R"({"grade": {"$gt": 2}})");
  QTest::newRow("two columns of key") << QByteArray("found_pair") << QByteArrayList{} << QByteArray("{}");
  QTest::newRow("a view") << QByteArray("found_view") << QByteArrayList{"+id"} << QByteArray("{}");
}

void TestRowFinder::readsAnyRangeOfRows() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto query = this->query(model.constData(), keys, filter.constData());
  m_database->scan(query);
  QStringList all;
  for (const QString& row : m_database->page(query, 0, kFoundRows)) all << row.section(QStringLiteral(" | "), 1, 1) + QStringLiteral(" | ") + row.section(QStringLiteral(" | "), 0, 0);
  using Range = std::pair<std::int64_t, std::optional<std::int64_t>>;
  for (const auto& [first, count] : {Range(0, {}), Range(700, {}), Range(10, 50), Range(0, 25'000), Range(500, 30'000), Range(100, kFoundRows)}) {
    for (const auto order : {RangeReader::Order::OfTheQuery, RangeReader::Order::Any}) {
      QStringList read;
      RangeReader(query, m_database->connection(), CancelToken()).read(first, count, {1, 0}, order, [&](const std::shared_ptr<const RowBatch>& rows) { read << test::rowTexts(*rows, 2); });
      auto expected = all.mid(first, count.value_or(kFoundRows));
      if (order == RangeReader::Order::Any) {
        std::ranges::sort(read);
        std::ranges::sort(expected);
      }
      QCOMPARE(read, expected);
    }
  }
}

JOINERY_TEST(TestRowFinder)
#include "tst_row_finder.moc"
