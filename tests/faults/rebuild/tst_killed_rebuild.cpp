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

/// Sales go with their good, goods with their shop: to drop a shop's table with foreign keys on would empty all three.
const std::vector<const char*> kShops{
    "CREATE TABLE shop (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, size, note TEXT)",
    "CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INT NOT NULL REFERENCES shop (id) ON DELETE CASCADE ON UPDATE CASCADE, name TEXT)",
    "CREATE TABLE sale (id INTEGER PRIMARY KEY, good_id INT REFERENCES good ON DELETE CASCADE, price)",
    "CREATE TABLE remark (shop_id INT REFERENCES shop ON DELETE CASCADE, text)",
    "CREATE INDEX shop_by_name ON shop (name, note DESC)",
    "CREATE INDEX good_by_shop ON good (shop_id)",
    "CREATE TRIGGER sale_heard AFTER DELETE ON sale BEGIN UPDATE good SET name = 'lost one' WHERE id = OLD.good_id; END",
    "CREATE VIEW shop_names AS SELECT name, note FROM shop",
    "CREATE VIEW shop_list AS SELECT name AS listed FROM shop_names",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO shop SELECT i * 3, 'shop ' || i, i, hex(zeroblob(200)) FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO good SELECT i, 3 * (1 + i % 60), 'good ' || i FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO sale SELECT i, 1 + i % 400, i / 2.0 FROM n",
    "DELETE FROM shop WHERE id = 180 AND id NOT IN (SELECT shop_id FROM good)"};

const std::vector<const char*> kContents{"SELECT type, name, sql FROM sqlite_schema", "SELECT * FROM shop ORDER BY id", "SELECT typeof(size) FROM shop", "SELECT 'CHILDREN'", "SELECT id, shop_id, name FROM good ORDER BY id",
                                         "SELECT id, good_id, price FROM sale ORDER BY id", "SELECT 'CHILDREN'", "SELECT listed FROM shop_list", "SELECT * FROM sqlite_sequence"};

}  // namespace

/// A program that makes tables anew is killed, or its writes fail, at any moment: the file is as before or as after, and no child is lost.
class KilledRebuildTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void isOldOrNewWhereAStatementIsTheLast_data() { addModes({""}); }
  void isOldOrNewWhereAStatementIsTheLast();
  void isOldOrNewWhereAWriteIsTheLast_data();
  void isOldOrNewWhereAWriteIsTheLast();
  void isOldOrNewWhenKilledAtAnyTime_data() { addModes({""}); }
  void isOldOrNewWhenKilledAtAnyTime();

 private:
  static void addModes(const std::vector<const char*>& faults);
  void makeTemplate(const QByteArray& mode);
  std::unique_ptr<ChangedFile> m_file;
};

void KilledRebuildTest::init() { m_file = std::make_unique<ChangedFile>(QStringLiteral(JOINERY_REBUILD_DRIVER), kContents); }

void KilledRebuildTest::addModes(const std::vector<const char*>& faults) {
  QTest::addColumn<QByteArray>("mode");
  QTest::addColumn<QByteArray>("change");
  QTest::addColumn<QByteArray>("fault");
  for (const char* mode : {"DELETE", "WAL"})
    for (const char* change : {"rebuilds", "migration"})
      for (const char* fault : faults) QTest::addRow("A5: %s, %s%s%s", mode, change, *fault ? ", " : "", fault) << QByteArray(mode) << QByteArray(change) << QByteArray(fault);
}

void KilledRebuildTest::makeTemplate(const QByteArray& mode) {
  QFETCH(const QByteArray, change);
  m_file->setWords({QString::fromUtf8(change)});
  m_file->makeTemplate(mode, kShops);
  QVERIFY(m_file->drive(0).startsWith("done"));
  m_file->addState();
  const auto& states = m_file->states();
  QVERIFY(states[0] != states[1]);
  QCOMPARE(ChangedFile::childrenOf(states[1]), ChangedFile::childrenOf(states[0]));
}

/// Every statement, until there are no more.
void KilledRebuildTest::isOldOrNewWhereAStatementIsTheLast() {
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
  QVERIFY(tally.happened > 30);
}

void KilledRebuildTest::isOldOrNewWhereAWriteIsTheLast_data() { addModes({"kill", "eio", "enospc", "short", "eio+", "enospc+"}); }

/// Every k-th call that changes the file or its journal, until there are no more; every day only some of them.
void KilledRebuildTest::isOldOrNewWhereAWriteIsTheLast() {
  QFETCH(const QByteArray, mode);
  QFETCH(const QByteArray, fault);
  makeTemplate(mode);
  const int step = qEnvironmentVariableIntValue("JOINERY_FAULT_RUNS") > 0 ? 1 : fault == "kill" ? 11 : 37;
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
  // Nearly always it is known.
  QVERIFY(tally.unknown * 4 < tally.tried || tally.tried < 20);
}

void KilledRebuildTest::isOldOrNewWhenKilledAtAnyTime() {
  QFETCH(const QByteArray, mode);
  makeTemplate(mode);
  std::mt19937 random(29);
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

JOINERY_TEST(KilledRebuildTest)
#include "tst_killed_rebuild.moc"
