// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "failing_calls.h"
#include "orm/journal/journal.h"
#include "orm/journal/journal_folder.h"
#include "tests/support/at_once.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using CallKind = FailingCalls::Kind;
constexpr auto kPatience = 60s;
constexpr auto kShortly = 5ms;

journal::Put edit(std::uint64_t id, const std::string& token) {
  Change change;
  change.id = id;
  change.kind = Change::Kind::Update;
  change.model = "artist";
  change.key = {Value::integer(static_cast<std::int64_t>(id))};
  change.values = {{"name", Value::text(token)}};
  change.before = {{"name", Value::text("was")}};
  return {id, change};
}

std::string tokenOf(const JournalContent& content, std::uint64_t id) {
  const Change* change = content.changes.find(id);
  return change ? std::string(change->value("name")->value().bytes()) : "none";
}

}  // namespace

/// A journal on disk: who owns it, and what becomes of it when calls of the system fail.
class JournalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void recordsWhatIsAppended();
  void isForItsOwnerOnly();
  void makesNoFileBeforeThereIsAnEdit();
  void leavesNothingWhereNothingIsPending();
  void leavesPendingEditsForTheNextStart();
  void twoWindowsNeverShareAJournal();
  void aClaimedJournalIsOfferedToNobodyElse();
  void whatIsKeptForLaterIsOfferedAgain();
  void oneThatWasTakenOverIsNotRecoveredTwice();
  void aJournalTakenOverInOneThatLivesIsNotOffered();
  void oneThatWasTakenOverIsGoneWhenItsChangesAreToo();
  void oneThatCannotBeRemovedStaysNamedAsTakenOver();
  void aHalfBegunFileDoesNotHideTheOneBeforeIt();
  void setsAsideWhatCannotBeRead();
  void survivesAFailureOfEveryCall_data();
  void survivesAFailureOfEveryCall();
  void saysThatTheDiskIsFullAndRecordsEverythingOnceItIsNot();
  void aFailedSyncCountsAsAFailureAndIsNotTriedOnTheSameFile();
  void writesHistoryAnewWithoutWhatIsOver();
  void manyThreadsMayAppend();
  void goesOnWritingWhenItIsDestroyed();

 private:
  std::unique_ptr<Journal> open(std::shared_ptr<FileCalls> calls = std::make_shared<FileCalls>()) {
    Journal::Options options;
    options.folder = m_path;
    options.calls = std::move(calls);
    options.tryAgainAfter = kShortly;
    return std::make_unique<Journal>(JournalIdentity{"sqlite:///a.db", "a.db", ""}, options);
  }
  bool record(Journal& journal, const JournalRecord& what) { return journal.waitFor(journal.append(what), kPatience); }
  void close(std::unique_ptr<Journal>& journal) {
    journal.reset();
    QVERIFY(Journal::waitForDestroyed(kPatience));
  }
  QStringList files() const { return QDir(m_folder->filePath(QStringLiteral("journals"))).entryList(QDir::Files, QDir::Name); }
  JournalFolder::Found orphans() { return JournalFolder(m_path).claimOrphans(m_calls); }

  /// What another would find if this process ended now.
  JournalReading onDisk(const std::string& id) const;

  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_path;
  FileCalls m_calls;
};

JournalReading JournalTest::onDisk(const std::string& id) const {
  JournalReading best;
  for (const QString& name : files().filter(QStringLiteral(".journal"))) {
    QFile file(QString::fromStdString(m_path) + QLatin1Char('/') + name);
    // Replaced meanwhile by one that says more.
    if (!file.open(QIODevice::ReadOnly)) return onDisk(id);
    JournalReading each = readJournal(file.readAll().toStdString(), id);
    if (each.isComplete && each.lastSequence >= best.lastSequence) best = std::move(each);
  }
  return best;
}

void JournalTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_path = m_folder->filePath(QStringLiteral("journals")).toStdString();
}

void JournalTest::cleanup() {
  QVERIFY(Journal::waitForDestroyed(kPatience));
  m_folder.reset();
}

void JournalTest::recordsWhatIsAppended() {
  auto journal = open();
  QVERIFY(record(*journal, edit(1, "a")));
  QVERIFY(record(*journal, edit(2, "b")));
  QVERIFY(record(*journal, edit(1, "c")));
  QVERIFY(journal->progress().isRecorded());
  close(journal);
  const auto found = orphans();
  QCOMPARE(found.orphans.size(), 1u);
  const JournalReading& reading = found.orphans[0]->reading();
  QCOMPARE(tokenOf(reading.content, 1), "c"s);
  QCOMPARE(tokenOf(reading.content, 2), "b"s);
  QCOMPARE(reading.tornBytes, 0u);
  QCOMPARE(reading.content.identity.name, "a.db"s);
}

void JournalTest::isForItsOwnerOnly() {
  auto journal = open();
  QVERIFY(record(*journal, edit(1, "a")));
  const QStringList names = files();
  QCOMPARE(names.size(), 2);
  for (const QString& name : names) {
    struct stat status = {};
    QCOMPARE(::stat((m_path + "/" + name.toStdString()).c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t{0600});
  }
  struct stat folder = {};
  QCOMPARE(::stat(m_path.c_str(), &folder), 0);
  QCOMPARE(folder.st_mode & 07777, mode_t{0700});
}

void JournalTest::makesNoFileBeforeThereIsAnEdit() {
  auto journal = open();
  QVERIFY(journal->progress().isRecorded());
  close(journal);
  QVERIFY(!QDir(m_folder->filePath(QStringLiteral("journals"))).exists());
}

void JournalTest::leavesNothingWhereNothingIsPending() {
  auto journal = open();
  QVERIFY(record(*journal, edit(1, "a")));
  QVERIFY(record(*journal, journal::Put{1, {}}));
  close(journal);
  QCOMPARE(files(), QStringList());
}

void JournalTest::leavesPendingEditsForTheNextStart() {
  auto journal = open();
  QVERIFY(record(*journal, journal::ConsoleText{"t", "SELECT 1"}));
  close(journal);
  QCOMPARE(orphans().orphans.size(), 1u);
}

void JournalTest::twoWindowsNeverShareAJournal() {
  auto one = open(), other = open();
  QVERIFY(record(*one, edit(1, "one")));
  QVERIFY(record(*other, edit(1, "other")));
  QVERIFY(one->id() != other->id());
  QVERIFY(orphans().orphans.empty());
  one.reset();
  JournalFolder::Found found;
  QTRY_VERIFY_WITH_TIMEOUT(!(found = orphans()).orphans.empty(), 60'000);
  QCOMPARE(found.orphans.size(), 1u);
  QCOMPARE(tokenOf(found.orphans[0]->content(), 1), "one"s);
}

void JournalTest::aClaimedJournalIsOfferedToNobodyElse() {
  auto journal = open();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  const auto mine = orphans();
  QCOMPARE(mine.orphans.size(), 1u);
  QVERIFY(orphans().orphans.empty());
}

void JournalTest::whatIsKeptForLaterIsOfferedAgain() {
  auto journal = open();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  QCOMPARE(orphans().orphans.size(), 1u);
  const auto found = orphans();
  QCOMPARE(found.orphans.size(), 1u);
  found.orphans[0]->remove(m_calls);
  QCOMPARE(files(), QStringList());
}

void JournalTest::oneThatWasTakenOverIsNotRecoveredTwice() {
  auto journal = open();
  const std::string id = journal->id();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  auto next = open();
  QVERIFY(record(*next, journal::TakenOver{id, {*edit(5, "a").state}, {{"t", "SELECT 1"}}}));
  // It ends before it has removed the older one.
  close(next);
  const auto found = orphans();
  QCOMPARE(found.orphans.size(), 1u);
  QVERIFY(found.orphans[0]->id() != id);
  QCOMPARE(tokenOf(found.orphans[0]->content(), 5), "a"s);
  QCOMPARE(found.orphans[0]->content().texts.at("t"), "SELECT 1"s);
  QCOMPARE(files().filter(QString::fromStdString(id)), QStringList());
}

void JournalTest::aJournalTakenOverInOneThatLivesIsNotOffered() {
  auto journal = open();
  const std::string id = journal->id();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  auto next = open();
  QVERIFY(record(*next, journal::TakenOver{id, {*edit(5, "a").state}, {}}));
  QVERIFY(orphans().orphans.empty());
}

void JournalTest::oneThatWasTakenOverIsGoneWhenItsChangesAreToo() {
  auto journal = open();
  const std::string id = journal->id();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  auto next = open();
  next->append(journal::TakenOver{id, {*edit(5, "a").state}, {}});
  next->append(journal::CommitEnded{CommitResult::Outcome::Committed});
  close(next);
  QCOMPARE(files().filter(QStringLiteral(".journal")), QStringList());
  QVERIFY(orphans().orphans.empty());
}

void JournalTest::oneThatCannotBeRemovedStaysNamedAsTakenOver() {
  struct Unremovable final : FileCalls {
    int remove(const std::string&) override {
      errno = EIO;
      return -1;
    }
  };
  auto journal = open();
  const std::string id = journal->id();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  auto next = open(std::make_shared<Unremovable>());
  next->append(journal::TakenOver{id, {*edit(5, "a").state}, {}});
  next->append(journal::CommitEnded{CommitResult::Outcome::Committed});
  close(next);
  QCOMPARE(files().filter(QStringLiteral(".journal")).size(), 2);
  QVERIFY(orphans().orphans.empty());
  QCOMPARE(files().filter(QStringLiteral(".journal")), QStringList());
}

void JournalTest::aHalfBegunFileDoesNotHideTheOneBeforeIt() {
  auto journal = open();
  const std::string id = journal->id();
  QVERIFY(record(*journal, edit(1, "a")));
  close(journal);
  QFile half(QString::fromStdString(JournalFolder::filePath(m_path, id, 2)));
  QVERIFY(half.open(QIODevice::WriteOnly));
  half.write(kJournalHeader.data(), static_cast<qint64>(kJournalHeader.size()));
  half.write(journalFrame(journal::Opened{}, 0, id));
  half.close();
  const auto found = orphans();
  QCOMPARE(found.orphans.size(), 1u);
  QCOMPARE(tokenOf(found.orphans[0]->content(), 1), "a"s);
  found.orphans[0]->remove(m_calls);
  QCOMPARE(files(), QStringList());
}

void JournalTest::setsAsideWhatCannotBeRead() {
  QVERIFY(QDir().mkpath(QString::fromStdString(m_path)));
  QFile broken(QString::fromStdString(JournalFolder::filePath(m_path, JournalFolder::newId(), 1)));
  QVERIFY(broken.open(QIODevice::WriteOnly));
  broken.write("nothing that a journal says");
  broken.close();
  const auto found = orphans();
  QVERIFY(found.orphans.empty());
  QCOMPARE(found.damaged.size(), 1u);
  QVERIFY(QFile::exists(QString::fromStdString(found.damaged[0])));
  QVERIFY(orphans().damaged.empty());
}

void JournalTest::survivesAFailureOfEveryCall_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("error");
  QTest::newRow("C1: any call, disk full") << int(CallKind::Any) << ENOSPC;
  QTest::newRow("C1: half a write, disk full") << int(CallKind::ShortWrite) << ENOSPC;
  QTest::newRow("C2: sync fails") << int(CallKind::Sync) << EIO;
  QTest::newRow("A2: any call, damaged disk") << int(CallKind::Any) << EIO;
}

/// Every k: the k-th call fails, once and for a while. Nothing that was shown as recorded is missing at any time, and in the end
/// everything is recorded.
void JournalTest::survivesAFailureOfEveryCall() {
  QFETCH(const int, kind);
  QFETCH(const int, error);
  constexpr int kEdits = 6, kMostCalls = 40;
  for (const int howMany : {1, 3}) {
    for (int k = 1; k <= kMostCalls; ++k) {
      const auto calls = std::make_shared<FailingCalls>();
      calls->failAt(static_cast<CallKind>(kind), k, howMany, error);
      auto journal = open(calls);
      const std::string id = journal->id();
      for (std::uint64_t i = 1; i <= kEdits; ++i) {
        const std::uint64_t sequence = journal->append(edit(i, "token" + std::to_string(i)));
        (void)journal->waitFor(sequence, kPatience);
        const std::uint64_t recorded = journal->progress().recorded;
        const JournalReading reading = onDisk(id);
        QVERIFY2(reading.lastSequence >= recorded, qPrintable(QStringLiteral("k=%1: %2 of %3").arg(k).arg(reading.lastSequence).arg(recorded)));
        for (std::uint64_t known = 1; known <= recorded; ++known) QCOMPARE(tokenOf(reading.content, known), "token" + std::to_string(known));
      }
      QTRY_VERIFY_WITH_TIMEOUT(journal->progress().isRecorded(), 60'000);
      QVERIFY(!journal->progress().error);
      close(journal);
      auto found = orphans();
      QCOMPARE(found.orphans.size(), 1u);
      QCOMPARE(found.orphans[0]->content().changes.changes().size(), std::size_t{kEdits});
      found.orphans[0]->remove(m_calls);
      QCOMPARE(files(), QStringList());
    }
  }
}

void JournalTest::saysThatTheDiskIsFullAndRecordsEverythingOnceItIsNot() {
  const auto calls = std::make_shared<FailingCalls>();
  auto journal = open(calls);
  QVERIFY(record(*journal, edit(1, "a")));
  calls->failAt(CallKind::ShortWrite, 1, -1, ENOSPC);
  QVERIFY(!record(*journal, edit(2, "b")));
  QVERIFY(!record(*journal, edit(3, "c")));
  const auto failing = journal->progress();
  QVERIFY(failing.error.has_value());
  QCOMPARE(failing.error->nativeCode, ENOSPC);
  QVERIFY(!failing.error->hint.empty());
  QCOMPARE(failing.recorded, 1u);
  calls->mend();
  QTRY_VERIFY_WITH_TIMEOUT(journal->progress().isRecorded(), 60'000);
  QVERIFY(!journal->progress().error);
  close(journal);
  const auto found = orphans();
  QCOMPARE(tokenOf(found.orphans.at(0)->content(), 3), "c"s);
}

void JournalTest::aFailedSyncCountsAsAFailureAndIsNotTriedOnTheSameFile() {
  const auto calls = std::make_shared<FailingCalls>();
  auto journal = open(calls);
  QVERIFY(record(*journal, edit(1, "a")));
  const QStringList before = files();
  calls->failAt(CallKind::Sync, 1, 1, EIO);
  QVERIFY(record(*journal, edit(2, "b")));
  const QStringList after = files();
  QCOMPARE(before.size(), after.size());
  QVERIFY(before != after);
}

void JournalTest::writesHistoryAnewWithoutWhatIsOver() {
  Journal::Options options;
  options.folder = m_path;
  options.longestHistory = 20'000;
  auto journal = std::make_unique<Journal>(JournalIdentity{}, options);
  for (int i = 0; i < 300; ++i) QVERIFY(record(*journal, edit(1, std::string(1'000, 'a' + static_cast<char>(i % 26)))));
  const QStringList names = files().filter(QStringLiteral(".journal"));
  QCOMPARE(names.size(), 1);
  QVERIFY(QFileInfo(QString::fromStdString(m_path), names[0]).size() < 30'000);
  close(journal);
  QCOMPARE(tokenOf(orphans().orphans.at(0)->content(), 1), std::string(1'000, 'a' + static_cast<char>(299 % 26)));
}

void JournalTest::manyThreadsMayAppend() {
  auto journal = open();
  atOnce(4, [&](int thread) {
    for (std::uint64_t i = 0; i < 50; ++i) journal->append(edit(static_cast<std::uint64_t>(thread) * 100 + i + 1, "x"));
  });
  QVERIFY(journal->waitFor(200, kPatience));
  close(journal);
  QCOMPARE(orphans().orphans.at(0)->content().changes.changes().size(), 200u);
}

void JournalTest::goesOnWritingWhenItIsDestroyed() {
  auto journal = open();
  for (std::uint64_t i = 1; i <= 100; ++i) journal->append(edit(i, "x"));
  close(journal);
  QCOMPARE(orphans().orphans.at(0)->content().changes.changes().size(), 100u);
}

JOINERY_TEST(JournalTest)
#include "tst_journal.moc"
