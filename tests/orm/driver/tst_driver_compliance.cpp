// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <functional>
#include <limits>

#include "driver_test.h"
#include "orm/driver/postgresql/postgresql_driver.h"
#include "orm/driver/sqlite/sqlite_driver.h"
#include "tests/support/test_program.h"

using namespace driver_test;
using joinery::Connection;
using joinery::ConnectOptions;
using joinery::ErrorKind;
using joinery::StorageClass;
using joinery::Url;
using joinery::Value;
using joinery::ValueView;

namespace {

using State = Connection::TransactionState;

}  // namespace

namespace driver_test {

/// A kind of database as the tests see it: how to connect, and the few spellings that differ.
struct Backend {
  std::shared_ptr<const joinery::Driver> driver;
  Url url;
  std::string placeholder;
  std::string blobType;
  std::string realType;
  std::string endless;  ///< a statement that never ends by itself

  std::string bind(int number) const { return placeholder + std::to_string(number); }
  std::unique_ptr<Connection> connect(ConnectOptions::Access access) const {
    ConnectOptions options;
    options.access = access;
    return driver->connect(url, options);
  }
};

}  // namespace driver_test

/// What every driver does alike.
class TestDriverCompliance : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();

  void valuesComeBackAsTheyWere_data();
  void valuesComeBackAsTheyWere();
  void nullsStayNulls_data() { backends(); }
  void nullsStayNulls();
  void emptyTextsAndBytesAreNotNull_data() { backends(); }
  void emptyTextsAndBytesAreNotNull();
  void rowsComeInBatchesAndEndForGood_data() { backends(); }
  void rowsComeInBatchesAndEndForGood();
  void largeCellsAreCutBetweenCharacters_data() { backends(); }
  void largeCellsAreCutBetweenCharacters();
  void anAbandonedCursorLeavesTheConnectionUsable_data() { backends(); }
  void anAbandonedCursorLeavesTheConnectionUsable();
  void anAbandonedCursorLeavesTheTransactionUsable_data() { backends(); }
  void anAbandonedCursorLeavesTheTransactionUsable();
  void statementsAreCancelledFromAnotherThread_data() { backends(); }
  void statementsAreCancelledFromAnotherThread();
  void aCancelWithNothingRunningDoesNothing_data() { backends(); }
  void aCancelWithNothingRunningDoesNothing();
  void readOnlyConnectionsRefuseWrites_data() { backends(); }
  void readOnlyConnectionsRefuseWrites();
  void changesAreCounted_data() { backends(); }
  void changesAreCounted();
  void manySetsRunAsOne_data() { backends(); }
  void manySetsRunAsOne();
  void aSetThatFailsUndoesTheOthers_data() { backends(); }
  void aSetThatFailsUndoesTheOthers();
  void transactionStateIsTheEngines_data() { backends(); }
  void transactionStateIsTheEngines();
  void errorsHaveAKindAndTheStatement_data() { backends(); }
  void errorsHaveAKindAndTheStatement();
  void scriptsAreSplit_data() { backends(); }
  void scriptsAreSplit();
  void saysWhichEngineItIs_data() { backends(); }
  void saysWhichEngineItIs();

 private:
  static void backends();
  /// The connection of the row's backend; null where it is skipped.
  bool open();
  Connection& connection() { return *m_connection; }

  std::unique_ptr<QTemporaryDir> m_folder;
  Backend m_backend;
  std::unique_ptr<Connection> m_connection;
};

void TestDriverCompliance::backends() {
  QTest::addColumn<QString>("backend");
  QTest::newRow("sqlite") << QStringLiteral("sqlite");
  QTest::newRow("postgresql") << QStringLiteral("postgresql");
}

void TestDriverCompliance::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void TestDriverCompliance::cleanup() {
  if (m_connection && m_backend.url.backend == "postgresql") run(*m_connection, "DROP TABLE IF EXISTS compliance");
  m_connection.reset();
}

bool TestDriverCompliance::open() {
  const QString backend = *static_cast<QString*>(QTest::qData("backend", qMetaTypeId<QString>()));
  if (backend == QLatin1String("sqlite")) {
    const std::string path = m_folder->filePath(QStringLiteral("a.db")).toStdString();
    m_backend = {std::make_shared<joinery::SqliteDriver>(), Url::sqliteFile(path), "?", "BLOB", "REAL",
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"};
  } else {
    const QByteArray url = qgetenv("JOINERY_TEST_POSTGRES");
    if (url.isEmpty()) return false;
    m_backend = {std::make_shared<joinery::PostgresqlDriver>(), Url::parse(url.toStdString()), "$", "bytea", "float8", "SELECT pg_sleep(3600)"};
  }
  m_connection = m_backend.connect(ConnectOptions::Access::ReadWriteCreate);
  return true;
}

#define OPEN_OR_SKIP() \
  if (!open()) QSKIP("JOINERY_TEST_POSTGRES names no server")

void TestDriverCompliance::valuesComeBackAsTheyWere_data() {
  QTest::addColumn<QString>("backend");
  QTest::addColumn<QString>("type");
  QTest::addColumn<int>("value");
  for (const char* backend : {"sqlite", "postgresql"}) {
    for (int value = 0; value < 12; ++value) {
      QTest::addRow("%s, value %d", backend, value) << QString::fromUtf8(backend) << QString() << value;
    }
  }
}

void TestDriverCompliance::valuesComeBackAsTheyWere() {
  OPEN_OR_SKIP();
  QFETCH(int, value);
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<std::pair<std::string, Value>> cases{
      {"bigint", Value::integer(std::numeric_limits<std::int64_t>::max())},
      {"bigint", Value::integer(std::numeric_limits<std::int64_t>::min())},
      {"bigint", Value::integer(0)},
      {m_backend.realType, Value::real(0.1)},
      {m_backend.realType, Value::real(-kInfinity)},
      {m_backend.realType, Value::real(std::numeric_limits<double>::denorm_min())},
      {m_backend.realType, Value::real(1e300)},
      {"text", Value::text("Größe ⚡ 'quoted' \\ \r\n")},
      {"text", Value::text(std::string(100'000, 'x'))},
      {m_backend.blobType, Value::blob(std::string("\0\xff\\x'", 5))},
      {m_backend.blobType, Value::blob(std::string(100'000, '\0'))},
      {"text", Value::text("NULL")},
  };
  const auto& [type, expected] = cases.at(static_cast<std::size_t>(value));
  run(connection(), "CREATE TABLE compliance (a " + type + ")");
  QCOMPARE(run(connection(), "INSERT INTO compliance VALUES (" + m_backend.bind(1) + ")", {expected}), 1);
  QVERIFY(cell(connection(), "SELECT a FROM compliance") == expected);
}

void TestDriverCompliance::nullsStayNulls() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a text, b bigint, c " + m_backend.blobType + ")");
  const std::string sql = "INSERT INTO compliance VALUES (" + m_backend.bind(1) + ", " + m_backend.bind(2) + ", " + m_backend.bind(3) + ")";
  run(connection(), sql, {Value(), Value(), Value()});
  const auto batch = rows(connection(), "SELECT * FROM compliance");
  for (std::size_t column = 0; column < 3; ++column) QVERIFY(batch->at(0, column).isNull());
}

void TestDriverCompliance::emptyTextsAndBytesAreNotNull() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a text, b " + m_backend.blobType + ")");
  run(connection(), "INSERT INTO compliance VALUES (" + m_backend.bind(1) + ", " + m_backend.bind(2) + ")", {Value::text({}), Value::blob({})});
  const auto batch = rows(connection(), "SELECT * FROM compliance");
  QVERIFY(batch->at(0, 0) == ValueView::text({}));
  QVERIFY(batch->at(0, 1) == ValueView::blob({}));
}

void TestDriverCompliance::rowsComeInBatchesAndEndForGood() {
  OPEN_OR_SKIP();
  const auto cursor = connection().execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n");
  QCOMPARE(cursor->columns().size(), std::size_t(1));
  QCOMPARE(cursor->columns().front().label, std::string("i"));
  QCOMPARE(cursor->fetch(4)->rows(), std::size_t(4));
  const auto second = cursor->fetch(4);
  QVERIFY(second->at(0, 0) == ValueView::integer(5));
  QCOMPARE(cursor->fetch(4)->rows(), std::size_t(2));
  QCOMPARE(cursor->fetch(4)->rows(), std::size_t(0));
  QCOMPARE(cursor->fetch(4)->rows(), std::size_t(0));
  QCOMPARE(cursor->affectedRows(), -1);
}

void TestDriverCompliance::largeCellsAreCutBetweenCharacters() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a text, b " + m_backend.blobType + ", c text)");
  run(connection(), "INSERT INTO compliance VALUES (" + m_backend.bind(1) + ", " + m_backend.bind(2) + ", " + m_backend.bind(3) + ")",
      {Value::text("ab⚡⚡"), Value::blob("123456789"), Value::text("abcd")});
  const auto batch = connection().execute("SELECT * FROM compliance")->fetch(1, 4);
  QCOMPARE(text(batch->at(0, 0).bytes()), QByteArray("ab"));
  QCOMPARE(batch->fullSize(0, 0), std::uint64_t(8));
  QCOMPARE(text(batch->at(0, 1).bytes()), QByteArray("1234"));
  QCOMPARE(batch->fullSize(0, 1), std::uint64_t(9));
  QVERIFY(!batch->isPartial(0, 2));
}

void TestDriverCompliance::anAbandonedCursorLeavesTheConnectionUsable() {
  OPEN_OR_SKIP();
  {
    const auto cursor = connection().execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 1000000000");
    QCOMPARE(cursor->fetch(3)->rows(), std::size_t(3));
  }
  QCOMPARE(rows(connection(), "SELECT 1")->rows(), std::size_t(1));
  QVERIFY(connection().isAlive());
}

void TestDriverCompliance::anAbandonedCursorLeavesTheTransactionUsable() {
  OPEN_OR_SKIP();
  run(connection(), "BEGIN");
  connection().execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n")->fetch(3);
  QCOMPARE(connection().transactionState(), State::Active);
  QCOMPARE(rows(connection(), "SELECT 1")->rows(), std::size_t(1));
  run(connection(), "COMMIT");
}

void TestDriverCompliance::statementsAreCancelledFromAnotherThread() {
  OPEN_OR_SKIP();
  const auto error = errorWhenCancelled(connection(), [&] { rows(connection(), m_backend.endless); });
  COMPARE_ERROR_KIND(error, ErrorKind::Cancelled);
  QCOMPARE(rows(connection(), "SELECT 1")->rows(), std::size_t(1));
}

void TestDriverCompliance::aCancelWithNothingRunningDoesNothing() {
  OPEN_OR_SKIP();
  connection().cancel();
  QCOMPARE(rows(connection(), "SELECT 1")->rows(), std::size_t(1));
  const auto cursor = connection().execute("SELECT 2");
  joinery::fetchAll(*cursor);
  connection().cancel();
  QCOMPARE(cursor->fetch(1)->rows(), std::size_t(0));
}

void TestDriverCompliance::readOnlyConnectionsRefuseWrites() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a text)");
  QVERIFY(!connection().isReadOnly());
  const auto reader = m_backend.connect(ConnectOptions::Access::ReadOnly);
  QVERIFY(reader->isReadOnly());
  COMPARE_ERROR_KIND(errorOf([&] { run(*reader, "INSERT INTO compliance VALUES ('x')"); }), ErrorKind::ReadOnly);
  COMPARE_ERROR_KIND(errorOf([&] { run(*reader, "DROP TABLE compliance"); }), ErrorKind::ReadOnly);
}

void TestDriverCompliance::changesAreCounted() {
  OPEN_OR_SKIP();
  QCOMPARE(run(connection(), "CREATE TABLE compliance (a bigint)"), -1);
  QCOMPARE(run(connection(), "INSERT INTO compliance VALUES (1), (2), (3)"), 3);
  QCOMPARE(run(connection(), "UPDATE compliance SET a = a + 1 WHERE a > 1"), 2);
  QCOMPARE(run(connection(), "DELETE FROM compliance WHERE a > 100"), 0);
  {
    const auto cursor = connection().execute("DELETE FROM compliance RETURNING a");
    QCOMPARE(joinery::fetchAll(*cursor)->rows(), std::size_t(3));
    QCOMPARE(cursor->affectedRows(), 3);
  }
  QCOMPARE(run(connection(), "SELECT * FROM compliance"), -1);
}

void TestDriverCompliance::manySetsRunAsOne() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a bigint, b text, c " + m_backend.blobType + ")");
  constexpr std::int64_t kSets = 2'000;
  std::vector<std::vector<Value>> sets;
  for (std::int64_t i = 0; i < kSets; ++i) {
    sets.push_back({Value::integer(i), Value::text(std::string(1'000, 'x')), i % 2 ? Value::blob("\xff") : Value()});
  }
  const std::string sql = "INSERT INTO compliance VALUES (" + m_backend.bind(1) + ", " + m_backend.bind(2) + ", " + m_backend.bind(3) + ")";
  const std::vector<std::int64_t> changed = connection().executeMany(sql, sets);
  QCOMPARE(changed, std::vector<std::int64_t>(sets.size(), 1));
  QCOMPARE(connection().transactionState(), State::Idle);
  QCOMPARE(cell(connection(), "SELECT count(c) FROM compliance").toInteger(), kSets / 2);
  const std::string wide = "UPDATE compliance SET b = b WHERE a < " + m_backend.bind(1) + " RETURNING b";
  QCOMPARE(connection().executeMany(wide, std::vector<std::vector<Value>>(5, {Value::integer(kSets)})), std::vector<std::int64_t>(5, kSets));
  QVERIFY(connection().executeMany(sql, {}).empty());
}

void TestDriverCompliance::aSetThatFailsUndoesTheOthers() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a bigint PRIMARY KEY)");
  std::vector<std::vector<Value>> sets;
  for (std::int64_t i = 0; i < 700; ++i) sets.push_back({Value::integer(i)});
  sets.push_back({Value::integer(7)});
  const auto error = errorOf([&] { connection().executeMany("INSERT INTO compliance VALUES (" + m_backend.bind(1) + ")", sets); });
  COMPARE_ERROR_KIND(error, ErrorKind::Integrity);
  QVERIFY(!error->detail.empty());
  QCOMPARE(cell(connection(), "SELECT count(*) FROM compliance").toInteger(), 0);
  QCOMPARE(connection().transactionState(), State::Idle);
}

void TestDriverCompliance::transactionStateIsTheEngines() {
  OPEN_OR_SKIP();
  QCOMPARE(connection().transactionState(), State::Idle);
  run(connection(), "BEGIN");
  QCOMPARE(connection().transactionState(), State::Active);
  {
    const auto cursor = connection().execute("SELECT 1");
    QCOMPARE(connection().transactionState(), State::Active);
  }
  run(connection(), "ROLLBACK");
  QCOMPARE(connection().transactionState(), State::Idle);
}

void TestDriverCompliance::errorsHaveAKindAndTheStatement() {
  OPEN_OR_SKIP();
  run(connection(), "CREATE TABLE compliance (a bigint NOT NULL)");
  const std::string missing = "SELECT * FROM nothing_of_this_name";
  const auto unknown = errorOf([&] { rows(connection(), missing); });
  COMPARE_ERROR_KIND(unknown, ErrorKind::Programming);
  QCOMPARE(unknown->sql, missing);
  COMPARE_ERROR_KIND(errorOf([&] { run(connection(), "INSERT INTO compliance VALUES (NULL)"); }), ErrorKind::Integrity);
  COMPARE_ERROR_KIND(errorOf([&] { rows(connection(), "SELEC 1"); }), ErrorKind::Programming);
  COMPARE_ERROR_KIND(errorOf([&] { rows(connection(), " -- nothing"); }), ErrorKind::Programming);
  COMPARE_ERROR_KIND(errorOf([&] { rows(connection(), "SELECT 1; SELECT 2"); }), ErrorKind::Programming);
  QCOMPARE(rows(connection(), "SELECT 1")->rows(), std::size_t(1));
}

void TestDriverCompliance::scriptsAreSplit() {
  OPEN_OR_SKIP();
  const std::vector<std::string> expected{"SELECT ';'", "SELECT 2"};
  QCOMPARE(connection().splitStatements("-- one\nSELECT ';'; /* two; */ SELECT 2;\n;"), expected);
  QVERIFY(connection().splitStatements(" -- nothing").empty());
}

void TestDriverCompliance::saysWhichEngineItIs() {
  OPEN_OR_SKIP();
  const QString version = QString::fromStdString(connection().serverVersion());
  static const QRegularExpression kShape(QStringLiteral(R"(^(SQLite|PostgreSQL) \d+\.[\d.]+$)"));
  QVERIFY2(kShape.match(version).hasMatch(), qPrintable(version));
  QVERIFY(connection().isAlive());
}

JOINERY_TEST(TestDriverCompliance)
#include "tst_driver_compliance.moc"
