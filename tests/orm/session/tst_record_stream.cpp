// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/session/record_stream.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using joinery::test::MusicDatabase;

namespace {

/// The keys of all records, pieces apart by a bar.
std::string piecesOf(RecordStream stream) {
  std::string text;
  for (auto some = stream.next(); !some.empty(); some = stream.next()) {
    if (!text.empty()) text += "| ";
    for (const RecordPtr& record : some) text += std::to_string(record->identity().front().toInteger()) + " ";
  }
  return text;
}

}  // namespace

/// R8, T13.
class RecordStreamTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void readsEachRecordOnce_data() { joinery::test::addBackends(); }
  void readsEachRecordOnce();
  void goesOnAmongEqualAndMissingValues_data() { joinery::test::addBackends(); }
  void goesOnAmongEqualAndMissingValues();
  void sendsOneStatementForEachPieceAndWhatComesAlong_data() { joinery::test::addBackends(); }
  void sendsOneStatementForEachPieceAndWhatComesAlong();
  void refusesJoinedCollections_data() { joinery::test::addBackends(); }
  void refusesJoinedCollections();
  void leavesTheSessionFreeBetweenPieces_data() { joinery::test::addBackends(); }
  void leavesTheSessionFreeBetweenPieces();
  void keepsMemoryConstant_data() { joinery::test::addBackends(); }
  void keepsMemoryConstant();

 private:
  std::string pieces(Query query, std::size_t records) { return piecesOf(RecordStream(*m_session, std::move(query), {}, records)); }

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
};

void RecordStreamTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(MusicDatabase::Backend(backend));
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry());
}

void RecordStreamTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

void RecordStreamTest::readsEachRecordOnce() {
  QCOMPARE(pieces({.model = "track"}, 3), std::string("1 2 3 | 4 "));
  QCOMPARE(pieces({.model = "track"}, 2), std::string("1 2 | 3 4 "));
  QCOMPARE(pieces({.model = "track", .filter = {{"milliseconds", {{"$gt", 5000}}}}, .sorts = {"-name"}}, 2), std::string("2 3 | 4 "));
  QCOMPARE(pieces({.model = "track", .sorts = {"-album.title"}}, 1), std::string("4 | 2 | 1 | 3 "));
  QCOMPARE(pieces({.model = "track", .limit = 3, .offset = 1}, 2), std::string("2 3 | 4 "));
  QCOMPARE(pieces({.model = "track", .limit = 0}, 2), std::string());
  QCOMPARE(pieces({.model = "track", .filter = {{"name", "none"}}}, 2), std::string());
  QVERIFY_THROWS_EXCEPTION(DbError, pieces({.model = "loud"}, 2));
}

void RecordStreamTest::goesOnAmongEqualAndMissingValues() {
  // bosses: NULL, 1, 1, 2
  QCOMPARE(pieces({.model = "employee", .sorts = {"+boss_id:first"}}, 1), std::string("1 | 2 | 3 | 4 "));
  QCOMPARE(pieces({.model = "employee", .sorts = {"+boss_id:last"}}, 1), std::string("2 | 3 | 4 | 1 "));
  QCOMPARE(pieces({.model = "employee", .sorts = {"-boss_id:first", "+name"}}, 2), std::string("1 4 | 2 3 "));
}

void RecordStreamTest::sendsOneStatementForEachPieceAndWhatComesAlong() {
  RecordStream stream(*m_session, {.model = "track"}, {.selectin = {"album"}}, 2);
  std::vector<RecordPtr> held;
  for (const std::size_t piece : {2, 2}) {
    const std::uint64_t before = m_database->lastStatement();
    const auto records = stream.next();
    QCOMPARE(records.size(), piece);
    QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{2});
    for (const RecordPtr& record : records) QVERIFY(record->related("album"));
    QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{2});
  }
  // Whether there is more is not known before it is asked for; no parents, no statement for what comes along.
  const std::uint64_t before = m_database->lastStatement();
  QVERIFY(stream.next().empty());
  QVERIFY(stream.next().empty());
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{1});
}

void RecordStreamTest::refusesJoinedCollections() {
  const std::uint64_t before = m_database->lastStatement();
  RecordStream collections(*m_session, {.model = "artist"}, {.joined = {"album"}}, 2);
  QVERIFY_THROWS_EXCEPTION(DbError, collections.next());
  RecordStream below(*m_session, {.model = "track"}, {.joined = {"album.artist.album"}}, 2);
  QVERIFY_THROWS_EXCEPTION(DbError, below.next());
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{0});
  QCOMPARE(piecesOf(RecordStream(*m_session, {.model = "track"}, {.joined = {"album.artist"}}, 3)), std::string("1 2 3 | 4 "));
}

void RecordStreamTest::leavesTheSessionFreeBetweenPieces() {
  // T27: two readings of one query, one inside the other, and changes meanwhile.
  std::string seen;
  RecordStream outer(*m_session, {.model = "artist"}, {}, 1);
  for (auto artists = outer.next(); !artists.empty(); artists = outer.next()) {
    const std::string name(artists.front()->value("name").bytes());
    artists.front()->set("name", Value::text(name + "!"));
    seen += name + " " + pieces({.model = "artist"}, 2);
    if (name == "AC/DC") m_session->commit();
  }
  QCOMPARE(seen, std::string("AC/DC 1 2 | 3 Accept 1 2 | 3 Nobody 1 2 | 3 "));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE '%!'"), std::string("3"));
}

void RecordStreamTest::keepsMemoryConstant() {
  m_database->run("INSERT INTO playlist(id, name) WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20009) SELECT i, 'x' FROM n");
  RecordStream stream(*m_session, {.model = "playlist"}, {}, 500);
  std::size_t count = 0, most = 0;
  for (auto some = stream.next(); !some.empty(); some = stream.next()) {
    count += some.size();
    most = std::max(most, m_session->heap().size());
  }
  QCOMPARE(count, std::size_t{20'002});
  QVERIFY2(most <= 3'000, std::to_string(most).c_str());
}

JOINERY_TEST(RecordStreamTest)
#include "tst_record_stream.moc"
