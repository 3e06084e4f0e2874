// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "fault_counts.h"
#include "orm/changes/change_set_document.h"
#include "orm/changes/outcome_resolver.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "wire_proxy.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using Outcome = CommitResult::Outcome;
using At = WireProxy::At;

/// B1: the connection breaks at COMMIT. The outcome is unknown, is found out, and is what another client sees.
class LostCommitTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void saysTruthfullyWhatCameOfIt_data();
  void saysTruthfullyWhatCameOfIt();
  void cleanupTestCase();

 private:
  std::string cell(const std::string& sql);
  ChangeSet changesOf(int number) const;

  std::shared_ptr<Engine> m_truth;  // a second client, past the proxy
  std::shared_ptr<Engine> m_engine;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<WireProxy> m_proxy;
};

void LostCommitTest::initTestCase() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  Url url = ownDatabaseUrl();
  m_truth = Engine::create(url);
  auto connection = m_truth->connect(Engine::Access::Write);
  for (const char* sql : {"CREATE TABLE item(id serial PRIMARY KEY, name text NOT NULL)", "CREATE TABLE part(id serial PRIMARY KEY, item_id integer NOT NULL REFERENCES item(id))",
                          "INSERT INTO item SELECT g, 'old' FROM generate_series(1, 10) g", "SELECT setval('item_id_seq', 1000)"})
    connection->execute(sql);
  m_proxy = std::make_unique<WireProxy>(url.option("host").value() + "/.s.PGSQL.5432");
  std::erase_if(url.query, [](const auto& option) { return option.first == "host"; });
  url.query.emplace_back("host", m_proxy->folder());
  m_engine = Engine::create(url);
  const auto lease = m_engine->connect(Engine::Access::Read);
  m_registry = automap(reflect(*lease, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

void LostCommitTest::cleanupTestCase() {
  m_registry.reset();
  m_engine.reset();
  m_truth.reset();
  m_proxy.reset();
}

std::string LostCommitTest::cell(const std::string& sql) {
  const auto connection = m_truth->connect(Engine::Access::Write);
  const auto batch = fetchAll(*connection->execute(sql));
  return displayText(batch->at(0, 0), {});
}

ChangeSet LostCommitTest::changesOf(int number) const {
  const std::string name = "run " + std::to_string(number);
  const Json document = {{"changes",
                          {{{"model", "item"}, {"op", "update"}, {"key", number % 10 + 1}, {"values", {{"name", name}}}},
                           {{"model", "item"}, {"op", "insert"}, {"values", {{"name", name}}}, {"ref", "i"}},
                           {{"model", "part"}, {"op", "insert"}, {"values", {{"item_id", {{"$ref", "i"}}}}}}}}};
  return changeSetFromJson(document, *m_registry);
}

void LostCommitTest::saysTruthfullyWhatCameOfIt_data() {
  QTest::addColumn<WireProxy::At>("at");
  QTest::addColumn<bool>("killsBackend");
  QTest::newRow("B1: cut before the server has COMMIT") << At::BeforeCommit << false;
  QTest::newRow("B1: cut before the answer arrives") << At::AfterCommit << false;
  QTest::newRow("B1: backend ended before COMMIT") << At::BeforeCommit << true;
  QTest::newRow("B1: backend ended after COMMIT") << At::AfterCommit << true;
}

void LostCommitTest::saysTruthfullyWhatCameOfIt() {
  if (!m_engine) QSKIP("no PostgreSQL server");
  QFETCH(const WireProxy::At, at);
  QFETCH(const bool, killsBackend);
  const int runs = runsOf(10, 500);
  int committed = 0, notCommitted = 0, unknown = 0, wrong = 0, resent = 0;
  static int number = 0;
  const UnitOfWork unit(*m_registry, m_engine->dialect(), UnitOfWork::Locking::BeforeImage);
  for (int run = 0; run < runs; ++run) {
    ChangeSet changes = changesOf(++number);
    auto lease = m_engine->connect(Engine::Access::Write);
    QVERIFY(unit.readImages(*lease, changes).empty());
    const std::string pid = displayText(fetchAll(*lease->execute("SELECT pg_backend_pid()"))->at(0, 0), {});
    m_proxy->arm(at, [&] { if (killsBackend) cell("SELECT pg_terminate_backend(" + pid + ", 5000)"); });
    const int acted = m_proxy->acted();
    CommitResult result = unit.commit(*lease, changes);
    QCOMPARE(m_proxy->acted(), acted + 1);
    QVERIFY(result.outcome == Outcome::Unknown);
    OutcomeResolver(*m_registry, m_engine->dialect()).settle(*m_engine, *lease, changes, result, 30s);
    lease.invalidate();
    const std::string rows = cell("SELECT count(*) FROM item WHERE name = 'run " + std::to_string(number) + "'");
    const bool isThere = rows == "2", isAbsent = rows == "0";
    resent += !isThere && !isAbsent;
    (result.outcome == Outcome::Committed ? committed : result.outcome == Outcome::NotCommitted ? notCommitted : unknown) += 1;
    wrong += (result.outcome == Outcome::Committed && !isThere) || (result.outcome == Outcome::NotCommitted && !isAbsent);
  }
  qInfo("%s: %d tried, %d committed, %d not committed, %d unknown, %d wrong, %d half or twice", QTest::currentDataTag(), runs, committed, notCommitted, unknown, wrong, resent);
  QCOMPARE(wrong, 0);
  QCOMPARE(resent, 0);
  QCOMPARE(unknown, 0);
  QCOMPARE(at == At::AfterCommit ? committed : notCommitted, runs);
}

JOINERY_TEST(LostCommitTest)
#include "tst_lost_commit.moc"
