// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "engine_test.h"
#include "fake_driver.h"
#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using State = Connection::TransactionState;

namespace {

}  // namespace

class TestTransaction : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void commits();
  void rollsBackWhenNotCommitted();
  void rollsBackOnce();
  void locksForWritingAtOnce();
  void rollsBackWhenADeferredConstraintRefusesTheCommit();
  void refusesToCommitWhatTheEngineRolledBack();
  void refusesASecondCommit();
  void callsALostCommitUnknown();
  void undoesASavepointOnly();
  void keepsAReleasedSavepoint();
  void quotesSavepointNames();
  void refusesASavepointOutsideATransaction();

 private:
  std::int64_t count() { return number(*m_lease, "SELECT count(*) FROM item"); }
  void insert() { m_lease->execute("INSERT INTO item(name) VALUES ('x')"); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

void TestTransaction::init() {
  m_lease.release();
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  options.connect.busyTimeout = std::chrono::milliseconds(10);
  m_engine = Engine::create(Url::sqliteFile(m_folder->filePath(QStringLiteral("t.db")).toStdString()), options);
  m_lease = m_engine->connect(Engine::Access::Write);
  m_lease->execute("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT)");
  m_lease->execute("CREATE TABLE part(item INTEGER REFERENCES item DEFERRABLE INITIALLY DEFERRED)");
}

void TestTransaction::commits() {
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  insert();
  transaction.commit();
  QVERIFY(!transaction.isOpen());
  QCOMPARE(m_lease->transactionState(), State::Idle);
  QCOMPARE(count(), 1);
}

void TestTransaction::rollsBackWhenNotCommitted() {
  {
    const Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
    insert();
  }
  QCOMPARE(m_lease->transactionState(), State::Idle);
  QCOMPARE(count(), 0);
}

void TestTransaction::rollsBackOnce() {
  {
    Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
    transaction.rollback();
    transaction.rollback();
  }
  QCOMPARE(m_engine->log().statements().back().sql, std::string("ROLLBACK"));
  QCOMPARE(std::ranges::count(m_engine->log().statements(), std::string("ROLLBACK"), &LoggedStatement::sql), 1);
}

void TestTransaction::locksForWritingAtOnce() {
  const Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  const auto other = Engine::create(m_engine->url(), [] {
    Engine::Options options;
    options.connect.busyTimeout = std::chrono::milliseconds(1);
    return options;
  }());
  const auto lease = other->connect(Engine::Access::Write);
  const auto error = errorOf([&] { const Transaction second(*lease, other->dialect(), Transaction::Mode::Write); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::Busy);
}

void TestTransaction::rollsBackWhenADeferredConstraintRefusesTheCommit() {
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  insert();
  m_lease->execute("INSERT INTO part VALUES (99)");
  const auto error = errorOf([&] { transaction.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::Integrity);
  QVERIFY(!transaction.isOpen());
  QCOMPARE(m_lease->transactionState(), State::Idle);
  QCOMPARE(count(), 0);
}

void TestTransaction::refusesToCommitWhatTheEngineRolledBack() {
  m_lease->execute("CREATE UNIQUE INDEX item_name ON item(name)");
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  insert();
  QVERIFY(errorOf([&] { m_lease->execute("INSERT OR ROLLBACK INTO item(name) VALUES ('x')"); }));
  const auto error = errorOf([&] { transaction.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::InvalidRequest);
  QCOMPARE(count(), 0);
}

void TestTransaction::refusesASecondCommit() {
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  transaction.commit();
  QCOMPARE(errorOf([&] { transaction.commit(); })->kind(), ErrorKind::InvalidRequest);
}

void TestTransaction::callsALostCommitUnknown() {
  const auto server = std::make_shared<FakeServer>();
  const auto engine = fakeEngine(server);
  const auto lease = engine->connect(Engine::Access::Write);
  Transaction transaction(*lease, engine->dialect(), Transaction::Mode::Write);
  server->setLosesAtCommit(true);
  const auto error = errorOf([&] { transaction.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::OutcomeUnknown);
  QCOMPARE(server->count("COMMIT"), 1);
  QCOMPARE(server->count("ROLLBACK"), 0);
}

void TestTransaction::undoesASavepointOnly() {  // T12
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  insert();
  {
    const Savepoint savepoint(*m_lease, "inner");
    insert();
  }
  transaction.commit();
  QCOMPARE(count(), 1);
}

void TestTransaction::keepsAReleasedSavepoint() {  // T12
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  {
    Savepoint savepoint(*m_lease, "inner");
    insert();
    savepoint.release();
  }
  transaction.commit();
  QCOMPARE(count(), 1);
}

void TestTransaction::quotesSavepointNames() {
  Transaction transaction(*m_lease, m_engine->dialect(), Transaction::Mode::Write);
  Savepoint savepoint(*m_lease, "a\"; DROP TABLE item; --");
  insert();
  savepoint.rollback();
  transaction.commit();
  QCOMPARE(count(), 0);
}

void TestTransaction::refusesASavepointOutsideATransaction() {
  const auto error = errorOf([&] { const Savepoint savepoint(*m_lease, "alone"); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::InvalidRequest);
  QCOMPARE(m_lease->transactionState(), State::Idle);
}

JOINERY_TEST(TestTransaction)
#include "tst_transaction.moc"
