// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>
#include <random>
#include <thread>

#include "fault_counts.h"
#include "outcome_tally.h"
#include "orm/engine/execution.h"
#include "orm/engine/worker.h"
#include "served_items.h"
#include "tests/orm/engine/await.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/pending_changes.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

/// Commits that wait, that others are in the way of, or whose session has gone: B5, B6, B7, B9.
class CommitInTheWayTest : public QObject, private ServedItems {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { serve(QStringList{QStringLiteral("deadlock_timeout = 5ms")}); }
  void init() { if (!isServed()) QSKIP("no PostgreSQL server"); }
  void cleanupTestCase();
  void saysThatACommitIsLocalOnly();
  void triesDeadlocksAgainAsAWhole();
  void neverSendsAnAmbiguousCommitAgain_data();
  void neverSendsAnAmbiguousCommitAgain();
  void waitsABoundedTimeForALock_data();
  void waitsABoundedTimeForALock();
  void neverSaysSavedWhenTheSessionIsDead();
};

void CommitInTheWayTest::cleanupTestCase() {
  m_items.reset();
  QVERIFY(Worker::waitForDestroyed(1min));
  stopServing();
}

void CommitInTheWayTest::saysThatACommitIsLocalOnly() {  // B5
  m_server->cell("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  m_server->cell("SELECT pg_reload_conf()");
  while (m_server->cell("SHOW synchronous_standby_names") != "nobody") std::this_thread::sleep_for(1ms);
  const int runs = runsOf(3, 50);
  int said = 0, there = 0;
  for (int run = 0; run < runs; ++run) {
    Worker worker(m_items->engine().shared_from_this(), Engine::Access::Write, "waits");
    const auto job = worker.run([this, number = ++m_number](Worker::Context& context) {
      return m_items->unit().commit(context.connection, m_items->changesOf(number, context.connection));
    });
    while (m_server->cell("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "0") std::this_thread::sleep_for(1ms);
    worker.cancel(job.id);
    const Result<CommitResult> result = await(job);
    QVERIFY2(result.hasValue(), result ? "" : result.error().what());
    QVERIFY(result->outcome == Outcome::Committed);
    said += std::ranges::any_of(result->warnings, [](const std::string& warning) { return warning.find("synchronous replication") != std::string::npos; });
    there += written(m_number) == 3;
  }
  m_server->cell("ALTER SYSTEM RESET synchronous_standby_names");
  m_server->cell("SELECT pg_reload_conf()");
  qInfo("B5: %d commits cancelled while they waited for a standby, %d times there, %d times said to be here only", runs, there, said);
  QCOMPARE(said, runs);
  QCOMPARE(there, runs);
}

/// Locks the same rows the other way round, and changes nothing in them.
static void lockBackwards(const Url& url, const std::atomic<bool>& isOver) {
  const auto connection = Engine::create(url)->connect(Engine::Access::Write);
  while (!isOver) try {
      for (const char* sql : {"BEGIN", "UPDATE item SET name = name WHERE id = 2", "UPDATE item SET name = name WHERE id = 1", "COMMIT"}) connection->execute(sql);
    } catch (const DbError&) {
      connection->execute("ROLLBACK");
    }
}

void CommitInTheWayTest::triesDeadlocksAgainAsAWhole() {  // B6
  const int runs = runsOf(40, 500);
  int committed = 0, refused = 0, wrong = 0, again = 0;
  m_server->cell("ALTER TABLE item ADD COLUMN IF NOT EXISTS changes integer DEFAULT 0");
  m_server->cell("CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.002); "
                 "IF NEW.name <> OLD.name THEN NEW.changes = OLD.changes + 1; END IF; RETURN NEW; END'");
  m_server->cell("CREATE OR REPLACE TRIGGER slows BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION slow()");
  std::atomic<bool> isOver = false;
  std::thread other([&] { lockBackwards(m_server->url(), isOver); });
  for (int run = 0; run < runs; ++run) {
    auto lease = m_items->engine().connect(Engine::Access::Write);
    ChangeSet changes;
    for (const int id : {1, 2}) {
      Change change;
      change.kind = Change::Kind::Update;
      change.model = "item";
      change.key = {Value::integer(id)};
      change.values = {{"name", Value::text("deadlock " + std::to_string(run))}};
      changes.add(change);
    }
    wrong += !m_items->unit().readImages(*lease, changes).empty();
    const auto logged = m_items->engine().log().statements();
    const auto last = logged.empty() ? 0 : logged.back().number;
    const CommitResult result = m_items->unit().commit(*lease, changes);
    const auto sent = m_items->engine().log().statements(last);
    const auto attempts = std::ranges::count_if(sent, [](const LoggedStatement& statement) { return statement.sql.starts_with("BEGIN"); });
    again += attempts > 1;
    wrong += attempts > 3 || result.outcome == Outcome::Unknown;
    (result.outcome == Outcome::Committed ? committed : refused) += 1;
    // Both rows or neither, and each once.
    wrong += m_server->cell("SELECT count(*) FROM item WHERE id <= 2 AND name = 'deadlock " + std::to_string(run) + "'") != (result.outcome == Outcome::Committed ? "2" : "0");
    wrong += m_server->cell("SELECT count(*) FROM item WHERE id <= 2 AND changes = " + std::to_string(committed)) != "2";
  }
  isOver = true;
  other.join();
  m_server->cell("DROP TRIGGER slows ON item");
  qInfo("B6: %d units against a client that locks in the other order: %d tried again, %d committed, %d refused, %d half, twice or wrongly told", runs, again, committed, refused, wrong);
  QCOMPARE(wrong, 0);
  QVERIFY(again > 0);
}

void CommitInTheWayTest::neverSendsAnAmbiguousCommitAgain_data() {
  QTest::addColumn<QByteArray>("state");
  QTest::newRow("B6: 40003") << QByteArrayLiteral("40003");
  QTest::newRow("B6: 08007") << QByteArrayLiteral("08007");
}

void CommitInTheWayTest::neverSendsAnAmbiguousCommitAgain() {
  QFETCH(const QByteArray, state);
  OutcomeTally tally;
  const int runs = runsOf(10, 500);
  for (int run = 0; run < runs; ++run) {
    m_proxy->armAnswer(state.toStdString());
    const int acted = m_proxy->acted();
    const CommitResult result = m_items->commit(++m_number);
    QCOMPARE(m_proxy->acted(), acted + 1);
    tally.add(result.outcome, written(m_number), 3);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QCOMPARE(tally.committed, runs);
}

void CommitInTheWayTest::waitsABoundedTimeForALock_data() {
  QTest::addColumn<QByteArray>("lock");
  QTest::newRow("B7: a row") << QByteArrayLiteral("SELECT 1 FROM item WHERE id <= 10 FOR UPDATE");
  QTest::newRow("B7: a table") << QByteArrayLiteral("LOCK TABLE item IN SHARE MODE");
}

void CommitInTheWayTest::waitsABoundedTimeForALock() {
  QFETCH(const QByteArray, lock);
  Engine::Options options;
  options.connect.busyTimeout = 20ms;
  const auto engine = Engine::create(m_server->url(), options);
  const auto holder = Engine::create(Url::parse(m_server->url().toString() + "&application_name=holder"))->connect(Engine::Access::Write);
  const int runs = runsOf(3, 100);
  int named = 0, bounded = 0, wrong = 0;
  for (int run = 0; run < runs; ++run) {
    auto lease = engine->connect(Engine::Access::Write);
    const ChangeSet changes = m_items->changesOf(++m_number, *lease);
    holder->execute("BEGIN");
    fetchAll(*holder->execute(lock.toStdString()));
    QElapsedTimer timer;
    timer.start();
    const CommitResult result = m_items->unit().commit(*lease, changes);
    bounded += timer.elapsed() < 5'000;
    wrong += result.outcome != Outcome::NotCommitted || !result.error || result.error->kind() != ErrorKind::Busy || written(m_number) != 0;
    named += result.error && result.error->detail.find("(holder, ") != std::string::npos;
    holder->execute("ROLLBACK");
    // Once the way is free, the same edits are written.
    wrong += m_items->unit().commit(*lease, changes).outcome != Outcome::Committed || written(m_number) != 3;
  }
  qInfo("%s: %d tried, %d bounded, %d times the holder was named, %d wrong", QTest::currentDataTag(), runs, bounded, named, wrong);
  QCOMPARE(wrong, 0);
  QCOMPARE(bounded, runs);
  QCOMPARE(named, runs);
}

void CommitInTheWayTest::neverSaysSavedWhenTheSessionIsDead() {  // B9
  ui::Database database(Engine::create(m_server->url(), ui::Database::windowOptions()));
  QSignalSpy opened(&database, &ui::Database::opened);
  database.open();
  QVERIFY(opened.wait(kPatience));
  ui::PendingChanges changes(&database);
  const int runs = runsOf(5, 100);
  int saved = 0, kept = 0, wrong = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string token = "dead " + std::to_string(run);
    for (int i = 0; i < 50; ++i) changes.insertRow("item", {{"name", Value::text(token)}});
    const auto commit = [&] {
      QEventLoop loop;
      bool isCommitted = false;
      QObject context;
      QObject::connect(&changes, &ui::PendingChanges::committed, &context, [&] { isCommitted = true; loop.quit(); });
      QObject::connect(&changes, &ui::PendingChanges::failed, &context, [&] { loop.quit(); });
      changes.commit();
      loop.exec();
      return isCommitted;
    };
    // The session that wrote before, or at the latest that which begins to write now.
    std::thread killer([&, pause = run % 10] {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      m_server->cell("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    });
    if (run % 2 == 0) killer.join();
    const bool isSaved = commit();
    if (killer.joinable()) killer.join();
    const std::string count = m_server->cell("SELECT count(*) FROM item WHERE name = '" + token + "'");
    wrong += count != (isSaved ? "50" : "0");
    saved += isSaved;
    if (isSaved) continue;
    kept += changes.changeSet().changes().size() == 50;
    wrong += changes.changeSet().changes().size() != 50 || changes.isInDoubt() || !commit();
  }
  qInfo("B9: %d commits of 50 edits around the end of the session: %d saved, %d failed with all edits kept, %d wrong", runs, saved, kept, wrong);
  QCOMPARE(wrong, 0);
  QCOMPARE(saved + kept, runs);
}

JOINERY_TEST(CommitInTheWayTest)
#include "tst_commit_in_the_way.moc"
