// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <random>

#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "tests/faults/fault_counts.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

/// Sales go with their good, goods with their shop: to drop a shop's table with foreign keys on would empty all three.
constexpr const char* kShops[] = {
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

constexpr const char* kChildren = "children\n";

/// What was found behind each fault.
struct Tally {
  int tried = 0, happened = 0, old = 0, made = 0, mixed = 0, unsound = 0, wrong = 0, unknown = 0;
  bool isClean() const { return mixed + unsound + wrong == 0; }
  void print(const char* what) const {
    qInfo("%s: %d tried, %d met the fault, %d old, %d new; %d mixed, %d not sound, %d not as was said, %d unknown", what, tried, happened, old, made, mixed, unsound, wrong, unknown);
  }
};

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
  QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
  void makeTemplate(const QByteArray& mode);
  void restore();
  /// All of a file's schema and rows. Opens it as the next start does, which puts a file in order that was left in the middle.
  std::string contentOf(const QString& file, Tally* tally = nullptr);
  /// The rows of `good` and `sale` in that.
  static std::string childrenOf(const std::string& content);
  QStringList driverArguments(int statement) const { return {path("data.db"), QString::number(statement), QString::fromUtf8(m_change)}; }
  QByteArray drive(int statement, const std::map<QString, QString>& faults = {});
  void check(const QByteArray& said, bool happened, Tally& tally);

  std::unique_ptr<QTemporaryDir> m_folder;
  QByteArray m_change;
  std::string m_old, m_new;
};

void KilledRebuildTest::init() { m_folder = std::make_unique<QTemporaryDir>(); }

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
  m_change = change;
  {
    Engine::Options options;
    options.createIfMissing = true;
    const auto engine = Engine::create(Url::sqliteFile(path("template.db").toStdString()), options);
    const auto connection = engine->connect(Engine::Access::Write);
    fetchAll(*connection->execute("PRAGMA journal_mode = " + mode.toStdString()));
    for (const char* sql : kShops) connection->execute(sql);
  }
  m_old = contentOf(path("template.db"));
  restore();
  QVERIFY(drive(0).startsWith("done"));
  m_new = contentOf(path("data.db"));
  QVERIFY(m_old != m_new);
  QCOMPARE(childrenOf(m_new), childrenOf(m_old));
}

std::string KilledRebuildTest::childrenOf(const std::string& content) {
  const auto begin = content.find(kChildren), end = content.find(kChildren, begin + 1);
  return content.substr(begin, end - begin);
}

void KilledRebuildTest::restore() {
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) QFile::remove(path("data.db") + QString::fromUtf8(ending));
  QVERIFY(QFile::copy(path("template.db"), path("data.db")));
}

std::string KilledRebuildTest::contentOf(const QString& file, Tally* tally) {
  const auto engine = Engine::create(Url::sqliteFile(file.toStdString()));
  const auto connection = engine->connect(Engine::Access::Write);
  const auto cellsOf = [&](const char* sql) {
    std::string cells;
    const auto batch = fetchAll(*connection->execute(sql));
    for (std::size_t row = 0; row < batch->rows(); ++row)
      for (std::size_t column = 0; column < batch->columnCount(); ++column) cells += displayText(batch->at(row, column), {}) + (column + 1 < batch->columnCount() ? "," : "\n");
    return cells;
  };
  if (tally) tally->unsound += cellsOf("PRAGMA integrity_check") != "ok\n" || !cellsOf("PRAGMA foreign_key_check").empty();
  std::string content;
  for (const char* sql : {"SELECT type, name, sql FROM sqlite_schema", "SELECT * FROM shop ORDER BY id", "SELECT typeof(size) FROM shop", "SELECT 'children'", "SELECT id, shop_id, name FROM good ORDER BY id", "SELECT id, good_id, price FROM sale ORDER BY id",
                          "SELECT 'children'", "SELECT listed FROM shop_list", "SELECT * FROM sqlite_sequence"})
    content += cellsOf(sql);
  return content;
}

QByteArray KilledRebuildTest::drive(int statement, const std::map<QString, QString>& faults) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : faults) environment.insert(name, value);
  if (!faults.empty()) environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(JOINERY_FAULT_PRELOAD));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(JOINERY_REBUILD_DRIVER), driverArguments(statement));
  if (!process.waitForFinished(120'000)) qFatal("the program does not end");
  return process.readAllStandardOutput();
}

void KilledRebuildTest::check(const QByteArray& said, bool happened, Tally& tally) {
  ++tally.tried;
  tally.happened += happened;
  const std::string content = contentOf(path("data.db"), &tally);
  const bool isOld = content == m_old, isNew = content == m_new;
  tally.old += isOld;
  tally.made += isNew;
  tally.mixed += !isOld && !isNew;
  tally.unknown += said.startsWith("unknown");
  tally.wrong += (said.startsWith("done") && !isNew) || (said.startsWith("refused") && !isOld);
}

/// Every statement, until there are no more.
void KilledRebuildTest::isOldOrNewWhereAStatementIsTheLast() {
  QFETCH(const QByteArray, mode);
  makeTemplate(mode);
  Tally tally;
  bool happened = true;
  for (int k = 1; happened; ++k) {
    restore();
    const QByteArray said = drive(k);
    happened = said.isEmpty();
    check(said, happened, tally);
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
  Tally tally;
  bool happened = true;
  for (int k = 1; happened; k += step) {
    restore();
    const QString log = path("log");
    QFile::remove(log);
    const QByteArray said = drive(0, {{QStringLiteral("JOINERY_FAULT"), QStringLiteral("%1:%2").arg(QString::fromUtf8(fault)).arg(k)},
                                      {QStringLiteral("JOINERY_FAULT_PATH"), QStringLiteral("data.db")}, {QStringLiteral("JOINERY_FAULT_LOG"), log}});
    happened = QFile::exists(log);
    check(said, happened, tally);
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
  Tally tally;
  const int runs = runsOf(8, 1'000);
  for (int run = 0; run < runs; ++run) {
    restore();
    QProcess process;
    process.start(QStringLiteral(JOINERY_REBUILD_DRIVER), driverArguments(0));
    QVERIFY(process.waitForStarted());
    QThread::usleep(random() % 90'000);
    process.kill();
    QVERIFY(process.waitForFinished(120'000));
    check(process.readAllStandardOutput(), process.exitStatus() == QProcess::CrashExit, tally);
  }
  tally.print(QTest::currentDataTag());
  QVERIFY(tally.isClean());
}

JOINERY_TEST(KilledRebuildTest)
#include "tst_killed_rebuild.moc"
