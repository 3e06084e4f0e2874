// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "engine_test.h"
#include "orm/core/db_error.h"
#include "orm/engine/transaction.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Access = Engine::Access;
using Mode = Transaction::Mode;

/// ORACLES T25: what transactions of each isolation level see of others, and which locks they take.
class TestIsolation : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void locksWhenTheLevelSaysOnSqlite_data();
  void locksWhenTheLevelSaysOnSqlite();
  void tellsTheServerItsLevel_data();
  void tellsTheServerItsLevel();
  void seesWhatOthersCommitAsTheLevelSays_data();
  void seesWhatOthersCommitAsTheLevelSays();
  void refusesWhatCanNotBeSerialized();
  void sendsNothingWithAutocommit_data();
  void sendsNothingWithAutocommit();
  void takesALevelForOneTransaction();

 private:
  std::shared_ptr<Engine> sqlite(IsolationLevel level) const;
  static std::shared_ptr<Engine> postgresql(IsolationLevel level);
  std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

/// A table of this test's own, which goes when the test ends.
class ServerTable {
 public:
  ServerTable() {
    execute("DROP TABLE IF EXISTS " + name());
    execute("CREATE TABLE " + name() + "(id int)");
    execute("INSERT INTO " + name() + " VALUES (1), (2)");
  }
  ~ServerTable() { execute("DROP TABLE " + name()); }
  static std::string name() { return "isolation_" + std::to_string(getpid()); }

 private:
  void execute(const std::string& sql) { m_engine->connect(Access::Write)->execute(sql); }
  std::shared_ptr<Engine> m_engine = Engine::create(Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString()));
};

bool hasServer() { return !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES"); }

std::string textOf(Connection& connection, const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  return std::string(fetchAll(connection, statement)->at(0, 0).bytes());
}

}  // namespace

std::shared_ptr<Engine> TestIsolation::sqlite(IsolationLevel level) const {
  Engine::Options options;
  options.createIfMissing = true;
  options.connect.busyTimeout = std::chrono::milliseconds(1);
  options.execution.isolationLevel = level;
  return Engine::create(Url::sqliteFile(m_folder->filePath(QStringLiteral("t.db")).toStdString()), options);
}

std::shared_ptr<Engine> TestIsolation::postgresql(IsolationLevel level) {
  Engine::Options options;
  options.execution.isolationLevel = level;
  return Engine::create(Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString()), options);
}

void TestIsolation::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const auto lease = sqlite(IsolationLevel::Engine)->connect(Access::Write);
  lease->execute("PRAGMA journal_mode = DELETE");
  lease->execute("CREATE TABLE item(id INTEGER PRIMARY KEY)");
}

void TestIsolation::locksWhenTheLevelSaysOnSqlite_data() {
  QTest::addColumn<int>("level");
  QTest::addColumn<bool>("letsOthersWrite");
  QTest::addColumn<bool>("letsOthersRead");
  QTest::newRow("deferred") << static_cast<int>(IsolationLevel::Deferred) << true << true;
  QTest::newRow("immediate") << static_cast<int>(IsolationLevel::Immediate) << false << true;
  QTest::newRow("exclusive") << static_cast<int>(IsolationLevel::Exclusive) << false << false;
  QTest::newRow("the engine's own, for writing") << static_cast<int>(IsolationLevel::Engine) << false << true;
}

void TestIsolation::locksWhenTheLevelSaysOnSqlite() {
  QFETCH(int, level);
  QFETCH(bool, letsOthersWrite);
  QFETCH(bool, letsOthersRead);
  const auto engine = sqlite(static_cast<IsolationLevel>(level));
  const auto lease = engine->connect(Access::Write);
  const auto other = sqlite(IsolationLevel::Engine)->connect(Access::Write);
  const Transaction transaction(*lease, engine->dialect(), Mode::Write);
  const auto refusal = [&](const char* sql) { return errorOf([&] { other->execute(sql)->fetch(1); }); };
  const auto write = refusal("INSERT INTO item DEFAULT VALUES");
  QCOMPARE(!write, letsOthersWrite);
  if (write) QCOMPARE(write->kind(), ErrorKind::Busy);
  QCOMPARE(!refusal("SELECT count(*) FROM item"), letsOthersRead);
}

void TestIsolation::tellsTheServerItsLevel_data() {
  QTest::addColumn<int>("level");
  QTest::addColumn<QString>("name");
  QTest::newRow("read committed") << static_cast<int>(IsolationLevel::ReadCommitted) << "read committed";
  QTest::newRow("repeatable read") << static_cast<int>(IsolationLevel::RepeatableRead) << "repeatable read";
  QTest::newRow("serializable") << static_cast<int>(IsolationLevel::Serializable) << "serializable";
}

void TestIsolation::tellsTheServerItsLevel() {
  if (!hasServer()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  QFETCH(int, level);
  QFETCH(QString, name);
  const auto engine = postgresql(static_cast<IsolationLevel>(level));
  const auto lease = engine->connect(Access::Write);
  for (const auto& [mode, readOnly] : {std::pair(Mode::Write, "off"), std::pair(Mode::Read, "on")}) {
    const Transaction transaction(*lease, engine->dialect(), mode);
    QCOMPARE(textOf(*lease, "SHOW transaction_isolation"), name.toStdString());
    QCOMPARE(textOf(*lease, "SHOW transaction_read_only"), std::string(readOnly));
  }
}

void TestIsolation::seesWhatOthersCommitAsTheLevelSays_data() {
  QTest::addColumn<int>("level");
  QTest::addColumn<int>("seen");
  QTest::newRow("read committed") << static_cast<int>(IsolationLevel::ReadCommitted) << 3;
  QTest::newRow("repeatable read") << static_cast<int>(IsolationLevel::RepeatableRead) << 2;
}

void TestIsolation::seesWhatOthersCommitAsTheLevelSays() {
  if (!hasServer()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  QFETCH(int, level);
  QFETCH(int, seen);
  const ServerTable table;
  const auto engine = postgresql(static_cast<IsolationLevel>(level));
  const auto lease = engine->connect(Access::Write);
  const Transaction transaction(*lease, engine->dialect(), Mode::Write);
  QCOMPARE(number(*lease, "SELECT count(*) FROM " + table.name()), 2);
  engine->connect(Access::Write)->execute("INSERT INTO " + table.name() + " VALUES (3)");
  QCOMPARE(number(*lease, "SELECT count(*) FROM " + table.name()), seen);
}

void TestIsolation::refusesWhatCanNotBeSerialized() {
  if (!hasServer()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  const ServerTable table;
  const auto engine = postgresql(IsolationLevel::Serializable);
  const auto one = engine->connect(Access::Write), other = engine->connect(Access::Write);
  Transaction first(*one, engine->dialect(), Mode::Write), second(*other, engine->dialect(), Mode::Write);
  // Each adds a row that the sum of the other would have had to hold.
  for (Connection* each : {&*one, &*other}) each->execute("INSERT INTO " + table.name() + " SELECT sum(id) FROM " + table.name());
  first.commit();
  const auto error = errorOf([&] { second.commit(); });
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::Serialization);
}

void TestIsolation::sendsNothingWithAutocommit_data() {
  QTest::addColumn<bool>("onServer");
  QTest::newRow("sqlite") << false;
  QTest::newRow("postgresql") << true;
}

void TestIsolation::sendsNothingWithAutocommit() {
  QFETCH(bool, onServer);
  if (onServer && !hasServer()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  std::optional<ServerTable> table;
  if (onServer) table.emplace();
  const std::string name = onServer ? table->name() : "item";
  const auto engine = onServer ? postgresql(IsolationLevel::Autocommit) : sqlite(IsolationLevel::Autocommit);
  const auto lease = engine->connect(Access::Write);
  {
    Transaction transaction(*lease, engine->dialect(), Mode::Write);
    lease->execute("DELETE FROM " + name);
    lease->execute("INSERT INTO " + name + " VALUES (7)");
    QCOMPARE(lease->transactionState(), Connection::TransactionState::Idle);
  }
  QCOMPARE(number(*lease, "SELECT id FROM " + name), 7);  // the transaction was not committed, each statement was
  Transaction committed(*lease, engine->dialect(), Mode::Write);
  committed.commit();
  QVERIFY(errorOf([&] { committed.commit(); }));
  for (const auto& statement : engine->log().statements()) QVERIFY2(!statement.sql.starts_with("BEGIN") && statement.sql != "COMMIT" && statement.sql != "ROLLBACK", statement.sql.c_str());
}

void TestIsolation::takesALevelForOneTransaction() {
  const auto engine = sqlite(IsolationLevel::Engine);
  const auto lease = engine->connect(Access::Write);
  const auto exclusive = engine->dialect().withOptions({.schemaTranslateMap = {}, .isolationLevel = IsolationLevel::Exclusive});
  Transaction(*lease, *exclusive, Mode::Write).commit();
  Transaction(*lease, engine->dialect(), Mode::Write).commit();
  std::vector<std::string> begun;
  for (const auto& statement : engine->log().statements())
    if (statement.sql.starts_with("BEGIN")) begun.push_back(statement.sql);
  QCOMPARE(begun, (std::vector<std::string>{"BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"}));
}

JOINERY_TEST(TestIsolation)
#include "tst_isolation.moc"
