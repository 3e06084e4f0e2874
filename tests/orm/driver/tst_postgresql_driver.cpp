// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QTest>
#include <cmath>
#include <limits>

#include "driver_test.h"
#include "orm/driver/postgresql/postgresql_driver.h"
#include "silent_server.h"
#include "tests/support/test_program.h"

using namespace driver_test;
using joinery::Connection;
using joinery::ConnectOptions;
using joinery::ErrorKind;
using joinery::PostgresqlDriver;
using joinery::StorageClass;
using joinery::TypeKind;
using joinery::Url;
using joinery::Value;
using joinery::ValueView;

namespace {

using Access = ConnectOptions::Access;
using State = Connection::TransactionState;

Url serverUrl() { return Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString()); }

std::unique_ptr<Connection> open(Access access = Access::ReadWrite, ConnectOptions options = {}) {
  options.access = access;
  return PostgresqlDriver().connect(serverUrl(), options);
}

std::unique_ptr<Connection> openUrl(const Url& url, ConnectOptions options = {}) { return PostgresqlDriver().connect(url, options); }

Url loopback(int port, const char* options = "") {
  return Url::parse("postgresql://u:swordfish@127.0.0.1:" + std::to_string(port) + "/d" + options);
}

}  // namespace

/// What is PostgreSQL's own; what every driver does alike is in tst_driver_compliance.
class TestPostgresqlDriver : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();

  void saysWhyItCannotConnect_data();
  void saysWhyItCannotConnect();
  void givesUpOnAHostThatDoesNotAnswer();
  void sendsNoPasswordWithoutTlsToAnotherHost();
  void triesTheNextHost();
  void aWrongPasswordIsTold();
  void aMissingPasswordIsTold();
  void aMissingDatabaseIsTold();

  void resultTypesAreNamedAndUnderstood_data();
  void resultTypesAreNamedAndUnderstood();
  void enumsHaveTheirLabels();
  void typesMadeLaterAreLearned();
  void specialNumbersComeBack();
  void textThatIsNoUtf8IsRefused();
  void bytesAreReadInBothSpellings();
  void noticesAreWarnings();
  void aBrokenTransactionIsFailed();
  void aDroppedConnectionIsLost();
  void aLockThatIsHeldIsBusy();
  void aStatementTimeoutIsNoCancel();
  void errorsTellPositionDetailAndState();
  void copyToTheClientIsRefused();
  void rowsAreCopiedInToTheByte();
  void aRowThatCannotBeCopiedLeavesNoneBehind();
  void rowsAreCopiedOutAsLines();
  void copyingOutCanBeLeftAndCancelled();
  void deferredConstraintsFailTheCommit();
  void cancelStopsManySets();
  void theNameOfTheProgramIsTold();
};

void TestPostgresqlDriver::init() {
  const QByteArray test = QTest::currentTestFunction();
  const bool needsServer = !test.startsWith("saysWhy") && !test.startsWith("givesUp") && !test.startsWith("sendsNo");
  if (needsServer && qgetenv("JOINERY_TEST_POSTGRES").isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
}

void TestPostgresqlDriver::saysWhyItCannotConnect_data() {
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("hint");
  QTest::newRow("refused") << QStringLiteral("postgresql://u:swordfish@127.0.0.1:1/d") << QStringLiteral("running");
  QTest::newRow("no socket") << QStringLiteral("postgresql://u:swordfish@/d?host=/nowhere") << QStringLiteral("socket");
  QTest::newRow("no such host") << QStringLiteral("postgresql://u:swordfish@nowhere.invalid/d") << QStringLiteral("spelling");
}

void TestPostgresqlDriver::saysWhyItCannotConnect() {
  QFETCH(QString, url);
  QFETCH(QString, hint);
  const auto error = errorOf([&] { openUrl(Url::parse(url.toStdString())); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotConnect);
  QVERIFY2(QString::fromStdString(error->hint).contains(hint), (error->message() + " / " + error->hint).c_str());
  QVERIFY(error->message().find("swordfish") == std::string::npos);
}

void TestPostgresqlDriver::givesUpOnAHostThatDoesNotAnswer() {
  const SilentServer server(SilentServer::Answer::Nothing);
  ConnectOptions options;
  options.connectTimeout = std::chrono::milliseconds(200);
  const auto error = errorOf([&] { openUrl(loopback(server.port()), options); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotConnect);
  QVERIFY(error->message().find("200 ms") != std::string::npos);
}

void TestPostgresqlDriver::sendsNoPasswordWithoutTlsToAnotherHost() {
  SilentServer server(SilentServer::Answer::NoTls);
  // Another host by its name, and yet on this machine.
  const std::string url = "postgresql://u:swordfish@db.example:" + std::to_string(server.port()) + "/d?hostaddr=127.0.0.1";
  const auto error = errorOf([&] { openUrl(Url::parse(url)); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotConnect);
  QVERIFY2(error->hint.find("sslmode") != std::string::npos, error->hint.c_str());
  QCOMPARE(server.received(), std::string());
}

void TestPostgresqlDriver::triesTheNextHost() {
  Url url = serverUrl();
  const std::string socket = url.option("host").value_or(std::string());
  if (socket.empty()) QSKIP("the server of the tests is not on a socket");
  url.query = {{"host", "/nowhere," + socket}};
  QVERIFY(openUrl(url)->isAlive());
}

void TestPostgresqlDriver::aWrongPasswordIsTold() {
  Url url = serverUrl();
  url.user = "joinery_scram";
  url.password = joinery::Secret("correct horse");
  if (qgetenv("JOINERY_TEST_POSTGRES").contains("joinery-pg")) QVERIFY(openUrl(url)->isAlive());
  url.password = joinery::Secret("swordfish");
  const auto error = errorOf([&] { openUrl(url); });
  COMPARE_ERROR_KIND(error, ErrorKind::Authentication);
  QVERIFY(!error->hint.empty());
  QCOMPARE(error->sqlState, std::string("28P01"));
  QVERIFY(error->message().find("swordfish") == std::string::npos);
  QVERIFY2(error->message().find("28P01") == std::string::npos && error->message().find(".c:") == std::string::npos, error->what());
}

void TestPostgresqlDriver::aMissingPasswordIsTold() {
  Url url = serverUrl();
  url.user = "joinery_scram";
  const auto error = errorOf([&] { openUrl(url); });
  COMPARE_ERROR_KIND(error, ErrorKind::Authentication);
  QVERIFY2(error->hint.find("none was given") != std::string::npos, error->hint.c_str());
}

void TestPostgresqlDriver::aMissingDatabaseIsTold() {
  Url url = serverUrl();
  url.database = "no_database_of_this_name";
  const auto error = errorOf([&] { openUrl(url); });
  COMPARE_ERROR_KIND(error, ErrorKind::CannotConnect);
  QVERIFY(error->hint.find("database") != std::string::npos);
}

void TestPostgresqlDriver::resultTypesAreNamedAndUnderstood_data() {
  QTest::addColumn<QString>("expression");
  QTest::addColumn<QString>("declared");
  QTest::addColumn<TypeKind>("kind");
  QTest::addColumn<QString>("text");
  const auto row = [](const char* expression, const char* declared, TypeKind kind, const char* text) {
    QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(declared) << kind << QString::fromUtf8(text);
  };
  row("1.50::numeric(10,2)", "numeric(10,2)", TypeKind::Numeric, "1.50");
  row("'NaN'::numeric", "numeric", TypeKind::Numeric, "NaN");
  row("'a'::varchar(160)", "character varying(160)", TypeKind::Text, "a");
  row("'a'::char(3)", "character(3)", TypeKind::Text, "a  ");
  row("'infinity'::date", "date", TypeKind::Date, "infinity");
  row("'0044-03-15 BC'::date", "date", TypeKind::Date, "0044-03-15 BC");
  row("'24:00'::time", "time without time zone", TypeKind::Time, "24:00:00");
  row("'2024-02-29 12:34:56.123456'::timestamp(3)", "timestamp(3) without time zone", TypeKind::Timestamp, "2024-02-29 12:34:56.123");
  row("'-infinity'::timestamptz", "timestamp with time zone", TypeKind::TimestampTz, "-infinity");
  row("'1 year -2 days'::interval", "interval", TypeKind::Interval, "1 year -2 days");
  row("'{1,NULL}'::int[]", "integer[]", TypeKind::Array, "{1,NULL}");
  row("'{\"b\": 1,  \"a\": 2}'::json", "json", TypeKind::Json, "{\"b\": 1,  \"a\": 2}");
  row("'9b2d1f6e-0000-4000-8000-000000000001'::uuid", "uuid", TypeKind::Uuid, "9b2d1f6e-0000-4000-8000-000000000001");
  row("'<a/>'::xml", "xml", TypeKind::Xml, "<a/>");
  row("'[1,5)'::int4range", "int4range", TypeKind::Range, "[1,5)");
  row("'10.0.0.1/8'::inet", "inet", TypeKind::Network, "10.0.0.1/8");
  row("'101'::bit(3)", "bit(3)", TypeKind::Bit, "101");
  row("'(1,2)'::point", "point", TypeKind::Geometry, "(1,2)");
}

void TestPostgresqlDriver::resultTypesAreNamedAndUnderstood() {
  QFETCH(QString, expression);
  QFETCH(QString, declared);
  QFETCH(TypeKind, kind);
  QFETCH(QString, text);
  const auto batch = rows(*open(), "SELECT " + expression.toStdString() + " AS a");
  QCOMPARE(QString::fromStdString(batch->column(0).type.declared), declared);
  QCOMPARE(batch->column(0).type.kind, kind);
  QCOMPARE(batch->at(0, 0).storageClass(), StorageClass::Text);
  QCOMPARE(driver_test::text(batch->at(0, 0).bytes()), text.toUtf8());
}

void TestPostgresqlDriver::enumsHaveTheirLabels() {
  const auto connection = open();
  run(*connection, "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
  run(*connection, "ALTER TYPE pg_temp.mood ADD VALUE 'so-so' BEFORE 'ok'");
  rows(*connection, "SELECT 'ok'::pg_temp.mood");  // here it is learned of
  const auto batch = rows(*connection, "SELECT 'ok'::pg_temp.mood");
  QCOMPARE(batch->column(0).type.kind, TypeKind::Enum);
  QVERIFY(batch->column(0).type.labels != nullptr);
  QCOMPARE(*batch->column(0).type.labels, (std::vector<std::string>{"sad", "so-so", "ok"}));
}

void TestPostgresqlDriver::typesMadeLaterAreLearned() {
  const auto connection = open();
  run(*connection, "CREATE TEMP TABLE composite (a int)");
  QCOMPARE(rows(*connection, "SELECT composite FROM composite")->column(0).type.kind, TypeKind::Unknown);
  QCOMPARE(rows(*connection, "SELECT composite FROM composite")->column(0).type.declared, std::string("composite"));
}

void TestPostgresqlDriver::specialNumbersComeBack() {
  const auto connection = open();
  QVERIFY(std::isnan(cell(*connection, "SELECT $1::float8", {Value::real(std::numeric_limits<double>::quiet_NaN())}).toReal()));
  QVERIFY(cell(*connection, "SELECT 0.1::float4") == Value::real(0.1));
  QVERIFY(cell(*connection, "SELECT '-0'::float8") == Value::real(-0.0));
  QVERIFY(cell(*connection, "SELECT true") == Value::boolean(true));
  QVERIFY(cell(*connection, "SELECT NOT $1::bool", {Value::boolean(true)}) == Value::boolean(false));
  QVERIFY(cell(*connection, "SELECT 4294967295::oid") == Value::integer(4294967295));
  QVERIFY(cell(*connection, "SELECT $1::numeric", {Value::unsignedInteger(18446744073709551615ULL)}) == Value::text("18446744073709551615"));
}

void TestPostgresqlDriver::textThatIsNoUtf8IsRefused() {
  const auto connection = open();
  COMPARE_ERROR_KIND(errorOf([&] { cell(*connection, "SELECT $1::text", {Value::text("a\xff")}); }), ErrorKind::Data);
  COMPARE_ERROR_KIND(errorOf([&] { cell(*connection, "SELECT $1::text", {Value::text(std::string("a\0b", 3))}); }), ErrorKind::Data);
  COMPARE_ERROR_KIND(errorOf([&] { cell(*connection, std::string_view("SELECT 1\0", 9)); }), ErrorKind::Programming);
}

void TestPostgresqlDriver::bytesAreReadInBothSpellings() {
  const auto connection = open();
  const Value bytes = Value::blob(std::string("\0\\a\xff", 4));
  QVERIFY(cell(*connection, "SELECT $1::bytea", {bytes}) == bytes);
  run(*connection, "SET bytea_output = 'escape'");
  QVERIFY(cell(*connection, "SELECT $1::bytea", {bytes}) == bytes);
}

void TestPostgresqlDriver::noticesAreWarnings() {
  const auto connection = open();
  run(*connection, "DO $$ BEGIN RAISE WARNING 'one'; RAISE NOTICE 'two <b>'; END $$");
  QCOMPARE(connection->takeWarnings(), (std::vector<std::string>{"WARNING: one", "NOTICE: two <b>"}));
  QVERIFY(connection->takeWarnings().empty());
}

void TestPostgresqlDriver::aBrokenTransactionIsFailed() {
  const auto connection = open();
  run(*connection, "BEGIN");
  QVERIFY(errorOf([&] { rows(*connection, "SELECT 1/0"); }).has_value());
  QCOMPARE(connection->transactionState(), State::Failed);
  const auto error = errorOf([&] { rows(*connection, "SELECT 1"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Programming);
  QVERIFY(error->hint.find("Roll it back") != std::string::npos);
  run(*connection, "ROLLBACK");
  QCOMPARE(connection->transactionState(), State::Idle);
}

void TestPostgresqlDriver::aDroppedConnectionIsLost() {
  const auto connection = open();
  const Value process = cell(*connection, "SELECT pg_backend_pid()");
  rows(*open(), "SELECT pg_terminate_backend($1::int)", {process});
  const auto error = errorOf([&] { rows(*connection, "SELECT 1"); });
  COMPARE_ERROR_KIND(error, ErrorKind::ConnectionLost);
  QVERIFY(!error->hint.empty());
  QVERIFY(!connection->isAlive());
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT 1"); }), ErrorKind::ConnectionLost);
  COMPARE_ERROR_KIND(errorOf([&] { connection->executeMany("SELECT $1::int", std::vector<std::vector<Value>>(2, {Value::integer(1)})); }),
                     ErrorKind::ConnectionLost);
}

void TestPostgresqlDriver::aLockThatIsHeldIsBusy() {
  const auto holder = open();
  run(*holder, "DROP TABLE IF EXISTS driver_busy");
  run(*holder, "CREATE TABLE driver_busy (a int)");
  run(*holder, "BEGIN");
  run(*holder, "LOCK TABLE driver_busy");
  ConnectOptions impatient;
  impatient.busyTimeout = std::chrono::milliseconds(50);
  const auto error = errorOf([&] { rows(*open(Access::ReadWrite, impatient), "SELECT * FROM driver_busy"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Busy);
  QVERIFY(!error->hint.empty());
  run(*holder, "ROLLBACK");
  run(*holder, "DROP TABLE driver_busy");
}

void TestPostgresqlDriver::aStatementTimeoutIsNoCancel() {
  const auto connection = open();
  run(*connection, "SET statement_timeout = 20");
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "SELECT pg_sleep(3600)"); }), ErrorKind::Timeout);
}

void TestPostgresqlDriver::errorsTellPositionDetailAndState() {
  const auto connection = open();
  const auto error = errorOf([&] { rows(*connection, "SELECT 'ß', nothing"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Programming);
  QCOMPARE(error->sqlState, std::string("42703"));
  QCOMPARE(error->position.value_or(0), 13);
  run(*connection, "CREATE TEMP TABLE once (a int PRIMARY KEY)");
  const auto twice = errorOf([&] { run(*connection, "INSERT INTO once VALUES (1), (1)"); });
  COMPARE_ERROR_KIND(twice, ErrorKind::Integrity);
  QVERIFY(twice->detail.find("(1)") != std::string::npos);
  COMPARE_ERROR_KIND(errorOf([&] { run(*connection, "INSERT INTO once VALUES ($1)", {Value::text("x")}); }), ErrorKind::Data);
}

void TestPostgresqlDriver::copyToTheClientIsRefused() {
  const auto connection = open();
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "COPY (SELECT 1) TO STDOUT"); }), ErrorKind::NotSupported);
  run(*connection, "CREATE TEMP TABLE target (a int)");
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "COPY target FROM STDIN"); }), ErrorKind::NotSupported);
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
}

void TestPostgresqlDriver::deferredConstraintsFailTheCommit() {
  const auto connection = open();
  run(*connection, "CREATE TEMP TABLE parent (a int PRIMARY KEY)");
  run(*connection, "CREATE TEMP TABLE child (a int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
  COMPARE_ERROR_KIND(errorOf([&] { rows(*connection, "INSERT INTO child VALUES (1) RETURNING a"); }), ErrorKind::Integrity);
  const auto many = errorOf([&] { connection->executeMany("INSERT INTO child VALUES ($1)", std::vector<std::vector<Value>>(3, {Value::integer(1)})); });
  COMPARE_ERROR_KIND(many, ErrorKind::Integrity);
  QCOMPARE(rows(*connection, "SELECT * FROM child")->rows(), std::size_t(0));
}

namespace {

/// Rows for a statement that takes all of them.
class GivenRows final : public joinery::BindSets {
 public:
  explicit GivenRows(std::vector<std::vector<Value>> rows) : m_rows(std::move(rows)) {}
  std::size_t size() const override { return m_rows.size(); }
  std::span<const ValueView> values(std::size_t set) override {
    m_values.assign(m_rows[set].begin(), m_rows[set].end());
    return m_values;
  }
  void done(std::size_t, std::int64_t rows, std::span<const ValueView>) override { written += rows; }

  std::int64_t written = 0;

 private:
  std::vector<std::vector<Value>> m_rows;
  std::vector<ValueView> m_values;
};

}  // namespace

void TestPostgresqlDriver::rowsAreCopiedInToTheByte() {
  const auto connection = open();
  run(*connection, "CREATE TEMP TABLE copied (id int, note text, bytes bytea, flag boolean, amount double precision, big numeric)");
  const std::string awkward = "tab\there\nnew\rline \\N back\\slash \\. “ü”";
  GivenRows rows({{Value::integer(1), Value::text(awkward), Value::blob(std::string("\0\xff\\x", 4)), Value::boolean(true), Value::real(0.1), Value::text("1e100")},
                  {Value::integer(2), Value::text(""), Value::blob(""), Value::boolean(false), Value::real(-0.0), Value()},
                  {Value::integer(3), Value(), Value(), Value(), Value(), Value()}});
  QCOMPARE(connection->copyIn("COPY copied (id, note, bytes, flag, amount, big) FROM STDIN", rows), std::int64_t{3});
  QCOMPARE(rows.written, std::int64_t{3});
  const auto cursor = connection->execute("SELECT note, bytes, flag, amount, big FROM copied ORDER BY id");
  const auto found = joinery::fetchAll(*cursor);
  QCOMPARE(found->at(0, 0).bytes(), std::string_view(awkward));
  QCOMPARE(found->at(0, 1).bytes(), std::string_view("\0\xff\\x", 4));
  QCOMPARE(found->at(0, 2).toBoolean(), true);
  QCOMPARE(found->at(0, 3).toReal(), 0.1);
  QCOMPARE(found->at(0, 4).bytes(), std::string_view("1" + std::string(100, '0')));
  QCOMPARE(found->at(1, 0).bytes(), std::string_view(""));
  QVERIFY(!found->at(1, 0).isNull() && !found->at(1, 1).isNull());
  for (std::size_t column = 0; column < 5; ++column) QVERIFY(found->at(2, column).isNull());
}

void TestPostgresqlDriver::aRowThatCannotBeCopiedLeavesNoneBehind() {
  const auto connection = open();
  run(*connection, "CREATE TEMP TABLE copied (id int PRIMARY KEY, note text)");
  GivenRows twice({{Value::integer(1), Value::text("a")}, {Value::integer(1), Value::text("b")}});
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyIn("COPY copied (id, note) FROM STDIN", twice); }), ErrorKind::Integrity);
  GivenRows wrong({{Value::integer(1), Value::text("a")}, {Value::text("two"), Value::text("b")}});
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyIn("COPY copied (id, note) FROM STDIN", wrong); }), ErrorKind::Data);
  GivenRows nul({{Value::integer(1), Value::text(std::string("a\0b", 3))}});
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyIn("COPY copied (id, note) FROM STDIN", nul); }), ErrorKind::Data);
  GivenRows none({{Value::integer(1)}});
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyIn("COPY nowhere (id) FROM STDIN", none); }), ErrorKind::Programming);
  QCOMPARE(connection->transactionState(), State::Idle);
  QCOMPARE(cell(*connection, "SELECT count(*) FROM copied").toInteger(), std::int64_t{0});
}

void TestPostgresqlDriver::rowsAreCopiedOutAsLines() {
  const auto connection = open(Access::ReadOnly);
  std::vector<std::string> lines;
  QCOMPARE(connection->copyOut("COPY (SELECT i, CASE WHEN i = 1 THEN E'two\nlines' END FROM generate_series(1, 2) i) TO STDOUT WITH (FORMAT csv)", [&](std::string_view line) { lines.emplace_back(line); }), std::int64_t{2});
  QCOMPARE(lines, (std::vector<std::string>{"1,\"two\nlines\"\n", "2,\n"}));
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
  const auto ignore = [](std::string_view) {};
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyOut("COPY (SELECT nothing) TO STDOUT", ignore); }), ErrorKind::Programming);
  // Half-way through.
  COMPARE_ERROR_KIND(errorOf([&] { connection->copyOut("COPY (SELECT 1 / (50000 - i) FROM generate_series(1, 100000) i) TO STDOUT", ignore); }), ErrorKind::Data);
  QCOMPARE(connection->transactionState(), State::Idle);
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
}

void TestPostgresqlDriver::copyingOutCanBeLeftAndCancelled() {
  const auto connection = open();
  const char* const endless = "COPY (SELECT generate_series(1, 1000000000), repeat('x', 1000)) TO STDOUT";
  std::int64_t lines = 0;
  const auto left = errorOf([&] {
    connection->copyOut(endless, [&](std::string_view) {
      if (++lines == 1000) throw joinery::DbError(ErrorKind::Operational, "the disk is full");
    });
  });
  COMPARE_ERROR_KIND(left, ErrorKind::Operational);
  QCOMPARE(lines, std::int64_t{1000});
  QCOMPARE(connection->transactionState(), State::Idle);
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
  const auto cancelled = errorWhenCancelled(*connection, [&] { connection->copyOut(endless, [](std::string_view) {}); });
  COMPARE_ERROR_KIND(cancelled, ErrorKind::Cancelled);
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
}

void TestPostgresqlDriver::cancelStopsManySets() {
  const auto connection = open();
  const std::vector<std::vector<Value>> sets(1'000, {Value::integer(1)});
  const auto error = errorWhenCancelled(*connection, [&] { connection->executeMany("SELECT pg_sleep($1::int)", sets); });
  COMPARE_ERROR_KIND(error, ErrorKind::Cancelled);
  QCOMPARE(connection->transactionState(), State::Idle);
  QCOMPARE(rows(*connection, "SELECT 1")->rows(), std::size_t(1));
}

void TestPostgresqlDriver::theNameOfTheProgramIsTold() {
  QCOMPARE(text(cell(*open(), "SHOW application_name").bytes()), QByteArray("joinery"));
  QCOMPARE(text(cell(*open(Access::ReadOnly), "SHOW transaction_read_only").bytes()), QByteArray("on"));
}

JOINERY_TEST(TestPostgresqlDriver)
#include "tst_postgresql_driver.moc"
