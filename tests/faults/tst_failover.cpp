// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <thread>

#include "fault_counts.h"
#include "outcome_tally.h"
#include "served_items.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using Outcome = CommitResult::Outcome;
using At = WireProxy::At;

/// B3: the answer to a commit is lost with the server, and a standby takes over that has the commit, or has not.
class FailoverTest : public QObject, private ServedItems {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { serve(QStringList{QStringLiteral("hot_standby = on")}); }
  void init() { if (!isServed()) QSKIP("no PostgreSQL server"); }
  void cleanupTestCase();
  void saysTruthfullyWhatCameOfACommit_data();
  void saysTruthfullyWhatCameOfACommit();
  void doesNotAskAStandbyThatIsBehind();

 private:
  /// The server is gone, and the standby becomes it, on a history of its own.
  void failOver(bool isRunning);
  std::uint64_t nextId() const { return std::stoull(m_server->cell("SELECT (pg_snapshot_xmax(pg_current_snapshot()))::text")); }
  /// Another client's transactions take the id too.
  void useId(const std::string& id) const;

  std::unique_ptr<PrivateServer> m_standby;
};

void FailoverTest::cleanupTestCase() {
  m_standby.reset();
  stopServing();
}

void FailoverTest::failOver(bool isRunning) {
  m_server->kill();
  if (!isRunning) m_standby->start();
  m_standby->promote();
  m_server = std::move(m_standby);
  m_proxy->setServer(m_server->socket());
}

void FailoverTest::useId(const std::string& id) const {
  m_server->cell("CREATE TABLE IF NOT EXISTS theirs(id integer)");
  while (nextId() <= std::stoull(id)) m_server->cell("INSERT INTO theirs VALUES (1)");
}

void FailoverTest::saysTruthfullyWhatCameOfACommit_data() {
  QTest::addColumn<bool>("hasIt");
  QTest::newRow("B3: the standby does not have the commit") << false;
  QTest::newRow("B3: the standby has the commit") << true;
}

void FailoverTest::saysTruthfullyWhatCameOfACommit() {
  QFETCH(const bool, hasIt);
  OutcomeTally tally;
  int lies = 0;
  const int runs = runsOf(1, 100);
  for (int run = 0; run < runs; ++run) {
    auto lease = m_items->engine().connect(Engine::Access::Write);
    m_standby = PrivateServer::standbyOf(*m_server);
    m_standby->start();
    const ChangeSet changes = m_items->changesOf(++m_number, *lease);
    // Without its standby the server goes on: it waits for none.
    if (!hasIt) m_standby->kill();
    m_proxy->arm(At::AfterCommit, [&] {
      const std::string last = m_server->cell("SELECT pg_current_wal_lsn()::text");
      while (hasIt && m_standby->cell("SELECT pg_last_wal_replay_lsn() >= '" + last + "'::pg_lsn") != "true") std::this_thread::sleep_for(2ms);
      failOver(hasIt);
    });
    CommitResult result = m_items->unit().commit(*lease, changes);
    QVERIFY(result.outcome == Outcome::Unknown);
    useId(result.mark.transactionId);
    lies += !hasIt && m_server->cell("SELECT pg_xact_status('" + result.mark.transactionId + "'::xid8)") == "committed";
    m_items->resolver().settle(m_items->engine(), *lease, changes, result, 60s);
    lease.invalidate();
    tally.add(result.outcome, std::stoi(m_server->cell(ItemDatabase::countOf(m_number))), 3);
  }
  tally.print(QTest::currentDataTag());
  if (!hasIt) qInfo("the new server called the id of the lost commit committed %d times", lies);
  QVERIFY(tally.isClean());
  QCOMPARE(hasIt ? tally.committed : tally.notCommitted, runs);
  QCOMPARE(lies, hasIt ? 0 : runs);
}

void FailoverTest::doesNotAskAStandbyThatIsBehind() {
  const auto standby = PrivateServer::standbyOf(*m_server);
  standby->start();
  const ItemDatabase behind(m_server->url(), m_server->url());
  while (standby->cell("SELECT count(*) FROM part") != "0") std::this_thread::sleep_for(2ms);
  standby->cell("SELECT pg_wal_replay_pause()");
  auto lease = behind.engine().connect(Engine::Access::Write);
  const ChangeSet changes = behind.changesOf(++m_number, *lease);
  struct Keeper final : CommitWitness {
    CommitMark mark;
    void beforeCommit(const CommitMark& given, const ChangeSet&) override { mark = given; }
  } keeper;
  QVERIFY(behind.unit().commit(*lease, changes, &keeper).outcome == Outcome::Committed);
  const auto reading = Engine::create(standby->url())->connect(Engine::Access::Read);
  QVERIFY(behind.resolver().resolve(*reading, changes, keeper.mark, 0ms).outcome == Outcome::Unknown);
  standby->cell("SELECT pg_wal_replay_resume()");
  while (standby->cell(ItemDatabase::countOf(m_number)) != "3") std::this_thread::sleep_for(2ms);
  QVERIFY(behind.resolver().resolve(*reading, changes, keeper.mark, 0ms).outcome == Outcome::Committed);
}

JOINERY_TEST(FailoverTest)
#include "tst_failover.moc"
