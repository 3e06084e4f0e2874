// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "orm/cache/file_region.h"
#include "orm/cache/result_cache.h"
#include "orm/cache/session_region.h"
#include "orm/model/mapping.h"
#include "orm/sql/operators.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using joinery::test::MusicDatabase;

namespace {

std::vector<ModelMapping> cachedModels() {
  const RelationshipMapping albums{.name = "albums", .to = "Album", .backPopulates = "artist"}, artist{.name = "artist", .to = "Artist", .backPopulates = "albums"};
  const RelationshipMapping tracks{.name = "tracks", .to = "Track", .backPopulates = "album"}, album{.name = "album", .to = "Album", .backPopulates = "tracks"};
  return {{.name = "Artist", .table = QualifiedName("artist"), .relationships = {albums}},
          {.name = "Album", .table = QualifiedName("album"), .relationships = {artist, tracks}},
          {.name = "Track", .table = QualifiedName("track"), .relationships = {album}}};
}

std::string nameOf(const RecordPtr& record) { return std::string(record->value("name").bytes()); }

std::optional<ErrorKind> kindOfFailure(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error.kind();
  }
  return {};
}

sql::Select albumTitles() {
  return sql::Select({sql::column("album", "title").as("title")}).from(sql::table(QualifiedName("album"))).where(sql::eq(sql::column("album", "artist_id"), sql::parameter("artist", ValueType::of(TypeKind::Integer))))
      .orderBy({{sql::column("album", "title")}});
}

}  // namespace

/// M, rows that a single conversation shows.
class ResultCacheTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void sendsNothingOnAHit_data() { everyRegion(); }
  void sendsNothingOnAHit();
  void tellsStatementsApartByTextValuesNameAndWhatIsLoadedAlong_data() { joinery::test::addBackends(); }
  void tellsStatementsApartByTextValuesNameAndWhatIsLoadedAlong();
  void keepsTheGraphThatWasLoadedTogether_data() { everyRegion(); }
  void keepsTheGraphThatWasLoadedTogether();
  void answersLazyLoadsOfTheNamedRelationshipOnly_data() { everyRegion(); }
  void answersLazyLoadsOfTheNamedRelationshipOnly();
  void answersForModelsThatInherit_data() { everyRegion(); }
  void answersForModelsThatInherit();
  void givesEachSessionRecordsOfItsOwn_data() { joinery::test::addBackends(); }
  void givesEachSessionRecordsOfItsOwn();
  void discardsPendingChangesOnAHit_data() { joinery::test::addBackends(); }
  void discardsPendingChangesOnAHit();
  void isStaleUntilItIsInvalidated_data() { everyRegion(); }
  void isStaleUntilItIsInvalidated();
  void isAMissOnceItHasExpired_data() { everyRegion(); }
  void isAMissOnceItHasExpired();
  void refusesAMissWhereNothingIsToBeRead_data() { joinery::test::addBackends(); }
  void refusesAMissWhereNothingIsToBeRead();
  void givesBackADeletedRowWhoseChangeIsStale_data() { joinery::test::addBackends(); }
  void givesBackADeletedRowWhoseChangeIsStale();
  void cachesPlainRowsByTheirParameters_data() { everyRegion(); }
  void cachesPlainRowsByTheirParameters();
  void keepsEveryKindOfValue_data() { everyRegion(); }
  void keepsEveryKindOfValue();
  void doesNotCacheWhatIsNotWritten_data() { joinery::test::addBackends(); }
  void doesNotCacheWhatIsNotWritten();
  void readsAgainWhereAFileIsDamaged_data() { joinery::test::addBackends(); }
  void readsAgainWhereAFileIsDamaged();
  void readsAgainWhereTheModelsAreOthers_data() { joinery::test::addBackends(); }
  void readsAgainWhereTheModelsAreOthers();
  void survivesWithoutAFolderToWriteTo_data() { joinery::test::addBackends(); }
  void survivesWithoutAFolderToWriteTo();
  void holdsASessionsOwnRecordsUntilItIsClosed_data() { joinery::test::addBackends(); }
  void holdsASessionsOwnRecordsUntilItIsClosed();
  void servesSessionsOnTwoThreads_data() { joinery::test::addBackends(); }
  void servesSessionsOnTwoThreads();
  void losesResultsToOtherThreadsWithoutAWord_data() { everyRegion(); }
  void losesResultsToOtherThreadsWithoutAWord();
  void namesUnknownRegionsAndRelationships_data() { joinery::test::addBackends(); }
  void namesUnknownRegionsAndRelationships();

 private:
  /// On each engine a region in memory and one in files.
  void everyRegion();
  std::unique_ptr<Session> open(Session::Options options = {}) { return std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_registry, options); }
  ResultCache::Regions regions() const { return {{"default", m_region}}; }
  QString folder() const { return m_folder.filePath(QStringLiteral("cache")); }
  /// SELECTs since it was asked last.
  std::size_t selects();

  std::unique_ptr<MusicDatabase> m_database;
  std::shared_ptr<const Registry> m_registry;
  QTemporaryDir m_folder;
  std::shared_ptr<CacheRegion> m_region;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_counted = 0;
};

void ResultCacheTest::everyRegion() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<bool>("isFile");
  for (const bool isFile : {false, true}) {
    const std::string where = isFile ? " file" : " memory";
    QTest::newRow(("SQLite" + where).c_str()) << int(MusicDatabase::Backend::Sqlite) << isFile;
    if (qEnvironmentVariableIsSet("JOINERY_TEST_POSTGRES")) QTest::newRow(("PostgreSQL" + where).c_str()) << int(MusicDatabase::Backend::Postgresql) << isFile;
  }
}

void ResultCacheTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(MusicDatabase::Backend(backend));
  m_registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), cachedModels());
  const bool isFile = QTest::currentDataTag() && std::string(QTest::currentDataTag()).ends_with(" file");
  if (isFile) m_region = std::make_shared<FileRegion>(folder(), m_registry);
  else m_region = std::make_shared<MemoryRegion>();
  m_region->clear();
  m_session = open();
  selects();
}

void ResultCacheTest::cleanup() {
  m_session.reset();
  const std::vector<std::string> warnings = m_region->takeWarnings();
  QVERIFY2(warnings.empty(), warnings.empty() ? "" : warnings.front().c_str());
  m_region.reset();
  QDir(folder()).removeRecursively();
  m_database.reset();
}

std::size_t ResultCacheTest::selects() {
  const std::size_t count = m_database->statementsAfter(m_counted, "SELECT").size();
  m_counted = m_database->lastStatement();
  return count;
}

void ResultCacheTest::sendsNothingOnAHit() {
  ResultCache cache(*m_session, regions());
  const auto first = cache.select({.model = "Artist", .sorts = {"+id"}}, {});
  QCOMPARE(selects(), std::size_t{1});
  m_session->commit();
  m_counted = m_database->lastStatement();
  const auto second = cache.select({.model = "Artist", .sorts = {"+id"}}, {});
  QCOMPARE(m_database->lastStatement(), m_counted);  // M2: not even a BEGIN
  QCOMPARE(second.size(), std::size_t{3});
  QVERIFY(second == first);
  QCOMPARE(nameOf(second[1]), std::string("Accept"));
  QVERIFY(m_session->get("Artist", {Value::integer(1)}) == second[0]);  // M7
  const auto other = open();
  ResultCache others(*other, regions());
  QCOMPARE(nameOf(others.select({.model = "Artist", .sorts = {"+id"}}, {}).back()), std::string("Nobody"));
  QVERIFY(other->get("Artist", {Value::integer(3)}));
  QCOMPARE(selects(), std::size_t{0});  // M7
}

void ResultCacheTest::tellsStatementsApartByTextValuesNameAndWhatIsLoadedAlong() {
  ResultCache cache(*m_session, regions());
  const auto sent = [&](const Query& query, const FromCache& from = {}, const SelectOptions& options = {}) {
    cache.select(query, from, options);
    return selects();
  };
  const Query one{.model = "Artist", .filter = {{"id", 1}}};
  QCOMPARE(sent(one), std::size_t{1});
  QCOMPARE(sent(one), std::size_t{0});
  QCOMPARE(sent({.model = "Artist", .filter = {{"id", 2}}}), std::size_t{1});  // M4
  QCOMPARE(sent({.model = "Artist", .filter = {{"id", 1}}, .limit = 5}), std::size_t{1});
  QCOMPARE(sent({.model = "Artist", .filter = {{"id", 1}}, .limit = 6}), std::size_t{1});
  QCOMPARE(sent(one, {.name = "range"}), std::size_t{1});
  QCOMPARE(sent(one, {}, {.selectin = {"albums"}}), std::size_t{2});
  QCOMPARE(sent(one, {}, {.joined = {"albums"}}), std::size_t{1});
  QCOMPARE(sent(one, {.name = "range"}) + sent(one, {}, {.selectin = {"albums"}}) + sent(one, {}, {.joined = {"albums"}}), std::size_t{0});
  // T17: what was read under other criteria is another result.
  m_session->criteria().add({"first", "Album", {{"id", 1}}});
  QCOMPARE(sent(one, {}, {.selectin = {"albums"}}), std::size_t{2});
  QCOMPARE(sent(one, {}, {.selectin = {"albums"}}), std::size_t{0});
}

void ResultCacheTest::keepsTheGraphThatWasLoadedTogether() {
  const Query query{.model = "Artist", .sorts = {"+id"}};
  const SelectOptions options{.selectin = {"albums.tracks"}};
  ResultCache(*m_session, regions()).select(query, {}, options);
  QCOMPARE(selects(), std::size_t{3});
  m_session = open();
  ResultCache cache(*m_session, regions());
  const auto artists = cache.select(query, {}, options);
  QCOMPARE(artists[0]->collection("albums").size(), std::size_t{2});
  QCOMPARE(artists[0]->collection("albums").front()->collection("tracks").size(), std::size_t{2});
  QVERIFY(artists[2]->collection("albums").empty());
  QCOMPARE(selects(), std::size_t{0});  // M6
}

void ResultCacheTest::answersLazyLoadsOfTheNamedRelationshipOnly() {
  const auto lookAround = [&] {
    m_session = open();
    ResultCache cache(*m_session, regions());
    cache.cacheRelationship("Artist.albums");
    std::string seen;
    const auto artists = m_session->select({.model = "Artist", .sorts = {"+id"}});
    for (const RecordPtr& artist : artists) seen += std::to_string(artist->collection("albums").size());
    selects();
    artists[0]->collection("albums").front()->collection("tracks");
    return seen;
  };
  m_counted = m_database->lastStatement();
  QCOMPARE(lookAround(), std::string("210"));
  QCOMPARE(selects(), std::size_t{1});
  const std::uint64_t before = m_database->lastStatement();
  QCOMPARE(lookAround(), std::string("210"));
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{2});  // M6: the artists, and tracks as ever
  m_session = open();
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)});
  {
    ResultCache cache(*m_session, regions());
    cache.cacheRelationship("Artist.albums");
    cache.invalidate(*artist, "albums");
    selects();
    artist->collection("albums");
    QCOMPARE(selects(), std::size_t{1});
  }
  m_session->expire(*artist);
  artist->collection("albums");
  QCOMPARE(selects(), std::size_t{2});  // nothing answers any more where the cache is gone
}

void ResultCacheTest::answersForModelsThatInherit() {
  auto models = cachedModels();
  models[1].discriminator = "title";
  models.push_back({.name = "Rock", .table = QualifiedName("album"), .inherits = "Album", .identity = Value::text("Rock")});
  m_registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), models);
  if (dynamic_cast<FileRegion*>(m_region.get())) m_region = std::make_shared<FileRegion>(folder(), m_registry);
  for (const std::size_t sent : {2u, 0u}) {
    m_session = open();
    ResultCache cache(*m_session, regions());
    cache.cacheRelationship("Album.tracks");
    const auto albums = cache.select({.model = "Album", .filter = {{"id", 1}}}, {});
    QCOMPARE(albums.front()->model().name, std::string("Rock"));
    QCOMPARE(albums.front()->collection("tracks").size(), std::size_t{2});
    QCOMPARE(selects(), sent);  // M6
  }
}

void ResultCacheTest::givesEachSessionRecordsOfItsOwn() {
  ResultCache cache(*m_session, regions());
  const auto mine = cache.select({.model = "Artist"}, {});
  const auto session = open();
  ResultCache other(*session, regions());
  const auto theirs = other.select({.model = "Artist"}, {});
  QCOMPARE(theirs.size(), mine.size());
  for (std::size_t i = 0; i < mine.size(); ++i) QVERIFY(!(theirs[i] == mine[i]) && session->contains(*theirs[i]) && m_session->contains(*mine[i]));  // M7
}

void ResultCacheTest::discardsPendingChangesOnAHit() {
  ResultCache cache(*m_session, regions());
  const Query query{.model = "Artist", .filter = {{"id", 1}}};
  const RecordPtr artist = cache.select(query, {}).front();
  artist->set("name", Value::text("changed"));
  QVERIFY(cache.select(query, {}).front() == artist);
  QCOMPARE(nameOf(artist), std::string("AC/DC"));  // M7
  QVERIFY(!artist->isModified() && !m_session->isModified());
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT name FROM artist WHERE id = 1"), std::string("AC/DC"));
}

void ResultCacheTest::isStaleUntilItIsInvalidated() {
  const Query query{.model = "Artist", .filter = {{"id", 1}}}, another{.model = "Artist", .filter = {{"id", 2}}};
  const auto name = [&](const Query& asked) {
    m_session = open();
    return nameOf(ResultCache(*m_session, regions()).select(asked, {}).front());
  };
  QCOMPARE(name(query) + name(another), std::string("AC/DCAccept"));
  m_session->commit();
  m_database->run("UPDATE artist SET name = 'newer ' || id");
  QCOMPARE(name(query), std::string("AC/DC"));  // M8
  ResultCache(*m_session, regions()).invalidate(query, {.name = "another"});
  QCOMPARE(name(query), std::string("AC/DC"));  // M3
  ResultCache(*m_session, regions()).invalidate(query, {});
  QCOMPARE(name(query), std::string("newer 1"));
  QCOMPARE(name(another), std::string("Accept"));
  ResultCache(*m_session, regions()).invalidateAll();
  QCOMPARE(name(another), std::string("newer 2"));
}

void ResultCacheTest::isAMissOnceItHasExpired() {
  ResultCache cache(*m_session, regions());
  const Query query{.model = "Artist"};
  cache.select(query, {});
  cache.select(query, {.expiration = std::chrono::hours(1)});
  QCOMPARE(selects(), std::size_t{1});
  cache.select(query, {.expiration = CacheRegion::Duration(0)});
  QCOMPARE(selects(), std::size_t{1});  // M8
  cache.select(query, {.expiration = CacheRegion::Duration(0), .ignoreExpiration = true});
  QCOMPARE(selects(), std::size_t{0});
  // What the region says holds where nothing else is said.
  ResultCache ages(*m_session, {{"default", std::make_shared<MemoryRegion>(CacheRegion::Duration(0))}});
  ages.select(query, {});
  ages.select(query, {});
  ages.select(query, {.expiration = std::chrono::hours(1)});
  QCOMPARE(selects(), std::size_t{2});
}

void ResultCacheTest::refusesAMissWhereNothingIsToBeRead() {
  ResultCache cache(*m_session, regions());
  QCOMPARE(kindOfFailure([&] { cache.select({.model = "Artist"}, {.ignoreExpiration = true}); }), ErrorKind::KeyNotFound);  // M8
  QCOMPARE(kindOfFailure([&] { cache.rows(albumTitles(), {.ignoreExpiration = true}, {{"artist", Value::integer(1)}}); }), ErrorKind::KeyNotFound);
  QCOMPARE(selects(), std::size_t{0});
}

void ResultCacheTest::givesBackADeletedRowWhoseChangeIsStale() {
  const Query query{.model = "Artist", .filter = {{"id", 3}}};
  ResultCache(*m_session, regions()).select(query, {});
  m_session = open();
  m_database->run("DELETE FROM artist WHERE id = 3");
  ResultCache cache(*m_session, regions());
  const RecordPtr ghost = cache.select(query, {}).front();
  QCOMPARE(nameOf(ghost), std::string("Nobody"));
  ghost->set("name", Value::text("Somebody"));
  QCOMPARE(kindOfFailure([&] { m_session->flush(); }), ErrorKind::StaleData);  // M8
  m_session->rollback();
}

void ResultCacheTest::cachesPlainRowsByTheirParameters() {
  ResultCache cache(*m_session, regions());
  const auto titles = [&](int artist) { return cache.rows(albumTitles(), {}, {{"artist", Value::integer(artist)}}); };
  const auto first = titles(1);
  QCOMPARE(selects(), std::size_t{1});
  const auto again = titles(1);
  QCOMPARE(selects(), std::size_t{0});  // M8
  QCOMPARE(again->rows(), std::size_t{2});
  QVERIFY(again->at(1, 0) == first->at(1, 0) && again->column(0).label == first->column(0).label && again->column(0).type == first->column(0).type);
  QCOMPARE(titles(2)->rows(), std::size_t{1});
  QCOMPARE(selects(), std::size_t{1});  // M4
  cache.invalidate(albumTitles(), {}, {{"artist", Value::integer(1)}});
  titles(1), titles(2);
  QCOMPARE(selects(), std::size_t{1});
}

void ResultCacheTest::keepsEveryKindOfValue() {
  ValueType mood = ValueType::of(TypeKind::Enum);
  mood.labels = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"glad", "sad"});
  mood.length = 4;
  const std::vector<Value> values{Value::null(), Value::boolean(true), Value::integer(INT64_MIN), Value::unsignedInteger(UINT64_MAX), Value::real(-0.0),
                                  Value::real(0.1), Value::text(std::string("a\0ä", 4)), Value::text(""), Value::blob(std::string("\0\xff", 2))};
  RowBatchBuilder builder({{"mood", mood}, {"cut", ValueType::of(TypeKind::Text)}});
  for (const Value& value : values) {
    builder.append(0, value);
    builder.appendPartial(1, ValueView::text("head"), 5'000'000'000);
    builder.endRow();
  }
  const auto rows = builder.build();
  m_region->put("key", {.rows = rows});
  const auto found = m_region->find("key");
  QVERIFY(found && found->rows);
  QCOMPARE(found->rows->rows(), values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    QVERIFY(found->rows->at(row, 0) == values[row].view());
    QCOMPARE(found->rows->fullSize(row, 1), std::uint64_t{5'000'000'000});
  }
  QVERIFY(found->rows->column(0).type == mood && found->rows->column(1).label == "cut");
  QVERIFY(!m_region->find("another"));
}

void ResultCacheTest::doesNotCacheWhatIsNotWritten() {
  m_session = open({.autoflush = false});
  ResultCache cache(*m_session, regions());
  const RecordPtr artist = m_session->get("Artist", {Value::integer(1)});
  artist->set("name", Value::text("draft"));
  selects();
  QCOMPARE(nameOf(cache.select({.model = "Artist", .sorts = {"+id"}}, {}).front()), std::string("draft"));
  QCOMPARE(cache.takeWarnings().size(), std::size_t{1});
  m_session->rollback();
  QCOMPARE(nameOf(cache.select({.model = "Artist", .sorts = {"+id"}}, {}).front()), std::string("AC/DC"));
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{2});
}

void ResultCacheTest::readsAgainWhereAFileIsDamaged() {
  m_region = std::make_shared<FileRegion>(folder(), m_registry);
  ResultCache cache(*m_session, regions());
  const Query query{.model = "Artist", .sorts = {"+id"}};
  cache.select(query, {}, {.selectin = {"albums"}});
  const QString path = QDir(folder()).entryInfoList(QDir::Files).front().filePath();
  QCOMPARE(QFile(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray whole = file.readAll();
  file.close();
  for (const qsizetype size : {qsizetype{0}, qsizetype{3}, qsizetype{20}, whole.size() / 2, whole.size() - 1, whole.size()}) {
    QByteArray damaged = whole.left(size);
    if (size == whole.size()) damaged[size / 2] = static_cast<char>(~damaged[size / 2]);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(damaged) == damaged.size());
    file.close();
    selects();
    QCOMPARE(nameOf(cache.select(query, {}, {.selectin = {"albums"}}).front()), std::string("AC/DC"));
    QCOMPARE(selects(), std::size_t{2});
    QCOMPARE(cache.takeWarnings().size(), std::size_t{1});
  }
  cache.select(query, {}, {.selectin = {"albums"}});
  QCOMPARE(selects(), std::size_t{0});
}

void ResultCacheTest::readsAgainWhereTheModelsAreOthers() {
  const Query query{.model = "Artist", .sorts = {"+id"}};
  m_region = std::make_shared<FileRegion>(folder(), m_registry);
  ResultCache(*m_session, regions()).select(query, {}, {.selectin = {"albums"}});
  auto models = cachedModels();
  models[0].relationships[0].name = "records";
  models[1].relationships[0].backPopulates = "records";
  const auto registry = mapModels(std::make_shared<schema::MetaData>(m_database->registry()->metadata()), models);
  m_region = std::make_shared<FileRegion>(folder(), registry);
  m_session->close();
  Session session(m_database->connection(), m_database->dialect(), registry, {.autocommit = true});
  ResultCache cache(session, regions());
  selects();
  // The statement and what is loaded along differ, so it is another key; the same key would be a miss too.
  QCOMPARE(cache.select(query, {}, {.selectin = {"records"}}).front()->collection("records").size(), std::size_t{2});
  QCOMPARE(selects(), std::size_t{2});
  m_region->put("key", {.frozen = FrozenRecords::freeze(m_session->select(query, {.selectin = {"albums"}}), m_registry)});
  QVERIFY(!m_region->find("key"));
  QCOMPARE(cache.takeWarnings().size(), std::size_t{1});
}

void ResultCacheTest::survivesWithoutAFolderToWriteTo() {
  QFile inTheWay(folder());
  QVERIFY(inTheWay.open(QIODevice::WriteOnly));
  m_region = std::make_shared<FileRegion>(folder(), m_registry);
  ResultCache cache(*m_session, regions());
  for (int i = 0; i < 2; ++i) QCOMPARE(cache.select({.model = "Artist"}, {}).size(), std::size_t{3});
  QCOMPARE(selects(), std::size_t{2});
  QCOMPARE(cache.takeWarnings().size(), std::size_t{2});
  inTheWay.remove();
}

void ResultCacheTest::holdsASessionsOwnRecordsUntilItIsClosed() {
  const auto region = std::make_shared<SessionRegion>();
  ResultCache cache(*m_session, {{"local", region}});
  const Query query{.model = "Artist", .filter = {{"id", 1}}};
  const FromCache local{.region = "local"};
  const RecordPtr artist = cache.select(query, local).front();
  artist->set("name", Value::text("changed"));
  QVERIFY(cache.select(query, local).front() == artist);  // M9
  QCOMPARE(nameOf(artist), std::string("changed"));
  QCOMPARE(selects(), std::size_t{1});
  m_session->close();
  QCOMPARE(nameOf(cache.select(query, local).front()), std::string("AC/DC"));
  QCOMPARE(selects(), std::size_t{1});
  // Another session is never given this one's records.
  m_session->commit();
  const auto session = open();
  ResultCache other(*session, {{"local", region}});
  QVERIFY(session->contains(*other.select(query, local).front()));
  QCOMPARE(selects(), std::size_t{1});
}

void ResultCacheTest::servesSessionsOnTwoThreads() {
  ResultCache(*m_session, regions()).select({.model = "Artist", .sorts = {"+id"}}, {}, {.selectin = {"albums"}});
  selects();
  const auto read = [&](std::string& seen) {
    for (int i = 0; i < 50; ++i) {
      // A hit needs no connection.
      const SessionTransaction::Source none = []() -> Connection& { throw DbError(ErrorKind::CannotConnect, "not asked for"); };
      Session session(none, m_database->dialect(), m_registry, {});
      ResultCache cache(session, regions());
      seen = nameOf(cache.select({.model = "Artist", .sorts = {"+id"}}, {}, {.selectin = {"albums"}}).front());
    }
  };
  std::string here, there;
  std::thread other([&] { read(there); });
  read(here);
  other.join();
  QCOMPARE(here + " " + there, std::string("AC/DC AC/DC"));
  QCOMPARE(selects(), std::size_t{0});
}

/// Files come and go between two looks at them; cleanup() asserts that there are no warnings.
void ResultCacheTest::losesResultsToOtherThreadsWithoutAWord() {
  const CachedResult result{.frozen = FrozenRecords::freeze(m_session->select({.model = "Artist"}), m_registry)};
  std::atomic<bool> isDone = false;
  const auto until = [&](const std::function<void()>& step) {
    return std::thread([&isDone, step] {
      while (!isDone) step();
    });
  };
  std::vector<std::thread> others;
  others.push_back(until([&] { m_region->put("key", result); }));
  others.push_back(until([&] { m_region->remove("key"); }));
  others.push_back(until([&] { m_region->clear(); }));
  std::size_t incomplete = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::optional<CachedResult> found = m_region->find("key");
    incomplete += found && (!found->frozen || found->frozen->size() != 3) ? 1 : 0;
  }
  isDone = true;
  for (std::thread& each : others) each.join();
  QCOMPARE(incomplete, std::size_t{0});
  m_region->put("key", result);
  QVERIFY(m_region->find("key"));
}

void ResultCacheTest::namesUnknownRegionsAndRelationships() {
  ResultCache cache(*m_session, regions());
  QCOMPARE(kindOfFailure([&] { cache.select({.model = "Artist"}, {.region = "other"}); }), ErrorKind::Argument);
  QCOMPARE(kindOfFailure([&] { cache.cacheRelationship("Artist.albums", {.region = "other"}); }), ErrorKind::Argument);
  QCOMPARE(kindOfFailure([&] { cache.cacheRelationship("Artist.tracks"); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindOfFailure([&] { cache.cacheRelationship("Artist"); }), ErrorKind::InvalidRequest);
  QCOMPARE(selects(), std::size_t{0});
}

JOINERY_TEST(ResultCacheTest)
#include "tst_result_cache.moc"
