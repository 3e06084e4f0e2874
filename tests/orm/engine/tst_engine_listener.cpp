// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine_test.h"
#include "fake_driver.h"
#include "orm/core/db_error.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Texts = std::vector<std::string>;

/// Writes down what it is told, and refuses what it is to refuse.
class WritingListener : public EngineListener {
 public:
  void connected(Connection& connection) override {
    told.push_back("connected " + connection.serverVersion());
    if (refusesConnections) throw DbError(ErrorKind::InvalidRequest, "no connections today");
    connection.execute("SET something");
  }
  void statementStarts(const LoggedStatement& statement) override {
    if (statement.sql == refused) throw DbError(ErrorKind::InvalidRequest, "not this one");
    told.push_back("starts " + statement.sql);
  }
  void statementEnded(const LoggedStatement& statement) override {
    told.push_back((statement.error.empty() ? "ended " : "failed ") + std::to_string(statement.number) + " " + statement.sql);
  }

  Texts told;
  std::string refused;
  bool refusesConnections = false;
};

class TestEngineListener : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void isToldOfConnectionsBeforeTheyAreUsed();
  void isToldOfStatements();
  void isToldOfFailures();
  void mayRefuseAStatement();
  void mayRefuseAConnection();

 private:
  std::shared_ptr<FakeServer> m_server;
  std::shared_ptr<WritingListener> m_listener;
  std::shared_ptr<Engine> m_engine;
};

void TestEngineListener::init() {
  m_server = std::make_shared<FakeServer>();
  m_listener = std::make_shared<WritingListener>();
  Engine::Options options;
  options.listeners = {m_listener};
  m_engine = Engine::create(Url::parse("postgresql://somewhere/db"), options, std::make_shared<FakeDriver>(m_server));
}

void TestEngineListener::isToldOfConnectionsBeforeTheyAreUsed() {
  m_engine->connect(Engine::Access::Write).release();
  m_engine->connect(Engine::Access::Write)->execute("SELECT 1");
  QCOMPARE(m_listener->told, (Texts{"connected Fake 1", "starts SELECT 1", "ended 1 SELECT 1"}));
  QCOMPARE(m_server->count("SET something"), 1);
}

void TestEngineListener::isToldOfStatements() {
  const auto lease = m_engine->connect(Engine::Access::Write);
  lease->execute("BEGIN");
  const std::vector<std::vector<Value>> sets{{Value::integer(1)}, {Value::integer(2)}};
  lease->executeMany("INSERT", sets);
  lease->execute("COMMIT");
  QCOMPARE(m_listener->told, (Texts{"connected Fake 1", "starts BEGIN", "ended 1 BEGIN", "starts INSERT", "ended 2 INSERT", "starts COMMIT", "ended 3 COMMIT"}));
}

void TestEngineListener::isToldOfFailures() {
  const auto lease = m_engine->connect(Engine::Access::Write);
  QVERIFY(errorOf([&] { lease->execute("FAIL"); }));
  QCOMPARE(m_listener->told.back(), std::string("failed 1 FAIL"));
}

void TestEngineListener::mayRefuseAStatement() {
  m_listener->refused = "DROP everything";
  const auto lease = m_engine->connect(Engine::Access::Write);
  const auto error = errorOf([&] { lease->execute("DROP everything"); });
  QVERIFY(error);
  QCOMPARE(error->message(), std::string("not this one"));
  QCOMPARE(m_server->count("DROP everything"), 0);
  QVERIFY(m_engine->log().statements().empty());
}

void TestEngineListener::mayRefuseAConnection() {
  m_listener->refusesConnections = true;
  const auto error = errorOf([&] { m_engine->connect(Engine::Access::Write); });
  QVERIFY(error);
  QCOMPARE(error->message(), std::string("no connections today"));
  QCOMPARE(m_server->count("close 1"), 1);
  QCOMPARE(m_engine->statistics(Engine::Access::Write).lent, std::size_t{0});
}

JOINERY_TEST(TestEngineListener)
#include "tst_engine_listener.moc"
