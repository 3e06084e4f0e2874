// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <random>

#include "changed_file.h"
#include "tests/faults/fault_counts.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

/// Goods go with their shop: to drop a shop's table with foreign keys on would empty both.
const std::vector<const char*> kTradedShops{
    "CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT, size)",
    "CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INT NOT NULL REFERENCES shop (id) ON DELETE CASCADE, name TEXT)",
    "CREATE INDEX good_by_shop ON good (shop_id)",
    "CREATE VIEW shop_names AS SELECT name FROM shop",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO shop SELECT i, 'shop ' || i || hex(zeroblob(200)), i FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO good SELECT i, 1 + i % 60, 'good ' || i FROM n"};

const std::vector<const char*> kTradedContents{"SELECT type, name, sql FROM sqlite_schema ORDER BY type, name", "SELECT * FROM shop ORDER BY id", "SELECT 'CHILDREN'", "SELECT * FROM good ORDER BY id", "SELECT 'CHILDREN'",
                                               "SELECT count(*) FROM shop_names"};

}  // namespace

/// A program that migrates is killed, or its writes fail, at any moment: the file stands between two revisions, and says between which.
class KilledMigrationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_file = std::make_unique<ChangedFile>(QStringLiteral(JOINERY_MIGRATE_DRIVER), kTradedContents); }
  void standsAtARevisionWhereAStatementIsTheLast_data() { addModes({""}); }
  void standsAtARevisionWhereAStatementIsTheLast();
  void standsAtARevisionWhereAWriteIsTheLast_data() { addModes({"kill", "eio", "enospc+"}); }
  void standsAtARevisionWhereAWriteIsTheLast();
  void standsAtARevisionWhenKilledAtAnyTime_data() { addModes({""}); }
  void standsAtARevisionWhenKilledAtAnyTime();

 private:
  static void addModes(const std::vector<const char*>& faults) {
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<QByteArray>("fault");
    for (const char* mode : {"DELETE", "WAL"})
      for (const char* fault : faults) QTest::addRow("A5: %s%s%s", mode, *fault ? ", " : "", fault) << QByteArray(mode) << QByteArray(fault);
  }
  /// As it is before, between both revisions, and behind them.
  void makeTemplate(const QByteArray& mode) {
    m_file->makeTemplate(mode, kTradedShops);
    for (const char* target : {"shops", "goods"}) {
      m_file->restore();
      m_file->setWords({QString::fromUtf8(target)});
      const QByteArray said = m_file->drive(0);
      QVERIFY2(said.startsWith("done"), said.constData());
      m_file->addState();
      QCOMPARE(ChangedFile::childrenOf(m_file->states().back()), ChangedFile::childrenOf(m_file->states().front()));
    }
    QVERIFY(m_file->states()[0] != m_file->states()[1] && m_file->states()[1] != m_file->states()[2]);
  }
  std::unique_ptr<ChangedFile> m_file;
};

/// Every statement, until there are no more.
void KilledMigrationTest::standsAtARevisionWhereAStatementIsTheLast() {
  QFETCH(const QByteArray, mode);
  makeTemplate(mode);
  ChangeTally tally;
  bool happened = true;
  for (int k = 1; happened; ++k) {
    m_file->restore();
    const QByteArray said = m_file->drive(k);
    happened = said.isEmpty();
    m_file->check(said, happened, tally);
    QVERIFY(k < 1'000);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QVERIFY(tally.happened > 50 && tally.states[0] > 0 && tally.states[1] > 0 && tally.states[2] > 0);
}

/// Every k-th call that changes the file or its journal, until there are no more; every day only some of them.
void KilledMigrationTest::standsAtARevisionWhereAWriteIsTheLast() {
  QFETCH(const QByteArray, mode);
  QFETCH(const QByteArray, fault);
  makeTemplate(mode);
  const int step = qEnvironmentVariableIntValue("JOINERY_FAULT_RUNS") > 0 ? 1 : 37;
  ChangeTally tally;
  bool happened = true;
  for (int k = 1; happened; k += step) {
    m_file->restore();
    const QString log = m_file->path("log");
    QFile::remove(log);
    const QByteArray said = m_file->drive(0, {{QStringLiteral("JOINERY_FAULT"), QStringLiteral("%1:%2").arg(QString::fromUtf8(fault)).arg(k)},
                                              {QStringLiteral("JOINERY_FAULT_PATH"), QStringLiteral("data.db")}, {QStringLiteral("JOINERY_FAULT_LOG"), log}});
    happened = QFile::exists(log);
    m_file->check(said, happened, tally);
    QVERIFY(k < 20'000);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
  QVERIFY(tally.happened > 2);
}

void KilledMigrationTest::standsAtARevisionWhenKilledAtAnyTime() {
  QFETCH(const QByteArray, mode);
  makeTemplate(mode);
  std::mt19937 random(31);
  ChangeTally tally;
  const int runs = runsOf(8, 1'000);
  for (int run = 0; run < runs; ++run) {
    m_file->restore();
    bool killed = false;
    const QByteArray said = m_file->driveFor(random() % 90'000, killed);
    m_file->check(said, killed, tally);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
}

JOINERY_TEST(KilledMigrationTest)
#include "tst_killed_migration.moc"
