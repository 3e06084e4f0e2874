// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QThread>
#include <thread>

#include "await.h"
#include "engine_test.h"
#include "fake_driver.h"
#include "orm/engine/transaction.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using std::chrono::milliseconds;

namespace {

template <typename T>
std::optional<ErrorKind> errorKindOf(const Result<T>& result) {
  if (result) return {};
  return result.error().kind();
}

std::vector<std::string> without(std::vector<std::string> events, const std::string& unwanted) {
  std::erase(events, unwanted);
  return events;
}

}  // namespace

class TestWorker : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void opensItsConnectionAtTheFirstJob();
  void runsJobsInOrderOnOneThreadWithOneConnection();
  void takesJobsThatCannotBeCopied();
  void turnsExceptionsIntoErrors();
  void givesTheConnectionErrorToEachJob();
  void reconnectsAfterTheConnectionWasLost();
  void dropsAQueuedJob();
  void interruptsARunningJob();
  void startsNothingUntilTheCancelHasReturned();
  void absorbsALateCancelBeforeTheNextJob();
  void ignoresCancelsOfFinishedJobs();
  void repeatsACancelThatHitNothing();
  void startsNoStatementOfACancelledJob();
  void rollsBackACancelledTransaction();
  void cancelsAll();
  void destroysWithoutWaitingForARunningJob();
  void destroysWithoutWaitingForAThreadThatHangs();
  void cancelsQueuedJobsWhenDestroyed();
  void givesItsConnectionBackWhenDestroyed();
  void keepsATransactionOpenBetweenJobs();
  void givesASharedConnectionBackAfterEachJob();
  void keepsASharedConnectionWhileATransactionIsOpen();
  void givesAConnectionBackThatIsKeptForATransactionOnly();
  void endsOnItsThreadBeforeTheConnectionGoes();
  void endsWithoutAConnectionThatWasLost();
  void knowsWhetherItIsBusy();
  void survivesCancelsAtAnyMoment();

 private:
  std::shared_ptr<FakeServer> m_server;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Worker> m_worker;
};

void TestWorker::init() {
  m_server = std::make_shared<FakeServer>();
  m_engine = fakeEngine(m_server);
  m_worker = std::make_unique<Worker>(m_engine, Engine::Access::Write, "grid");
}

void TestWorker::cleanup() {
  m_server->openCancelGate();
  m_server->unblock();
  m_worker.reset();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
}

void TestWorker::opensItsConnectionAtTheFirstJob() {
  QCOMPARE(m_server->events().size(), 0U);
  QVERIFY(await(m_worker->run(runs("one"))));
  QCOMPARE(m_server->events(), (std::vector<std::string>{"open 1", "one"}));
  QCOMPARE(m_engine->log().statements().front().connection, std::string("grid"));
}

void TestWorker::runsJobsInOrderOnOneThreadWithOneConnection() {
  std::vector<Qt::HANDLE> threads(20);
  Job<int> last;
  for (int i = 0; i < 20; ++i) {
    last = m_worker->run([&threads, i](Worker::Context& context) {
      context.connection.execute("job " + std::to_string(i));
      threads[static_cast<std::size_t>(i)] = QThread::currentThreadId();
      return i;
    });
  }
  QCOMPARE(await(last).value(), 19);
  std::vector<std::string> expected{"open 1"};
  for (int i = 0; i < 20; ++i) expected.push_back("job " + std::to_string(i));
  QCOMPARE(m_server->events(), expected);
  QVERIFY(std::ranges::all_of(threads, [&](auto thread) { return thread == threads.front(); }));
  QVERIFY(threads.front() != QThread::currentThreadId());
}

void TestWorker::takesJobsThatCannotBeCopied() {
  const auto job = m_worker->run([owned = std::make_unique<int>(7)](Worker::Context&) { return *owned; });
  QCOMPARE(await(job).value(), 7);
}

void TestWorker::turnsExceptionsIntoErrors() {
  QCOMPARE(errorKindOf(await(m_worker->run(runs("FAIL")))), ErrorKind::Programming);
  const auto job = m_worker->run([](Worker::Context&) -> int { throw std::runtime_error("odd"); });
  const auto result = await(job);
  QCOMPARE(errorKindOf(result), ErrorKind::Operational);
  QCOMPARE(result.error().message(), std::string("odd"));
}

void TestWorker::givesTheConnectionErrorToEachJob() {
  m_server->setRefusing(true);
  QCOMPARE(errorKindOf(await(m_worker->run(runs("one")))), ErrorKind::CannotConnect);
  m_server->setRefusing(false);
  QVERIFY(await(m_worker->run(runs("two"))));
}

void TestWorker::reconnectsAfterTheConnectionWasLost() {
  QCOMPARE(errorKindOf(await(m_worker->run(runs("LOSE")))), ErrorKind::ConnectionLost);
  QVERIFY(await(m_worker->run(runs("next"))));
  QCOMPARE(m_server->events(), (std::vector<std::string>{"open 1", "LOSE", "close 1", "open 2", "next"}));
}

void TestWorker::dropsAQueuedJob() {
  const auto running = m_worker->run(runs("BLOCK"));
  const auto queued = m_worker->run(runs("never"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(queued.id);
  QVERIFY(queued.future.isFinished());
  QCOMPARE(errorKindOf(await(queued)), ErrorKind::Cancelled);
  m_server->unblock();
  QVERIFY(await(running));
  QVERIFY(await(m_worker->run(runs("after"))));
  QCOMPARE(m_server->count("never"), 0);
  QCOMPARE(m_server->count("cancel"), 0);
}

void TestWorker::interruptsARunningJob() {
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(job.id);
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
  QVERIFY(await(m_worker->run(runs("after"))));
  QCOMPARE(m_server->count("open 2"), 0);
}

void TestWorker::startsNothingUntilTheCancelHasReturned() {
  m_server->shutCancelGate();
  const auto job = m_worker->run(runs("BLOCK"));
  const auto next = m_worker->run(runs("next"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(job.id);
  QVERIFY(m_server->waitFor("cancel"));
  m_server->openCancelGate();
  QVERIFY(await(next));
  // The cancel may have been repeated when the job was slow to end.
  const auto events = without(without(m_server->events(), "ping"), "cancel");
  QCOMPARE(events[2], std::string("cancel returned"));
  QCOMPARE(events.back(), std::string("next"));
}

void TestWorker::absorbsALateCancelBeforeTheNextJob() {
  m_server->setIgnoresCancels(1);
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_server->shutCancelGate();
  m_worker->cancel(job.id);
  QVERIFY(m_server->waitFor("cancel"));
  m_server->unblock();
  m_server->openCancelGate();
  QVERIFY(await(job));
  QVERIFY(await(m_worker->run(runs("next"))));
  const auto events = m_server->events();
  QCOMPARE(events[events.size() - 2], std::string("ping"));
  QCOMPARE(events.back(), std::string("next"));
}

void TestWorker::ignoresCancelsOfFinishedJobs() {
  const auto done = m_worker->run(runs("one"));
  QVERIFY(await(done));
  const auto running = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(done.id);
  m_worker->cancel(0);
  m_worker->cancel(1'000);
  m_server->unblock();
  QVERIFY(await(running));
  QCOMPARE(m_server->count("cancel"), 0);
}

void TestWorker::repeatsACancelThatHitNothing() {
  m_server->setIgnoresCancels(2);
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(job.id);
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
  QVERIFY(m_server->count("cancel") >= 3);
}

void TestWorker::startsNoStatementOfACancelledJob() {
  const auto job = m_worker->run([](Worker::Context& context) {
    context.connection.execute("first");
    while (!context.cancelToken.isCancelled()) std::this_thread::yield();
    context.connection.execute("second");
    return Done{};
  });
  QVERIFY(m_server->waitFor("first"));
  m_worker->cancel(job.id);
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
  QCOMPARE(m_server->count("second"), 0);
}

void TestWorker::rollsBackACancelledTransaction() {
  const auto job = m_worker->run([](Worker::Context& context) {
    Transaction transaction(context.connection, context.dialect, Transaction::Mode::Write);
    context.connection.execute("BLOCK");
    transaction.commit();
    return Done{};
  });
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancel(job.id);
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
  QCOMPARE(m_server->count("ROLLBACK"), 1);
  QCOMPARE(m_server->count("COMMIT"), 0);
}

void TestWorker::cancelsAll() {
  const auto running = m_worker->run(runs("BLOCK"));
  const auto queued = m_worker->run(runs("never"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker->cancelAll();
  QCOMPARE(errorKindOf(await(running)), ErrorKind::Cancelled);
  QCOMPARE(errorKindOf(await(queued)), ErrorKind::Cancelled);
  QCOMPARE(m_server->count("never"), 0);
}

void TestWorker::destroysWithoutWaitingForARunningJob() {
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker.reset();
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
}

void TestWorker::destroysWithoutWaitingForAThreadThatHangs() {
  m_server->setIgnoresCancels(1'000);
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker.reset();
  QVERIFY(!Worker::waitForDestroyed(milliseconds(1)));
  QVERIFY(!job.future.isFinished());
  m_server->unblock();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
  QVERIFY(job.future.isFinished());
}

void TestWorker::cancelsQueuedJobsWhenDestroyed() {
  const auto running = m_worker->run(runs("BLOCK"));
  const auto queued = m_worker->run(runs("never"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker.reset();
  QVERIFY(queued.future.isFinished());
  QCOMPARE(errorKindOf(await(queued)), ErrorKind::Cancelled);
  QCOMPARE(errorKindOf(await(running)), ErrorKind::Cancelled);
}

void TestWorker::givesItsConnectionBackWhenDestroyed() {
  QVERIFY(await(m_worker->run(runs("BEGIN"))));
  QCOMPARE(m_engine->statistics(Engine::Access::Write).lent, 1U);
  m_worker.reset();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
  QCOMPARE(m_engine->statistics(Engine::Access::Write).lent, 0U);
  QCOMPARE(m_engine->statistics(Engine::Access::Write).idle, 1U);
  QCOMPARE(m_server->count("ROLLBACK"), 1);
}

void TestWorker::keepsATransactionOpenBetweenJobs() {
  QVERIFY(await(m_worker->run(runs("BEGIN"))));
  const auto state = await(m_worker->run([](Worker::Context& context) { return context.connection.transactionState(); }));
  QCOMPARE(state.value(), Connection::TransactionState::Active);
}

void TestWorker::givesASharedConnectionBackAfterEachJob() {
  const auto engine = fakeMemoryEngine(m_server);
  Worker reader(engine, Engine::Access::Read, "reader");
  Worker writer(engine, Engine::Access::Write, "writer");
  for (int i = 0; i < 3; ++i) {
    QVERIFY(await(reader.run(runs("read"))));
    QVERIFY(await(writer.run(runs("write"))));
  }
  QCOMPARE(m_server->count("open 1"), 1);
  QCOMPARE(m_server->count("open 2"), 0);
}

void TestWorker::keepsASharedConnectionWhileATransactionIsOpen() {
  const auto engine = fakeMemoryEngine(m_server);
  Worker console(engine, Engine::Access::Write, "console");
  QVERIFY(await(console.run(runs("BEGIN"))));
  QTRY_VERIFY(!console.isBusy());
  QCOMPARE(engine->statistics(Engine::Access::Write).lent, 1U);
  QVERIFY(await(console.run(runs("COMMIT"))));
  QTRY_COMPARE(engine->statistics(Engine::Access::Write).lent, 0U);
}

void TestWorker::givesAConnectionBackThatIsKeptForATransactionOnly() {
  Worker worker(m_engine, Engine::Access::Write, "session", Worker::Keep::ForTransaction);
  const auto lent = [this] { return m_engine->statistics(Engine::Access::Write).lent; };
  QVERIFY(await(worker.run(runs("read"))));
  QTRY_COMPARE(lent(), 0U);
  QVERIFY(await(worker.run(runs("BEGIN"))));
  QVERIFY(await(worker.run(runs("write"))));
  QCOMPARE(lent(), 1U);
  QVERIFY(await(worker.run(runs("COMMIT"))));
  QTRY_COMPARE(lent(), 0U);
  QCOMPARE(m_server->count("open 2"), 0);
}

void TestWorker::endsOnItsThreadBeforeTheConnectionGoes() {
  QThread* ended = nullptr;
  m_worker->atEnd([&](Connection* connection) {
    ended = QThread::currentThread();
    connection->execute("ROLLBACK");
  });
  const auto thread = await(m_worker->run([](Worker::Context& context) {
    context.connection.execute("BEGIN");
    return QThread::currentThread();
  }));
  m_worker->run(runs("BLOCK"));
  QVERIFY(m_server->waitFor("BLOCK"));
  m_worker.reset();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
  QCOMPARE(ended, thread.value());
  // By the ending, so not again by the pool.
  QCOMPARE(m_server->count("ROLLBACK"), 1);
}

void TestWorker::endsWithoutAConnectionThatWasLost() {
  bool isEnded = false;
  Connection* left = nullptr;
  m_worker->atEnd([&](Connection* connection) { isEnded = true, left = connection; });
  QCOMPARE(errorKindOf(await(m_worker->run(runs("LOSE")))), ErrorKind::ConnectionLost);
  m_worker.reset();
  QVERIFY(Worker::waitForDestroyed(milliseconds(10'000)));
  QVERIFY(isEnded);
  QCOMPARE(left, nullptr);
}

void TestWorker::knowsWhetherItIsBusy() {
  QVERIFY(!m_worker->isBusy());
  const auto job = m_worker->run(runs("BLOCK"));
  QVERIFY(m_worker->isBusy());
  m_worker->cancel(job.id);
  QCOMPARE(errorKindOf(await(job)), ErrorKind::Cancelled);
  QTRY_VERIFY(!m_worker->isBusy());
}

void TestWorker::survivesCancelsAtAnyMoment() {
  for (int i = 0; i < 300; ++i) {
    const auto doomed = m_worker->run(runs("BLOCK"));
    const auto next = m_worker->run(runs("next"));
    spinFor(std::chrono::microseconds(10 * i));
    m_worker->cancel(doomed.id);
    QCOMPARE(errorKindOf(await(doomed)), ErrorKind::Cancelled);
    QVERIFY(await(next));
  }
  QCOMPARE(m_server->count("next"), 300);
}

JOINERY_TEST(TestWorker)
#include "tst_worker.moc"
