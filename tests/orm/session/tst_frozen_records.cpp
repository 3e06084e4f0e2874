// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <optional>
#include <thread>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/session/frozen_records.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using joinery::test::MusicDatabase;

namespace {

std::vector<ModelMapping> musicModels() {
  RelationshipMapping albums{.name = "albums", .to = "Album", .backPopulates = "artist"};
  albums.collection = {CollectionKind::Kind::Keyed, "title"};
  const RelationshipMapping artist{.name = "artist", .to = "Artist", .backPopulates = "albums"};
  const RelationshipMapping tracks{.name = "tracks", .to = "Track", .backPopulates = "album"};
  const RelationshipMapping album{.name = "album", .to = "Album", .backPopulates = "tracks"};
  return {{.name = "Artist", .table = QualifiedName("artist"), .relationships = {albums}},
          {.name = "Album", .table = QualifiedName("album"), .relationships = {artist, tracks}},
          {.name = "Track", .table = QualifiedName("track"), .relationships = {album}}};
}

std::optional<ErrorKind> kindOf(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error.kind();
  }
  return {};
}

std::string wordIn(Record& record, const char* attribute) { return std::string(record.value(attribute).bytes()); }

}  // namespace

/// H, M7.
class FrozenRecordsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void crossThreadsWithWhatWasLoaded_data() { joinery::test::addBackends(); }
  void crossThreadsWithWhatWasLoaded();
  void areThawedOnSeveralThreadsAtOnce_data() { joinery::test::addBackends(); }
  void areThawedOnSeveralThreadsAtOnce();
  void followRelationshipsAsFarAsTheyAreTold_data() { joinery::test::addBackends(); }
  void followRelationshipsAsFarAsTheyAreTold();
  void becomeASessionsOwnRecordsWithoutAQuery_data() { joinery::test::addBackends(); }
  void becomeASessionsOwnRecordsWithoutAQuery();
  void giveEachRowOneRecord_data() { joinery::test::addBackends(); }
  void giveEachRowOneRecord();
  void discardPendingChanges_data() { joinery::test::addBackends(); }
  void discardPendingChanges();
  void fillWhatHasExpired_data() { joinery::test::addBackends(); }
  void fillWhatHasExpired();
  void knowNoMoreThanWasLoaded_data() { joinery::test::addBackends(); }
  void knowNoMoreThanWasLoaded();
  void keepAKeyThatWasChanged_data() { joinery::test::addBackends(); }
  void keepAKeyThatWasChanged();
  void refuseWhatIsNewOrModified_data() { joinery::test::addBackends(); }
  void refuseWhatIsNewOrModified();
  void refuseTheModelsOfAnotherSession_data() { joinery::test::addBackends(); }
  void refuseTheModelsOfAnotherSession();
  void carryNewRecordsToAMerge_data() { joinery::test::addBackends(); }
  void carryNewRecordsToAMerge();

 private:
  std::unique_ptr<Session> open(Session::Options options = {});
  FrozenRecordsPtr freeze(const std::vector<RecordPtr>& records) { return FrozenRecords::freeze(records, m_registry); }
  /// Artist 1 with its albums, which lead back to it, and their tracks, and artist 2 as it is; nothing that was loaded lives on.
  FrozenRecordsPtr artists();
  std::size_t sent();

  std::unique_ptr<MusicDatabase> m_database;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_counted = 0;
};

void FrozenRecordsTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(MusicDatabase::Backend(backend));
  m_registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), musicModels());
  m_session = open();
}

void FrozenRecordsTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

std::unique_ptr<Session> FrozenRecordsTest::open(Session::Options options) {
  return std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_registry, options);
}

FrozenRecordsPtr FrozenRecordsTest::artists() {
  Session session(m_database->connection(), m_database->dialect(), m_registry, {.autocommit = true});
  const auto records = session.select({.model = "Artist", .filter = {{"id", 1}}}, {.selectin = {"albums.tracks"}});
  for (Record* album : records.front()->collection("albums")) album->related("artist");
  const auto frozen = freeze({records.front(), session.get("Artist", {Value::integer(2)})});
  sent();
  return frozen;
}

/// Statements since it was asked last.
std::size_t FrozenRecordsTest::sent() {
  const std::size_t count = m_database->statementsAfter(m_counted, "").size();
  m_counted = m_database->lastStatement();
  return count;
}

void FrozenRecordsTest::crossThreadsWithWhatWasLoaded() {
  const FrozenRecordsPtr frozen = artists();
  QCOMPARE(frozen->size(), std::size_t{2});
  std::string seen;
  std::optional<ErrorKind> unloaded;
  bool isDetached = false;
  std::thread other([&] {
    const auto heap = RecordHeap::create();
    const std::vector<RecordPtr> records = frozen->thaw(*heap);
    Record& rock = *records[0]->find("albums", Value::text("Rock"));
    for (Record* track : rock.collection("tracks")) seen += wordIn(*track, "name") + " ";
    seen += wordIn(*rock.related("artist"), "name");
    isDetached = rock.state() == RecordState::Detached && rock.related("artist") == records[0].get();
    unloaded = kindOf([&] { records[1]->collection("albums"); });
  });
  other.join();
  QCOMPARE(seen, std::string("One Two AC/DC"));
  QVERIFY(isDetached);
  QCOMPARE(unloaded, ErrorKind::Detached);  // E6
  QCOMPARE(sent(), std::size_t{0});
}

void FrozenRecordsTest::areThawedOnSeveralThreadsAtOnce() {
  const FrozenRecordsPtr frozen = artists();
  const auto renamed = [&](std::string& seen) {
    const auto heap = RecordHeap::create();
    const RecordPtr artist = frozen->thaw(*heap).front();
    Record& rock = *artist->find("albums", Value::text("Rock"));
    for (Record* track : rock.collection("tracks")) seen += wordIn(*track, "name") + " ";
    artist->set("name", Value::text("changed"));
    artist->remove("albums", rock);
    seen += std::to_string(artist->collection("albums").size()) + " " + std::to_string(FrozenRecords::freeze({artist}, m_registry, FrozenRecords::Take::Any)->size());
  };
  std::vector<std::string> seen(4);
  std::vector<std::thread> threads;
  for (std::string& each : seen) threads.emplace_back([&renamed, &each] { renamed(each); });
  const RecordPtr mine = frozen->thaw(*m_session).front();
  mine->set("name", Value::text("mine"));
  for (std::thread& each : threads) each.join();
  QCOMPARE(seen, std::vector<std::string>(4, "One Two 1 1"));
  QCOMPARE(wordIn(*frozen->thaw(*RecordHeap::create()).front(), "name"), std::string("AC/DC"));
}

void FrozenRecordsTest::followRelationshipsAsFarAsTheyAreTold() {
  const auto records = m_session->select({.model = "Artist", .filter = {{"id", 1}}}, {.selectin = {"albums.tracks"}});
  const auto heap = RecordHeap::create();
  const auto none = FrozenRecords::freeze(records, m_registry, FrozenRecords::Take::Read, 0)->thaw(*heap);
  QCOMPARE(kindOf([&] { none.front()->collection("albums"); }), ErrorKind::Detached);
  const auto one = FrozenRecords::freeze(records, m_registry, FrozenRecords::Take::Read, 1)->thaw(*heap);
  Record& album = *one.front()->collection("albums").front();
  QCOMPARE(kindOf([&] { album.collection("tracks"); }), ErrorKind::Detached);
  const auto all = freeze({records.front(), records.front()})->thaw(*heap);
  QCOMPARE(all.size(), std::size_t{2});
  QVERIFY(all[0] == all[1]);
}

void FrozenRecordsTest::becomeASessionsOwnRecordsWithoutAQuery() {
  const FrozenRecordsPtr frozen = artists();
  const std::vector<RecordPtr> records = frozen->thaw(*m_session);
  QCOMPARE(sent(), std::size_t{0});  // H1
  for (const RecordPtr& record : records) {
    QVERIFY(m_session->contains(*record));
    QCOMPARE(record->state(), RecordState::Persistent);
    QVERIFY(!record->isModified());
  }
  QVERIFY(!m_session->isModified());  // H2
  QVERIFY(m_session->get("Artist", {Value::integer(1)}) == records[0]);  // M7
  QVERIFY(m_session->get("Album", {Value::integer(3)}).get() == records[0]->find("albums", Value::text("Voltage")));
  QCOMPARE(records[0]->find("albums", Value::text("Rock"))->collection("tracks").size(), std::size_t{2});
  QCOMPARE(sent(), std::size_t{0});
  // What was not loaded is read as ever.
  QCOMPARE(records[1]->collection("albums").size(), std::size_t{1});
  records[1]->set("name", Value::text("Accepted"));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT name FROM artist WHERE id = 2"), std::string("Accepted"));
}

void FrozenRecordsTest::giveEachRowOneRecord() {
  const RecordPtr held = m_session->get("Artist", {Value::integer(1)});
  const auto first = artists()->thaw(*m_session), second = artists()->thaw(*m_session);
  QVERIFY(first[0] == held && second[0] == held);  // H2
  QVERIFY(first[1] == second[1]);
  const auto other = open();
  QVERIFY(!(artists()->thaw(*other)[0] == held));  // M7
}

void FrozenRecordsTest::discardPendingChanges() {
  const FrozenRecordsPtr frozen = artists();
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)});
  artist->set("name", Value::text("changed"));
  artist->append("albums", *m_session->get("Album", {Value::integer(2)}));
  sent();
  QVERIFY(frozen->thaw(*m_session).front() == artist);
  QCOMPARE(sent(), std::size_t{0});
  QVERIFY(!artist->isModified());
  QCOMPARE(wordIn(*artist, "name"), std::string("AC/DC"));  // M7
  QCOMPARE(artist->collection("albums").size(), std::size_t{2});
  m_session->expunge(*m_session->get("Album", {Value::integer(2)}));
  m_session->commit();
  QCOMPARE(m_database->statementsAfter(m_counted, "UPDATE").size(), std::size_t{0});
}

void FrozenRecordsTest::fillWhatHasExpired() {
  const FrozenRecordsPtr frozen = artists();
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)});
  m_session->expireAll();
  sent();
  frozen->thaw(*m_session);
  QVERIFY(m_session->get("Artist", {Value::integer(1)}) == artist);
  QCOMPARE(wordIn(*artist, "name"), std::string("AC/DC"));
  QCOMPARE(sent(), std::size_t{0});
  // What is held follows what is frozen, newer or not.
  m_database->run("UPDATE artist SET name = 'newer' WHERE id = 1");
  m_session->refresh(*artist);
  QCOMPARE(wordIn(*artist, "name"), std::string("newer"));
  frozen->thaw(*m_session);
  QCOMPARE(wordIn(*artist, "name"), std::string("AC/DC"));
  QVERIFY(!m_session->isModified());
}

void FrozenRecordsTest::knowNoMoreThanWasLoaded() {
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)}), other = m_session->get("Artist", {Value::integer(2)});
  m_session->expire(*artist);
  m_session->expire(*other, {"name"});
  sent();
  const FrozenRecordsPtr frozen = freeze({artist, other});
  const auto heap = RecordHeap::create();
  for (const RecordPtr& record : frozen->thaw(*heap)) QCOMPARE(kindOf([&] { record->value("name"); }), ErrorKind::Detached);
  QCOMPARE(sent(), std::size_t{0});
  const auto session = open({.autocommit = true});
  const std::vector<RecordPtr> records = frozen->thaw(*session);
  QCOMPARE(wordIn(*records[0], "name") + " " + wordIn(*records[1], "name"), std::string("AC/DC Accept"));
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{2});
}

void FrozenRecordsTest::keepAKeyThatWasChanged() {
  const RecordPtr nobody = m_session->get("Artist", {Value::integer(3)});
  nobody->set("id", Value::integer(30));
  m_session->flush();
  const FrozenRecordsPtr frozen = freeze({nobody});
  const auto other = open({.autocommit = true});
  const RecordPtr thawed = frozen->thaw(*other).front();
  QCOMPARE(thawed->identity().front().toInteger(), std::int64_t{30});
  QVERIFY(other->get("Artist", {Value::integer(30)}) == thawed);
  other->expire(*thawed);
  sent();
  QVERIFY(frozen->thaw(*other).front() == thawed);
  QVERIFY(other->get("Artist", {Value::integer(30)}) == thawed);
  QCOMPARE(thawed->value("id").toInteger(), std::int64_t{30});
  QCOMPARE(sent(), std::size_t{0});
}

void FrozenRecordsTest::refuseWhatIsNewOrModified() {
  const RecordPtr fresh = m_session->make("Artist");
  QCOMPARE(kindOf([&] { freeze({fresh}); }), ErrorKind::InvalidRequest);
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)});
  artist->set("name", Value::text("changed"));
  QCOMPARE(kindOf([&] { freeze({artist}); }), ErrorKind::InvalidRequest);
  // The same without being frozen: H3.
  const auto other = open();
  QCOMPARE(kindOf([&] { other->merge(*fresh, false); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindOf([&] { other->merge(*artist, false); }), ErrorKind::InvalidRequest);
  m_session->flush();
  QCOMPARE(freeze({artist})->size(), std::size_t{1});
  m_session->remove(*m_session->get("Artist", {Value::integer(3)}));
  const RecordPtr last = m_session->get("Artist", {Value::integer(3)});
  m_session->flush();
  QCOMPARE(kindOf([&] { freeze({last}); }), ErrorKind::InvalidRequest);
}

void FrozenRecordsTest::refuseTheModelsOfAnotherSession() {
  const FrozenRecordsPtr frozen = artists();
  m_registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), musicModels());
  const auto other = open();
  QCOMPARE(kindOf([&] { frozen->thaw(*other); }), ErrorKind::InvalidRequest);
}

void FrozenRecordsTest::carryNewRecordsToAMerge() {
  const auto drafts = RecordHeap::create();
  const RecordPtr artist = Session::make(*drafts, m_registry->at("Artist")), album = Session::make(*drafts, m_registry->at("Album"));
  artist->set("name", Value::text("New"));
  album->set("title", Value::text("First"));
  artist->append("albums", *album);
  const auto given = FrozenRecords::freeze({artist}, m_registry, FrozenRecords::Take::Any);
  QCOMPARE(kindOf([&] { given->thaw(*m_session); }), ErrorKind::InvalidRequest);
  const auto heap = RecordHeap::create();
  const std::vector<RecordPtr> merged = m_session->merge(given->thaw(*heap));
  QVERIFY(m_session->contains(*merged.front()));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist, album WHERE artist_id = artist.id AND name = 'New' AND title = 'First'"), std::string("1"));
  QCOMPARE(artist->state(), RecordState::Transient);
}

JOINERY_TEST(FrozenRecordsTest)
#include "tst_frozen_records.moc"
