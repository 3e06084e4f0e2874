// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <iostream>

#include "fault_counts.h"
#include "item_file.h"
#include "orm/engine/execution.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

/// B7 on files: another process, or another connection of the same, holds a lock that is in the way of a commit.
class LockedFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void waitsABoundedTimeForALock_data();
  void waitsABoundedTimeForALock();
  void namesAnotherConnectionOfTheProgram();
  /// What the other process does: takes the lock and lets it go, as it is told on its standard input.
  void holdsLocks();

 private:
  void make(const std::string& journalMode);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<ItemFile> m_items;
};

namespace {

/// The other process.
class LockHolder {
 public:
  LockHolder(const std::string& path, const QByteArray& script) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("JOINERY_TEST_LOCKS"), QString::fromStdString(path));
    environment.insert(QStringLiteral("JOINERY_TEST_SCRIPT"), QString::fromUtf8(script));
    m_process.setProcessEnvironment(environment);
    m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("tst_locked_file"), QStringLiteral("holdsLocks")});
  }
  ~LockHolder() {
    m_process.closeWriteChannel();
    m_process.waitForFinished(60'000);
  }
  /// @param what "hold" or "release"; waits until that is done
  void tell(const QByteArray& what) {
    m_process.write(what + "\n");
    while (!m_said.contains("done " + what + "\n")) {
      if (!m_process.waitForReadyRead(60'000)) qFatal("the other process says nothing");
      m_said += m_process.readAllStandardOutput();
    }
    m_said.clear();
  }
  qint64 process() const { return m_process.processId(); }
  std::string name() const { return "process " + std::to_string(m_process.processId()) + " (tests_faults)"; }

 private:
  QProcess m_process;
  QByteArray m_said;
};

}  // namespace

/// Whether the system says that a process has a lock on a file, as some containers and file systems do not.
static bool isTold(qint64 process, const std::string& path) {
  QFile locks(QStringLiteral("/proc/locks"));
  if (!locks.open(QIODevice::ReadOnly)) return false;
  for (const std::string& name : {path, path + "-shm"}) {
    struct stat file {};
    if (::stat(name.c_str(), &file) != 0) continue;
    const auto number = [](unsigned part) { return QStringLiteral("%1").arg(part, 2, 16, QLatin1Char('0')); };
    const QString line = QStringLiteral(" %1 %2:%3:%4 ").arg(process).arg(number(major(file.st_dev)), number(minor(file.st_dev))).arg(file.st_ino);
    locks.seek(0);
    if (locks.readAll().contains(line.toLatin1())) return true;
  }
  return false;
}

void LockedFileTest::holdsLocks() {
  const std::string path = qEnvironmentVariable("JOINERY_TEST_LOCKS").toStdString();
  if (path.empty()) return;
  const auto connection = Engine::create(Url::sqliteFile(path))->connect(Engine::Access::Write);
  for (std::string line; std::getline(std::cin, line);) {
    const std::string script = line == "hold" ? qEnvironmentVariable("JOINERY_TEST_SCRIPT").toStdString() : "ROLLBACK";
    for (const std::string& statement : connection->splitStatements(script)) fetchAll(*connection->execute(statement));
    std::cout << "done " << line << std::endl;
  }
  std::_Exit(0);
}

void LockedFileTest::make(const std::string& journalMode) {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.connect.busyTimeout = 20ms;
  m_items = std::make_unique<ItemFile>(m_folder->filePath(QStringLiteral("data.db")).toStdString(), journalMode, options);
}

void LockedFileTest::waitsABoundedTimeForALock_data() {
  QTest::addColumn<QByteArray>("mode");
  QTest::addColumn<QByteArray>("script");
  QTest::newRow("B7: somebody writes, rollback journal") << QByteArrayLiteral("DELETE") << QByteArrayLiteral("BEGIN IMMEDIATE");
  QTest::newRow("B7: somebody has written, rollback journal") << QByteArrayLiteral("DELETE") << QByteArrayLiteral("BEGIN IMMEDIATE; UPDATE item SET name = 'theirs'");
  QTest::newRow("B7: somebody reads, rollback journal") << QByteArrayLiteral("DELETE") << QByteArrayLiteral("BEGIN; SELECT * FROM item");
  QTest::newRow("B7: somebody writes, write-ahead log") << QByteArrayLiteral("WAL") << QByteArrayLiteral("BEGIN IMMEDIATE; UPDATE item SET name = 'theirs'");
}

void LockedFileTest::waitsABoundedTimeForALock() {
  QFETCH(const QByteArray, mode);
  QFETCH(const QByteArray, script);
  make(mode.toStdString());
  LockHolder holder(m_items->path(), script);
  const auto engine = m_items->engine();
  const int runs = runsOf(3, 100);
  int named = 0, told = 0, bounded = 0, wrong = 0;
  for (int run = 0; run < runs; ++run) {
    auto lease = engine->connect(Engine::Access::Write);
    ChangeSet changes = m_items->changesOf(run + 1);
    wrong += !m_items->unit(*engine).readImages(*lease, changes).empty();
    holder.tell("hold");
    told += isTold(holder.process(), m_items->path());
    QElapsedTimer timer;
    timer.start();
    const CommitResult result = m_items->unit(*engine).commit(*lease, changes);
    bounded += timer.elapsed() < 5'000;
    wrong += result.outcome != Outcome::NotCommitted || !result.error || result.error->kind() != ErrorKind::Busy;
    named += result.error && result.error->detail == "The lock is held by " + holder.name() + ".";
    holder.tell("release");
    wrong += m_items->written(run + 1) != 0;
    // Once the way is free, the same edits are written.
    wrong += m_items->unit(*engine).commit(*lease, changes).outcome != Outcome::Committed || m_items->written(run + 1) != ItemFile::kRowsOfCommit;
  }
  qInfo("%s: %d tried, %d bounded, %d times the holder was named of %d that the system tells, %d wrong", QTest::currentDataTag(), runs, bounded, named, told, wrong);
  QCOMPARE(wrong, 0);
  QCOMPARE(bounded, runs);
  QCOMPARE(named, told);
  if (told < runs) QSKIP("this system does not tell whose locks there are");
}

void LockedFileTest::namesAnotherConnectionOfTheProgram() {
  for (const char* mode : {"DELETE", "WAL"}) {
    make(mode);
    const auto engine = m_items->engine();
    const UnitOfWork unit = m_items->unit(*engine);
    auto lease = engine->connect(Engine::Access::Write);
    ChangeSet changes = m_items->changesOf(1);
    QVERIFY(unit.readImages(*lease, changes).empty());
    const auto other = Engine::create(Url::sqliteFile(m_items->path()))->connect(Engine::Access::Write);
    other->execute("BEGIN IMMEDIATE");
    const CommitResult result = unit.commit(*lease, changes);
    QVERIFY(result.outcome == Outcome::NotCommitted && result.error);
    if (isTold(QCoreApplication::applicationPid(), m_items->path())) QCOMPARE(result.error->detail, "The lock is held by another connection of this program."s);
    other->execute("ROLLBACK");
    QVERIFY(unit.commit(*lease, changes).outcome == Outcome::Committed);
  }
}

JOINERY_TEST(LockedFileTest)
#include "tst_locked_file.moc"
