// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "await.h"
#include "engine_test.h"
#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Access = Engine::Access;
using State = Connection::TransactionState;

namespace {

auto asks(std::string sql) {
  return [sql = std::move(sql)](Worker::Context& context) { return number(context.connection, sql); };
}

}  // namespace

class TestEnginePostgresql : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void readsOnReadOnlyConnections();
  void replacesAConnectionThatTheServerEnded();
  void reconnectsAfterTheServerEndedTheConnection();
  void cancelsARunningQuery();
  void cancelsAtAnyMomentNeverHitTheNextStatement();
  void rollsBackACancelledTransaction();
  void rollsBackWhenADeferredConstraintRefusesTheCommit();
  void refusesToCommitAFailedTransaction();
  void undoesASavepointAfterAnError();
  void readsTheCatalogueOnAReadOnlyConnection();
  void readsTheCatalogueInsideAnOpenTransaction();
  void takesAsManyStatementsForManyTablesAsForFew();

 private:
  void createTables(int from, int to);
  std::size_t statementsOfReflection();
  void endOtherSessions();
  std::shared_ptr<Engine> m_engine;
};

void TestEnginePostgresql::init() {
  const auto url = qgetenv("JOINERY_TEST_POSTGRES").toStdString();
  if (url.empty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  // By its name, its connections are told from those of tests that run beside it.
  m_engine = Engine::create(Url::parse(url + (url.find('?') == std::string::npos ? "?" : "&") + "application_name=engine_test"));
  const auto lease = m_engine->connect(Access::Write, "setup");
  lease->execute("DROP SCHEMA IF EXISTS engine_test CASCADE");
  lease->execute("CREATE SCHEMA engine_test");
  lease->execute("CREATE TABLE engine_test.item(id int PRIMARY KEY, name text)");
  lease->execute("CREATE TABLE engine_test.part(item int REFERENCES engine_test.item DEFERRABLE INITIALLY DEFERRED)");
}

void TestEnginePostgresql::cleanup() {
  if (!m_engine) return;
  m_engine->connect(Access::Write)->execute("DROP SCHEMA IF EXISTS engine_test CASCADE");
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::milliseconds(10'000)));
}

void TestEnginePostgresql::endOtherSessions() {
  const auto other = Engine::create(m_engine->url());
  const auto lease = other->connect(Access::Write);
  const auto ended = number(*lease,
                            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE pid <> "
                            "pg_backend_pid() AND application_name = 'engine_test'");
  QVERIFY(ended > 0);
}

void TestEnginePostgresql::readsOnReadOnlyConnections() {
  const auto lease = m_engine->connect(Access::Read);
  const auto error = errorOf([&] { lease->execute("INSERT INTO engine_test.item VALUES (1)"); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::ReadOnly);
}

void TestEnginePostgresql::replacesAConnectionThatTheServerEnded() {  // Q7
  m_engine->connect(Access::Write).release();
  const auto before = m_engine->statistics(Access::Write);
  endOtherSessions();
  const auto lease = m_engine->connect(Access::Write);
  QCOMPARE(number(*lease, "SELECT 7"), 7);
  QCOMPARE(m_engine->statistics(Access::Write).invalidated, before.invalidated + 1);
  QCOMPARE(m_engine->statistics(Access::Write).opened, before.opened + 1);
}

void TestEnginePostgresql::reconnectsAfterTheServerEndedTheConnection() {
  Worker worker(m_engine, Access::Read, "grid");
  QCOMPARE(await(worker.run(asks("SELECT 1"))).value(), 1);
  endOtherSessions();
  const auto lost = await(worker.run(asks("SELECT 2")));
  QVERIFY(!lost);
  QCOMPARE(lost.error().kind(), ErrorKind::ConnectionLost);
  QCOMPARE(await(worker.run(asks("SELECT 3"))).value(), 3);
}

void TestEnginePostgresql::cancelsARunningQuery() {
  Worker worker(m_engine, Access::Read, "console");
  const auto job = worker.run(runs("SELECT pg_sleep(60)"));
  QTRY_VERIFY(number(*m_engine->connect(Access::Write),
                     "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'") == 1);
  worker.cancel(job.id);
  const auto result = await(job);
  QVERIFY(!result);
  QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
  QCOMPARE(await(worker.run(asks("SELECT 7"))).value(), 7);
}

void TestEnginePostgresql::cancelsAtAnyMomentNeverHitTheNextStatement() {
  Worker worker(m_engine, Access::Read, "console");
  for (int i = 0; i < 200; ++i) {
    const auto doomed = worker.run(runs(i % 2 ? "SELECT pg_sleep(0.001)" : "SELECT pg_sleep(60)"));
    const auto next = worker.run(asks("SELECT 7"));
    spinFor(std::chrono::microseconds(10 * i));
    worker.cancel(doomed.id);
    const auto result = await(doomed);
    if (!result) QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
    const auto answer = await(next);
    QVERIFY2(answer, answer ? "" : answer.error().what());
    QCOMPARE(answer.value(), 7);
  }
}

void TestEnginePostgresql::rollsBackACancelledTransaction() {
  Worker worker(m_engine, Access::Write, "session");
  const auto job = worker.run([](Worker::Context& context) {
    Transaction transaction(context.connection, context.dialect, Transaction::Mode::Write);
    context.connection.execute("INSERT INTO engine_test.item VALUES (1)");
    context.connection.execute("SELECT pg_sleep(61)");
    transaction.commit();
    return Done{};
  });
  QTRY_VERIFY(number(*m_engine->connect(Access::Write),
                     "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(61)'") == 1);
  worker.cancel(job.id);
  QVERIFY(!await(job));
  QCOMPARE(await(worker.run(asks("SELECT count(*) FROM engine_test.item"))).value(), 0);
  const auto state = await(worker.run([](Worker::Context& context) { return context.connection.transactionState(); }));
  QCOMPARE(state.value(), State::Idle);
}

void TestEnginePostgresql::rollsBackWhenADeferredConstraintRefusesTheCommit() {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  lease->execute("INSERT INTO engine_test.part VALUES (99)");
  const auto error = errorOf([&] { transaction.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::Integrity);
  QVERIFY(!transaction.isOpen());
  QCOMPARE(lease->transactionState(), State::Idle);
}

void TestEnginePostgresql::refusesToCommitAFailedTransaction() {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  lease->execute("INSERT INTO engine_test.item VALUES (1)");
  QVERIFY(errorOf([&] { lease->execute("SELECT 1 / 0"); }));
  const auto error = errorOf([&] { transaction.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::InvalidRequest);
  QCOMPARE(number(*lease, "SELECT count(*) FROM engine_test.item"), 0);
}

void TestEnginePostgresql::undoesASavepointAfterAnError() {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  lease->execute("INSERT INTO engine_test.item VALUES (1)");
  QVERIFY(errorOf([&] {
    const Savepoint savepoint(*lease, "inner");
    lease->execute("INSERT INTO engine_test.item VALUES (1)");
  }));
  transaction.commit();
  QCOMPARE(number(*lease, "SELECT count(*) FROM engine_test.item"), 1);
}

void TestEnginePostgresql::createTables(int from, int to) {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  for (int i = from; i < to; ++i) {
    lease->execute("CREATE TABLE engine_test.t" + std::to_string(i) + "(id int PRIMARY KEY, parent int REFERENCES engine_test.t" +
                   std::to_string(i / 2) + ", code text UNIQUE)");
  }
  transaction.commit();
}

std::size_t TestEnginePostgresql::statementsOfReflection() {
  const auto lease = m_engine->connect(Access::Read);
  const auto before = m_engine->log().statements().back().number;
  reflect(*lease, m_engine->dialect());
  return m_engine->log().statements(before).size();
}

void TestEnginePostgresql::readsTheCatalogueOnAReadOnlyConnection() {
  const auto lease = m_engine->connect(Access::Read);
  const auto table = reflect(*lease, m_engine->dialect())->find(QualifiedName("engine_test", "part"));
  QVERIFY(table);
  QCOMPARE(table->foreignKeys.size(), 1U);
  QVERIFY(table->foreignKeys[0].initiallyDeferred);
  QCOMPARE(lease->transactionState(), State::Idle);
}

void TestEnginePostgresql::readsTheCatalogueInsideAnOpenTransaction() {
  const auto lease = m_engine->connect(Access::Write);
  Transaction transaction(*lease, m_engine->dialect(), Transaction::Mode::Write);
  lease->execute("CREATE TABLE engine_test.fresh(a int)");
  const QualifiedName fresh("engine_test", "fresh");
  QVERIFY(reflect(*lease, m_engine->dialect())->find(fresh));
  QCOMPARE(lease->transactionState(), State::Active);
  transaction.rollback();
  QVERIFY(!reflect(*lease, m_engine->dialect())->find(fresh));
}

void TestEnginePostgresql::takesAsManyStatementsForManyTablesAsForFew() {
  const std::size_t few = statementsOfReflection();
  createTables(0, 500);
  QCOMPARE(statementsOfReflection(), few);
}

JOINERY_TEST(TestEnginePostgresql)
#include "tst_engine_postgresql.moc"
