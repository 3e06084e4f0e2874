// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <limits>

#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/repository/repository.h"
#include "orm/repository/serializer.h"
#include "orm/repository/tree.h"
#include "tests/support/test_program.h"

using namespace joinery;

/// Over the Chinook sample, read only.
class RepositoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanupTestCase();
  void fetchesRowsWithTheirRelations();
  void sendsOneSelectALevelAndFiveHundredParents();
  void fetchesPagesAndSingleRows();
  void leavesOutTheWayBack();
  void writesARelationThatIsNotThereAsNull();
  void showsAWholeCompany();
  void showsTheTracksOfAPlaylistWithoutTheirLinks();
  void marksARowThatIsItsOwnAncestor();
  void followsPaths();
  void saysWhenThereIsMore();
  void saysThatThereIsNoSuchRow();

 private:
  Json tree(const char* model, std::int64_t key, const TreeOptions& options) { return relationTree(*m_reader, model, {Value::integer(key)}, options); }
  std::size_t statementsAfter(std::uint64_t number) const { return m_engine->log().statements(number).size(); }
  std::uint64_t lastStatement() const { return m_engine->log().statements().back().number; }

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<RecordReader> m_reader;
};

void RepositoryTest::initTestCase() {
  const QString path = QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/chinook/Chinook_Sqlite.sqlite");
  if (!QFile::exists(path)) QSKIP("the Chinook sample is not beside the checkout");
  m_engine = Engine::create(Url::sqliteFile(path.toStdString()));
  m_lease = m_engine->connect(Engine::Access::Read);
  m_registry = automap(reflect(*m_lease, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

void RepositoryTest::init() { m_reader = std::make_unique<RecordReader>(*m_lease, m_engine->dialect(), m_registry); }

void RepositoryTest::cleanupTestCase() { m_reader.reset(); }

void RepositoryTest::fetchesRowsWithTheirRelations() {
  Repository albums(*m_reader, "Album");
  const Json json = toJson(albums.fetchAll({.sorts = {"+Title"}, .joins = {"Artist"}, .attributes = {"Title"}, .limit = 1}));
  QCOMPARE(json.dump(), std::string(R"([{"AlbumId":156,"Title":"...And Justice For All","Artist":{"ArtistId":50,"Name":"Metallica"}}])"));
}

void RepositoryTest::sendsOneSelectALevelAndFiveHundredParents() {
  const std::uint64_t before = lastStatement();
  const auto artists = Repository(*m_reader, "Artist").fetchAll({.joins = {"Album.Track"}});
  QCOMPARE(artists.size(), std::size_t{275});
  QCOMPARE(statementsAfter(before), std::size_t{3});
  const std::uint64_t next = lastStatement();
  Repository(*m_reader, "Track").fetchAll({.joins = {"Playlist"}});
  QCOMPARE(statementsAfter(next), std::size_t{1 + 8});  // 3,503 tracks
}

void RepositoryTest::fetchesPagesAndSingleRows() {
  Repository tracks(*m_reader, "Track");
  const Repository::Page page = tracks.fetchPage({.filter = {{"Album", {{"Artist", {{"Name", "AC/DC"}}}}}}, .limit = 5});
  QCOMPARE(page.items.size(), std::size_t{5});
  QCOMPARE(page.count, 18);
  QCOMPARE(tracks.fetch({Value::integer(1)})->label(), std::string("For Those About To Rock (We Salute You)"));
  QCOMPARE(tracks.fetchOne({.sorts = {"-TrackId"}})->key().front().toInteger(), 3503);
  QVERIFY_THROWS_EXCEPTION(DbError, tracks.fetch({Value::integer(99'999)}));
  QVERIFY_THROWS_EXCEPTION(DbError, tracks.fetchOne({.filter = {{"Name", "none such"}}}));
}

void RepositoryTest::leavesOutTheWayBack() {
  const Json json = toJson(*Repository(*m_reader, "Artist").fetchOne({.filter = {{"ArtistId", 1}}, .joins = {"Album.Artist", "Album.Track"}}));
  QCOMPARE(json["Album"].size(), std::size_t{2});
  QVERIFY(json["Album"][0].contains("Track") && !json["Album"][0].contains("Artist"));
}

void RepositoryTest::writesARelationThatIsNotThereAsNull() {
  const Json json = toJson(*Repository(*m_reader, "Employee").fetchOne({.filter = {{"EmployeeId", 1}}, .joins = {"ReportsTo_Employee"}}));
  QVERIFY(json.contains("ReportsTo_Employee") && json["ReportsTo_Employee"].is_null());
}

void RepositoryTest::showsAWholeCompany() {
  const Json json = tree("Employee", 1, {.depth = 3, .paths = {"Employee"}});
  std::size_t people = 0;
  const std::function<void(const Json&)> countPeople = [&](const Json& person) {
    ++people;
    if (person.contains("Employee"))
      for (const Json& report : person["Employee"]) countPeople(report);
  };
  countPeople(json);
  QCOMPARE(people, std::size_t{8});
  QCOMPARE(json["Employee"][0]["Employee"].size(), std::size_t{3});
  QVERIFY(!json.contains("Customer"));
  const auto noLimit = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  QVERIFY(tree("Employee", 1, {.depth = 3, .paths = {"Employee"}, .limit = noLimit}) == json);
}

void RepositoryTest::showsTheTracksOfAPlaylistWithoutTheirLinks() {
  const std::uint64_t before = lastStatement();
  const Json json = tree("Playlist", 1, {.depth = 1, .limit = 5'000});
  QCOMPARE(json["Track"].size(), std::size_t{3'290});
  QVERIFY(!json.contains("PlaylistTrack"));
  QCOMPARE(statementsAfter(before), std::size_t{2});
}

void RepositoryTest::marksARowThatIsItsOwnAncestor() {
  const Json json = tree("Artist", 1, {.depth = 2});
  QCOMPARE(json["Album"][0]["Artist"].dump(), std::string(R"({"$cycle":1})"));
  QVERIFY(json["Album"][0]["Track"].size() == 10);
}

void RepositoryTest::followsPaths() {
  const Json json = tree("Artist", 1, {.depth = 1, .paths = {"Album.Track.Genre"}});
  QCOMPARE(json["Album"][0]["Track"][0]["Genre"]["Name"].get<std::string>(), std::string("Rock"));
  QVERIFY(!json["Album"][0].contains("Artist"));
  QVERIFY_THROWS_EXCEPTION(DbError, tree("Artist", 1, {.paths = {"Albun"}}));
}

void RepositoryTest::saysWhenThereIsMore() {
  const Json json = tree("Playlist", 1, {.depth = 1, .limit = 2});
  QCOMPARE(json["Track"].size(), std::size_t{3});
  QCOMPARE(json["Track"][2].dump(), std::string(R"({"$more":true})"));
}

void RepositoryTest::saysThatThereIsNoSuchRow() { QVERIFY_THROWS_EXCEPTION(DbError, tree("Artist", 99'999, {})); }

JOINERY_TEST(RepositoryTest)
#include "tst_repository.moc"
