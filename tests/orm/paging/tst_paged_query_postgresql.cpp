// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "paged_database.h"
#include "random_pages.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

constexpr const char* kServerScript = R"(
CREATE SCHEMA paging_test;
CREATE TYPE paging_test.paged_mood AS ENUM ('sad', 'calm', 'happy');
CREATE TABLE paging_test.paged_kind(id int PRIMARY KEY, name text);
INSERT INTO paging_test.paged_kind VALUES (1, 'tool'), (2, NULL), (3, 'food'), (4, 'book');
CREATE TABLE paging_test.paged_item(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, rank int, price double precision, cost numeric, flag boolean,
  letters char(4), short varchar(20), made date, changed timestamp, known timestamptz, at time, span interval, unique_id uuid, bytes bytea, mood paging_test.paged_mood,
  facts jsonb, tags text[], host inet, small real, big bigint, kind_id int REFERENCES paging_test.paged_kind(id));
INSERT INTO paging_test.paged_item(name, rank, price, cost, flag, letters, short, made, changed, known, at, span, unique_id, bytes, mood, facts, tags, host, small, big, kind_id)
SELECT CASE WHEN i % 11 > 0 THEN 'name ' || (i * 7919 % 97) END, CASE WHEN i % 3 > 0 THEN i * 31 % 40 END,
  CASE i % 7 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' WHEN 2 THEN NULL ELSE (i % 50)::float8 / 7 END, CASE i % 7 WHEN 0 THEN 'NaN' ELSE (i % 50)::numeric / 7 END,
  CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN true ELSE false END, chr(97 + i % 26), CASE i % 2 WHEN 0 THEN 'A' ELSE 'a' END || i % 30, date '2000-01-01' + i % 300,
  timestamp '2000-01-01' + (i % 400) * interval '1.5 seconds', timestamptz '2000-01-01 00:00+00' + (i % 400) * interval '1 hour', time '00:00' + (i % 90) * interval '1 minute',
  (i % 60) * interval '1 day 2 hours', md5((i % 500)::text)::uuid, decode(md5((i % 400)::text), 'hex'),
  (CASE i % 4 WHEN 0 THEN 'sad' WHEN 1 THEN 'calm' WHEN 2 THEN 'happy' END)::paging_test.paged_mood, jsonb_build_object('n', i % 20), ARRAY['t' || i % 9, NULL],
  ('10.0.0.' || i % 200)::inet, (i % 50)::real / 3, i::bigint * 1000000007, CASE WHEN i % 5 > 0 THEN i % 5 END
FROM generate_series(1, 1500) AS i;
CREATE TABLE paging_test.paged_pair(a int, b text, c int, PRIMARY KEY (b, a));
INSERT INTO paging_test.paged_pair SELECT id, 'b' || id % 5, nullif(id % 4, 0) FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_word(word text PRIMARY KEY);
INSERT INTO paging_test.paged_word SELECT CASE id % 3 WHEN 0 THEN 'ä' WHEN 1 THEN 'Z' ELSE 'it''s ' END || id FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_uuid(id uuid PRIMARY KEY);
INSERT INTO paging_test.paged_uuid SELECT md5(id::text)::uuid FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_letters(code char(8) PRIMARY KEY);
INSERT INTO paging_test.paged_letters SELECT 'c' || id FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_line(text text, n int);
INSERT INTO paging_test.paged_line SELECT name, id FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_none(id int PRIMARY KEY);
CREATE TABLE paging_test.paged_part(id int, region text, note text, PRIMARY KEY (region, id)) PARTITION BY LIST (region);
CREATE TABLE paging_test.paged_part_north PARTITION OF paging_test.paged_part FOR VALUES IN ('north', 'west');
CREATE TABLE paging_test.paged_part_south PARTITION OF paging_test.paged_part FOR VALUES IN ('south');
INSERT INTO paging_test.paged_part SELECT id, CASE id % 3 WHEN 0 THEN 'north' WHEN 1 THEN 'south' ELSE 'west' END, name FROM paging_test.paged_item;
CREATE TABLE paging_test.paged_indexed(id int PRIMARY KEY, grade int, word text COLLATE "C");
INSERT INTO paging_test.paged_indexed SELECT id, CASE WHEN id % 4 > 0 THEN id % 7 END, CASE WHEN id % 5 > 0 THEN 'w' || id % 9 END FROM paging_test.paged_item;
CREATE INDEX paged_indexed_grade ON paging_test.paged_indexed(grade, id);
CREATE INDEX paged_indexed_word ON paging_test.paged_indexed(word DESC NULLS FIRST, id DESC);
CREATE VIEW paging_test.paged_shown AS SELECT id, name FROM paging_test.paged_item WHERE id % 2 = 0;
ANALYZE paging_test.paged_item;
ANALYZE paging_test.paged_part_north;
ANALYZE paging_test.paged_part_south;
)";

}  // namespace

class TestPagedQueryPostgresql : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void readsTheRowsOfLimitAndOffset_data();
  void readsTheRowsOfLimitAndOffset();
  void readsTheRowsOfAnyOrderOfAnyTable_data();
  void readsTheRowsOfAnyOrderOfAnyTable();
  void keepsKeysOnlyOfOrdersThatAnIndexServes();
  void scansInOneSnapshot();
  void estimatesFromTheCatalogue();
  void survivesRowsThatGoAfterTheScan();
  void stopsAScanThatWasCancelled();
  void stopsInTheMiddleAndBeginsAgain();

 private:
  PagedQuery query(const char* model, const std::vector<std::string>& sorts = {}, const char* filter = "{}") const {
    PagedQuery::Spec spec;
    spec.model = model;
    spec.filter = parseJson(filter);
    spec.sorts = sorts;
    return m_database->query(std::move(spec));
  }

  std::unique_ptr<test::PagedDatabase> m_database;
};

void TestPagedQueryPostgresql::initTestCase() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("JOINERY_TEST_POSTGRES names no server");
  m_database = std::make_unique<test::PagedDatabase>(test::ownDatabaseUrl(), kServerScript);
}

void TestPagedQueryPostgresql::cleanupTestCase() { m_database.reset(); }

void TestPagedQueryPostgresql::readsTheRowsOfLimitAndOffset_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::addColumn<QByteArray>("clauses");
  const auto row = [](const char* name, const char* model, const QByteArrayList& sorts, const char* clauses, const char* filter = "{}") {
    QTest::newRow(name) << QByteArray(model) << sorts << QByteArray(filter) << QByteArray(clauses);
  };
  row("by key", "paged_item", {}, "ORDER BY id");
  row("NULLs last", "paged_item", {"+rank"}, "ORDER BY rank, id");
  row("descending, NULLs first", "paged_item", {"-rank"}, "ORDER BY rank DESC, id DESC");
  row("ascending, NULLs first", "paged_item", {"+rank:first"}, "ORDER BY rank NULLS FIRST, id");
  row("descending, NULLs last", "paged_item", {"-rank:last"}, "ORDER BY rank DESC NULLS LAST, id DESC");
  for (const char* column : {"name", "price", "cost", "flag", "letters", "short", "made", "changed", "known", "at", "span", "unique_id", "bytes", "mood", "facts", "tags", "host", "small", "big"}) {
    const auto order = QByteArray("ORDER BY ") + column;
    row(column, "paged_item", {QByteArray("+") + column}, order + ", id");
    row(QByteArray(column) + ", descending", "paged_item", {QByteArray("-") + column}, order + " DESC, id DESC");
  }
  row("several columns", "paged_item", {"+flag", "-rank", "+cost"}, "ORDER BY flag, rank DESC, cost, id");
  row("a related table's column", "paged_item", {"-kind.name"}, "LEFT JOIN paging_test.paged_kind AS k ON k.id = t.kind_id ORDER BY k.name DESC, t.id DESC");
  row("a filter and an order", "paged_item", {"+name"}, "WHERE rank > 20 ORDER BY name, id", R"({"rank": {"$gt": 20}})");
  row("a composite key", "paged_pair", {}, "ORDER BY b, a");
  row("a composite key, ties and NULLs", "paged_pair", {"-c"}, "ORDER BY c DESC, b DESC, a DESC");
  row("a text key", "paged_word", {}, "ORDER BY word");
  row("a uuid key", "paged_uuid", {}, "ORDER BY id");
  row("a padded key", "paged_letters", {}, "ORDER BY code");
  row("no key", "paged_line", {"+n"}, "ORDER BY n");
  row("no rows", "paged_none", {}, "ORDER BY id");
  row("a view", "paged_shown", {"-id"}, "ORDER BY id DESC");
  row("a partitioned table", "paged_part", {}, "ORDER BY region, id");
  row("a partitioned table, backwards", "paged_part", {"-region", "-id"}, "ORDER BY region DESC, id DESC");
  row("a partitioned table, sorted", "paged_part", {"+note"}, "ORDER BY note, region, id");
  row("an index with NULLs and ties", "paged_indexed", {"+grade"}, "ORDER BY grade, id");
  row("an index with NULLs and ties, descending", "paged_indexed", {"-grade"}, "ORDER BY grade DESC, id DESC");
  row("a descending index, collated", "paged_indexed", {"-word"}, "ORDER BY word DESC, id DESC");
}

void TestPagedQueryPostgresql::readsTheRowsOfLimitAndOffset() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  QFETCH(QByteArray, clauses);
  std::vector<std::string> keys;
  for (const auto& sort : sorts) keys.push_back(sort.toStdString());
  const auto paged = query(model.constData(), keys, filter.constData());
  m_database->comparePages(paged, ("SELECT t.* FROM paging_test." + model + " AS t " + clauses).toStdString());
}

void TestPagedQueryPostgresql::keepsKeysOnlyOfOrdersThatAnIndexServes() {
  using Places = PagedQuery::Places;
  for (const auto& [model, sorts] : {std::pair("paged_item", std::vector<std::string>()), {"paged_part", {}}, {"paged_word", {}}, {"paged_indexed", {"+grade"}}, {"paged_indexed", {"-word"}}})
    QCOMPARE(query(model, sorts).places(), Places::KeyIndex);
  QCOMPARE(query("paged_indexed", {"+grade:first"}).places(), Places::SpooledKeys);
  QCOMPARE(query("paged_item", {"+rank"}).places(), Places::SpooledKeys);
  QCOMPARE(query("paged_line").places(), Places::SpooledRows);
  QCOMPARE(query("paged_shown").places(), Places::SpooledRows);
}

void TestPagedQueryPostgresql::scansInOneSnapshot() {
  m_database->run("CREATE TABLE paging_test.paged_moving AS SELECT i AS id, i % 5 AS rank FROM generate_series(1, 60000) AS i; ALTER TABLE paging_test.paged_moving ADD PRIMARY KEY (id)");
  m_database->reflect();
  for (const auto& sorts : {std::vector<std::string>(), {"+rank"}}) {
    const auto paged = query("paged_moving", sorts);
    int reports = 0;
    paged.scanKeys(m_database->connection(), CancelToken(), [&] {
      if (++reports == 1) m_database->run("DELETE FROM paging_test.paged_moving WHERE id > 100; INSERT INTO paging_test.paged_moving SELECT -i, 1 FROM generate_series(1, 500) AS i ON CONFLICT DO NOTHING");
    });
    QCOMPARE(paged.index().rowsSeen(), sorts.empty() ? 60'000 : 600);
    // It ends with the scan.
    QCOMPARE(m_database->connection().transactionState(), Connection::TransactionState::Idle);
  }
}

void TestPagedQueryPostgresql::estimatesFromTheCatalogue() {
  QCOMPARE(query("paged_item").estimate(m_database->connection()).value(), 1'500);
  QVERIFY(!query("paged_item", {}, R"({"rank": 1})").estimate(m_database->connection()));
  QVERIFY(!query("paged_shown").estimate(m_database->connection()));
  QCOMPARE(query("paged_part").estimate(m_database->connection()).value(), 1'500);
}

void TestPagedQueryPostgresql::survivesRowsThatGoAfterTheScan() {
  const auto gone = QString::fromLatin1(test::PagedDatabase::kGone);
  const auto indexed = query("paged_pair");
  const auto spooled = query("paged_pair", {"-c"});
  for (const auto* paged : {&indexed, &spooled}) m_database->scan(*paged);
  const auto before = m_database->page(indexed, 768, 512);
  m_database->run("DELETE FROM paging_test.paged_pair WHERE (b, a) IN (SELECT b, a FROM paging_test.paged_pair ORDER BY b, a LIMIT 100 OFFSET 1000)");
  auto left = m_database->page(indexed, 768, 512);
  QCOMPARE(left.size(), 512);
  QCOMPARE(left.removeAll(gone), 100);
  QCOMPARE(left, before.mid(0, 232) + before.mid(332));
  QCOMPARE(m_database->page(spooled, 0, 1'500).count(gone), 100);
  m_database->run("DELETE FROM paging_test.paged_pair");
  for (const auto* paged : {&indexed, &spooled}) QCOMPARE(m_database->page(*paged, 1'024, 256).count(gone), 256);
}

void TestPagedQueryPostgresql::stopsAScanThatWasCancelled() {
  const auto paged = query("paged_item");
  const CancelToken token;
  token.cancel();
  try {
    paged.scanKeys(m_database->connection(), token, [] {});
    QFAIL("the scan went on");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Cancelled);
  }
  QVERIFY(!paged.index().isComplete());
  QCOMPARE(m_database->page(paged, 0, 10).size(), 10);
}

void TestPagedQueryPostgresql::stopsInTheMiddleAndBeginsAgain() {
  m_database->run("CREATE TABLE paging_test.paged_long AS SELECT i AS id, i % 5 AS rank FROM generate_series(1, 200000) AS i; ALTER TABLE paging_test.paged_long ADD PRIMARY KEY (id)");
  m_database->reflect();
  for (const auto& sorts : {std::vector<std::string>(), {"-rank"}}) {
    const auto paged = query("paged_long", sorts);
    const CancelToken token;
    QVERIFY_THROWS_EXCEPTION(DbError, paged.scanKeys(m_database->connection(), token, [&] { token.cancel(); }));
    QVERIFY(!paged.index().isComplete());
    QVERIFY(paged.index().rowsSeen() > 0);
    // Neither the snapshot nor the cursor stays.
    QCOMPARE(m_database->connection().transactionState(), Connection::TransactionState::Idle);
    m_database->scan(paged);
    QCOMPARE(paged.index().rowsSeen(), 200'000);
    const std::string order = sorts.empty() ? "id" : "rank DESC, id DESC";
    QCOMPARE(m_database->page(paged, 150'000, 256), m_database->rows("SELECT * FROM paging_test.paged_long ORDER BY " + order + " LIMIT 256 OFFSET 150000"));
    QVERIFY2(paged.memoryUsage() < 200'000, qPrintable(QString::number(paged.memoryUsage())));
  }
}

void TestPagedQueryPostgresql::readsTheRowsOfAnyOrderOfAnyTable_data() {
  QTest::addColumn<quint32>("seed");
  for (quint32 seed = 1; seed <= 12; ++seed) QTest::addRow("%u", seed) << seed;
}

void TestPagedQueryPostgresql::readsTheRowsOfAnyOrderOfAnyTable() {
  QFETCH(quint32, seed);
  test::compareRandomPages(*m_database, "paging_test.", seed);
}

JOINERY_TEST(TestPagedQueryPostgresql)
#include "tst_paged_query_postgresql.moc"
