// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <random>
#include <thread>

#include "fault_counts.h"
#include "item_database.h"
#include "orm/engine/execution.h"
#include "orm/engine/worker.h"
#include "outcome_tally.h"
#include "private_server.h"
#include "tcp_gate.h"
#include "tests/orm/engine/await.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

enum class Phase { Idle, Select, Copy, Commit };

/// What the matrix allows, and what a busy machine adds.
constexpr int kLongest = 15'000, kBusy = 5'000;
/// At the same time; a server has room for so many.
constexpr int kTogether = 25, kCommitsTogether = 10;

/// Runs one statement in the way of the phase, until it fails. @return whether it did as it should
bool failsIn(Connection& connection, Phase phase) {
  try {
    if (phase == Phase::Copy) connection.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT", [](std::string_view) {});
    else fetchAll(*connection.execute(phase == Phase::Select ? "SELECT pg_sleep(100)" : "SELECT 1"));
    return false;
  } catch (const DbError& error) {
    return error.kind() == ErrorKind::ConnectionLost;
  }
}

}  // namespace

/// B2: the network goes, in every way that it can. B8: a cancel stops what it is meant for and nothing else.
class CutConnectionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init() { if (!m_server) QSKIP("no PostgreSQL server"); }
  void cleanupTestCase();
  void saysSoInTime_data();
  void saysSoInTime();
  void saysTruthfullyWhatCameOfACommit_data();
  void saysTruthfullyWhatCameOfACommit();
  void cancelsNothingElse_data() { addBackends(); }
  void cancelsNothingElse();

 private:
  /// What came of connections that were cut at the same time.
  struct Said { int lost = 0, longest = 0; };
  Said cutTogether(TcpGate::Cut how, Phase phase, int count) const;
  struct LostCommit { int number = 0, took = 0; ChangeSet changes; CommitResult result; };
  std::vector<LostCommit> commitTogether(TcpGate& gate, const ItemDatabase& items, TcpGate::Cut how, int count);
  Url url(const TcpGate& gate) const;
  void waitUntilAllHaveEnded() const;
  std::unique_ptr<PrivateServer> m_server;
  int m_number = 0;
};

void CutConnectionTest::initTestCase() {
  if (!PrivateServer::isInstalled()) return;
  m_server = std::make_unique<PrivateServer>(QStringList{QStringLiteral("client_connection_check_interval = 100ms")});
  m_server->start();
}

void CutConnectionTest::cleanupTestCase() {
  QVERIFY(Worker::waitForDestroyed(1min));
  m_server.reset();
}

/// As a window connects; every day with less patience, so that it takes seconds.
Url CutConnectionTest::url(const TcpGate& gate) const {
  std::string text = "postgresql://joinery@127.0.0.1:" + std::to_string(gate.port()) + "/postgres";
  if (runsOf(1, 1'000) == 1) text += "?keepalives_idle=1&keepalives_interval=1&keepalives_count=1&tcp_user_timeout=1500";
  return Url::parse(text);
}

void CutConnectionTest::saysSoInTime_data() {
  QTest::addColumn<int>("how");
  QTest::addColumn<int>("phase");
  const std::pair<TcpGate::Cut, const char*> ways[] = {{TcpGate::Cut::Silent, "silent"}, {TcpGate::Cut::Reset, "reset"}, {TcpGate::Cut::HalfClose, "half-closed"}};
  const std::pair<Phase, const char*> phases[] = {{Phase::Idle, "idle"}, {Phase::Select, "a select"}, {Phase::Copy, "a copy"}};
  for (const auto& [how, what] : ways)
    for (const auto& [phase, when] : phases) QTest::addRow("B2: %s while %s", what, when) << int(how) << int(phase);
}

/// Sessions whose clients have gone, which would be in the way of the next ones.
void CutConnectionTest::waitUntilAllHaveEnded() const {
  while (m_server->cell("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()") != "0") std::this_thread::sleep_for(10ms);
}

CutConnectionTest::Said CutConnectionTest::cutTogether(TcpGate::Cut how, Phase phase, int count) const {
  TcpGate gate(m_server->socket());
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  const auto engine = Engine::create(url(gate), options);
  std::atomic<int> lost = 0, ready = 0, longest = 0;
  std::atomic<bool> isCut = false;
  QElapsedTimer timer;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&] {
      auto lease = engine->connect(Engine::Access::Read);
      ++ready;
      while (phase == Phase::Idle && !isCut) std::this_thread::sleep_for(5ms);
      lost += failsIn(*lease, phase);
      const int took = static_cast<int>(timer.elapsed());
      for (int seen = longest; took > seen && !longest.compare_exchange_weak(seen, took);) {}
    });
  while (ready < count) std::this_thread::sleep_for(5ms);
  std::this_thread::sleep_for(200ms);
  timer.start();
  gate.cut(how);
  isCut = true;
  for (std::thread& thread : threads) thread.join();
  return {lost, longest};
}

/// Each waits for its own connection.
void CutConnectionTest::saysSoInTime() {
  QFETCH(const int, how);
  QFETCH(const int, phase);
  if (static_cast<TcpGate::Cut>(how) == TcpGate::Cut::Silent && !TcpGate::canSilence()) QSKIP("the system does not let this user silence a connection");
  const int count = runsOf(4, 100);
  Said all;
  for (int left = count; left > 0; left -= kTogether) {
    const Said said = cutTogether(static_cast<TcpGate::Cut>(how), static_cast<Phase>(phase), std::min(left, kTogether));
    all = {all.lost + said.lost, std::max(all.longest, said.longest)};
    waitUntilAllHaveEnded();
  }
  qInfo("%s: %d tried, %d said that the connection is lost, the last after %d ms", QTest::currentDataTag(), count, all.lost, all.longest);
  QCOMPARE(all.lost, count);
  QVERIFY(all.longest < kLongest + kBusy);
}

void CutConnectionTest::saysTruthfullyWhatCameOfACommit_data() {
  QTest::addColumn<int>("how");
  QTest::newRow("B2: silent at COMMIT") << int(TcpGate::Cut::Silent);
  QTest::newRow("B2: reset at COMMIT") << int(TcpGate::Cut::Reset);
  QTest::newRow("B2: half-closed at COMMIT") << int(TcpGate::Cut::HalfClose);
}

void CutConnectionTest::saysTruthfullyWhatCameOfACommit() {
  QFETCH(const int, how);
  if (static_cast<TcpGate::Cut>(how) == TcpGate::Cut::Silent && !TcpGate::canSilence()) QSKIP("the system does not let this user silence a connection");
  TcpGate gate(m_server->socket());
  const ItemDatabase items(m_server->url(), url(gate));
  OutcomeTally tally;
  const int count = runsOf(4, 100);
  int longest = 0, settled = 0;
  for (int left = count; left > 0; left -= kCommitsTogether) {
    const auto lost = commitTogether(gate, items, static_cast<TcpGate::Cut>(how), std::min(left, kCommitsTogether));
    for (const LostCommit& commit : lost) {
      tally.add(commit.result.outcome, std::stoi(m_server->cell(ItemDatabase::countOf(commit.number))), 3);
      longest = std::max(longest, commit.took);
    }
    gate.cut(TcpGate::Cut::Reset);
    m_server->cell("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE state LIKE 'idle in%' AND pid <> pg_backend_pid()");
    // Once the server has noticed, it is known what came of each.
    const auto connection = Engine::create(m_server->url())->connect(Engine::Access::Write);
    for (const LostCommit& commit : lost) settled += items.resolver().resolve(*connection, commit.changes, commit.result.mark, 10s).outcome == Outcome::NotCommitted;
  }
  tally.print(QTest::currentDataTag());
  qInfo("%s: the last said so after %d ms; %d were known not to be committed once the server had noticed", QTest::currentDataTag(), longest, settled);
  QVERIFY(tally.isClean());
  QCOMPARE(tally.committed, 0);
  QCOMPARE(tally.tried, count);
  QCOMPARE(settled, count);
  QVERIFY(longest < kLongest + kBusy);
}

/// They write different rows, so that none waits for another.
std::vector<CutConnectionTest::LostCommit> CutConnectionTest::commitTogether(TcpGate& gate, const ItemDatabase& items, TcpGate::Cut how, int count) {
  std::vector<LostCommit> lost(static_cast<std::size_t>(count));
  std::vector<std::thread> threads;
  gate.cutAtCommit(how);
  for (LostCommit& commit : lost)
    threads.emplace_back([&items, &commit, number = ++m_number] {
      commit.number = number;
      auto lease = items.engine().connect(Engine::Access::Write);
      commit.changes = items.changesOf(number, *lease);
      QElapsedTimer timer;
      timer.start();
      commit.result = items.unit().commit(*lease, commit.changes);
      commit.took = static_cast<int>(timer.elapsed());
      // The server does not know yet that its client has gone, and keeps the transaction open.
      items.resolver().settle(items.engine(), *lease, commit.changes, commit.result, 300ms);
      lease.invalidate();
    });
  for (std::thread& thread : threads) thread.join();
  return lost;
}

void CutConnectionTest::cancelsNothingElse() {  // B8
  const bool isServer = QTest::currentDataTag() == "PostgreSQL"s;
  const std::string slow = isServer ? "SELECT pg_sleep(0.003)" : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT count(*) FROM n";
  Engine::Options options;
  options.createIfMissing = true;
  const QTemporaryDir folder;
  const auto engine = isServer ? Engine::create(m_server->url(), options) : Engine::create(Url::sqliteFile(folder.filePath(QStringLiteral("cancel.db")).toStdString()), options);
  Worker worker(engine, Engine::Access::Write, "cancels");
  const auto runs = [](std::string sql) {
    return [sql = std::move(sql)](Worker::Context& context) { return fetchAll(*context.connection.execute(sql))->rows(); };
  };
  std::mt19937 random(37);
  int cancelled = 0, finished = 0, wrong = 0;
  const int count = runsOf(100, 1'000);
  for (int run = 0; run < count; ++run) {
    const auto doomed = worker.run(runs(slow));
    const auto next = worker.run(runs("SELECT 1"));
    spinFor(std::chrono::microseconds(random() % 4'500));
    worker.cancel(doomed.id);
    const auto first = await(doomed);
    const auto second = await(next);
    (first ? finished : cancelled) += 1;
    wrong += (!first && first.error().kind() != ErrorKind::Cancelled) || !second;
  }
  qInfo("B8, %s: %d cancels at random times, %d stopped, %d came too late, %d went wrong or hit the next statement", QTest::currentDataTag(), count, cancelled, finished, wrong);
  QCOMPARE(wrong, 0);
  QVERIFY(cancelled > 0);
}

JOINERY_TEST(CutConnectionTest)
#include "tst_cut_connection.moc"
