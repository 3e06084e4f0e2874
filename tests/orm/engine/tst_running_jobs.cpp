// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "await.h"
#include "fake_driver.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using std::chrono::milliseconds;

/// What runs is known to all: its words, its progress, and how to stop it.
class TestRunningJobs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void listsAJobWhileItRuns();
  void callsAJobByItsWorkerWhereItHasNoWords();
  void tellsOfProgress();
  void stopsAJobAtTheServer();
  void leavesOtherJobsAlone();
  void forgetsWhatHasEnded();
  void listsWhatNoWorkerRuns();
  void tellsItsListenerOfEachJob();
  void stopsAJobThatWaitsForAConnection();
  void listsNoJobThatWaitsInAQueue();
  void givesAnIdleConnectionBack();
  void keepsAnIdleConnectionWithATransaction();

 private:
  Job<Done> block(Worker& worker, const std::string& what = "count rows") {
    return worker.run([](Worker::Context& context) { return context.connection.execute("BLOCK"), Done{}; }, what);
  }
  std::vector<RunningJobs::Job> jobs() const { return m_engine->jobs()->jobs(); }

  std::shared_ptr<FakeServer> m_server;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Worker> m_worker;
};

void TestRunningJobs::init() {
  m_server = std::make_shared<FakeServer>();
  m_engine = fakeEngine(m_server);
  m_worker = std::make_unique<Worker>(m_engine, Engine::Access::Read, "grid", Worker::Keep::WhileUsed);
}

void TestRunningJobs::cleanup() {
  m_server->unblock();
  m_worker.reset();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
  m_engine.reset();
}

void TestRunningJobs::listsAJobWhileItRuns() {
  QVERIFY(jobs().empty());
  const auto job = block(*m_worker);
  QVERIFY(m_server->waitFor("BLOCK"));
  QCOMPARE(jobs().size(), 1U);
  QCOMPARE(jobs()[0].what, std::string("count rows"));
  QVERIFY(jobs()[0].began <= RunningJobs::Clock::now());
  QVERIFY(!jobs()[0].isStopping);
  m_server->unblock();
  QVERIFY(await(job));
  QTRY_VERIFY(jobs().empty());
}

void TestRunningJobs::callsAJobByItsWorkerWhereItHasNoWords() {
  const auto job = block(*m_worker, {});
  QVERIFY(m_server->waitFor("BLOCK"));
  QCOMPARE(jobs().at(0).what, std::string("grid"));
}

void TestRunningJobs::tellsOfProgress() {
  const auto job = m_worker->run([](Worker::Context& context) {
    context.progress.set(3, 10);
    context.connection.execute("BLOCK");
    return Done{};
  });
  QVERIFY(m_server->waitFor("BLOCK"));
  QCOMPARE(jobs().at(0).done, 3);
  QCOMPARE(jobs().at(0).total, 10);
}

void TestRunningJobs::stopsAJobAtTheServer() {
  const auto job = block(*m_worker);
  QVERIFY(m_server->waitFor("BLOCK"));
  m_server->setIgnoresCancels(1);  // so that it is still there to be looked at
  const auto number = jobs().at(0).number;
  m_engine->jobs()->stop(number);
  const auto result = await(job);
  QVERIFY(!result);
  QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
  QVERIFY(m_server->waitFor("cancel"));
}

void TestRunningJobs::leavesOtherJobsAlone() {
  Worker other(m_engine, Engine::Access::Read, "keys");
  const auto first = block(*m_worker, "first");
  QVERIFY(m_server->waitFor("BLOCK"));
  const auto second = block(other, "second");
  QVERIFY(m_server->waitFor("BLOCK", 2));
  QCOMPARE(jobs().size(), 2U);
  m_engine->jobs()->stop(jobs().at(1).number);
  QVERIFY(!await(second));
  QVERIFY(!first.future.isFinished());
  QTRY_COMPARE(jobs().size(), 1U);
  QCOMPARE(jobs().at(0).what, std::string("first"));
}

void TestRunningJobs::forgetsWhatHasEnded() {
  const auto job = block(*m_worker);
  QVERIFY(m_server->waitFor("BLOCK"));
  const auto number = jobs().at(0).number;
  m_server->unblock();
  QVERIFY(await(job));
  QTRY_VERIFY(jobs().empty());
  m_engine->jobs()->stop(number);
  QCOMPARE(m_server->count("cancel"), 0);
}

void TestRunningJobs::listsWhatNoWorkerRuns() {
  bool stopped = false;
  auto entry = m_engine->jobs()->begin("write rows.csv", [&] { stopped = true; });
  entry->progress().set(5);
  QCOMPARE(jobs().at(0).what, std::string("write rows.csv"));
  QCOMPARE(jobs().at(0).done, 5);
  m_engine->jobs()->stop(jobs().at(0).number);
  QVERIFY(stopped);
  QVERIFY(jobs().at(0).isStopping);
  entry.reset();
  QVERIFY(jobs().empty());
}

void TestRunningJobs::tellsItsListenerOfEachJob() {
  int told = 0;
  m_engine->jobs()->setListener([&] { ++told; });
  auto first = m_engine->jobs()->begin("first", {});
  auto second = m_engine->jobs()->begin("second", {});
  QCOMPARE(told, 2);
  m_engine->jobs()->setListener({});
  auto third = m_engine->jobs()->begin("third", {});
  QCOMPARE(told, 2);
}

void TestRunningJobs::stopsAJobThatWaitsForAConnection() {
  PoolOptions one;
  one.size = 1;
  one.maxOverflow = 0;
  one.timeout = milliseconds(20'000);
  m_worker.reset();
  m_engine = fakeEngine(m_server, one);
  auto lent = m_engine->connect(Engine::Access::Read);
  m_worker = std::make_unique<Worker>(m_engine, Engine::Access::Read, "grid");
  const auto job = m_worker->run([](Worker::Context&) { return Done{}; });
  QTRY_COMPARE(m_engine->statistics(Engine::Access::Read).waiting, 1U);
  m_engine->jobs()->stop(jobs().at(0).number);
  const auto result = await(job);
  QVERIFY(!result);
  QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
  QVERIFY(jobs().empty());
  QCOMPARE(m_engine->statistics(Engine::Access::Read).lent, 1U);
  lent.release();
  // The worker goes on with what comes next.
  QVERIFY(await(m_worker->run([](Worker::Context&) { return Done{}; })));
}

void TestRunningJobs::listsNoJobThatWaitsInAQueue() {
  const auto running = block(*m_worker, "first");
  const auto waiting = block(*m_worker, "second");
  QVERIFY(m_server->waitFor("BLOCK"));
  QCOMPARE(jobs().size(), 1U);
}

void TestRunningJobs::givesAnIdleConnectionBack() {
  QVERIFY(await(m_worker->run([](Worker::Context&) { return Done{}; })));
  QCOMPARE(m_engine->statistics(Engine::Access::Read).lent, 1U);
  QTRY_COMPARE_WITH_TIMEOUT(m_engine->statistics(Engine::Access::Read).lent, 0U, 30'000);
  QVERIFY(await(m_worker->run([](Worker::Context&) { return Done{}; })));
  QCOMPARE(m_server->count("open 1"), 1);
  QCOMPARE(m_server->count("open 2"), 0);
}

void TestRunningJobs::keepsAnIdleConnectionWithATransaction() {
  QVERIFY(await(m_worker->run([](Worker::Context& context) { return context.connection.execute("BEGIN"), Done{}; })));
  QTest::qWait(static_cast<int>(Worker::kIdleTime.count()) + 500);
  QCOMPARE(m_engine->statistics(Engine::Access::Read).lent, 1U);
}

JOINERY_TEST(TestRunningJobs)
#include "tst_running_jobs.moc"
