// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "fault_counts.h"
#include "orm/engine/engine.h"
#include "orm/workspace/workspace_file.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

const std::vector<const char*> kAllFaults{"enospc", "enospc+", "eio", "eio+", "short", "kill"}, kFaultsOfEveryDay{"enospc", "kill"};

}  // namespace

/// C1, C2: the disk is full or fails while an export or a workspace is written. The file that was there stays, or the new one is whole.
class SavedFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsTheOldFileOrWritesAllOfTheNew_data();
  void keepsTheOldFileOrWritesAllOfTheNew();
  /// What the other process does.
  void savesAWorkspace();

 private:
  struct Ended { bool wasKilled = false, said = false; QByteArray file; };
  Ended save(const QString& what, const QTemporaryDir& folder, const QString& fault, const QString& log) const;
};

void SavedFileTest::savesAWorkspace() {
  const QTemporaryDir folder;
  const std::string path = qEnvironmentVariable("JOINERY_TEST_SAVES", folder.filePath(QStringLiteral("out"))).toStdString();
  Workspace workspace;
  workspace.connectionTo(Url::parse("sqlite:///data.db")).views.push_back({.name = "all", .model = "item"});
  WorkspaceFile(path).write(workspace, WorkspaceFile::Existing::Replace);
  QVERIFY(WorkspaceFile(path).read().connections.size() == 1);
}

SavedFileTest::Ended SavedFileTest::save(const QString& what, const QTemporaryDir& folder, const QString& fault, const QString& log) const {
  const QString target = folder.filePath(QStringLiteral("target/out"));
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("JOINERY_TEST_SAVES"), target);
  if (!fault.isEmpty())
    for (const auto& [name, value] : {std::pair{"LD_PRELOAD", QStringLiteral(JOINERY_FAULT_PRELOAD)}, {"JOINERY_FAULT", fault}, {"JOINERY_FAULT_PATH", QStringLiteral("/target")}, {"JOINERY_FAULT_LOG", log}})
      environment.insert(QString::fromLatin1(name), value);
  QProcess process;
  process.setProcessEnvironment(environment);
  if (what == QLatin1String("export")) process.start(QStringLiteral(JOINERY_PROGRAM), {what, folder.filePath(QStringLiteral("data.db")), QStringLiteral("item"), target, QStringLiteral("--format"), QStringLiteral("csv")});
  else process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("tst_saved_file"), QStringLiteral("savesAWorkspace")});
  if (!process.waitForFinished(120'000)) qFatal("it does not end");
  QFile file(target);
  return {process.exitStatus() != QProcess::NormalExit, process.exitCode() != 0, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray()};
}

void SavedFileTest::keepsTheOldFileOrWritesAllOfTheNew_data() {
  QTest::addColumn<QString>("what");
  QTest::addColumn<QString>("fault");
  for (const char* what : {"export", "workspace"})
    for (const char* fault : runsOf(0, 1'000) > 0 ? kAllFaults : kFaultsOfEveryDay) QTest::addRow("C1, C2: %s, %s", what, fault) << QString::fromLatin1(what) << QString::fromLatin1(fault);
}

void SavedFileTest::keepsTheOldFileOrWritesAllOfTheNew() {
  QFETCH(const QString, what);
  QFETCH(const QString, fault);
  const QTemporaryDir folder;
  QDir(folder.path()).mkdir(QStringLiteral("target"));
  Engine::Options options;
  options.createIfMissing = true;
  const auto connection = Engine::create(Url::sqliteFile(folder.filePath(QStringLiteral("data.db")).toStdString()), options)->connect(Engine::Access::Write);
  for (const char* sql : {"CREATE TABLE item(id INTEGER PRIMARY KEY, name text)", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO item SELECT i, 'a name of the row ' || i FROM n"})
    connection->execute(sql);
  const QByteArray whole = save(what, folder, {}, {}).file;
  QVERIFY(whole.size() > 10);
  const QByteArray old = what == QLatin1String("export") ? QByteArray("old\n") : QByteArray(R"({"version": 1})");
  bool happened = true;
  int tried = 0, kept = 0, written = 0, wrong = 0, left = 0;
  for (int k = 1; happened; ++k) {
    QFile file(folder.filePath(QStringLiteral("target/out")));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(old) == old.size());
    file.close();
    const QString log = folder.filePath(QStringLiteral("log%1").arg(k));
    const Ended ended = save(what, folder, QStringLiteral("%1:%2").arg(fault).arg(k), log);
    happened = QFile::exists(log);
    ++tried;
    kept += ended.file == old;
    written += ended.file == whole;
    // Done is only what is there.
    wrong += (ended.file != old && ended.file != whole) || (!ended.said && !ended.wasKilled && ended.file != whole);
    const auto names = QDir(folder.filePath(QStringLiteral("target"))).entryList(QDir::Files | QDir::Hidden);
    if (fault != QLatin1String("kill") && fault != QLatin1String("eio+") && fault != QLatin1String("enospc+")) left += names.size() > 1;
    for (const QString& name : names) QFile::remove(folder.filePath(QStringLiteral("target/") + name));
    QVERIFY(k < 500);
  }
  qInfo("%s: %d tried, %d times the old file stayed, %d times the new one is whole, %d wrong, %d times something was left beside it", QTest::currentDataTag(), tried, kept, written, wrong, left);
  QCOMPARE(wrong, 0);
  QCOMPARE(left, 0);
  QVERIFY(tried > 3);
}

JOINERY_TEST(SavedFileTest)
#include "tst_saved_file.moc"
