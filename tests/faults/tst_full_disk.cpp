// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "driven_program.h"
#include "fault_counts.h"
#include "item_file.h"
#include "journal_ledger.h"
#include "orm/engine/execution.h"
#include "orm/journal/journal.h"
#include "outcome_tally.h"
#include "own_mounts.h"
#include "tests/support/test_program.h"
#include "ui/changes/recovery.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

/// C1, C3: disks that are really full, with any number of pages left, and disks that are mounted read-only.
class FullDiskTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { m_canMount = OwnMounts::enter(); }
  void init();
  void cleanup();
  void saysTruthfullyWhatCameOfACommit_data() { addModes(); }
  void saysTruthfullyWhatCameOfACommit();
  void losesNoRecordedEdit();
  void recordsEverythingOnceThereIsRoom();
  void keepsTheOldFileOrWritesAllOfTheNew();
  void appliesAllOrNothingWithoutRoomForTemporaryFiles_data() { addModes(); }
  void appliesAllOrNothingWithoutRoomForTemporaryFiles();
  void refusesAtOnceToWriteToAReadOnlyDisk_data();
  void refusesAtOnceToWriteToAReadOnlyDisk();

 private:
  static void addModes();
  std::string disk() const { return m_folder->filePath(QStringLiteral("disk")).toStdString(); }
  std::string elsewhere(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)).toStdString(); }
  /// @return its exit code
  int run(const QStringList& arguments) const;
  /// By another process: to close a file here would drop SQLite's locks.
  static void copy(const std::string& from, const std::string& to);

  bool m_canMount = false;
  std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr long long kBytesOfDisk = 8 << 20;
constexpr int kMostPages = 400;

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

void FullDiskTest::init() {
  if (!m_canMount) QSKIP("the system does not let this user mount anything: a full disk and a read-only one were NOT tried");
  m_folder = std::make_unique<QTemporaryDir>();
  QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("disk")));
  OwnMounts::mountMemory(disk(), kBytesOfDisk);
}

void FullDiskTest::cleanup() {
  if (!m_folder) return;
  QVERIFY(Journal::waitForDestroyed(1min));
  OwnMounts::unmount(disk());
  m_folder.reset();
}

void FullDiskTest::addModes() {
  QTest::addColumn<QByteArray>("mode");
  for (const char* mode : {"DELETE", "WAL"}) QTest::addRow("C1: %s", mode) << QByteArray(mode);
}

int FullDiskTest::run(const QStringList& arguments) const {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"TMPDIR", "SQLITE_TMPDIR"}) environment.insert(QString::fromLatin1(name), QString::fromStdString(disk()));
  process.setProcessEnvironment(environment);
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QStringLiteral(JOINERY_PROGRAM), arguments);
  if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) qFatal("it does not end as it should: %s", process.readAll().constData());
  return process.exitCode();
}

void FullDiskTest::copy(const std::string& from, const std::string& to) {
  if (QProcess::execute(QStringLiteral("cp"), {QString::fromStdString(from), QString::fromStdString(to)}) != 0) qFatal("not copied");
}

/// Every number of free pages until they are enough.
void FullDiskTest::saysTruthfullyWhatCameOfACommit() {
  QFETCH(const QByteArray, mode);
  const ItemFile items(disk() + "/data.db", mode.toStdString());
  OutcomeTally tally;
  int unsound = 0, notAgain = 0, silent = 0;
  for (int pages = 0; tally.committed < 3; ++pages) {
    Outcome said = Outcome::NotCommitted;
    OwnMounts::fill(disk(), pages);
    try {
      const CommitResult result = items.commit(*items.engine(), pages);
      said = result.outcome;
      silent += said != Outcome::Committed && (!result.error || result.error->message().empty());
    } catch (const DbError&) {
      // It could not even be opened.
    }
    OwnMounts::empty(disk());
    unsound += items.cell("PRAGMA integrity_check") != "ok";
    tally.add(said, items.written(pages), ItemFile::kRowsOfCommit);
    notAgain += items.commit(*items.engine(), 10'000 + pages).outcome != Outcome::Committed;
    QVERIFY(pages < kMostPages);
  }
  tally.print(QTest::currentDataTag());
  qInfo("%d times the file was not sound, %d times it could not be written afterwards, %d times nothing was said", unsound, notAgain, silent);
  QVERIFY(tally.isClean());
  QCOMPARE(unsound + notAgain + silent, 0);
  QVERIFY(tally.notCommitted > 0);
}

/// The journal's disk is full, with so many pages left when the program begins.
void FullDiskTest::losesNoRecordedEdit() {  // C1
  const ItemFile items(elsewhere("data.db"), "DELETE");
  const auto connection = items.engine()->connect(Engine::Access::Write);
  for (const char* sql : {"CREATE TABLE artist(id INTEGER PRIMARY KEY, name text NOT NULL)", "CREATE TABLE track(id INTEGER PRIMARY KEY, name text NOT NULL)"}) connection->execute(sql);
  const int edits = runsOf(40, 200);
  int tried = 0, whole = 0, failing = 0, lost = 0, wrong = 0;
  for (int pages = 0; whole < 3; ++pages, ++tried) {
    const std::string journals = disk() + "/journals" + std::to_string(pages);
    QVERIFY(QDir().mkpath(QString::fromStdString(journals)));
    OwnMounts::fill(disk(), pages);
    DrivenProgram program({items.path(), journals, DrivenProgram::Doing::PacedEdits, 7, edits});
    program.waitUntilEnded();
    program.settle();
    OwnMounts::empty(disk());
    const auto onDisk = readOf(journals, program.journal());
    lost += onDisk ? !isKept(program, *onDisk) : program.recorded() > 0;
    // Whoever edits on a full disk is told.
    const bool isWhole = program.recorded() + 1 >= program.states().size();
    wrong += !program.isDone() || isWhole == program.wasFailing() || !ui::findJournals(journals).takeResult().problem.empty();
    whole += isWhole;
    failing += program.wasFailing();
    QVERIFY(QDir(QString::fromStdString(journals)).removeRecursively());
    QVERIFY(pages < kMostPages);
  }
  qInfo("C1: %d journals on disks with so many pages left, %d shown as failing, %d whole; %d lost a recorded edit, %d wrongly told", tried, failing, whole, lost, wrong);
  QCOMPARE(lost + wrong, 0);
  QVERIFY(failing > 0);
}

void FullDiskTest::recordsEverythingOnceThereIsRoom() {  // C1
  const int runs = runsOf(3, 50);
  int good = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string journals = disk() + "/journals";
    Journal::Options options{journals};
    options.tryAgainAfter = 10ms;
    OwnMounts::fill(disk(), run % 4);
    auto journal = std::make_unique<Journal>(JournalIdentity{}, options);
    const std::string text(20'000, 'x');
    journal->append(journal::ConsoleText{"c", text});
    QTRY_VERIFY_WITH_TIMEOUT(journal->progress().error.has_value(), 60'000);
    const bool isSaid = !journal->progress().isRecorded();
    OwnMounts::empty(disk());
    QTRY_VERIFY_WITH_TIMEOUT(journal->progress().isRecorded(), 60'000);
    const auto onDisk = readOf(journals, journal->id());
    good += isSaid && !journal->progress().error && onDisk && onDisk->content.texts.size() == 1 && onDisk->content.texts.begin()->second == text;
    journal.reset();
    QVERIFY(Journal::waitForDestroyed(1min));
    QDir(QString::fromStdString(journals)).removeRecursively();
  }
  qInfo("C1: %d journals on a full disk, %d recorded everything once there was room", runs, good);
  QCOMPARE(good, runs);
}

void FullDiskTest::keepsTheOldFileOrWritesAllOfTheNew() {  // C1
  const ItemFile items(elsewhere("data.db"), "DELETE");
  const QString target = QString::fromStdString(disk() + "/out.csv"), whole = QString::fromStdString(elsewhere("whole.csv"));
  const auto exportTo = [&](const QString& file) {
    return run({QStringLiteral("export"), QString::fromStdString(items.path()), QStringLiteral("item"), file, QStringLiteral("--format"), QStringLiteral("csv")});
  };
  QCOMPARE(exportTo(whole), 0);
  int tried = 0, kept = 0, written = 0, wrong = 0, left = 0;
  for (int pages = 0; written < 3; ++pages, ++tried) {
    QFile old(target);
    QVERIFY(old.open(QIODevice::WriteOnly | QIODevice::Truncate) && old.write("old\n") == 4);
    old.close();
    OwnMounts::fill(disk(), pages);
    const bool isDone = exportTo(target) == 0;
    const QByteArray now = contentOf(target);
    kept += now == "old\n";
    written += now == contentOf(whole);
    wrong += isDone ? now != contentOf(whole) : now != "old\n";
    OwnMounts::empty(disk());
    left += QDir(QString::fromStdString(disk())).entryList(QDir::Files | QDir::Hidden).size() > 1;
    QVERIFY(pages < kMostPages);
  }
  qInfo("C1: %d exports to disks with so many pages left, %d times the old file stayed, %d times the new one is whole, %d wrong, %d times something was left beside it", tried, kept, written, wrong, left);
  QCOMPARE(wrong + left, 0);
  QVERIFY(kept > 0);
}

void FullDiskTest::appliesAllOrNothingWithoutRoomForTemporaryFiles() {
  QFETCH(const QByteArray, mode);
  const ItemFile items(elsewhere("data.db"), mode.toStdString());
  const QString document = QString::fromStdString(elsewhere("changes.json"));
  int applied = 0, wrong = 0;
  const int runs = runsOf(3, 20);
  for (int run = 0; run < runs; ++run) {
    const std::string name = "run " + std::to_string(run);
    QFile file(document);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(R"({"changes": [{"model": "item", "op": "update", "key": 1, "values": {"name": ")" + QByteArray::fromStdString(name) + R"("}}]})");
    file.close();
    OwnMounts::fill(disk(), run % 3);
    const bool isDone = this->run({QStringLiteral("apply"), QString::fromStdString(items.path()), document}) == 0;
    applied += isDone;
    wrong += (items.cell("SELECT name FROM item WHERE id = 1") == name) != isDone || items.cell("PRAGMA integrity_check") != "ok";
  }
  qInfo("%s: %d applied while there was no room for temporary files, %d done, %d wrong", QTest::currentDataTag(), runs, applied, wrong);
  QCOMPARE(wrong, 0);
}

void FullDiskTest::refusesAtOnceToWriteToAReadOnlyDisk_data() {
  QTest::addColumn<QByteArray>("mode");
  QTest::addColumn<QByteArrayList>("left");
  QTest::newRow("C3: read-only disk, rollback journal") << QByteArrayLiteral("DELETE") << QByteArrayList();
  QTest::newRow("C3: read-only disk, somebody's hot journal") << QByteArrayLiteral("DELETE") << QByteArrayList{"-journal"};
  QTest::newRow("C3: read-only disk, write-ahead log") << QByteArrayLiteral("WAL") << QByteArrayList();
  QTest::newRow("C3: read-only disk, somebody's write-ahead log") << QByteArrayLiteral("WAL") << QByteArrayList{"-wal", "-shm"};
  QTest::newRow("C3: read-only disk, a write-ahead log without its index") << QByteArrayLiteral("WAL") << QByteArrayList{"-wal"};
}

void FullDiskTest::refusesAtOnceToWriteToAReadOnlyDisk() {
  QFETCH(const QByteArray, mode);
  QFETCH(const QByteArrayList, left);
  {
    // As a program leaves them that is killed while it writes.
    const ItemFile made(elsewhere("data.db"), mode.toStdString());
    const auto connection = made.engine()->connect(Engine::Access::Write);
    for (const char* sql : {"PRAGMA cache_size = 1", "BEGIN", "UPDATE item SET filling = 'theirs' || filling"}) fetchAll(*connection->execute(sql));
    if (mode == "WAL") connection->execute("COMMIT");
    copy(made.path(), disk() + "/data.db");
    for (const QByteArray& ending : left) copy(made.path() + ending.toStdString(), disk() + "/data.db" + ending.toStdString());
    if (mode != "WAL") connection->execute("ROLLBACK");
  }
  const ItemFile items = ItemFile(elsewhere("model.db"), mode.toStdString()).at(disk() + "/data.db");
  const QString file = QString::fromStdString(items.path());
  const QByteArray before = contentOf(file);
  OwnMounts::makeReadOnly(disk());
  bool isRefused = false, hasReason = false;
  QElapsedTimer timer;
  timer.start();
  try {
    const auto engine = items.engine();
    const CommitResult result = items.commit(*engine, 1);
    isRefused = result.outcome == Outcome::NotCommitted;
    hasReason = result.error && !result.error->message().empty();
  } catch (const DbError& error) {
    isRefused = true;
    hasReason = !error.message().empty();
    qInfo("%s: %s %s", QTest::currentDataTag(), error.message().c_str(), error.hint.c_str());
  }
  QVERIFY(timer.elapsed() < 4'000);  // no lock was waited for
  QVERIFY(isRefused && hasReason);
  QVERIFY(!before.isEmpty() && contentOf(file) == before);
}

JOINERY_TEST(FullDiskTest)
#include "tst_full_disk.moc"
