// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/core/db_error.h"
#include "paged_database.h"
#include "random_pages.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

/// Tables of 1,500 rows: every 256th key falls on ties, on NULLs and on plain values.
constexpr const char* kScript = R"(
BEGIN;
CREATE TABLE kind(id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO kind VALUES (1, 'tool'), (2, NULL), (3, 'food'), (4, 'book');
CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, rank INTEGER, price REAL, code TEXT COLLATE NOCASE, flag BOOLEAN NOT NULL,
                  kind_id INTEGER REFERENCES kind(id), cost DECIMAL(10, 2), made DATE, picture BLOB, anything);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
INSERT INTO item SELECT i, CASE WHEN i % 11 > 0 THEN 'name ' || (i * 7919 % 97) END, CASE WHEN i % 3 > 0 THEN i * 31 % 40 END, (i * 7 % 500) / 10.0,
  CASE i % 4 WHEN 0 THEN 'A' WHEN 1 THEN 'a' WHEN 2 THEN 'B' ELSE 'b' END || i % 50, i % 2, CASE WHEN i % 5 > 0 THEN i % 5 END, (i * 13 % 900) / 100.0,
  CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN 1900 + i % 100 ELSE date('2000-01-01', (i % 700) || ' days') END, randomblob(4),
  CASE i % 6 WHEN 0 THEN i WHEN 1 THEN i / 7.0 WHEN 2 THEN CAST(i AS TEXT) WHEN 3 THEN CAST('b' || i AS BLOB) WHEN 4 THEN NULL ELSE -9e999 END FROM n;
CREATE TABLE pair(a INTEGER NOT NULL, b TEXT NOT NULL, c INTEGER, PRIMARY KEY (b, a));
INSERT INTO pair SELECT id, 'b' || (id % 5), nullif(id % 4, 0) FROM item;
CREATE TABLE word(word TEXT PRIMARY KEY NOT NULL, length INTEGER) WITHOUT ROWID;
INSERT INTO word SELECT CASE id % 3 WHEN 0 THEN 'ä' WHEN 1 THEN 'Z' ELSE 'it''s ' END || id, id % 7 FROM item;
CREATE TABLE loose(code TEXT PRIMARY KEY, n INTEGER);
INSERT INTO loose SELECT CASE WHEN id % 2 > 0 THEN 'c' || id END, id FROM item;
CREATE TABLE half(a TEXT, b INTEGER, n INTEGER, PRIMARY KEY (a, b));
INSERT INTO half SELECT CASE WHEN id % 3 > 0 THEN 'a' || (id % 7) END, CASE WHEN id % 4 > 0 THEN id END, id FROM item;
CREATE TABLE one_null(code TEXT PRIMARY KEY);
INSERT INTO one_null SELECT CASE WHEN id > 1 THEN 'c' || id END FROM item;
CREATE TABLE line(text TEXT);
INSERT INTO line SELECT name FROM item;
CREATE TABLE odd(rowid TEXT, n INTEGER);
INSERT INTO odd SELECT 'r' || (1500 - id), id FROM item;
CREATE TABLE taken(rowid, _rowid_, oid);
INSERT INTO taken SELECT id, id, id FROM item;
CREATE TABLE indexed(id INTEGER PRIMARY KEY, grade INTEGER, word TEXT COLLATE NOCASE);
INSERT INTO indexed SELECT id, CASE WHEN id % 4 > 0 THEN id % 7 END, CASE WHEN id % 5 > 0 THEN CASE id % 2 WHEN 0 THEN 'w' ELSE 'W' END || id % 9 END FROM item;
CREATE INDEX indexed_grade ON indexed(grade);
CREATE INDEX indexed_word ON indexed(word, grade DESC);
CREATE VIEW shown AS SELECT id, name FROM item WHERE id % 2 = 0;
COMMIT;
)";

}  // namespace

class TestPagedQuery : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void readsTheRowsOfLimitAndOffset_data();
  void readsTheRowsOfLimitAndOffset();
  void readsTheRowsOfAnyOrderOfAnyTable_data();
  void readsTheRowsOfAnyOrderOfAnyTable();
  void readsTablesOfAnySize_data();
  void readsTablesOfAnySize();
  void readsFromAKeyOnceItIsKnown();
  void keepsKeysOnlyOfOrdersThatAnIndexServes_data();
  void keepsKeysOnlyOfOrdersThatAnIndexServes();
  void readsThePageFirstThatItShows();
  void sortsKeysAlone();
  void looksAtManyRowsInShortStatementsBesideAWriter_data();
  void looksAtManyRowsInShortStatementsBesideAWriter();
  void readsLabelsAlong();
  void readsTheTermsOfTheOrderAlong();
  void readsTablesOfAsManyColumnsAsThereCanBe();
  void cutsLongCells();
  void estimatesWithoutReading();
  void refusesUnknownNames();
  void survivesRowsThatGoAfterTheScan();
  void survivesRowsThatComeAfterTheScan();

 private:
  static PagedQuery::Spec spec(const char* model, const std::vector<std::string>& sorts, const char* filter) {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.filter = parseJson(filter);
    spec.sorts = sorts;
    return spec;
  }
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, const char* filter = "{}") const { return m_database->query(spec(model, sorts, filter)); }

  QTemporaryDir m_folder;
  std::unique_ptr<test::PagedDatabase> m_database;
  std::unique_ptr<test::PagedDatabase> m_logged;  ///< the same with a write-ahead log, where nobody waits for readers
};

void TestPagedQuery::initTestCase() {
  m_database = std::make_unique<test::PagedDatabase>(Url::sqliteFile(m_folder.filePath(QStringLiteral("paged.db")).toStdString()), kScript);
  m_logged = std::make_unique<test::PagedDatabase>(Url::sqliteFile(m_folder.filePath(QStringLiteral("logged.db")).toStdString()), std::string("PRAGMA journal_mode = WAL;") + kScript);
}

void TestPagedQuery::cleanupTestCase() {
  m_database.reset();
  m_logged.reset();
}

void TestPagedQuery::readsTheRowsOfLimitAndOffset_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::addColumn<QByteArray>("clauses");
  const auto row = [](const char* name, const char* model, const QByteArrayList& sorts, const char* clauses, const char* filter = "{}") {
    QTest::newRow(name) << QByteArray(model) << sorts << QByteArray(filter) << QByteArray(clauses);
  };
  row("by key", "item", {}, "ORDER BY id");
  row("by key, descending", "item", {"-id"}, "ORDER BY id DESC");
  row("ties and NULLs", "item", {"+rank"}, "ORDER BY rank, id");
  row("ties and NULLs, descending", "item", {"-rank"}, "ORDER BY rank DESC, id DESC");
  row("NULLs last", "item", {"+rank:last"}, "ORDER BY rank NULLS LAST, id");
  row("descending, NULLs first", "item", {"-rank:first"}, "ORDER BY rank DESC NULLS FIRST, id DESC");
  row("several columns", "item", {"+name", "-rank"}, "ORDER BY name, rank DESC, id DESC");
  row("NULLs between two columns", "item", {"-flag", "+rank:last", "+price"}, "ORDER BY flag DESC, rank NULLS LAST, price, id");
  row("reals", "item", {"+price"}, "ORDER BY price, id");
  row("decimals", "item", {"-cost"}, "ORDER BY cost DESC, id DESC");
  row("dates and numbers", "item", {"+made"}, "ORDER BY made, id");
  row("bytes", "item", {"+picture"}, "ORDER BY picture, id");
  row("any class of value", "item", {"+anything"}, "ORDER BY anything, id");
  row("any class of value, descending", "item", {"-anything"}, "ORDER BY anything DESC, id DESC");
  row("a collation", "item", {"+code"}, "ORDER BY code, id");
  row("a boolean", "item", {"-flag"}, "ORDER BY flag DESC, id DESC");
  row("a related table's column", "item", {"+kind.name"}, "LEFT JOIN kind ON kind.id = t.kind_id ORDER BY kind.name, t.id");
  row("a filter", "item", {}, "WHERE rank > 20 ORDER BY id", R"({"rank": {"$gt": 20}})");
  row("a filter and an order", "item", {"-name"}, "WHERE flag AND rank IS NULL ORDER BY name DESC, id DESC", R"({"flag": true, "rank": null})");
  row("a filter that none passes", "item", {"+rank"}, "WHERE id < 0 ORDER BY id", R"({"id": {"$lt": 0}})");
  row("a composite key", "pair", {}, "ORDER BY b, a");
  row("a composite key, ties and NULLs", "pair", {"-c"}, "ORDER BY c DESC, b DESC, a DESC");
  row("a text key", "word", {}, "ORDER BY word");
  row("a text key, ties", "word", {"-length"}, "ORDER BY length DESC, word DESC");
  row("a key that may be NULL", "loose", {}, "ORDER BY code, rowid");
  row("a key that may be NULL, descending", "loose", {"-code"}, "ORDER BY code DESC, rowid DESC");
  row("a key that is NULL once", "one_null", {}, "ORDER BY code, rowid");
  row("a composite key that may be NULL", "half", {}, "ORDER BY a, b, rowid");
  row("no key", "line", {}, "ORDER BY rowid");
  row("no key, ties and NULLs", "line", {"-text"}, "ORDER BY text DESC, rowid DESC");
  row("a column called rowid", "odd", {}, "ORDER BY _rowid_");
  row("no key and no name for the rowid", "taken", {"+rowid"}, "ORDER BY rowid");
  row("a view", "shown", {"-id"}, "ORDER BY id DESC");
  row("a view in no order", "shown", {}, "");
  row("an index with NULLs and ties", "indexed", {"+grade"}, "ORDER BY grade, id");
  row("an index with NULLs and ties, descending", "indexed", {"-grade"}, "ORDER BY grade DESC, id DESC");
  row("an index in two directions, collated", "indexed", {"+word", "-grade", "+id"}, "ORDER BY word, grade DESC, id");
  row("an index in two directions, backwards", "indexed", {"-word", "+grade", "-id"}, "ORDER BY word DESC, grade, id DESC");
  row("a collation without an index for it", "indexed", {"-word"}, "ORDER BY word DESC, id DESC");
}

void TestPagedQuery::readsTheRowsOfLimitAndOffset() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  QFETCH(QByteArray, clauses);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto sql = ("SELECT t.* FROM " + model + " AS t " + clauses).toStdString();
  for (auto* database : {m_database.get(), m_logged.get()}) database->comparePages(database->query(spec(model.constData(), keys, filter.constData())), sql);
}

void TestPagedQuery::readsTablesOfAnySize_data() {
  QTest::addColumn<int>("rows");
  for (const int rows : {0, 1, 255, 256, 257, 512, 513}) QTest::addRow("%d", rows) << rows;
}

void TestPagedQuery::readsTablesOfAnySize() {
  QFETCH(int, rows);
  const auto few = query("item", {}, ("{\"id\": {\"$lte\": " + std::to_string(rows) + "}}").c_str());
  m_database->comparePages(few, "SELECT * FROM item WHERE id <= " + std::to_string(rows) + " ORDER BY id");
  QVERIFY(m_database->page(few, rows, 256).isEmpty());
  QVERIFY(m_database->page(few, rows + 1'000, 256).isEmpty());
  QCOMPARE(few.places(), PagedQuery::Places::SpooledKeys);
}

void TestPagedQuery::readsFromAKeyOnceItIsKnown() {
  const auto paged = query("item");
  QVERIFY(!paged.isKnown(1'024));
  m_database->scan(paged);
  QVERIFY(paged.isKnown(1'024));
  m_database->page(paged, 1'024, 256);
  QVERIFY2(m_database->lastStatement().find("id >= ?") != std::string::npos, m_database->lastStatement().c_str());
}

void TestPagedQuery::keepsKeysOnlyOfOrdersThatAnIndexServes_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<PagedQuery::Places>("places");
  using Places = PagedQuery::Places;
  QTest::newRow("the rowid") << QByteArray("item") << QByteArrayList{} << Places::KeyIndex;
  QTest::newRow("the rowid, backwards") << QByteArray("item") << QByteArrayList{"-id"} << Places::KeyIndex;
  QTest::newRow("a composite key") << QByteArray("pair") << QByteArrayList{} << Places::KeyIndex;
  QTest::newRow("half of a composite key") << QByteArray("pair") << QByteArrayList{"-b"} << Places::KeyIndex;
  QTest::newRow("a composite key in two directions") << QByteArray("pair") << QByteArrayList{"+b", "-a"} << Places::SpooledKeys;
  QTest::newRow("no key but a rowid") << QByteArray("line") << QByteArrayList{} << Places::KeyIndex;
  QTest::newRow("an indexed column") << QByteArray("indexed") << QByteArrayList{"+grade"} << Places::KeyIndex;
  QTest::newRow("an indexed column with NULLs where they are not") << QByteArray("indexed") << QByteArrayList{"+grade:last"} << Places::SpooledKeys;
  QTest::newRow("an index in two directions") << QByteArray("indexed") << QByteArrayList{"+word", "-grade", "+id"} << Places::KeyIndex;
  QTest::newRow("a column without an index") << QByteArray("item") << QByteArrayList{"+rank"} << Places::SpooledKeys;
  QTest::newRow("a view") << QByteArray("shown") << QByteArrayList{} << Places::SpooledRows;
  QTest::newRow("no key and no name for the rowid") << QByteArray("taken") << QByteArrayList{} << Places::SpooledRows;
}

void TestPagedQuery::keepsKeysOnlyOfOrdersThatAnIndexServes() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  QTEST(query(model.constData(), keys).places(), "places");
  // Between the rows that pass a filter may be any number of others.
  if (model == "item") QCOMPARE(query("item", keys, R"({"name": "x"})").places(), PagedQuery::Places::SpooledKeys);
}

void TestPagedQuery::readsThePageFirstThatItShows() {
  const auto paged = query("item");
  const auto first = paged.firstPage(256);
  QCOMPARE(m_database->page(paged, 0, 256).size(), 256);
  QCOMPARE(m_database->lastStatement(), first.sql);
}

/// What the rows hold beside them is read of those that are shown alone.
void TestPagedQuery::sortsKeysAlone() {
  const auto paged = m_logged->query(spec("item", {"+rank"}, "{}"));
  const auto page = m_logged->page(paged, 100, 60);
  QCOMPARE(page.size(), 60);
  const auto statements = m_logged->lastStatements(2);
  QVERIFY2(!statements[0].contains(QLatin1String("name")) && statements[0].contains(QLatin1String("ORDER BY")), qPrintable(statements[0]));
  QVERIFY2(statements[1].contains(QLatin1String("name")) && !statements[1].contains(QLatin1String("ORDER BY")), qPrintable(statements[1]));
}

void TestPagedQuery::looksAtManyRowsInShortStatementsBesideAWriter_data() {
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<bool>("isWritten");
  for (const bool isWritten : {false, true}) {
    const char* const beside = isWritten ? "beside a writer" : "alone";
    QTest::addRow("a filter %s", beside) << QByteArrayList{} << isWritten;
    QTest::addRow("a filter backwards %s", beside) << QByteArrayList{"-id"} << isWritten;
    QTest::addRow("a filter and a sort %s", beside) << QByteArrayList{"-rank"} << isWritten;
  }
}

/// Where whoever reads keeps others from writing.
void TestPagedQuery::looksAtManyRowsInShortStatementsBesideAWriter() {
  QFETCH(QByteArrayList, sorts);
  QFETCH(bool, isWritten);
  // Each row is looked through for a while.
  m_database->run("DROP TABLE IF EXISTS slow; CREATE TABLE slow(id INTEGER PRIMARY KEY, rank INTEGER, note TEXT);"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
                  "INSERT INTO slow SELECT i, i % 50, printf('%.3000c', 'a') || CASE WHEN i % 1500 = 0 THEN 'b' ELSE '' END FROM n");
  m_database->reflect();
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto paged = m_database->query(spec("slow", keys, R"({"note": {"$ilike": "%aaaaaaaaaaaaaaaaaaab"}})"));
  auto writer = m_database->connect(Engine::Access::Write);
  if (isWritten) writer->execute("BEGIN IMMEDIATE");
  const std::uint64_t before = m_database->statementCount();
  const auto page = m_database->page(paged, 0, 50);
  const auto statements = m_database->lastStatements(m_database->statementCount() - before);
  if (isWritten) writer->execute("ROLLBACK");
  QCOMPARE(page.size(), 2);
  QVERIFY(page.front().startsWith(sorts.isEmpty() ? QLatin1String("1500 |") : QLatin1String("3000 |")));
  QVERIFY2((statements.filter(QStringLiteral("BETWEEN")).size() > 1) == isWritten, qPrintable(statements.join(QLatin1Char('\n'))));
}

void TestPagedQuery::readsLabelsAlong() {
  PagedQuery::Spec spec;
  spec.model = "item";
  spec.labelsOf = {"kind"};
  const auto paged = m_database->query(spec);
  const auto batch = paged.page(m_database->connection(), 0, 5, CancelToken()).rows;
  QCOMPARE(batch->indexOf("label:kind"), static_cast<int>(paged.model().attributes.size()));
  // What an attribute says of the order is not read twice.
  QCOMPARE(batch->indexOf("order:0"), -1);
  QCOMPARE(paged.select().termColumns(), std::vector<std::size_t>{0});
  const auto label = [&](std::size_t row) { return Value(batch->at(row, paged.model().attributes.size())); };
  QVERIFY(label(0) == Value::text("tool"));
  QVERIFY(label(2) == Value::text("food"));
  // The fifth item is of no kind.
  QVERIFY(label(4).bytes().empty());
  m_database->comparePages(paged, "SELECT * FROM item ORDER BY id");
}

void TestPagedQuery::readsTheTermsOfTheOrderAlong() {
  const auto paged = query("item", {"+kind.name", "-rank"});
  const auto batch = paged.page(m_database->connection(), 0, 5, CancelToken()).rows;
  const std::size_t attributes = paged.model().attributes.size();
  QCOMPARE(batch->columnCount(), attributes + 1);
  QCOMPARE(batch->indexOf("order:0"), static_cast<int>(attributes));
  QCOMPARE(paged.select().termColumns(), (std::vector<std::size_t>{attributes, 2, 0}));
}

/// SQLite gives 2,000 columns and no more.
void TestPagedQuery::readsTablesOfAsManyColumnsAsThereCanBe() {
  std::string columns, values;
  for (int i = 1; i < 2'000; ++i) {
    columns += ", c" + std::to_string(i) + " INTEGER";
    values += ", i + " + std::to_string(i);
  }
  m_database->run("CREATE TABLE widest(id INTEGER PRIMARY KEY" + columns +
                  ");WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) INSERT INTO widest SELECT i" + values + " FROM n");
  m_database->reflect();
  for (const std::vector<std::string>& sorts : {std::vector<std::string>{}, {"-c7"}}) {
    const auto paged = query("widest", sorts);
    m_database->scan(paged);
    m_database->run("DELETE FROM widest WHERE id IN (100, 101, 500)");
    const auto before = m_database->page(paged, 0, 600);
    QCOMPARE(before.size(), 600);
    QCOMPARE(before.count(QString::fromLatin1(test::PagedDatabase::kGone)), 3);
    QCOMPARE(before.last().section(QStringLiteral(" | "), 0, 0), sorts.empty() ? QStringLiteral("600") : QStringLiteral("1"));
    m_database->run("INSERT INTO widest(id, c7) VALUES (100, 107), (101, 108), (500, 507)");
  }
  m_database->run("DROP TABLE widest");
}

void TestPagedQuery::cutsLongCells() {
  m_database->run("CREATE TABLE IF NOT EXISTS long(id INTEGER PRIMARY KEY, body TEXT); INSERT INTO long VALUES (1, 'short'), (2, printf('%.1000c', 'x'))");
  m_database->reflect();
  PagedQuery::Spec spec;
  spec.model = "long";
  spec.maxCellBytes = 100;
  const auto paged = m_database->query(spec);
  for (const auto& batch : {paged.page(m_database->connection(), 0, 10, CancelToken()).rows, paged.lastPage(m_database->connection(), 10)}) {
    QCOMPARE(batch->rows(), std::size_t{2});
    QVERIFY(!batch->isPartial(0, 1));
    QCOMPARE(batch->fullSize(1, 1), std::uint64_t{1'000});
    QCOMPARE(batch->at(1, 1).bytes().size(), std::size_t{100});
  }
}

void TestPagedQuery::estimatesWithoutReading() {
  const auto estimate = [this](const PagedQuery& paged) { return paged.estimate(m_database->connection()); };
  QCOMPARE(estimate(query("item")).value(), 1'500);
  QCOMPARE(estimate(query("item", {"-rank"})).value(), 1'500);
  QVERIFY(!estimate(query("item", {}, R"({"rank": 1})")));
  QVERIFY(!estimate(query("shown")));
  QVERIFY(!estimate(query("word")));
  m_database->run("CREATE TABLE IF NOT EXISTS deserted(id INTEGER PRIMARY KEY)");
  m_database->reflect();
  QCOMPARE(estimate(query("deserted")).value(), 0);
}

void TestPagedQuery::refusesUnknownNames() {
  const auto kindOf = [this](const PagedQuery::Spec& spec) -> std::optional<ErrorKind> {
    try {
      m_database->query(spec);
    } catch (const DbError& error) {
      return error.kind();
    }
    return std::nullopt;
  };
  PagedQuery::Spec spec;
  spec.model = "item";
  QVERIFY(!kindOf(spec));
  spec.model = "items";
  QCOMPARE(kindOf(spec), ErrorKind::InvalidRequest);
  spec.model = "item";
  spec.sorts = {"+ranks"};
  QCOMPARE(kindOf(spec), ErrorKind::InvalidRequest);
  spec.sorts.clear();
  spec.filter = parseJson(R"({"ranks": 1})");
  QCOMPARE(kindOf(spec), ErrorKind::InvalidRequest);
}

void TestPagedQuery::survivesRowsThatGoAfterTheScan() {
  m_database->run("CREATE TABLE leaving(id INTEGER PRIMARY KEY, rank INTEGER); INSERT INTO leaving SELECT id, rank FROM item");
  m_database->reflect();
  const auto gone = QString::fromLatin1(test::PagedDatabase::kGone);
  for (const auto& sorts : {std::vector<std::string>(), {"+rank"}}) {
    const auto paged = query("leaving", sorts);
    m_database->scan(paged);
    const auto before = m_database->page(paged, 768, 512);
    // Among them the row of an anchor itself.
    const std::string order = sorts.empty() ? "id" : "rank, id";
    m_database->run("CREATE TABLE left AS SELECT * FROM leaving; DELETE FROM leaving WHERE id IN (SELECT id FROM leaving ORDER BY " + order + " LIMIT 100 OFFSET 1000)");
    const auto page = m_database->page(paged, 768, 512);
    QCOMPARE(page.size(), 512);
    QCOMPARE(page.count(gone), 100);
    // Every other row is where it was, but for those of a block whose keys nobody kept.
    QCOMPARE(page.mid(0, 232), before.mid(0, 232));
    QCOMPARE(page.mid(332 + (sorts.empty() ? 180 : 0)), before.mid(332 + (sorts.empty() ? 180 : 0)));
    QStringList rest = page;
    rest.removeAll(gone);
    QCOMPARE(rest, before.mid(0, 232) + before.mid(332));
    m_database->run("DELETE FROM leaving");
    QCOMPARE(m_database->page(paged, 1'280, 256).count(gone), 220);
    QCOMPARE(m_database->page(paged, 0, 256).count(gone), 256);
    QVERIFY(m_database->lastPage(paged, 256).isEmpty());
    m_database->run("INSERT INTO leaving SELECT * FROM left; DROP TABLE left");
    // What comes back under its key is there again.
    QCOMPARE(m_database->page(paged, 768, 512), before);
  }
}

void TestPagedQuery::survivesRowsThatComeAfterTheScan() {
  m_database->run("CREATE TABLE coming(id INTEGER PRIMARY KEY, rank INTEGER); INSERT INTO coming SELECT id, rank FROM item");
  m_database->reflect();
  for (const auto& sorts : {std::vector<std::string>(), {"+rank"}}) {
    const auto paged = query("coming", sorts);
    m_database->scan(paged);
    const auto before = m_database->page(paged, 512, 256);
    const auto last = m_database->page(paged, 1'280, 256);
    m_database->run("INSERT INTO coming VALUES (0, -1), (-1, -2), (9999, 300)");
    // A page that was found by its key stays where it is, and new rows come with a new query.
    QCOMPARE(m_database->page(paged, 512, 256), before);
    QCOMPARE(m_database->page(paged, 1'280, 256), last);
    QVERIFY(m_database->page(paged, 1'500, 256).isEmpty());
    QCOMPARE(m_database->lastPage(paged, 1), QStringList{QStringLiteral("9999 | 300")});
    const auto refreshed = query("coming", sorts);
    m_database->scan(refreshed);
    QCOMPARE(refreshed.index().rowsSeen(), 1'503);
    QCOMPARE(m_database->page(refreshed, 514, 254), before.mid(0, 254));
    m_database->run("DELETE FROM coming WHERE id < 1 OR id = 9999");
  }
}

void TestPagedQuery::readsTheRowsOfAnyOrderOfAnyTable_data() {
  QTest::addColumn<quint32>("seed");
  for (quint32 seed = 1; seed <= 12; ++seed) QTest::addRow("%u", seed) << seed;
}

void TestPagedQuery::readsTheRowsOfAnyOrderOfAnyTable() {
  QFETCH(quint32, seed);
  for (auto* database : {m_database.get(), m_logged.get()}) test::compareRandomPages(*database, {}, seed);
}

JOINERY_TEST(TestPagedQuery)
#include "tst_paged_query.moc"
