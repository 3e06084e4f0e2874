// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <random>

#include "driven_program.h"
#include "fault_counts.h"
#include "journal_ledger.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "ui/changes/change_journal.h"
#include "ui/changes/recovery.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;
using namespace std::string_literals;
using Doing = DrivenProgram::Doing;
using Outcome = CommitResult::Outcome;

namespace {

constexpr int kRowsOfCommit = 60;

/// What was tried and what was lost.
struct Tally {
  int tried = 0, edits = 0, lost = 0, notOffered = 0, half = 0, wrongOutcome = 0, unknown = 0, torn = 0, twice = 0, failing = 0;
  int commits = 0, inCommit = 0, foundCommitted = 0;
  int takenBack = 0;  ///< an undo was on the disk, and not shown as recorded yet, that left nothing to offer
  bool isClean() const { return lost + notOffered + half + wrongOutcome + twice == 0; }
  void print(const char* what) const {
    qInfo("%s: %d tried, %d recorded edits, %d commits, %d ended within a commit (%d of them went through); lost: %d edits, %d journals not offered, "
          "%d recovered twice, %d half commits, %d wrong outcomes; %d unknown, %d torn tails, %d times shown as failing, %d times nothing left by an undo that was not shown yet",
          what, tried, edits, commits, inCommit, foundCommitted, lost, notOffered, twice, half, wrongOutcome, unknown, torn, failing, takenBack);
  }
};

}  // namespace

/// The program is killed, or calls of it fail, at any moment; what it had shown as recorded is recovered, and commits are whole and
/// known.
class KilledProgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void losesNoRecordedEdit_data() { addBackends(); }
  void losesNoRecordedEdit();
  void losesNoRecordedEditWhenCallsOfTheJournalFail_data();
  void losesNoRecordedEditWhenCallsOfTheJournalFail();
  void knowsWhatCameOfItsCommit_data() { addBackends(); }
  void knowsWhatCameOfItsCommit();
  void knowsWhatCameOfItsCommitWhenCallsOfTheFileFail_data();
  void knowsWhatCameOfItsCommitWhenCallsOfTheFileFail();
  void knowsWhatCameOfItsCommitWhenItsMessagesAreNotSent_data() { addFaultsOfMessages(); }
  void knowsWhatCameOfItsCommitWhenItsMessagesAreNotSent();
  void recoversEachOfTwoWindowsByItself();

 private:
  static void addFaultsOfMessages();
  void tryEveryCall(const QString& fault, const QString& path, int step);
  void fill(const Url& url);
  std::string journals() const { return m_folder->filePath(QStringLiteral("journals")).toStdString(); }
  DrivenProgram::Orders orders(Doing doing, int seed, int count = 1'000'000) const { return {m_url, journals(), doing, seed, count}; }
  FoundJournals find() const { return findJournals(journals()).takeResult(); }
  /// Compares the ledger with what is offered for recovery, then drops it.
  void checkEdits(DrivenProgram& program, Tally& tally);
  void checkCommit(DrivenProgram& program, Tally& tally);
  int rows(const std::string& sql);
  static void compare(const DrivenProgram& program, const JournalReading& reading, Tally& tally);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_url;
  std::shared_ptr<Engine> m_truth;
  std::shared_ptr<const Registry> m_registry;
};

void KilledProgramTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const bool isServer = std::string_view(QTest::currentDataTag() ? QTest::currentDataTag() : "").starts_with("PostgreSQL") && !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES");
  fill(isServer ? ownDatabaseUrl() : Url::sqliteFile(m_folder->filePath(QStringLiteral("data.db")).toStdString()));
}

void KilledProgramTest::cleanup() {
  m_registry.reset();
  m_truth.reset();
  m_folder.reset();
}

void KilledProgramTest::fill(const Url& url) {
  m_url = url.backend == "sqlite" ? url.database : url.toString();
  Engine::Options options;
  options.createIfMissing = true;
  m_truth = Engine::create(url, options);
  const auto connection = m_truth->connect(Engine::Access::Write);
  const std::string key = url.isSqlite() ? "INTEGER PRIMARY KEY" : "serial PRIMARY KEY";
  for (const std::string& sql : {"DROP TABLE IF EXISTS album"s, "DROP TABLE IF EXISTS track"s, "DROP TABLE IF EXISTS artist"s,
                                 "CREATE TABLE artist(id " + key + ", name text NOT NULL)",
                                 "CREATE TABLE album(id " + key + ", title text NOT NULL, artist_id integer NOT NULL REFERENCES artist(id))",
                                 "CREATE TABLE track(id integer PRIMARY KEY, name text NOT NULL)"s, "INSERT INTO artist(name) VALUES ('AC/DC')"s})
    connection->execute(sql);
  for (int i = 1; i <= kRowsOfCommit; ++i) connection->execute("INSERT INTO track VALUES (" + std::to_string(i) + ", 'track " + std::to_string(i) + "')");
  m_registry = automap(reflect(*connection, m_truth->dialect()), m_truth->dialect().namesIgnoreCase());
}

int KilledProgramTest::rows(const std::string& sql) {
  // As the next start does, a file that was left in the middle is brought back in order by its writer.
  const auto connection = m_truth->connect(Engine::Access::Write);
  return static_cast<int>(fetchAll(*connection->execute(sql))->at(0, 0).toInteger());
}

void KilledProgramTest::compare(const DrivenProgram& program, const JournalReading& reading, Tally& tally) {
  tally.torn += reading.tornBytes > 0;
  if (isKept(program, reading)) return;
  ++tally.lost;
  qInfo("%s: number %llu, recorded %llu", program.journal().c_str(), static_cast<unsigned long long>(reading.lastSequence), static_cast<unsigned long long>(program.recorded()));
}

void KilledProgramTest::checkEdits(DrivenProgram& program, Tally& tally) {
  program.settle();
  ++tally.tried;
  tally.edits += static_cast<int>(program.recorded());
  tally.failing += program.wasFailing();
  const auto onDisk = program.journal().empty() ? std::nullopt : readOf(journals(), program.journal());
  if (onDisk) compare(program, *onDisk, tally);
  else tally.lost += program.recorded() > 0;
  FoundJournals found = find();
  const bool isOffered = found.orphans.size() == 1 && found.orphans[0]->id() == program.journal();
  const bool hasEdits = onDisk && !stateOf(onDisk->content).empty();
  if (!found.problem.empty() || !found.damaged.empty() || found.orphans.size() > 1 || isOffered != hasEdits) ++tally.notOffered;
  tally.takenBack += !hasEdits && program.states().contains(program.recorded()) && !program.states().at(program.recorded()).empty();
  if (found.orphans.empty()) return;
  compare(program, found.orphans[0]->reading(), tally);
  // Recovered into another journal that is killed at once: the first is offered no more.
  {
    auto next = std::make_unique<Journal>(JournalIdentity{}, Journal::Options{journals()});
    next->waitFor(next->append(journal::TakenOver{found.orphans[0]->id(), found.orphans[0]->content().changes.changes().toVector(), {}}), std::chrono::seconds(60));
    found.orphans.clear();
    if (!find().orphans.empty()) ++tally.twice;
  }
  Journal::waitForDestroyed(std::chrono::seconds(60));
  FileCalls calls;
  for (auto& orphan : find().orphans) orphan->remove(calls);
}

void KilledProgramTest::losesNoRecordedEdit() {  // A1
  Tally tally;
  std::mt19937 random(17);
  const int runs = runsOf(12, 1'000);
  for (int run = 1; run <= runs; ++run) {
    DrivenProgram program(orders(Doing::Edits, run));
    QVERIFY(program.waitUntilReady());
    QThread::usleep(random() % 60'000);
    program.kill();
    checkEdits(program, tally);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QVERIFY(tally.edits > 0);
}

void KilledProgramTest::losesNoRecordedEditWhenCallsOfTheJournalFail_data() {
  QTest::addColumn<QString>("fault");
  QTest::newRow("A2: killed before each call") << QStringLiteral("kill");
  QTest::newRow("A2, C2: each call fails with EIO") << QStringLiteral("eio");
  QTest::newRow("A2, C1: each call finds the disk full") << QStringLiteral("enospc");
  QTest::newRow("A2, C1: each write is half") << QStringLiteral("short");
  QTest::newRow("A2, C2: each call and all later ones fail with EIO") << QStringLiteral("eio+");
  QTest::newRow("A2, C1: each call and all later ones find the disk full") << QStringLiteral("enospc+");
}

/// Every k until the program makes fewer calls than that.
void KilledProgramTest::losesNoRecordedEditWhenCallsOfTheJournalFail() {
  QFETCH(const QString, fault);
  const int edits = runsOf(4, 20);
  Tally tally;
  bool happened = true;
  for (int k = 1; happened; ++k) {
    const QString log = m_folder->filePath(QStringLiteral("log%1").arg(k));
    DrivenProgram program(orders(Doing::PacedEdits, 5, edits), {{QStringLiteral("JOINERY_FAULT"), QStringLiteral("%1:%2").arg(fault).arg(k)},
                                                    {QStringLiteral("JOINERY_FAULT_PATH"), QStringLiteral("/journals")}, {QStringLiteral("JOINERY_FAULT_LOG"), log}});
    program.waitUntilEnded();
    happened = QFile::exists(log);
    checkEdits(program, tally);
    if (fault != QLatin1String("kill") || !happened) QVERIFY2(program.isDone(), qPrintable(QString::number(k)));
    QVERIFY(k < 1'000);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QVERIFY(tally.tried > edits);
  QVERIFY(tally.failing > 0 || !fault.endsWith(QLatin1Char('+')));
}

void KilledProgramTest::checkCommit(DrivenProgram& program, Tally& tally) {
  program.settle();
  ++tally.tried;
  FoundJournals found = find();
  if (!found.problem.empty() || !found.damaged.empty()) ++tally.notOffered;
  const std::string& round = program.round();
  tally.edits += static_cast<int>(program.recorded());
  tally.commits += program.committedRounds();
  bool hasEdits = false;
  std::optional<Outcome> says;
  if (!program.outcome().empty())
    says = program.outcome() == "committed" ? Outcome::Committed : program.outcome() == "unknown" ? Outcome::Unknown : Outcome::NotCommitted;
  // After what the program said of this round it may have begun another, whose edits are in the journal.
  for (auto& orphan : found.orphans) {
    const JournalContent& content = orphan->content();
    hasEdits = hasEdits || !content.changes.isEmpty();
    const bool isOfThisRound = content.commit && !content.commit->changes.empty() && tokenOf(content.commit->changes.front()).starts_with(round);
    if (content.commit && !isOfThisRound) {
      // The end of the round before was not on the disk yet; the program had said what came of it.
      const auto connection = m_truth->connect(Engine::Access::Write);
      const auto recovered = compareJournal(*connection, m_truth->dialect(), *m_registry, orphan);
      tally.wrongOutcome += program.committedRounds() > 0 && recovered.outcome.outcome == Outcome::NotCommitted;
    } else if (content.commit && !says) {
      const auto connection = m_truth->connect(Engine::Access::Write);
      const auto recovered = compareJournal(*connection, m_truth->dialect(), *m_registry, orphan);
      says = recovered.outcome.outcome;
      ++tally.inCommit;
      tally.foundCommitted += *says == Outcome::Committed;
      if (*says == Outcome::Unknown) qInfo("unknown: %s", recovered.outcome.reason.c_str());
    } else if (!says && !content.changes.isEmpty()) {
      says = Outcome::NotCommitted;
    }
  }
  if (!round.empty()) {
    const std::string name = "'" + round;
    const int written = rows("SELECT (SELECT count(*) FROM track WHERE name = " + name + "') + (SELECT count(*) FROM album WHERE title = " + name +
                             "') + (SELECT count(*) FROM artist WHERE name LIKE " + name + "-%')");
    if (written != 0 && written != 3 * kRowsOfCommit) ++tally.half;
    if (!program.isDone() && program.outcome().empty() && program.recorded() >= program.roundNumber() && written == 0 && !hasEdits) ++tally.lost;
    // Nothing is pending and nothing was said: it went through, or its edits never came to the disk.
    if (says == Outcome::Unknown) ++tally.unknown;
    else if (says) tally.wrongOutcome += (*says == Outcome::Committed) != (written != 0);
  }
  FileCalls calls;
  for (auto& orphan : found.orphans) orphan->remove(calls);
  found.orphans.clear();
  const auto connection = m_truth->connect(Engine::Access::Write);
  connection->execute("DELETE FROM album");
  connection->execute("DELETE FROM artist WHERE id > 1");
  connection->execute("UPDATE track SET name = 'track ' || id");
}

void KilledProgramTest::knowsWhatCameOfItsCommit() {  // A3
  Tally tally;
  std::mt19937 random(23);
  const int runs = runsOf(12, 1'000);
  for (int run = 1; run <= runs; ++run) {
    DrivenProgram program(orders(Doing::Commits, run));
    QVERIFY(program.waitUntilReady());
    QThread::usleep(random() % 120'000);
    program.kill();
    checkCommit(program, tally);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
}

void KilledProgramTest::knowsWhatCameOfItsCommitWhenCallsOfTheFileFail_data() {
  QTest::addColumn<QString>("fault");
  QTest::newRow("A3: killed before each call") << QStringLiteral("kill");
  QTest::newRow("A3: each call fails with EIO") << QStringLiteral("eio");
  QTest::newRow("A3, C1: each call finds the disk full") << QStringLiteral("enospc");
  QTest::newRow("A3, C1: each write is half") << QStringLiteral("short");
  QTest::newRow("A3, C1: each call and all later ones find the disk full") << QStringLiteral("enospc+");
  QTest::newRow("A3, C2: each call and all later ones fail with EIO") << QStringLiteral("eio+");
}

/// Every k-th call of a run with one commit, until there are no more.
void KilledProgramTest::tryEveryCall(const QString& fault, const QString& path, int step) {
  Tally tally;
  bool happened = true;
  for (int k = 1; happened; k += step) {
    const QString log = m_folder->filePath(QStringLiteral("log%1").arg(k));
    DrivenProgram program(orders(Doing::Commits, k, 1), {{QStringLiteral("JOINERY_FAULT"), QStringLiteral("%1:%2").arg(fault).arg(k)},
                                               {QStringLiteral("JOINERY_FAULT_PATH"), path}, {QStringLiteral("JOINERY_FAULT_LOG"), log}});
    program.waitUntilEnded();
    happened = QFile::exists(log);
    checkCommit(program, tally);
    QVERIFY(k < 10'000);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QVERIFY(tally.tried > 3);
}

void KilledProgramTest::knowsWhatCameOfItsCommitWhenCallsOfTheFileFail() {
  QFETCH(const QString, fault);
  // What stays broken is asked for as long as a user would wait.
  const bool staysBroken = fault.endsWith(QLatin1Char('+'));
  tryEveryCall(fault, QStringLiteral("data.db"), staysBroken ? runsOf(7, 1) : 1);
}

void KilledProgramTest::addFaultsOfMessages() {
  QTest::addColumn<QString>("fault");
  QTest::newRow("PostgreSQL, A3: killed before each message") << QStringLiteral("kill");
  QTest::newRow("PostgreSQL, B1: each message is not sent") << QStringLiteral("eio");
}

void KilledProgramTest::knowsWhatCameOfItsCommitWhenItsMessagesAreNotSent() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  QFETCH(const QString, fault);
  tryEveryCall(fault, QStringLiteral("socket:"), runsOf(5, 1));
}

void KilledProgramTest::recoversEachOfTwoWindowsByItself() {  // A7
  Tally tally;
  std::mt19937 random(29);
  const int runs = runsOf(6, 200);
  for (int run = 1; run <= runs; ++run) {
    DrivenProgram one(orders(Doing::Edits, run)), other(orders(Doing::Edits, run + 100'000));
    QVERIFY(one.waitUntilReady() && other.waitUntilReady());
    QThread::usleep(20'000 + random() % 60'000);
    one.kill();
    checkEdits(one, tally);
    other.kill();
    checkEdits(other, tally);
  }
  tally.print("A7");
  QVERIFY(tally.isClean());
}

JOINERY_TEST(KilledProgramTest)
#include "tst_killed_program.moc"
