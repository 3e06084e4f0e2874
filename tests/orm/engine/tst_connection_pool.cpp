// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <future>
#include <thread>

#include "fake_driver.h"
#include "orm/core/db_error.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using std::chrono::milliseconds;

namespace {

ConnectionPool::Factory factoryFor(const std::shared_ptr<FakeServer>& server) {
  return [server] { return FakeDriver(server).connect(Url{}, {}); };
}

PoolOptions small(std::size_t size, std::size_t overflow, milliseconds timeout = milliseconds(0)) {
  PoolOptions options;
  options.size = size;
  options.maxOverflow = overflow;
  options.timeout = timeout;
  return options;
}

ErrorKind lendingError(ConnectionPool& pool) {
  try {
    pool.lend();
  } catch (const DbError& error) {
    return error.kind();
  }
  return ErrorKind::NoResult;
}

}  // namespace

class TestConnectionPool : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_server = std::make_shared<FakeServer>(); }
  void opensNothingBeforeTheFirstLoan();
  void lendsTheSameConnectionAgain();
  void lendsTheOneThatWasIdleLongest();
  void replacesADeadConnectionSilently();
  void doesNotAskWhereItWasToldNotTo();
  void closesConnectionsOfAge();
  void closesOverflowWhenItComesBack();
  void timesOutWhenExhausted();
  void wakesTheOneThatWaits();
  void servesThoseWhoWaitInOrder();
  void givesThePlaceBackWhenConnectingFails();
  void rollsBackWhatWasLeftOpen();
  void closesWhatCannotBeRolledBack();
  void invalidatesOnRequest();
  void nullPoolOpensAndClosesEachTime();
  void nullPoolKeepsConnectionsOnTheirThread();
  void clearClosesIdleOnes();
  void assigningOverALeaseGivesTheOldOneBack();

 private:
  std::shared_ptr<FakeServer> m_server;
};

void TestConnectionPool::opensNothingBeforeTheFirstLoan() {
  const ConnectionPool pool(factoryFor(m_server), {});
  QCOMPARE(m_server->events().size(), 0U);
}

void TestConnectionPool::lendsTheSameConnectionAgain() {
  ConnectionPool pool(factoryFor(m_server), {});
  pool.lend().release();
  pool.lend().release();
  QCOMPARE(m_server->count("open 1"), 1);
  QCOMPARE(pool.statistics().opened, 1U);
  QCOMPARE(pool.statistics().idle, 1U);
  QCOMPARE(pool.statistics().lent, 0U);
}

void TestConnectionPool::lendsTheOneThatWasIdleLongest() {
  ConnectionPool pool(factoryFor(m_server), small(2, 0));
  auto first = pool.lend();
  auto second = pool.lend();
  Connection* const secondConnection = &*second;
  second.release();
  first.release();
  QCOMPARE(&*pool.lend(), secondConnection);
}

void TestConnectionPool::replacesADeadConnectionSilently() {  // Q7
  ConnectionPool pool(factoryFor(m_server), {});
  pool.lend().release();
  m_server->setAlive(false);
  const auto lease = pool.lend();
  QVERIFY(lease);
  QCOMPARE(pool.statistics().invalidated, 1U);
  QCOMPARE(pool.statistics().opened, 2U);
  QCOMPARE(m_server->count("close 1"), 1);
}

void TestConnectionPool::doesNotAskWhereItWasToldNotTo() {
  PoolOptions options;
  options.prePing = false;
  ConnectionPool pool(factoryFor(m_server), options);
  pool.lend().release();
  pool.lend().release();
  QCOMPARE(m_server->count("ping"), 0);
}

void TestConnectionPool::closesConnectionsOfAge() {  // Q7
  PoolOptions options;
  options.recycle = milliseconds(1);
  ConnectionPool pool(factoryFor(m_server), options);
  const auto begin = std::chrono::steady_clock::now();
  pool.lend().release();
  QTRY_VERIFY(std::chrono::steady_clock::now() - begin > milliseconds(100));
  pool.lend().release();
  QCOMPARE(m_server->count("close 1"), 1);
  QCOMPARE(pool.statistics().opened, 2U);
  QCOMPARE(pool.statistics().invalidated, 0U);
}

void TestConnectionPool::closesOverflowWhenItComesBack() {
  ConnectionPool pool(factoryFor(m_server), small(1, 1));
  auto first = pool.lend();
  auto second = pool.lend();
  first.release();
  second.release();
  QCOMPARE(pool.statistics().idle, 1U);
  QCOMPARE(pool.statistics().closed, 1U);
}

void TestConnectionPool::timesOutWhenExhausted() {  // Q7
  ConnectionPool pool(factoryFor(m_server), small(1, 1, milliseconds(10)));
  const auto first = pool.lend();
  const auto second = pool.lend();
  QCOMPARE(lendingError(pool), ErrorKind::Timeout);
}

void TestConnectionPool::wakesTheOneThatWaits() {
  ConnectionPool pool(factoryFor(m_server), small(1, 0, milliseconds(10'000)));
  auto lease = pool.lend();
  auto waiter = std::async(std::launch::async, [&] { return pool.lend()->serverVersion(); });
  lease.release();
  QCOMPARE(waiter.get(), std::string("Fake 1"));
}

void TestConnectionPool::servesThoseWhoWaitInOrder() {
  ConnectionPool pool(factoryFor(m_server), small(1, 0, milliseconds(10'000)));
  auto lease = pool.lend();
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] { pool.lend()->execute("job " + std::to_string(i)); });
    QTRY_COMPARE(pool.statistics().waiting, static_cast<std::size_t>(i + 1));
  }
  lease.release();
  for (auto& thread : threads) thread.join();
  std::vector<std::string> jobs;
  std::ranges::copy_if(m_server->events(), std::back_inserter(jobs), [](auto& e) { return e.starts_with("job"); });
  QCOMPARE(jobs, (std::vector<std::string>{"job 0", "job 1", "job 2"}));
}

void TestConnectionPool::givesThePlaceBackWhenConnectingFails() {
  ConnectionPool pool(factoryFor(m_server), small(1, 0));
  m_server->setRefusing(true);
  QCOMPARE(lendingError(pool), ErrorKind::CannotConnect);
  m_server->setRefusing(false);
  QVERIFY(pool.lend());
}

void TestConnectionPool::rollsBackWhatWasLeftOpen() {
  ConnectionPool pool(factoryFor(m_server), {});
  pool.lend()->execute("BEGIN");
  QCOMPARE(m_server->count("ROLLBACK"), 1);
  QCOMPARE(pool.statistics().idle, 1U);
}

void TestConnectionPool::closesWhatCannotBeRolledBack() {
  ConnectionPool pool(factoryFor(m_server), {});
  {
    const auto lease = pool.lend();
    lease->execute("BEGIN");
    QVERIFY_THROWS_EXCEPTION(DbError, lease->execute("LOSE"));
  }
  QCOMPARE(pool.statistics().idle, 0U);
  QCOMPARE(pool.statistics().invalidated, 1U);
}

void TestConnectionPool::invalidatesOnRequest() {
  ConnectionPool pool(factoryFor(m_server), {});
  auto lease = pool.lend();
  lease.invalidate();
  QVERIFY(!lease);
  QCOMPARE(m_server->count("close 1"), 1);
  QCOMPARE(pool.statistics().lent, 0U);
}

void TestConnectionPool::nullPoolOpensAndClosesEachTime() {  // O7
  PoolOptions options;
  options.kind = PoolOptions::Kind::Null;
  ConnectionPool pool(factoryFor(m_server), options);
  for (int i = 0; i < 3; ++i) pool.lend().release();
  QCOMPARE(m_server->events(), (std::vector<std::string>{"open 1", "close 1", "open 2", "close 2", "open 3", "close 3"}));
}

void TestConnectionPool::nullPoolKeepsConnectionsOnTheirThread() {  // O7
  std::mutex mutex;
  std::map<Connection*, std::thread::id> openers;
  PoolOptions options;
  options.kind = PoolOptions::Kind::Null;
  ConnectionPool pool(
      [&] {
        auto connection = FakeDriver(m_server).connect(Url{}, {});
        const std::lock_guard lock(mutex);
        openers[connection.get()] = std::this_thread::get_id();
        return connection;
      },
      options);
  const auto isOpener = [&] {
    const auto lease = pool.lend();
    const std::lock_guard lock(mutex);
    return openers.at(&*lease) == std::this_thread::get_id();
  };
  QVERIFY(isOpener());
  for (int i = 0; i < 2; ++i) QVERIFY(std::async(std::launch::async, isOpener).get());
}

void TestConnectionPool::clearClosesIdleOnes() {
  ConnectionPool pool(factoryFor(m_server), {});
  pool.lend().release();
  pool.clear();
  QCOMPARE(m_server->count("close 1"), 1);
  QCOMPARE(pool.statistics().idle, 0U);
}

void TestConnectionPool::assigningOverALeaseGivesTheOldOneBack() {
  ConnectionPool pool(factoryFor(m_server), small(2, 0));
  auto lease = pool.lend();
  lease = pool.lend();
  QCOMPARE(pool.statistics().idle, 1U);
  QCOMPARE(pool.statistics().lent, 1U);
}

JOINERY_TEST(TestConnectionPool)
#include "tst_connection_pool.moc"
