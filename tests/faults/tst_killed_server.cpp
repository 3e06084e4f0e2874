// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>
#include <signal.h>
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

/// B1: the server, or the one process of it, is killed during a commit and comes back. The outcome that is told is what another client
/// sees then.
class KilledServerTest : public QObject, private ServedItems {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { serve(); }
  void init() { if (!isServed()) QSKIP("no PostgreSQL server"); }
  void cleanupTestCase() { stopServing(); }
  void saysTruthfullyWhatCameOfACommit_data();
  void saysTruthfullyWhatCameOfACommit();
  void saysItAlsoWhenItIsKilledAtAnyTime();

 private:
  void restart();
  void killBackend(const std::string& pid) const;
  void waitUntilBack() const;
};

void KilledServerTest::restart() {
  m_server->kill();
  m_server->start();
}

void KilledServerTest::waitUntilBack() const {
  while (true) try {
      m_server->cell("SELECT 1");
      return;
    } catch (const DbError&) {
      std::this_thread::sleep_for(5ms);
    }
}

/// The server ends all its sessions then, and recovers.
void KilledServerTest::killBackend(const std::string& pid) const {
  ::kill(std::stoi(pid), SIGKILL);
  std::this_thread::sleep_for(20ms);
  waitUntilBack();
}

void KilledServerTest::saysTruthfullyWhatCameOfACommit_data() {
  QTest::addColumn<WireProxy::At>("at");
  QTest::addColumn<bool>("wholeServer");
  QTest::newRow("B1: the server is killed before it has COMMIT") << At::BeforeCommit << true;
  QTest::newRow("B1: the server is killed before its answer arrives") << At::AfterCommit << true;
  QTest::newRow("B1: its process is killed before it has COMMIT") << At::BeforeCommit << false;
  QTest::newRow("B1: its process is killed before its answer arrives") << At::AfterCommit << false;
}

void KilledServerTest::saysTruthfullyWhatCameOfACommit() {
  QFETCH(const WireProxy::At, at);
  QFETCH(const bool, wholeServer);
  OutcomeTally tally;
  const int runs = runsOf(2, wholeServer ? 500 : 100);
  for (int run = 0; run < runs; ++run) {
    auto lease = m_items->engine().connect(Engine::Access::Write);
    const ChangeSet changes = m_items->changesOf(++m_number, *lease);
    std::string pid;
    lease->readRow("SELECT pg_backend_pid()::text", {}, [&](std::span<const ValueView> row) { pid = row[0].bytes(); });
    m_proxy->arm(at, [&] { wholeServer ? restart() : killBackend(pid); });
    CommitResult result = m_items->unit().commit(*lease, changes);
    QVERIFY(result.outcome == Outcome::Unknown);
    m_items->resolver().settle(m_items->engine(), *lease, changes, result, 60s);
    lease.invalidate();
    tally.add(result.outcome, written(m_number), 3);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QCOMPARE(tally.unknown, 0);
  QCOMPARE(at == At::AfterCommit ? tally.committed : tally.notCommitted, runs);
}

void KilledServerTest::saysItAlsoWhenItIsKilledAtAnyTime() {
  OutcomeTally tally;
  std::mt19937 random(31);
  const int runs = runsOf(3, 300);
  int breaks = 0;
  for (int run = 0; run < runs; ++run) {
    std::thread killer([&, pause = random() % 30'000] {
      std::this_thread::sleep_for(std::chrono::microseconds(pause));
      restart();
    });
    std::vector<std::pair<int, Outcome>> said;
    for (bool goesOn = true; goesOn;) {
      said.emplace_back(++m_number, Outcome::NotCommitted);
      try {
        const CommitResult result = m_items->commit(m_number);
        said.back().second = result.outcome;
        goesOn = !result.error && result.warnings.empty();
      } catch (const DbError&) {
        goesOn = false;  // before anything was written
      }
    }
    killer.join();
    for (const auto& [number, outcome] : said) tally.add(outcome, written(number), 3);
    ++breaks;
  }
  tally.print("B1: the server is killed at any time");
  QCOMPARE(breaks, runs);
  QVERIFY(tally.isClean());
}

JOINERY_TEST(KilledServerTest)
#include "tst_killed_server.moc"
