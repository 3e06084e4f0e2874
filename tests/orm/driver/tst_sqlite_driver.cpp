// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <limits>
#include <utility>

#include "driver_test.h"
#include "orm/driver/cell_limit.h"
#include "orm/driver/sqlite/sqlite_driver.h"
#include "tests/support/test_program.h"

using namespace driver_test;
using joinery::Connection;
using joinery::ConnectOptions;
using joinery::ErrorKind;
using joinery::QualifiedName;
using joinery::SqliteDriver;
using joinery::StorageClass;
using joinery::TypeKind;
using joinery::Url;
using joinery::Value;

namespace {

using Access = ConnectOptions::Access;

std::unique_ptr<Connection> memory() { return SqliteDriver().connect(Url::parse("sqlite://"), {}); }

void writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray fileBytes(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestSqliteDriver : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void aMissingFileIsNeverCreatedUnasked_data();
  void aMissingFileIsNeverCreatedUnasked();
  void createsAFileWhenAsked();
  void refusesWhatIsNoDatabase_data();
  void refusesWhatIsNoDatabase();
  void aFileNameThatLooksLikeAUriIsAFileName();
  void readOnlyConnectionsRefuseWritesAndChangeNoByte();
  void aWriteProtectedFileIsRefusedForWriting();
  void tellsOfALeftoverLog();
  void resultTypesComeFromDeclarations();
  void aTextKeepsItsBytes();
  void readsPartsOfAStoredValue();
  void opensOnlyWhatIsStoredByItself();
  void aValueThatChangesWhileItIsReadIsNotRead();
  void refusesLargeValuesBeforeTheyAreRead();
  void givesWayToWhoWrites();
  void keepsABatchSmall();
  void refusesNaN();
  void refusesWhatNoInt64Holds();
  void waitsForALockAndThenSaysBusy();
  void aWaitForALockCanBeCancelled();
  void anOpenCursorIsCancelled();
  void foreignKeysHold();
  void regexpUsesPerlSyntax();
  void extensionsAreNotLoaded();
  void viewsReachNoVirtualTableButTheHarmlessOnes();
  void statementsMayUsePragmaFunctionsThemselves();
  void aTableWithAVirtualTablesNameIsReadableInAView();
  void preparedStatementsFollowTheSchema();
  void aMovedFileTakesNoWrite();
  void locksGoWithTheLastRow();
  void errorsPointIntoTheStatement();
  void affectedRowsAreOfChangesOnly();

 private:
  QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
  std::unique_ptr<Connection> open(const char* name, Access access, ConnectOptions options = {}) const {
    options.access = access;
    return SqliteDriver().connect(Url::sqliteFile(path(name).toStdString()), options);
  }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSqliteDriver::aMissingFileIsNeverCreatedUnasked_data() {
  QTest::addColumn<Access>("access");
  QTest::newRow("for reading") << Access::ReadOnly;
  QTest::newRow("for writing") << Access::ReadWrite;
}

void TestSqliteDriver::aMissingFileIsNeverCreatedUnasked() {
  QFETCH(Access, access);
  const auto error = errorOf([&] { open("missing.db", access); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotOpen);
  QVERIFY(!error->hint.empty());
  QVERIFY(error->message().find("missing.db") != std::string::npos);
  QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestSqliteDriver::createsAFileWhenAsked() {
  run(*open("new.db", Access::ReadWriteCreate), "CREATE TABLE a(b)");
  QCOMPARE(rows(*open("new.db", Access::ReadOnly), "SELECT * FROM a")->rows(), std::size_t(0));
  const auto error = errorOf([&] { open("no/folder/new.db", Access::ReadWriteCreate); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotOpen);
}

void TestSqliteDriver::refusesWhatIsNoDatabase_data() {
  QTest::addColumn<QString>("kind");
  for (const char* kind : {"text", "folder", "pipe", "truncated"}) QTest::newRow(kind) << QString::fromUtf8(kind);
}

void TestSqliteDriver::refusesWhatIsNoDatabase() {
  QFETCH(QString, kind);
  if (kind == QLatin1String("text")) writeFile(path("x.db"), QByteArray(5000, 'x'));
  if (kind == QLatin1String("folder")) QVERIFY(QDir().mkdir(path("x.db")));
  if (kind == QLatin1String("pipe")) QCOMPARE(mkfifo(qPrintable(path("x.db")), 0600), 0);
  if (kind == QLatin1String("truncated")) {
    run(*open("x.db", Access::ReadWriteCreate), "CREATE TABLE a(b)");
    writeFile(path("x.db"), fileBytes(path("x.db")).first(1000));
  }
  const auto error = errorOf([&] { open("x.db", Access::ReadOnly); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotOpen);
  QVERIFY(!error->hint.empty());
}

void TestSqliteDriver::aFileNameThatLooksLikeAUriIsAFileName() {
  const QString before = QDir::currentPath();
  QVERIFY(QDir::setCurrent(m_folder->path()));
  ConnectOptions options;
  options.access = Access::ReadWriteCreate;
  run(*SqliteDriver().connect(Url::sqliteFile("file:x.db?mode=memory"), options), "CREATE TABLE a(b)");
  QVERIFY(QFile::exists(QStringLiteral("file:x.db?mode=memory")));
  QVERIFY(QDir::setCurrent(before));
}

void TestSqliteDriver::readOnlyConnectionsRefuseWritesAndChangeNoByte() {
  run(*open("a.db", Access::ReadWriteCreate), "CREATE TABLE a(b)");
  const QByteArray before = fileBytes(path("a.db"));
  const auto connection = open("a.db", Access::ReadOnly);
  QVERIFY(connection->isReadOnly());
  const auto error = errorOf([&] { run(*connection, "INSERT INTO a VALUES (1)"); });
  COMPARE_ERROR_KIND(error, ErrorKind::ReadOnly);
  QVERIFY(!error->hint.empty());
  QCOMPARE(fileBytes(path("a.db")), before);
}

void TestSqliteDriver::aWriteProtectedFileIsRefusedForWriting() {
  if (geteuid() == 0) QSKIP("root may write to every file");
  run(*open("a.db", Access::ReadWriteCreate), "CREATE TABLE a(b)");
  QVERIFY(QFile::setPermissions(path("a.db"), QFile::ReadOwner));
  const auto error = errorOf([&] { open("a.db", Access::ReadWrite); });
  COMPARE_ERROR_KIND(error, ErrorKind::ReadOnly);
  QVERIFY(open("a.db", Access::ReadOnly)->isReadOnly());
}

void TestSqliteDriver::tellsOfALeftoverLog() {
  const auto writer = open("a.db", Access::ReadWriteCreate);
  run(*writer, "PRAGMA journal_mode = WAL");
  run(*writer, "CREATE TABLE a(b)");
  QVERIFY(writer->takeWarnings().empty());
  const auto reader = open("a.db", Access::ReadOnly);
  const std::vector<std::string> warnings = reader->takeWarnings();
  QCOMPARE(warnings.size(), std::size_t(1));
  QVERIFY(warnings.front().find("write-ahead log") != std::string::npos);
  QVERIFY(reader->takeWarnings().empty());
}

void TestSqliteDriver::resultTypesComeFromDeclarations() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE a(n NVARCHAR(160), d DECIMAL(10,2), t DATETIME, b BOOLEAN, i INTEGER)");
  const auto batch = rows(*connection, "SELECT n, d, t, b, i, i + 1 AS next FROM a");
  const std::vector expected{TypeKind::Text, TypeKind::Numeric, TypeKind::Timestamp, TypeKind::Boolean, TypeKind::Integer, TypeKind::Unknown};
  QCOMPARE(batch->columnCount(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) QCOMPARE(batch->column(i).type.kind, expected[i]);
  QVERIFY(batch->column(1).type.perCell);
  QCOMPARE(batch->column(0).type.declared, std::string("NVARCHAR(160)"));
  QCOMPARE(batch->column(5).label, std::string("next"));
}

void TestSqliteDriver::aTextKeepsItsBytes() {
  const auto connection = memory();
  const std::string bytes("a\0\xff\xc3", 4);
  QCOMPARE(text(cell(*connection, "SELECT ?1", {Value::text(bytes)}).bytes()), text(bytes));
  const auto batch = rows(*connection, "SELECT CAST(x'61ff' AS TEXT), 1.0, x''");
  QVERIFY(batch->at(0, 0) == joinery::ValueView::text("a\xff"));
  QCOMPARE(batch->at(0, 1).storageClass(), StorageClass::Real);
  QCOMPARE(batch->at(0, 2).storageClass(), StorageClass::Blob);
}

void TestSqliteDriver::readsPartsOfAStoredValue() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB)");
  run(*connection, "INSERT INTO t VALUES (7, printf('%.100000c', 'x') || 'end', zeroblob(200000) || x'ff')");
  const auto text = connection->openValue(QualifiedName("t"), "a", 7);
  QVERIFY(text);
  QCOMPARE(text->size(), 100'003U);
  QCOMPARE(text->read(0, 2), std::string("xx"));
  QCOMPARE(text->read(99'999, 100), std::string("xend"));
  QCOMPARE(text->read(100'003, 10), std::string());
  QCOMPARE(text->read(500'000, 10), std::string());
  QCOMPARE(connection->openValue(QualifiedName("main", "t"), "B", 7)->read(199'999, 2), std::string("\0\xff", 2));
}

void TestSqliteDriver::opensOnlyWhatIsStoredByItself() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, a, n INTEGER)");
  run(*connection, "INSERT INTO t VALUES (1, NULL, 3), (2, 'text', 4)");
  run(*connection, "CREATE TABLE virtual_(id INTEGER PRIMARY KEY, v TEXT AS ('v' || id), a TEXT)");
  run(*connection, "INSERT INTO virtual_(a) VALUES ('text')");
  run(*connection, "CREATE TABLE bare(a TEXT PRIMARY KEY) WITHOUT ROWID");
  run(*connection, "CREATE VIEW seen AS SELECT * FROM t");
  const auto isOpened = [&](const char* table, const char* column, std::int64_t rowId) { return connection->openValue(QualifiedName(table), column, rowId) != nullptr; };
  QVERIFY(isOpened("t", "a", 2));
  QVERIFY(!isOpened("t", "a", 1));
  QVERIFY(!isOpened("t", "n", 2));
  QVERIFY(!isOpened("t", "a", 3));
  QVERIFY(!isOpened("t", "nothing", 2));
  QVERIFY(!isOpened("virtual_", "v", 1));
  QVERIFY(!isOpened("virtual_", "a", 1));
  QVERIFY(!isOpened("bare", "a", 1));
  QVERIFY(!isOpened("seen", "a", 2));
  const auto wide = memory();
  run(*wide, "PRAGMA encoding = 'UTF-16le'");
  run(*wide, "CREATE TABLE t(a TEXT)");
  run(*wide, "INSERT INTO t VALUES ('text')");
  QVERIFY(!wide->openValue(QualifiedName("t"), "a", 1));
}

void TestSqliteDriver::aValueThatChangesWhileItIsReadIsNotRead() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE t(a TEXT)");
  run(*connection, "INSERT INTO t VALUES ('text')");
  const auto value = connection->openValue(QualifiedName("t"), "a", 1);
  run(*connection, "UPDATE t SET a = 'other'");
  COMPARE_ERROR_KIND(errorOf([&] { value->read(0, 4); }), ErrorKind::StaleData);
}

void TestSqliteDriver::refusesLargeValuesBeforeTheyAreRead() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE t(a TEXT, n INTEGER)");
  run(*connection, "INSERT INTO t VALUES (printf('%.5000c', 'x'), 1)");
  connection->limitValues(4'000);
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT a FROM t"); }), ErrorKind::TooLarge);
  QCOMPARE(cell(*connection, "SELECT n FROM t").toInteger(), 1);
  connection->limitValues(0);
  QCOMPARE(cell(*connection, "SELECT a FROM t").bytes().size(), 5'000U);
}

/// Where readers keep writers waiting: one whose statement takes long.
void TestSqliteDriver::givesWayToWhoWrites() {
  const auto writer = open("shared.db", Access::ReadWriteCreate), reader = open("shared.db", Access::ReadOnly);
  run(*writer, "CREATE TABLE t(n INTEGER)");
  run(*writer, "INSERT INTO t VALUES (1)");
  constexpr const char* kEndless = "WITH RECURSIVE c(i) AS (SELECT n FROM t UNION ALL SELECT i + 1 FROM c) SELECT max(i) FROM c";
  constexpr const char* kLong = "WITH RECURSIVE c(i) AS (SELECT n FROM t UNION ALL SELECT i + 1 FROM c WHERE i < 100000) SELECT max(i) FROM c";
  reader->giveWay(std::chrono::milliseconds(0));
  QCOMPARE(cell(*reader, kLong).toInteger(), 100'000);
  run(*writer, "BEGIN IMMEDIATE");
  COMPARE_ERROR_KIND(errorOf([&] { rows(*reader, kEndless); }), ErrorKind::GaveWay);
  // The lock is given back, and what is short is read all the same.
  QCOMPARE(cell(*reader, "SELECT n FROM t").toInteger(), 1);
  run(*writer, "UPDATE t SET n = 2");
  run(*writer, "COMMIT");
  QCOMPARE(cell(*reader, kLong).toInteger(), 100'000);
  run(*writer, "BEGIN IMMEDIATE");
  reader->giveWay(std::nullopt);
  QCOMPARE(cell(*reader, kLong).toInteger(), 100'000);
}

void TestSqliteDriver::keepsABatchSmall() {
  const auto connection = memory();
  const auto cursor = connection->execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i, printf('%.20000c', 'x'), zeroblob(30000) FROM n");
  const auto batch = cursor->fetch(2'000, 10'000);
  QCOMPARE(batch->rows(), 2'000U);
  QCOMPARE(batch->at(0, 1).bytes().size(), 10'000U);
  QCOMPARE(batch->at(1'999, 1).bytes().size(), joinery::CellLimit::kLeastBytes);
  QCOMPARE(batch->fullSize(1'999, 1), 20'000U);
  QCOMPARE(batch->fullSize(1'999, 2), 30'000U);
  QVERIFY(batch->memoryUsage() < 3 * 256 * 10'000);
}

void TestSqliteDriver::refusesNaN() {
  const auto connection = memory();
  const auto error = errorOf([&] { cell(*connection, "SELECT ?1", {Value::real(std::numeric_limits<double>::quiet_NaN())}); });
  COMPARE_ERROR_KIND(error, ErrorKind::Data);
}

void TestSqliteDriver::refusesWhatNoInt64Holds() {
  const auto connection = memory();
  QCOMPARE(cell(*connection, "SELECT ?1", {Value::unsignedInteger(7)}).toInteger(), 7);
  const auto error = errorOf([&] { cell(*connection, "SELECT ?1", {Value::unsignedInteger(std::numeric_limits<std::uint64_t>::max())}); });
  COMPARE_ERROR_KIND(error, ErrorKind::Data);
}

void TestSqliteDriver::waitsForALockAndThenSaysBusy() {
  const auto first = open("a.db", Access::ReadWriteCreate);
  run(*first, "CREATE TABLE a(b)");
  ConnectOptions impatient;
  impatient.busyTimeout = std::chrono::milliseconds(50);
  const auto second = open("a.db", Access::ReadWrite, impatient);
  run(*first, "BEGIN IMMEDIATE");
  const auto error = errorOf([&] { run(*second, "INSERT INTO a VALUES (1)"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Busy);
  QVERIFY(!error->hint.empty());
  run(*first, "ROLLBACK");
  QCOMPARE(run(*second, "INSERT INTO a VALUES (1)"), 1);
}

void TestSqliteDriver::aWaitForALockCanBeCancelled() {
  const auto first = open("a.db", Access::ReadWriteCreate);
  run(*first, "CREATE TABLE a(b)");
  ConnectOptions patient;
  patient.busyTimeout = std::chrono::minutes(5);
  const auto second = open("a.db", Access::ReadWrite, patient);
  run(*first, "BEGIN IMMEDIATE");
  const auto error = errorWhenCancelled(*second, [&] { run(*second, "INSERT INTO a VALUES (1)"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Cancelled);
}

void TestSqliteDriver::anOpenCursorIsCancelled() {
  const auto connection = memory();
  const auto cursor = connection->execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
  QCOMPARE(cursor->fetch(10)->rows(), std::size_t(10));
  connection->cancel();
  COMPARE_ERROR_KIND(errorOf([&] { cursor->fetch(10); }), ErrorKind::Cancelled);
}

void TestSqliteDriver::foreignKeysHold() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE a(b INTEGER PRIMARY KEY)");
  run(*connection, "CREATE TABLE c(b REFERENCES a)");
  COMPARE_ERROR_KIND(errorOf([&] { run(*connection, "INSERT INTO c VALUES (1)"); }), ErrorKind::Integrity);
}

void TestSqliteDriver::regexpUsesPerlSyntax() {
  const auto connection = memory();
  QCOMPARE(cell(*connection, "SELECT 'Größe 42' REGEXP '^\\w+ \\d{2}$'").toInteger(), 1);
  QCOMPARE(cell(*connection, "SELECT 'AC/DC' REGEXP 'ac'").toInteger(), 0);
  QVERIFY(cell(*connection, "SELECT NULL REGEXP 'a'").isNull());
  const auto error = errorOf([&] { cell(*connection, "SELECT 'a' REGEXP '('"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Programming);
  QVERIFY(error->message().find("regular expression") != std::string::npos);
}

void TestSqliteDriver::extensionsAreNotLoaded() {
  const auto connection = memory();
  COMPARE_ERROR_KIND(errorOf([&] { cell(*connection, "SELECT load_extension('x')"); }), ErrorKind::NotSupported);
  COMPARE_ERROR_KIND(errorOf([&] { cell(*connection, "SELECT fts3_tokenizer('simple')"); }), ErrorKind::NotSupported);
}

void TestSqliteDriver::viewsReachNoVirtualTableButTheHarmlessOnes() {
  {
    const auto writer = open("a.db", Access::ReadWriteCreate);
    run(*writer, "CREATE VIEW spy AS SELECT name FROM pragma_table_list");
    run(*writer, "CREATE VIEW \"pragma_table_list spy\" AS SELECT * FROM spy");
    run(*writer, "CREATE VIEW json AS SELECT value FROM json_each('[1,2]')");
    run(*writer, "CREATE VIRTUAL TABLE words USING fts5(word)");
    run(*writer, "CREATE VIEW found AS SELECT word FROM words WHERE words MATCH 'x'");
    run(*writer, "CREATE TABLE log(word)");
    run(*writer, "CREATE TRIGGER index_word AFTER INSERT ON log BEGIN INSERT INTO words VALUES (new.word); END");
    run(*writer, "CREATE TABLE spied(name)");
    run(*writer, "CREATE TRIGGER spy_on AFTER INSERT ON spied BEGIN UPDATE spied SET name = (SELECT max(name) FROM pragma_table_list); END");
    QCOMPARE(run(*writer, "INSERT INTO log VALUES ('x')"), 1);
    COMPARE_ERROR_KIND(errorOf([&] { run(*writer, "INSERT INTO spied VALUES ('x')"); }), ErrorKind::NotSupported);
  }
  const auto connection = open("a.db", Access::ReadOnly);
  QCOMPARE(rows(*connection, "SELECT * FROM json")->rows(), std::size_t(2));
  QCOMPARE(rows(*connection, "SELECT * FROM found")->rows(), std::size_t(1));
  const auto error = errorOf([&] { rows(*connection, "SELECT * FROM spy"); });
  COMPARE_ERROR_KIND(error, ErrorKind::NotSupported);
  QVERIFY(!error->hint.empty());
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT * FROM \"pragma_table_list spy\""); }), ErrorKind::NotSupported);
}

void TestSqliteDriver::statementsMayUsePragmaFunctionsThemselves() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE a(b)");
  QCOMPARE(rows(*connection, "SELECT name FROM pragma_table_info('a')")->rows(), std::size_t(1));
  QCOMPARE(rows(*connection, "WITH c AS (SELECT name FROM pragma_table_info('a')) SELECT * FROM c")->rows(), std::size_t(1));
}

void TestSqliteDriver::aTableWithAVirtualTablesNameIsReadableInAView() {
  {
    const auto writer = open("a.db", Access::ReadWriteCreate);
    run(*writer, "CREATE TABLE dbstat(name)");
    run(*writer, "CREATE VIEW v AS SELECT name FROM dbstat");
  }
  QCOMPARE(rows(*open("a.db", Access::ReadOnly), "SELECT * FROM v")->rows(), std::size_t(0));
}

void TestSqliteDriver::preparedStatementsFollowTheSchema() {
  const auto connection = memory();
  run(*connection, "CREATE TABLE a(b)");
  QCOMPARE(rows(*connection, "SELECT * FROM a")->columnCount(), std::size_t(1));
  run(*connection, "ALTER TABLE a ADD COLUMN c");
  QCOMPARE(rows(*connection, "SELECT * FROM a")->columnCount(), std::size_t(2));
  run(*connection, "DROP TABLE a");
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT * FROM a"); }), ErrorKind::Programming);
}

void TestSqliteDriver::aMovedFileTakesNoWrite() {
  const auto connection = open("a.db", Access::ReadWriteCreate);
  run(*connection, "CREATE TABLE a(b)");
  QVERIFY(connection->isAlive());
  QVERIFY(QFile::rename(path("a.db"), path("b.db")));
  QVERIFY(!connection->isAlive());
  COMPARE_ERROR_KIND(errorOf([&] { run(*connection, "INSERT INTO a VALUES (1)"); }), ErrorKind::ConnectionLost);
}

void TestSqliteDriver::locksGoWithTheLastRow() {
  const auto first = open("a.db", Access::ReadWriteCreate);
  run(*first, "CREATE TABLE a(b)");
  run(*first, "INSERT INTO a VALUES (1), (2)");
  const auto reader = open("a.db", Access::ReadOnly);
  reader->execute("SELECT * FROM a")->fetch(1);
  ConnectOptions impatient;
  impatient.busyTimeout = std::chrono::milliseconds(0);
  QCOMPARE(run(*open("a.db", Access::ReadWrite, impatient), "DELETE FROM a"), 2);
}

void TestSqliteDriver::errorsPointIntoTheStatement() {
  const auto connection = memory();
  const auto error = errorOf([&] { rows(*connection, "SELECT 'ß', nothing FROM (SELECT 1)"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Programming);
  QCOMPARE(error->position.value_or(0), 13);
  QCOMPARE(error->sql, std::string("SELECT 'ß', nothing FROM (SELECT 1)"));
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT 1; SELECT 2"); }), ErrorKind::Programming);
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, " -- nothing"); }), ErrorKind::Programming);
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT ?1, ?2", {Value::integer(1)}); }), ErrorKind::Programming);
}

void TestSqliteDriver::affectedRowsAreOfChangesOnly() {
  const auto connection = memory();
  QCOMPARE(run(*connection, "CREATE TABLE a(b)"), -1);
  QCOMPARE(run(*connection, "INSERT INTO a VALUES (1), (2), (3)"), 3);
  QCOMPARE(run(*connection, "SELECT * FROM a"), -1);
  QCOMPARE(run(*connection, "/* all */ UPDATE a SET b = 0"), 3);
  QCOMPARE(run(*connection, "WITH w AS (SELECT 1) DELETE FROM a WHERE b = 0 RETURNING b"), 3);
  QCOMPARE(run(*connection, "DROP TABLE a"), -1);
}

JOINERY_TEST(TestSqliteDriver)
#include "tst_sqlite_driver.moc"
