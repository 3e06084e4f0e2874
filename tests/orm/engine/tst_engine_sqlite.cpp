// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "await.h"
#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "orm/engine/logging_connection.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Access = Engine::Access;

namespace {

template <typename Function>
std::optional<ErrorKind> thrownKind(Function&& function) {
  try {
    function();
  } catch (const DbError& error) {
    return error.kind();
  }
  return {};
}

constexpr const char* kEndless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}  // namespace

class TestEngineSqlite : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void readsOnReadOnlyConnections();
  void hasOneWriter();
  void hasOneWriterWithANullPoolToo();
  void refusesWritersWhenReadOnly();
  void doesNotMakeAMissingFile();
  void makesAMissingFileAtTheFirstWrite();
  void sharesAMemoryDatabase();
  void refusesBackendsThatItDoesNotHave();
  void leasesKeepTheEngine();
  void logsStatementsInOrder();
  void logsErrors();
  void logsExecuteManyAsOneStatement();
  void logsNoSetThatWasNotSent();
  void logsRowsOfReturning();
  void shortensLongBindsInTheLog();
  void typesResultsAsTheStatementKnows();
  void countsChangedRows();
  void cancelsAnEndlessQuery();
  void cancelsAtAnyMomentNeverHitTheNextStatement();

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
  std::shared_ptr<Engine> m_engine;
};

void TestEngineSqlite::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_url = Url::sqliteFile(m_folder->filePath(QStringLiteral("t.db")).toStdString());
  Engine::Options options;
  options.createIfMissing = true;
  options.pool.timeout = std::chrono::milliseconds(10);
  m_engine = Engine::create(m_url, options);
  m_engine->connect(Access::Write, "setup")->execute("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT)");
}

void TestEngineSqlite::readsOnReadOnlyConnections() {
  const auto lease = m_engine->connect(Access::Read);
  QVERIFY(lease->isReadOnly());
  QCOMPARE(thrownKind([&] { lease->execute("INSERT INTO item DEFAULT VALUES"); }), ErrorKind::ReadOnly);
}

void TestEngineSqlite::hasOneWriter() {
  const auto lease = m_engine->connect(Access::Write);
  QCOMPARE(thrownKind([&] { m_engine->connect(Access::Write); }), ErrorKind::Timeout);
  QVERIFY(m_engine->connect(Access::Read));
  QVERIFY(m_engine->isExclusive(Access::Write));
  QVERIFY(!m_engine->isExclusive(Access::Read));
}

void TestEngineSqlite::hasOneWriterWithANullPoolToo() {
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  options.pool.timeout = std::chrono::milliseconds(10);
  const auto engine = Engine::create(m_url, options);
  auto lease = engine->connect(Access::Write);
  QCOMPARE(thrownKind([&] { engine->connect(Access::Write); }), ErrorKind::Timeout);
  lease.release();
  QCOMPARE(engine->statistics(Access::Write).closed, 1U);
}

void TestEngineSqlite::refusesWritersWhenReadOnly() {
  Engine::Options options;
  options.readOnly = true;
  const auto engine = Engine::create(m_url, options);
  QVERIFY(engine->isReadOnly());
  QCOMPARE(thrownKind([&] { engine->connect(Access::Write); }), ErrorKind::ReadOnly);
}

void TestEngineSqlite::doesNotMakeAMissingFile() {
  const QString path = m_folder->filePath(QStringLiteral("none.db"));
  const auto engine = Engine::create(Url::sqliteFile(path.toStdString()));
  QCOMPARE(thrownKind([&] { engine->connect(Access::Read); }), ErrorKind::CannotOpen);
  QCOMPARE(thrownKind([&] { engine->connect(Access::Write); }), ErrorKind::CannotOpen);
  QVERIFY(!QFile::exists(path));
}

void TestEngineSqlite::makesAMissingFileAtTheFirstWrite() {
  const QString path = m_folder->filePath(QStringLiteral("new.db"));
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(Url::sqliteFile(path.toStdString()), options);
  QVERIFY(!QFile::exists(path));
  engine->connect(Access::Write)->execute("CREATE TABLE t(a)");
  QVERIFY(QFile::exists(path));
  QVERIFY(engine->connect(Access::Read));
}

void TestEngineSqlite::sharesAMemoryDatabase() {
  Engine::Options options;
  options.pool.timeout = std::chrono::milliseconds(10);
  const auto engine = Engine::create(Url::parse("sqlite://"), options);
  engine->connect(Access::Write)->execute("CREATE TABLE t(a)");
  const auto lease = engine->connect(Access::Read);
  lease->execute("SELECT * FROM t");
  QCOMPARE(thrownKind([&] { engine->connect(Access::Write); }), ErrorKind::Timeout);
}

void TestEngineSqlite::refusesBackendsThatItDoesNotHave() {
  QCOMPARE(thrownKind([] { Engine::create(Url::parse("mssql://host/db")); }), ErrorKind::NotSupported);
}

void TestEngineSqlite::leasesKeepTheEngine() {
  auto lease = Engine::create(m_url)->connect(Access::Read);
  lease->execute("SELECT * FROM item");
  lease.release();
}

void TestEngineSqlite::logsStatementsInOrder() {
  const auto before = m_engine->log().statements().back().number;
  const auto lease = m_engine->connect(Access::Write, "grid");
  const std::vector<Value> binds{Value::integer(1), Value::text("a")};
  lease->execute("INSERT INTO item VALUES (?1, ?2)", binds);
  lease->execute("SELECT name FROM item");
  const auto logged = m_engine->log().statements(before);
  QCOMPARE(logged.size(), 2U);
  QCOMPARE(logged[0].sql, std::string("INSERT INTO item VALUES (?1, ?2)"));
  QCOMPARE(logged[0].connection, std::string("grid"));
  QCOMPARE(logged[0].binds.size(), 1U);
  QVERIFY(logged[0].binds[0] == binds);
  QCOMPARE(logged[0].affectedRows, std::optional<std::int64_t>(1));
  QVERIFY(logged[0].error.empty());
  QVERIFY(!logged[1].affectedRows);
}

void TestEngineSqlite::logsErrors() {
  const auto lease = m_engine->connect(Access::Read);
  QCOMPARE(thrownKind([&] { lease->execute("SELECT a FROM nowhere"); }), ErrorKind::Programming);
  const std::string logged = m_engine->log().statements().back().error;
  QVERIFY2(logged.find("nowhere") != std::string::npos, logged.c_str());
}

void TestEngineSqlite::logsExecuteManyAsOneStatement() {
  const auto lease = m_engine->connect(Access::Write);
  const auto before = m_engine->log().statements().back().number;
  const std::vector<std::vector<Value>> sets{{Value::text("a")}, {Value::text("b")}, {Value::text("c")}};
  const auto rows = lease->executeMany("INSERT INTO item(name) VALUES (?1)", sets);
  QCOMPARE(rows, (std::vector<std::int64_t>{1, 1, 1}));
  const auto logged = m_engine->log().statements(before);
  QCOMPARE(logged.size(), 1U);
  QVERIFY(logged[0].binds == sets);
  QCOMPARE(logged[0].bindSets, 3U);
  QCOMPARE(logged[0].affectedRows, std::optional<std::int64_t>(3));
}

void TestEngineSqlite::logsNoSetThatWasNotSent() {
  const auto lease = m_engine->connect(Access::Write);
  const auto before = m_engine->log().statements().back().number;
  const std::vector<std::vector<Value>> sets{{Value::integer(901)}, {Value::integer(901)}, {Value::integer(902)}};
  QVERIFY_THROWS_EXCEPTION(DbError, lease->executeMany("INSERT INTO item(id, name) VALUES (?1, 'x')", sets));
  const auto logged = m_engine->log().statements(before);
  QCOMPARE(logged.size(), 1U);
  QCOMPARE(logged[0].bindSets, 2U);
  QCOMPARE(logged[0].binds.size(), std::size_t{2});
  QVERIFY(!logged[0].affectedRows && !logged[0].error.empty());
}

void TestEngineSqlite::logsRowsOfReturning() {
  const auto lease = m_engine->connect(Access::Write);
  CompiledStatement statement;
  statement.sql = "INSERT INTO item(name) VALUES ('a'), ('b') RETURNING id";
  QCOMPARE(fetchAll(*lease, statement)->rows(), 2U);
  QCOMPARE(m_engine->log().statements().back().affectedRows, std::optional<std::int64_t>(2));
}

void TestEngineSqlite::shortensLongBindsInTheLog() {
  const auto lease = m_engine->connect(Access::Write);
  const std::size_t size = 1'000'000;
  lease->execute("INSERT INTO item(name) VALUES (?1)", std::vector<Value>{Value::text(std::string(size, 'x'))});
  const auto logged = m_engine->log().statements().back();
  QVERIFY(logged.bindsCut);
  QCOMPARE(logged.binds[0][0].bytes().size(), LoggingConnection::kLoggedValueBytes);
  const auto cursor = lease->execute("SELECT length(name) FROM item");
  QCOMPARE(cursor->fetch(1)->at(0, 0).toInteger(), static_cast<std::int64_t>(size));
}

void TestEngineSqlite::typesResultsAsTheStatementKnows() {
  const auto lease = m_engine->connect(Access::Read);
  CompiledStatement statement;
  statement.sql = "SELECT '2024-01-01' AS day, 1 AS n";
  statement.columns.resize(1);
  statement.columns[0].type.kind = TypeKind::Date;
  const auto batch = fetchAll(*lease, statement);
  QCOMPARE(batch->column(0).type.kind, TypeKind::Date);
  QCOMPARE(batch->column(0).label, std::string("day"));
  QVERIFY(batch->at(0, 0) == ValueView::text("2024-01-01"));
  QVERIFY(batch->at(0, 1) == ValueView::integer(1));
}

void TestEngineSqlite::countsChangedRows() {
  const auto lease = m_engine->connect(Access::Write);
  CompiledStatement statement;
  statement.sql = "INSERT INTO item(name) VALUES (?1), (?1)";
  statement.binds = {Value::text("a")};
  QCOMPARE(executeUpdate(*lease, statement), 2);
  statement = {};
  statement.sql = "DELETE FROM item RETURNING id";
  QCOMPARE(executeUpdate(*lease, statement), 2);
  statement.sql = "CREATE TABLE other(a)";
  QCOMPARE(executeUpdate(*lease, statement), 0);
}

void TestEngineSqlite::cancelsAnEndlessQuery() {
  Worker worker(m_engine, Access::Read, "console");
  const auto job = worker.run([](Worker::Context& context) {
    context.connection.execute(kEndless)->fetch(1);
    return Done{};
  });
  QTRY_VERIFY(m_engine->statistics(Access::Read).lent == 1);
  worker.cancel(job.id);
  const auto result = await(job);
  QVERIFY(!result);
  QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
}

void TestEngineSqlite::cancelsAtAnyMomentNeverHitTheNextStatement() {
  Worker worker(m_engine, Access::Read, "console");
  for (int i = 0; i < 200; ++i) {
    const auto doomed = worker.run([](Worker::Context& context) {
      context.connection.execute(kEndless)->fetch(1);
      return Done{};
    });
    const auto next = worker.run([](Worker::Context& context) {
      return context.connection.execute("SELECT 7")->fetch(1)->at(0, 0).toInteger();
    });
    spinFor(std::chrono::microseconds(10 * i));
    worker.cancel(doomed.id);
    QVERIFY(!await(doomed));
    QCOMPARE(await(next).value(), 7);
  }
}

JOINERY_TEST(TestEngineSqlite)
#include "tst_engine_sqlite.moc"
