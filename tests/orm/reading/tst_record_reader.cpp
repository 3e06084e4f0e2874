// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/reading/record_reader.h"
#include "orm/sql/operators.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

std::string textOf(const LoadedRecord& record, const char* attribute) { return std::string(record.value(attribute).bytes()); }

std::vector<std::string> texts(const std::vector<std::shared_ptr<LoadedRecord>>& records, const char* attribute) {
  std::vector<std::string> result;
  for (const auto& record : records) result.push_back(textOf(*record, attribute));
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

class RecordReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void loadsACollectionWithOneSelectALevel_data() { addBackends(); }
  void loadsACollectionWithOneSelectALevel();
  void asksNothingMoreWithoutParents_data() { addBackends(); }
  void asksNothingMoreWithoutParents();
  void joinsScalarsIntoTheSameSelect_data() { addBackends(); }
  void joinsScalarsIntoTheSameSelect();
  void givesOneRecordForARowThatSeveralShare_data() { addBackends(); }
  void givesOneRecordForARowThatSeveralShare();
  void loadsManyToManyThroughTheLink_data() { addBackends(); }
  void loadsManyToManyThroughTheLink();
  void loadsByCompositeKeys_data() { addBackends(); }
  void loadsByCompositeKeys();
  void loadsTheRowsOfATable_data() { addBackends(); }
  void loadsTheRowsOfATable();
  void prunesWhatComesAlong_data() { addBackends(); }
  void prunesWhatComesAlong();
  void filtersSortsAndLimits_data() { addBackends(); }
  void filtersSortsAndLimits();
  void loadsOnlyTheAttributesThatWereAskedFor_data() { addBackends(); }
  void loadsOnlyTheAttributesThatWereAskedFor();
  void loadsARelationshipLater_data() { addBackends(); }
  void loadsARelationshipLater();
  void limitsTheChildrenOfEachParent_data() { addBackends(); }
  void limitsTheChildrenOfEachParent();
  void matchesKeysThatOnlyTheEngineFindsEqual();
  void namesUnknownNames_data() { addBackends(); }
  void namesUnknownNames();
  void loadsTenThousandParentsWithOneSelectForFiveHundred_data() { addBackends(); }
  void loadsTenThousandParentsWithOneSelectForFiveHundred();

 private:
  std::vector<std::string> selects(std::uint64_t after) const { return m_database->statementsAfter(after, "SELECT"); }

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<RecordReader> m_reader;
};

void RecordReaderTest::init() {
  const bool isPostgresql = QTest::currentDataTag() != nullptr && qstrcmp(QTest::currentDataTag(), "PostgreSQL") == 0;
  m_database = std::make_unique<MusicDatabase>(isPostgresql ? MusicDatabase::Backend::Postgresql : MusicDatabase::Backend::Sqlite);
  m_reader = std::make_unique<RecordReader>(m_database->connection(), m_database->dialect(), m_database->registry());
}

void RecordReaderTest::cleanup() {
  m_reader.reset();
  m_database.reset();
}

void RecordReaderTest::loadsACollectionWithOneSelectALevel() {
  const std::uint64_t before = m_database->lastStatement();
  const auto artists = m_reader->select({.model = "artist", .joins = {"album.track"}});
  QCOMPARE(selects(before).size(), std::size_t{3});
  QCOMPARE(texts(artists, "name"), (Texts{"AC/DC", "Accept", "Nobody"}));
  QCOMPARE(texts(*artists[0]->related("album"), "title"), (Texts{"Rock", "Voltage"}));
  QCOMPARE(texts(*artists[0]->related("album")->front()->related("track"), "name"), (Texts{"One", "Two"}));
  QVERIFY(artists[2]->related("album") != nullptr && artists[2]->related("album")->empty());
  QVERIFY(artists[0]->related("album")->front()->related("artist") == nullptr);
}

void RecordReaderTest::asksNothingMoreWithoutParents() {
  const std::uint64_t before = m_database->lastStatement();
  QVERIFY(m_reader->select({.model = "artist", .filter = {{"name", "?"}}, .joins = {"album.track"}}).empty());
  QCOMPARE(selects(before).size(), std::size_t{1});
  m_reader->select({.model = "artist", .filter = {{"name", "Nobody"}}, .joins = {"album.track"}});
  QCOMPARE(selects(before).size(), std::size_t{3});
}

void RecordReaderTest::joinsScalarsIntoTheSameSelect() {
  const std::uint64_t before = m_database->lastStatement();
  const auto tracks = m_reader->select({.model = "track", .sorts = {"-album.artist.id", "name"}, .joins = {"album.artist"}});
  QCOMPARE(selects(before).size(), std::size_t{1});
  const auto& album = tracks.front()->related("album")->front();
  QCOMPARE(textOf(*album, "title"), "Balls"s);
  QCOMPARE(textOf(*album->related("artist")->front(), "name"), "Accept"s);
  QCOMPARE(album->label(), "Balls"s);
  const auto employees = m_reader->select({.model = "employee", .joins = {"boss.boss"}});
  QVERIFY(employees[0]->related("boss")->empty());
  QCOMPARE(textOf(*employees[3]->related("boss")->front()->related("boss")->front(), "name"), "Ada"s);
}

void RecordReaderTest::givesOneRecordForARowThatSeveralShare() {
  const auto tracks = m_reader->select({.model = "track", .joins = {"album"}});
  QCOMPARE(tracks[0]->related("album")->front(), tracks[1]->related("album")->front());
  QVERIFY(tracks[0]->related("album")->front() != tracks[2]->related("album")->front());
  m_database->run("INSERT INTO playlist_track VALUES (2, 1)");
  const auto playlists = m_reader->select({.model = "playlist", .joins = {"track.album"}});
  QCOMPARE(playlists[0]->related("track")->front(), playlists[1]->related("track")->front());
}

void RecordReaderTest::loadsManyToManyThroughTheLink() {
  const std::uint64_t before = m_database->lastStatement();
  const auto playlists = m_reader->select({.model = "playlist", .joins = {"track.album"}});
  QCOMPARE(selects(before).size(), std::size_t{2});
  QCOMPARE(texts(*playlists[0]->related("track"), "name"), (Texts{"One", "Three"}));
  QCOMPARE(textOf(*playlists[0]->related("track")->back()->related("album")->front(), "title"), "Balls"s);
  QVERIFY(playlists[1]->related("track")->empty());
}

void RecordReaderTest::loadsByCompositeKeys() {
  m_database->run("INSERT INTO line VALUES (10, 'south', 1, 'drum')");
  const std::uint64_t before = m_database->lastStatement();
  const auto invoices = m_reader->select({.model = "invoice", .joins = {"line"}});
  QCOMPARE(selects(before).size(), std::size_t{2});
  QCOMPARE(texts(*invoices[0]->related("line"), "what"), (Texts{"cable", "amp"}));
  QCOMPARE(texts(*invoices[1]->related("line"), "what"), (Texts{"drum"}));
  const auto lines = m_reader->select({.model = "line", .joins = {"invoice"}});
  QVERIFY(lines[2]->related("invoice")->empty());
  QCOMPARE(textOf(*lines[0]->related("invoice")->front(), "shop"), "north"s);
  QCOMPARE(m_reader->get("invoice", {Value::text("south"), Value::integer(1)})->key().size(), std::size_t{2});
}

void RecordReaderTest::loadsTheRowsOfATable() {
  QCOMPARE(m_reader->select({.model = "loud"}).size(), std::size_t{3});
  QVERIFY(m_reader->select({.model = "keyless"}).empty());
}

void RecordReaderTest::prunesWhatComesAlong() {
  Query query{.model = "artist", .joins = {"album.track"}, .prune = {{"album.track", {{"name", "Two"}}}, {"album", {{"title", "Rock"}}}}};
  const auto artists = m_reader->select(query);
  QCOMPARE(artists.size(), std::size_t{3});
  QCOMPARE(texts(*artists[0]->related("album"), "title"), Texts{"Rock"});
  QCOMPARE(texts(*artists[0]->related("album")->front()->related("track"), "name"), Texts{"Two"});
  const auto tracks = m_reader->select({.model = "track", .joins = {"album"}, .prune = {{"album", {{"title", "Rock"}}}}});
  QVERIFY(tracks[0]->related("album")->size() == 1 && tracks[2]->related("album")->empty());
}

void RecordReaderTest::filtersSortsAndLimits() {
  const auto tracks = m_reader->select({.model = "track", .filter = {{"album", {{"artist", {{"name", "AC/DC"}}}}}}, .sorts = {"-milliseconds"}, .limit = 2, .offset = 1});
  QCOMPARE(texts(tracks, "name"), (Texts{"Two", "One"}));
  QCOMPARE(m_reader->count({.model = "track", .filter = {{"album", {{"artist", {{"name", "AC/DC"}}}}}}, .limit = 1}), 3);
  const Query conditioned{.model = "track", .filter = {{"album_id", 1}}, .condition = sql::gt(sql::column("track", "milliseconds"), sql::bind(Value::integer(5000)))};
  QCOMPARE(texts(m_reader->select(conditioned), "name"), Texts{"Two"});
  QCOMPARE(m_reader->count(conditioned), 1);
  QCOMPARE(m_reader->select({.model = "track", .limit = 0}).size(), std::size_t{0});
}

void RecordReaderTest::loadsOnlyTheAttributesThatWereAskedFor() {
  const auto tracks = m_reader->select({.model = "track", .joins = {"album"}, .attributes = {"name"}});
  const Model& model = tracks[0]->model();
  QVERIFY(tracks[0]->isLoaded(static_cast<std::size_t>(model.attributeIndex("id"))));
  QVERIFY(tracks[0]->isLoaded(static_cast<std::size_t>(model.attributeIndex("name"))));
  QVERIFY(!tracks[0]->isLoaded(static_cast<std::size_t>(model.attributeIndex("album_id"))));
  QCOMPARE(tracks[0]->related("album")->size(), std::size_t{1});
  QVERIFY_THROWS_EXCEPTION(DbError, tracks[0]->value("milliseconds"));
}

void RecordReaderTest::loadsARelationshipLater() {
  const auto artists = m_reader->select({.model = "artist"});
  const std::uint64_t before = m_database->lastStatement();
  m_reader->load(artists, "album");
  m_reader->load(artists, "album");
  QCOMPARE(selects(before).size(), std::size_t{1});
  QCOMPARE(artists[0]->related("album")->size(), std::size_t{2});
  const auto tracks = m_reader->select({.model = "track"});
  m_reader->load(tracks, "album");
  QCOMPARE(tracks[0]->related("album")->front(), tracks[1]->related("album")->front());
}

void RecordReaderTest::limitsTheChildrenOfEachParent() {
  const auto artists = m_reader->select({.model = "artist"});
  m_reader->load(artists, "album", 1);
  QCOMPARE(texts(*artists[0]->related("album"), "title"), Texts{"Rock"});
  QCOMPARE(texts(*artists[1]->related("album"), "title"), Texts{"Balls"});
  const auto playlist = m_reader->select({.model = "playlist", .limit = 1});
  m_reader->load(playlist, "track", 1);
  QCOMPARE(texts(*playlist[0]->related("track"), "name"), Texts{"One"});
}

void RecordReaderTest::matchesKeysThatOnlyTheEngineFindsEqual() {
  m_database->run("CREATE TABLE tag(name TEXT COLLATE NOCASE PRIMARY KEY); CREATE TABLE use(id INTEGER PRIMARY KEY, tag TEXT REFERENCES tag(name));"
                  "INSERT INTO tag VALUES ('Loud'), ('soft'); INSERT INTO use VALUES (1, 'loud'), (2, 'LOUD'), (3, 'Soft')");
  m_database->reflect();
  RecordReader reader(m_database->connection(), m_database->dialect(), m_database->registry());
  const auto tags = reader.select({.model = "tag", .joins = {"use"}});
  QCOMPARE(tags[0]->related("use")->size(), std::size_t{2});
  QCOMPARE(tags[1]->related("use")->size(), std::size_t{1});
}

void RecordReaderTest::namesUnknownNames() {
  const auto hintOf = [&](const Query& query) {
    try {
      m_reader->select(query);
    } catch (const DbError& error) {
      return error.kind() == ErrorKind::InvalidRequest ? error.hint : "another kind"s;
    }
    return "no error"s;
  };
  QVERIFY2(hintOf({.model = "artst"}).find("artist") != std::string::npos, hintOf({.model = "artst"}).c_str());
  QVERIFY(hintOf({.model = "artist", .joins = {"albun"}}).find("album") != std::string::npos);
  QVERIFY(hintOf({.model = "artist", .attributes = {"nam"}}).find("name") != std::string::npos);
  QVERIFY(hintOf({.model = "artist", .joins = {"album"}, .prune = {{"albun", Json::object()}}}).find("album") != std::string::npos);
}

void RecordReaderTest::loadsTenThousandParentsWithOneSelectForFiveHundred() {
  const bool isSqlite = m_database->dialect().name() == "sqlite";
  const std::string numbers = isSqlite ? "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 10999) "
                                       : "WITH n(i) AS (SELECT generate_series(1000, 10999)) ";
  const std::string text = isSqlite ? "'a' || i" : "'a' || i::text";
  m_database->run((isSqlite ? numbers + "INSERT INTO artist" : "INSERT INTO artist " + numbers) + " SELECT i, " + text + " FROM n");
  m_database->run((isSqlite ? numbers + "INSERT INTO album" : "INSERT INTO album " + numbers) + " SELECT i, " + text + ", i FROM n");
  const std::uint64_t before = m_database->lastStatement();
  const auto artists = m_reader->select({.model = "artist", .joins = {"album.artist"}});
  QCOMPARE(artists.size(), std::size_t{10'003});
  QCOMPARE(selects(before).size(), std::size_t{1 + 21});
  QCOMPARE(textOf(*artists.back()->related("album")->front(), "title"), "a10999"s);
}

JOINERY_TEST(RecordReaderTest)
#include "tst_record_reader.moc"
