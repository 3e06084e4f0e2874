// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <optional>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/session/write_only_collection.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using joinery::test::MusicDatabase;

namespace {

RelationshipMapping writeOnly(const char* name, const char* to) {
  RelationshipMapping mapping;
  mapping.name = name;
  mapping.to = to;
  mapping.loading = Loading::WriteOnly;
  return mapping;
}

/// Albums whose tracks, and playlists whose tracks, are too many to be read; shelves whose books the database deletes, or nobody.
std::vector<ModelMapping> writeOnlyModels() {
  auto tracks = writeOnly("tracks", "Track");
  tracks.orderBy = {"-name"};
  auto listed = writeOnly("tracks", "Track");
  listed.secondary = QualifiedName("playlist_track");
  auto left = writeOnly("books", "Book");
  left.cascade = Cascade::all();
  left.passiveDeletes = true;
  auto watched = left;
  watched.name = "watched";
  watched.passiveDeletes = false;
  ModelMapping shelf{"Shelf", QualifiedName("shelf"), {}, {left}};
  ModelMapping watchedShelf{"WatchedShelf", QualifiedName("shelf"), {}, {watched}};
  return {{.name = "Album", .table = QualifiedName("album"), .relationships = {tracks}},
          {.name = "Track", .table = QualifiedName("track")},
          {.name = "Playlist", .table = QualifiedName("playlist"), .relationships = {listed}},
          shelf, watchedShelf, {.name = "Book", .table = QualifiedName("book")}};
}

std::string namesOf(const std::vector<RecordPtr>& records) {
  std::string names;
  for (const RecordPtr& record : records) names += (names.empty() ? "" : " ") + std::string(record->value("name").bytes());
  return names;
}

template <typename Function>
std::optional<ErrorKind> refusalOf(Function&& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error.kind();
  }
  return {};
}

}  // namespace

/// F3.
class WriteOnlyCollectionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void isAddedToAndTakenFromWithoutReading_data() { joinery::test::addBackends(); }
  void isAddedToAndTakenFromWithoutReading();
  void isSelectedFrom_data() { joinery::test::addBackends(); }
  void isSelectedFrom();
  void isStreamedInsideAStream_data() { joinery::test::addBackends(); }
  void isStreamedInsideAStream();
  void insertsRowsThatReferToTheParent_data() { joinery::test::addBackends(); }
  void insertsRowsThatReferToTheParent();
  void changesItsOwnRowsOnly_data() { joinery::test::addBackends(); }
  void changesItsOwnRowsOnly();
  void leadsThroughALinkTable_data() { joinery::test::addBackends(); }
  void leadsThroughALinkTable();
  void isNeverReadAsAWhole_data() { joinery::test::addBackends(); }
  void isNeverReadAsAWhole();
  void needsAParentWithARow_data() { joinery::test::addBackends(); }
  void needsAParentWithARow();
  void leavesItsRowsToTheDatabaseWhenTheParentIsDeleted_data() { joinery::test::addBackends(); }
  void leavesItsRowsToTheDatabaseWhenTheParentIsDeleted();

 private:
  std::size_t sent(const char* word);
  RecordPtr track(const char* name);

  std::unique_ptr<MusicDatabase> m_database;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_counted = 0;
};

void WriteOnlyCollectionTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(MusicDatabase::Backend(backend));
  m_database->run("CREATE TABLE shelf(id integer PRIMARY KEY); CREATE TABLE book(id integer PRIMARY KEY, shelf_id integer NOT NULL REFERENCES shelf(id) ON DELETE CASCADE);"
                  "INSERT INTO shelf VALUES (1), (2); INSERT INTO book VALUES (1, 1), (2, 1), (3, 2)");
  m_database->reflect();
  m_registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), writeOnlyModels());
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_registry);
  m_counted = m_database->lastStatement();
}

void WriteOnlyCollectionTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

/// Statements of that kind since it was asked last for any.
std::size_t WriteOnlyCollectionTest::sent(const char* word) {
  const std::size_t count = m_database->statementsAfter(m_counted, word).size();
  m_counted = m_database->lastStatement();
  return count;
}

RecordPtr WriteOnlyCollectionTest::track(const char* name) {
  RecordPtr made = m_session->make("Track");
  made->set("name", Value::text(name));
  return made;
}

void WriteOnlyCollectionTest::isAddedToAndTakenFromWithoutReading() {
  const RecordPtr album = m_session->get("Album", {Value::integer(1)});
  const RecordPtr two = m_session->get("Track", {Value::integer(2)});
  WriteOnlyCollection tracks(*m_session, *album, "tracks");
  sent("");
  tracks.add({track("Five"), track("Six")});
  tracks.remove(*two);
  QCOMPARE(sent(""), std::size_t{0});
  m_session->flush();
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{0});
  QCOMPARE(m_database->statementsAfter(m_counted, "UPDATE").size(), std::size_t{1});
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM track WHERE album_id = 1 AND name IN ('One', 'Five', 'Six')"), std::string("3"));
  QCOMPARE(m_database->cell("SELECT album_id FROM track WHERE id = 2"), std::string("NULL"));
}

void WriteOnlyCollectionTest::isSelectedFrom() {
  const RecordPtr album = m_session->get("Album", {Value::integer(1)});
  WriteOnlyCollection tracks(*m_session, *album, "tracks");
  sent("SELECT");
  QCOMPARE(namesOf(tracks.select()), std::string("Two One"));
  QCOMPARE(sent("SELECT"), std::size_t{1});
  QCOMPARE(namesOf(tracks.select({.sorts = {"+name"}})), std::string("One Two"));
  QCOMPARE(namesOf(tracks.select({.filter = {{"milliseconds", {{"$gt", 5000}}}}})), std::string("Two"));
  // What was added is written first.
  tracks.add({track("Zero")});
  QCOMPARE(namesOf(tracks.select({.limit = 2})), std::string("Zero Two"));
}

void WriteOnlyCollectionTest::isStreamedInsideAStream() {
  RecordStream albums(*m_session, {.model = "Album"}, {}, 2);
  std::string seen;
  for (auto some = albums.next(); !some.empty(); some = albums.next())
    for (const RecordPtr& album : some) {
      RecordStream tracks = WriteOnlyCollection(*m_session, *album, "tracks").stream({}, {}, 1);
      for (auto one = tracks.next(); !one.empty(); one = tracks.next()) seen += namesOf(one) + " ";
    }
  QCOMPARE(seen, std::string("Two One Three Four "));
}

void WriteOnlyCollectionTest::insertsRowsThatReferToTheParent() {
  const RecordPtr album = m_session->get("Album", {Value::integer(3)});
  WriteOnlyCollection tracks(*m_session, *album, "tracks");
  sent("");
  QCOMPARE(tracks.insert({{{"name", Value::text("Five")}}, {{"name", Value::text("Six")}, {"album_id", Value::integer(1)}}}), std::int64_t{2});
  QCOMPARE(m_database->statementsAfter(m_counted, "INSERT").size(), std::size_t{1});
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{0});
  QCOMPARE(m_database->cell("SELECT count(*) FROM track WHERE album_id = 3"), std::string("3"));
}

void WriteOnlyCollectionTest::changesItsOwnRowsOnly() {
  const RecordPtr album = m_session->get("Album", {Value::integer(1)});
  const RecordPtr one = m_session->get("Track", {Value::integer(1)});
  WriteOnlyCollection tracks(*m_session, *album, "tracks");
  QCOMPARE(tracks.update(Json::object(), {{"milliseconds", Value::integer(3000)}}), std::int64_t{2});
  QCOMPARE(one->value("milliseconds").toInteger(), std::int64_t{3000});
  QCOMPARE(m_database->cell("SELECT milliseconds FROM track WHERE id = 3"), std::string("7000"));
  m_database->run("DELETE FROM playlist_track");
  QCOMPARE(tracks.removeWhere({{"name", {{"$in", {"Two", "Three"}}}}}), std::int64_t{1});
  QCOMPARE(m_database->cell("SELECT count(*) FROM track"), std::string("3"));
  QCOMPARE(tracks.removeWhere(), std::int64_t{1});
  QCOMPARE(one->state(), RecordState::Deleted);
  QCOMPARE(m_database->cell("SELECT count(*) FROM track"), std::string("2"));
}

void WriteOnlyCollectionTest::leadsThroughALinkTable() {
  const RecordPtr playlist = m_session->get("Playlist", {Value::integer(1)});
  WriteOnlyCollection tracks(*m_session, *playlist, "tracks");
  QCOMPARE(namesOf(tracks.select({.sorts = {"+id"}})), std::string("One Three"));
  QCOMPARE(tracks.update({{"name", "One"}}, {{"milliseconds", Value::integer(1)}}), std::int64_t{1});
  QCOMPARE(tracks.update({{"name", "Two"}}, {{"milliseconds", Value::integer(1)}}), std::int64_t{0});
  QCOMPARE(refusalOf([&] { tracks.insert({{{"name", Value::text("Five")}}}); }), ErrorKind::NotSupported);
  sent("SELECT");
  tracks.add({m_session->get("Track", {Value::integer(4)})});
  m_session->flush();
  QCOMPARE(sent("SELECT"), std::size_t{1});  // of the track
  QCOMPARE(m_database->cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 1"), std::string("3"));
}

void WriteOnlyCollectionTest::isNeverReadAsAWhole() {
  const RecordPtr album = m_session->get("Album", {Value::integer(1)});
  sent("");
  QCOMPARE(refusalOf([&] { album->collection("tracks"); }), ErrorKind::WrongType);
  QCOMPARE(refusalOf([&] { album->assign("tracks", {}); }), ErrorKind::InvalidRequest);
  QCOMPARE(refusalOf([&] { m_session->select({.model = "Album"}, {.selectin = {"tracks"}}); }), ErrorKind::InvalidRequest);
  QCOMPARE(refusalOf([&] { WriteOnlyCollection(*m_session, *m_session->make("Track"), "tracks"); }), ErrorKind::UnknownAttribute);
  QCOMPARE(sent(""), std::size_t{0});
  // One that has no row yet is given all of them at once.
  const RecordPtr made = m_session->make("Album");
  const RecordPtr five = track("Five"), six = track("Six");
  made->set("title", Value::text("New"));
  made->set("artist_id", Value::integer(1));
  made->assign("tracks", {five.get(), six.get()});
  m_session->add(*made);
  m_session->flush();
  QCOMPARE(five->value("album_id"), made->value("id"));
  QCOMPARE(refusalOf([&] { made->assign("tracks", {five.get()}); }), ErrorKind::InvalidRequest);
}

void WriteOnlyCollectionTest::needsAParentWithARow() {
  const RecordPtr album = m_session->make("Album");
  album->set("title", Value::text("New"));
  album->set("artist_id", Value::integer(1));
  QCOMPARE(refusalOf([&] { WriteOnlyCollection(*m_session, *album, "tracks").select(); }), ErrorKind::InvalidRequest);
  m_session->add(*album);
  WriteOnlyCollection tracks(*m_session, *album, "tracks");
  QCOMPARE(tracks.insert({{{"name", Value::text("First")}}}), std::int64_t{1});
  QCOMPARE(namesOf(tracks.select()), std::string("First"));
  m_session->expunge(*album);
  QCOMPARE(refusalOf([&] { WriteOnlyCollection(*m_session, *album, "tracks"); }), ErrorKind::InvalidRequest);
}

void WriteOnlyCollectionTest::leavesItsRowsToTheDatabaseWhenTheParentIsDeleted() {
  const RecordPtr shelf = m_session->get("Shelf", {Value::integer(1)});
  sent("");
  m_session->remove(*shelf);
  m_session->flush();
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{0});
  QCOMPARE(m_database->statementsAfter(m_counted, "DELETE").size(), std::size_t{1});
  QCOMPARE(m_database->cell("SELECT count(*) FROM book"), std::string("1"));
  const RecordPtr watched = m_session->get("WatchedShelf", {Value::integer(2)});
  QCOMPARE(refusalOf([&] { m_session->remove(*watched); }), ErrorKind::InvalidRequest);
}

JOINERY_TEST(WriteOnlyCollectionTest)
#include "tst_write_only_collection.moc"
