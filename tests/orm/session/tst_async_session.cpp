// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QThread>

#include <optional>

#include "orm/core/db_error.h"
#include "orm/session/async_session.h"
#include "tests/orm/engine/await.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using joinery::test::await;
using joinery::test::MusicDatabase;

namespace {

template <typename T>
std::optional<ErrorKind> kindIn(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().kind());
}

std::string nameIn(Record& record) { return std::string(record.value("name").bytes()); }

}  // namespace

class AsyncSessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void givesRecordsThatAreLookedAtHere_data() { joinery::test::addBackends(); }
  void givesRecordsThatAreLookedAtHere();
  void runsSynchronousCodeThatMayLoad_data() { joinery::test::addBackends(); }
  void runsSynchronousCodeThatMayLoad();
  void writesWhatWasMadeHere_data() { joinery::test::addBackends(); }
  void writesWhatWasMadeHere();
  void writesWhatWasChangedHere_data() { joinery::test::addBackends(); }
  void writesWhatWasChangedHere();
  void keepsRowsInItsIdentityMapWhileTheyAreHeld_data() { joinery::test::addBackends(); }
  void keepsRowsInItsIdentityMapWhileTheyAreHeld();
  void loadsWhatIsRelatedWhenAsked_data() { joinery::test::addBackends(); }
  void loadsWhatIsRelatedWhenAsked();
  void keepsATransactionOpenFromOneJobToTheNext_data() { joinery::test::addBackends(); }
  void keepsATransactionOpenFromOneJobToTheNext();
  void setsSavepoints_data() { joinery::test::addBackends(); }
  void setsSavepoints();
  void deletesAndReadsAgain_data() { joinery::test::addBackends(); }
  void deletesAndReadsAgain();
  void givesErrorsAsResults_data() { joinery::test::addBackends(); }
  void givesErrorsAsResults();
  void streams_data() { joinery::test::addBackends(); }
  void streams();
  void isCancelled_data() { joinery::test::addBackends(); }
  void isCancelled();
  void rollsBackWhenItIsDestroyed_data() { joinery::test::addBackends(); }
  void rollsBackWhenItIsDestroyed();
  void givesItsConnectionBackAfterEachTransaction_data() { joinery::test::addBackends(); }
  void givesItsConnectionBackAfterEachTransaction();
  void refusesToGoOnWithoutItsTransaction_data() { joinery::test::addBackends(); }
  void refusesToGoOnWithoutItsTransaction();
  void losesItsConnection_data();
  void losesItsConnection();
  void takesEffectStatementByStatement_data() { joinery::test::addBackends(); }
  void takesEffectStatementByStatement();

 private:
  std::unique_ptr<AsyncSession> open(Session::Options options = {.expireOnCommit = false}, Engine::Access access = Engine::Access::Write);
  std::size_t sent(const char* word);
  RecordPtr made(const char* model) { return Session::make(*m_heap, m_database->registry()->at(model)); }
  /// Of a table as others see it.
  std::string seenByOthers(const std::string& sql);

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<AsyncSession> m_session;
  std::shared_ptr<RecordHeap> m_heap;
  std::uint64_t m_counted = 0;
};

void AsyncSessionTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(MusicDatabase::Backend(backend));
  m_database->giveBack();
  m_heap = RecordHeap::create();
  m_session = open();
  m_counted = m_database->lastStatement();
}

void AsyncSessionTest::cleanup() {
  m_heap.reset();
  m_session.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(30)));
  m_database.reset();
}

std::unique_ptr<AsyncSession> AsyncSessionTest::open(Session::Options options, Engine::Access access) {
  return std::make_unique<AsyncSession>(m_database->engine(), m_database->registry(), options, access);
}

std::size_t AsyncSessionTest::sent(const char* word) {
  const std::size_t count = m_database->statementsAfter(m_counted, word).size();
  m_counted = m_database->lastStatement();
  return count;
}

std::string AsyncSessionTest::seenByOthers(const std::string& sql) {
  const auto lease = m_database->engine()->connect(Engine::Access::Read);
  const auto batch = fetchAll(*lease->execute(sql));
  return batch->at(0, 0).isNull() ? "NULL" : displayText(batch->at(0, 0), {});
}

void AsyncSessionTest::givesRecordsThatAreLookedAtHere() {
  const auto selected = await(m_session->select({.model = "artist", .sorts = {"+id"}}, {.selectin = {"album"}}));
  QVERIFY(selected);
  QCOMPARE(sent("SELECT"), std::size_t{2});  // E2
  const auto artists = selected.value()->thaw(*m_heap);
  QCOMPARE(artists.size(), std::size_t{3});
  QCOMPARE(nameIn(*artists[0]), std::string("AC/DC"));
  QCOMPARE(artists[0]->collection("album").size(), std::size_t{2});
  // E6: what is not loaded is never read from here.
  try {
    artists[0]->collection("album").front()->collection("track");
    QFAIL("it was read");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Detached);
  }
  QCOMPARE(sent(""), std::size_t{0});
  QCOMPARE(await(m_session->get("artist", {Value::integer(99)})).value()->size(), std::size_t{0});
}

void AsyncSessionTest::runsSynchronousCodeThatMayLoad() {
  // I.
  QThread* const here = QThread::currentThread();
  const auto albums = await(m_session->run([here](Session& session) {
    std::size_t count = 0;
    for (const RecordPtr& artist : session.select({.model = "artist"})) count += artist->collection("album").size();
    return QThread::currentThread() == here ? std::size_t{0} : count;
  }));
  QCOMPARE(albums.value(), std::size_t{3});
  QCOMPARE(sent("SELECT"), std::size_t{4});
  const Result<Done> nothing = await(m_session->run([](Session& session) { session.rollback(); }));
  QVERIFY(nothing);
}

void AsyncSessionTest::writesWhatWasMadeHere() {
  const RecordPtr artist = made("artist"), first = made("album"), second = made("album");
  artist->set("name", Value::text("New"));
  for (const auto& [album, title] : {std::pair(first, "A"), std::pair(second, "B")}) {
    album->set("title", Value::text(title));
    artist->append("album", *album);
  }
  const auto merged = await(m_session->merge({artist, second}));
  QVERIFY(merged);
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{0});
  const auto records = merged.value()->thaw(*m_heap);
  QVERIFY(records[0]->value("id").toInteger() > 3);
  QVERIFY(records[1]->related("artist") == records[0].get());
  QCOMPARE(records[0]->collection("album").size(), std::size_t{2});
  QVERIFY(await(m_session->commit()));
  QCOMPARE(seenByOthers("SELECT count(*) FROM artist, album WHERE artist_id = artist.id AND name = 'New'"), std::string("2"));
}

void AsyncSessionTest::writesWhatWasChangedHere() {
  // E4.
  const auto selected = await(m_session->select({.model = "artist", .sorts = {"+id"}, .limit = 1}));
  const RecordPtr artist = selected.value()->thaw(*m_heap).front();
  artist->set("name", Value::text("new data"));
  QVERIFY(await(m_session->merge({artist})));
  QVERIFY(await(m_session->commit()));
  QCOMPARE(m_database->statementsAfter(m_counted, "SELECT").size(), std::size_t{1});
  const auto updates = m_database->statementsAfter(m_counted, "UPDATE");
  QCOMPARE(updates.size(), std::size_t{1});
  QVERIFY(updates.front().find("name") != std::string::npos);
  QCOMPARE(seenByOthers("SELECT name FROM artist WHERE id = 1"), std::string("new data"));
}

void AsyncSessionTest::keepsRowsInItsIdentityMapWhileTheyAreHeld() {
  auto held = await(m_session->select({.model = "artist"})).value();
  sent("SELECT");
  QVERIFY(await(m_session->get("artist", {Value::integer(2)})));
  QCOMPARE(sent("SELECT"), std::size_t{0});
  held.reset();
  QVERIFY(await(m_session->run([](Session& session) { session.heap().collect(); })));
  QVERIFY(await(m_session->get("artist", {Value::integer(2)})));
  QCOMPARE(sent("SELECT"), std::size_t{1});
}

void AsyncSessionTest::loadsWhatIsRelatedWhenAsked() {
  // E5.
  const auto held = await(m_session->get("artist", {Value::integer(1)})).value();
  const RecordPtr artist = held->thaw(*m_heap).front();
  sent("SELECT");
  const auto albums = await(m_session->related(*artist, "album")).value();
  QCOMPARE(albums->size(), std::size_t{2});
  QCOMPARE(sent("SELECT"), std::size_t{1});
  QCOMPARE(await(m_session->related(*artist, "album")).value()->size(), std::size_t{2});
  QCOMPARE(await(m_session->related(*albums->thaw(*m_heap).front(), "artist")).value()->size(), std::size_t{1});
  QCOMPARE(sent("SELECT"), std::size_t{0});
}

void AsyncSessionTest::keepsATransactionOpenFromOneJobToTheNext() {
  for (const bool commits : {false, true}) {
    const RecordPtr artist = made("artist");
    artist->set("name", Value::text("New"));
    QVERIFY(await(m_session->merge({artist})));
    QCOMPARE(seenByOthers("SELECT count(*) FROM artist"), std::string("3"));
    QCOMPARE(await(m_session->select({.model = "artist"})).value()->size(), std::size_t{4});
    QVERIFY(await(commits ? m_session->commit() : m_session->rollback()));
    QCOMPARE(seenByOthers("SELECT count(*) FROM artist"), std::string(commits ? "4" : "3"));
  }
  QCOMPARE(m_database->statementsAfter(m_counted, "BEGIN").size(), std::size_t{2});
}

void AsyncSessionTest::setsSavepoints() {
  const RecordPtr outer = made("artist"), inner = made("artist");
  outer->set("name", Value::text("outer"));
  inner->set("name", Value::text("inner"));
  QVERIFY(await(m_session->merge({outer})));
  QVERIFY(await(m_session->beginNested()));
  QVERIFY(await(m_session->merge({inner})));
  QVERIFY(await(m_session->rollbackNested()));
  QVERIFY(await(m_session->beginNested()));
  QVERIFY(await(m_session->releaseNested()));
  QVERIFY(await(m_session->commit()));
  QCOMPARE(seenByOthers("SELECT count(*) FROM artist WHERE name IN ('outer', 'inner')"), std::string("1"));
}

void AsyncSessionTest::deletesAndReadsAgain() {
  const auto held = await(m_session->select({.model = "artist", .sorts = {"+id"}})).value();
  const auto artists = held->thaw(*m_heap);
  QVERIFY(await(m_session->run([](Session& session) { session.connection().execute("UPDATE artist SET name = 'renamed' WHERE id = 2"); })));
  const auto again = await(m_session->refresh(*artists[1])).value()->thaw(*m_heap);
  QCOMPARE(nameIn(*again.front()), std::string("renamed"));
  QVERIFY(await(m_session->remove(*artists[2])));
  QVERIFY(await(m_session->commit()));
  QCOMPARE(seenByOthers("SELECT count(*) FROM artist"), std::string("2"));
  QCOMPARE(kindIn(await(m_session->remove(*artists[2]))), ErrorKind::NoResult);
  QVERIFY(await(m_session->expireAll()));
  QVERIFY(await(m_session->close()));
}

void AsyncSessionTest::givesErrorsAsResults() {
  QCOMPARE(kindIn(await(m_session->select({.model = "nothing"}))), ErrorKind::InvalidRequest);
  QCOMPARE(kindIn(await(m_session->related(*made("artist"), "album"))), ErrorKind::InvalidRequest);
  QCOMPARE(kindIn(await(m_session->run([](Session& session) {
    RecordPtr artist = session.get("artist", {Value::integer(1)});
    artist->set("name", Value::text("changed"));
    return artist;
  }))), ErrorKind::InvalidRequest);
  QVERIFY(await(m_session->rollback()));
  const RecordPtr taken = made("artist");
  taken->set("name", Value::text("AC/DC"));
  QCOMPARE(kindIn(await(m_session->merge({taken}))), ErrorKind::Integrity);
  QCOMPARE(kindIn(await(m_session->select({.model = "artist"}))), ErrorKind::PendingRollback);
  QVERIFY(await(m_session->rollback()));
  QVERIFY(await(m_session->select({.model = "artist"})));
}

void AsyncSessionTest::streams() {
  AsyncSession::Stream tracks(*m_session, {.model = "track", .sorts = {"-id"}}, {.selectin = {"album"}}, 3);
  std::string seen;
  for (auto some = await(tracks.next()).value(); !some->isEmpty(); some = await(tracks.next()).value()) {
    for (const RecordPtr& track : some->thaw(*m_heap)) seen += nameIn(*track) + (track->related("album") ? " " : "? ");
    QVERIFY(await(m_session->commit()));
  }
  QCOMPARE(seen, std::string("Four Three Two One "));
  QCOMPARE(sent("SELECT"), std::size_t{4});
}

void AsyncSessionTest::isCancelled() {
  const RecordPtr artist = made("artist");
  artist->set("name", Value::text("New"));
  QVERIFY(await(m_session->merge({artist})));
  const auto job = m_session->run([](Session& session) {
    fetchAll(*session.connection().execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"));
  });
  QTRY_VERIFY(m_session->isBusy());
  m_session->cancel(job.id);
  QCOMPARE(kindIn(await(job)), ErrorKind::Cancelled);
  QVERIFY(await(m_session->rollback()));
  QCOMPARE(await(m_session->select({.model = "artist"})).value()->size(), std::size_t{3});
}

void AsyncSessionTest::rollsBackWhenItIsDestroyed() {
  const RecordPtr artist = made("artist");
  artist->set("name", Value::text("New"));
  auto held = await(m_session->merge({artist})).value();
  const auto endless = m_session->run([](Session& session) {
    fetchAll(*session.connection().execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"));
  });
  m_session.reset();
  QCOMPARE(kindIn(await(endless)), ErrorKind::Cancelled);
  QTRY_COMPARE(m_database->engine()->statistics(Engine::Access::Write).lent, std::size_t{0});
  QCOMPARE(seenByOthers("SELECT count(*) FROM artist"), std::string("3"));
  // What was given away lives on.
  QCOMPARE(nameIn(*held->thaw(*m_heap).front()), std::string("New"));
}

void AsyncSessionTest::givesItsConnectionBackAfterEachTransaction() {
  const auto other = open();
  for (AsyncSession* session : {m_session.get(), other.get(), m_session.get()}) {
    QVERIFY(await(session->select({.model = "artist"})));
    QCOMPARE(m_database->engine()->statistics(Engine::Access::Write).lent, std::size_t{1});
    QVERIFY(await(session->commit()));
    QTRY_COMPARE(m_database->engine()->statistics(Engine::Access::Write).lent, std::size_t{0});
  }
}

void AsyncSessionTest::refusesToGoOnWithoutItsTransaction() {
  const auto state = await(m_session->run([](Session& session) {
    const RecordPtr artist = session.make("artist");
    artist->set("name", Value::text("New"));
    session.add(*artist);
    session.flush();
    session.connection().execute("ROLLBACK");
    std::vector<ErrorKind> refusals;
    for (const auto& verb : std::vector<std::function<void()>>{[&] { session.select({.model = "artist"}); }, [&] { session.commit(); }}) {
      try {
        verb();
      } catch (const DbError& error) {
        refusals.push_back(error.kind());
      }
    }
    session.rollback();
    return refusals == std::vector{ErrorKind::PendingRollback, ErrorKind::PendingRollback} ? artist->state() : RecordState::Deleted;
  }));
  QCOMPARE(state.value(), RecordState::Transient);
  QCOMPARE(await(m_session->select({.model = "artist"})).value()->size(), std::size_t{3});
}

void AsyncSessionTest::losesItsConnection_data() {
  QTest::addColumn<int>("backend");
  if (!qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::newRow("PostgreSQL") << static_cast<int>(MusicDatabase::Backend::Postgresql);
  else QTest::newRow("no server") << static_cast<int>(MusicDatabase::Backend::Sqlite);
}

void AsyncSessionTest::losesItsConnection() {
  QFETCH(int, backend);
  if (MusicDatabase::Backend(backend) == MusicDatabase::Backend::Sqlite) QSKIP("needs a server");
  const RecordPtr artist = made("artist");
  artist->set("name", Value::text("New"));
  QVERIFY(await(m_session->merge({artist})));
  QCOMPARE(kindIn(await(m_session->run([](Session& session) { fetchAll(*session.connection().execute("SELECT pg_terminate_backend(pg_backend_pid())")); }))), ErrorKind::ConnectionLost);
  // On another connection now: nothing of the old transaction may be taken for done, or be added to.
  QCOMPARE(kindIn(await(m_session->select({.model = "artist"}))), ErrorKind::PendingRollback);
  QCOMPARE(kindIn(await(m_session->commit())), ErrorKind::PendingRollback);
  QVERIFY(await(m_session->rollback()));
  QCOMPARE(await(m_session->select({.model = "artist"})).value()->size(), std::size_t{3});
}

void AsyncSessionTest::takesEffectStatementByStatement() {
  const auto session = open({.expireOnCommit = false, .autocommit = true});
  auto begun = std::make_shared<int>(0);
  QVERIFY(await(session->run([begun](Session& here) { here.events().listen(SessionEvent::AfterBegin, [begun](Session&) { ++*begun; }); })));
  const RecordPtr artist = made("artist");
  artist->set("name", Value::text("New"));
  QVERIFY(await(session->merge({artist})));
  QCOMPARE(seenByOthers("SELECT count(*) FROM artist"), std::string("4"));
  QCOMPARE(kindIn(await(session->beginNested())), ErrorKind::InvalidRequest);
  QVERIFY(await(session->commit()));
  QCOMPARE(m_database->statementsAfter(m_counted, "BEGIN").size(), std::size_t{0});
  QCOMPARE(m_database->statementsAfter(m_counted, "COMMIT").size(), std::size_t{0});
  QCOMPARE(*begun, 0);
}

JOINERY_TEST(AsyncSessionTest)
#include "tst_async_session.moc"
