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
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
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
  std::string path() const { return m_folder.filePath(QStringLiteral("data.db")).toStdString(); }
  std::string cell(const std::string& sql) const;
  ChangeSet changesOf(const std::string& name, Connection& connection, const UnitOfWork& unit) const;

  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::shared_ptr<const Registry> m_registry;
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
  m_engine.reset();
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) ::unlink((path() + ending).c_str());
  Engine::Options options;
  options.createIfMissing = true;
  options.connect.busyTimeout = 20ms;
  m_engine = Engine::create(Url::sqliteFile(path()), options);
  const auto connection = m_engine->connect(Engine::Access::Write);
  for (const std::string& sql : {"PRAGMA journal_mode = " + journalMode, "CREATE TABLE item(id INTEGER PRIMARY KEY, name text NOT NULL)"s, "INSERT INTO item VALUES (1, 'old'), (2, 'old')"s})
    fetchAll(*connection->execute(sql));
  m_registry = automap(reflect(*connection, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

std::string LockedFileTest::cell(const std::string& sql) const {
  const auto batch = fetchAll(*m_engine->connect(Engine::Access::Read)->execute(sql));
  return displayText(batch->at(0, 0), {});
}

ChangeSet LockedFileTest::changesOf(const std::string& name, Connection& connection, const UnitOfWork& unit) const {
  ChangeSet changes;
  for (const int id : {1, 2}) {
    Change change;
    change.kind = Change::Kind::Update;
    change.model = "item";
    change.key = {Value::integer(id)};
    change.values = {{"name", Value::text(name)}};
    changes.add(change);
  }
  if (!unit.readImages(connection, changes).empty()) qFatal("rows are gone");
  return changes;
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
  LockHolder holder(path(), script);
  const UnitOfWork unit(*m_registry, m_engine->dialect(), UnitOfWork::Locking::BeforeImage);
  const int runs = runsOf(3, 100);
  int named = 0, told = 0, bounded = 0, wrong = 0;
  for (int run = 0; run < runs; ++run) {
    const std::string name = "run " + std::to_string(run);
    auto lease = m_engine->connect(Engine::Access::Write);
    const ChangeSet changes = changesOf(name, *lease, unit);
    holder.tell("hold");
    told += isTold(holder.process(), path());
    QElapsedTimer timer;
    timer.start();
    const CommitResult result = unit.commit(*lease, changes);
    bounded += timer.elapsed() < 5'000;
    wrong += result.outcome != Outcome::NotCommitted || !result.error || result.error->kind() != ErrorKind::Busy;
    named += result.error && result.error->detail == "The lock is held by " + holder.name() + ".";
    holder.tell("release");
    wrong += cell("SELECT count(*) FROM item WHERE name = '" + name + "'") != "0";
    // Once the way is free, the same edits are written.
    wrong += unit.commit(*lease, changes).outcome != Outcome::Committed || cell("SELECT count(*) FROM item WHERE name = '" + name + "'") != "2";
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
    const UnitOfWork unit(*m_registry, m_engine->dialect(), UnitOfWork::Locking::BeforeImage);
    auto lease = m_engine->connect(Engine::Access::Write);
    const ChangeSet changes = changesOf("mine", *lease, unit);
    const auto other = Engine::create(Url::sqliteFile(path()))->connect(Engine::Access::Write);
    other->execute("BEGIN IMMEDIATE");
    const CommitResult result = unit.commit(*lease, changes);
    QVERIFY(result.outcome == Outcome::NotCommitted && result.error);
    if (isTold(QCoreApplication::applicationPid(), path())) QCOMPARE(result.error->detail, "The lock is held by another connection of this program."s);
    other->execute("ROLLBACK");
    QVERIFY(unit.commit(*lease, changes).outcome == Outcome::Committed);
  }
}

JOINERY_TEST(LockedFileTest)
#include "tst_locked_file.moc"
