// SPDX-License-Identifier: GPL-3.0-or-later
#include <libpq-fe.h>

#include <QTest>
#include <memory>

#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/sql/operators.h"
#include "rendering_cases.h"
#include "tests/support/test_program.h"

using namespace joinery;

using Texts = std::vector<std::string>;

/// Every rendering sent to a server with its parameters untyped, as the driver sends them; all in one transaction that
/// is rolled back, in temporary tables.
class PostgresqlStatementsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void rendersWhatTheServerTakes_data();
  void rendersWhatTheServerTakes();
  void rendersForTablesOfAnotherSchema_data() { rendersWhatTheServerTakes_data(); }
  void rendersForTablesOfAnotherSchema();
  void comparesImagesByTypeAndBytes_data();
  void comparesImagesByTypeAndBytes();
  void writesLiteralsThatTheServerTakes_data() { rendersWhatTheServerTakes_data(); }
  void writesLiteralsThatTheServerTakes();
  void matchesLetterCaseInTextOperators();
  void locksRows();
  void cleanup();

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  Result run(const CompiledStatement& statement);
  Texts cells(const CompiledStatement& statement);
  std::unique_ptr<PGconn, decltype(&PQfinish)> m_connection{nullptr, &PQfinish};
};

namespace {

std::string parameterText(const Value& value) {
  switch (value.storageClass()) {
    case StorageClass::Boolean:
      return value.toBoolean() ? "t" : "f";
    case StorageClass::Integer:
      return std::to_string(value.toInteger());
    case StorageClass::Real:
      return formatReal(value.toReal());
    default:
      return std::string(value.bytes());
  }
}

ValueType declaredAs(TypeKind kind, const char* declared) {
  ValueType type;
  type.kind = kind;
  type.declared = declared;
  return type;
}

}  // namespace

void PostgresqlStatementsTest::initTestCase() {
  const QByteArray server = qgetenv("JOINERY_TEST_POSTGRES");
  if (server.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  m_connection.reset(PQconnectdb(server.constData()));
  QVERIFY2(PQstatus(m_connection.get()) == CONNECTION_OK, PQerrorMessage(m_connection.get()));
}

void PostgresqlStatementsTest::init() {
  if (!m_connection) return;
  run({"BEGIN", {}, {}, {}});
  PQclear(PQexec(m_connection.get(), "SET LOCAL search_path = pg_temp"));
  PQclear(PQexec(m_connection.get(), caseTables(postgresqlDialect()).c_str()));
}

void PostgresqlStatementsTest::cleanup() {
  if (m_connection) run({"ROLLBACK", {}, {}, {}});
}

PostgresqlStatementsTest::Result PostgresqlStatementsTest::run(const CompiledStatement& statement) {
  std::vector<std::string> texts;
  for (const Value& value : statement.binds) texts.push_back(parameterText(value));
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    values.push_back(statement.binds[i].isNull() ? nullptr : texts[i].c_str());
    lengths.push_back(static_cast<int>(texts[i].size()));
    formats.push_back(statement.binds[i].storageClass() == StorageClass::Blob ? 1 : 0);
  }
  return {PQexecParams(m_connection.get(), statement.sql.c_str(), static_cast<int>(values.size()), nullptr,
                       values.data(), lengths.data(), formats.data(), 0),
          &PQclear};
}

Texts PostgresqlStatementsTest::cells(const CompiledStatement& statement) {
  const Result result = run(statement);
  Texts texts;
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return {PQresultErrorMessage(result.get())};
  for (int row = 0; row < PQntuples(result.get()); ++row) texts.emplace_back(PQgetvalue(result.get(), row, 0));
  return texts;
}

void PostgresqlStatementsTest::rendersWhatTheServerTakes_data() {
  QTest::addColumn<RenderingCase>("rendering");
  for (const auto& cases : {expressionCases(), selectCases(), writeCases()})
    for (const RenderingCase& each : cases) QTest::newRow(each.name.c_str()) << each;
}

void PostgresqlStatementsTest::rendersWhatTheServerTakes() {
  QFETCH(RenderingCase, rendering);
  const Result result = run(rendering.executable(postgresqlDialect()));
  // The tables are empty but for what a case itself brings: a row of nothing but defaults has no key.
  const QByteArray state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const bool isMissingKey = rendering.name == "insert nothing but defaults" && state == "23502";
  QVERIFY2(state.isEmpty() || isMissingKey, PQresultErrorMessage(result.get()));
}

void PostgresqlStatementsTest::rendersForTablesOfAnotherSchema() {  // O8
  QFETCH(RenderingCase, rendering);
  const std::string script = "DROP TABLE item, kind; CREATE TABLE item(nothing int); CREATE TABLE kind(nothing int); CREATE SCHEMA joinery_shelf;";
  PQclear(PQexec(m_connection.get(), (script + caseTables(postgresqlDialect(), "joinery_shelf")).c_str()));
  const Result result = run(rendering.executable(*postgresqlDialect().withOptions({.schemaTranslateMap = {{"", "joinery_shelf"}}})));
  const QByteArray state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const bool isMissingKey = rendering.name == "insert nothing but defaults" && state == "23502";
  QVERIFY2(state.isEmpty() || isMissingKey, PQresultErrorMessage(result.get()));
}

void PostgresqlStatementsTest::writesLiteralsThatTheServerTakes() {
  QFETCH(RenderingCase, rendering);
  const CompiledStatement bound = rendering.executable(postgresqlDialect());
  const Result result = run({postgresqlDialect().withLiterals(bound), {}, {}, {}});
  const QByteArray state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  QVERIFY2(state.isEmpty() || state == "23502", PQresultErrorMessage(result.get()));
}

void PostgresqlStatementsTest::comparesImagesByTypeAndBytes_data() {
  QTest::addColumn<QString>("declared");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("stored");
  QTest::addColumn<QString>("equalByOperator");
  const auto row = [](const char* declared, TypeKind kind, const char* stored, const char* other) {
    QTest::newRow(declared) << QString::fromUtf8(declared) << static_cast<int>(kind) << QString::fromUtf8(stored)
                            << QString::fromUtf8(other);
  };
  row("text", TypeKind::Text, "a", "b");
  row("character(5)", TypeKind::Text, "ab   ", "ab");
  row("numeric", TypeKind::Numeric, "1.50", "1.5");
  row("inet", TypeKind::Network, "10.0.0.1", "10.0.0.2");
  row("json", TypeKind::Json, "{\"a\" : 1}", "{\"a\":1}");
  row("xml", TypeKind::Xml, "<a/>", "<a></a>");
  row("box", TypeKind::Geometry, "(1,1),(0,0)", "(2,2),(1,1)");
  row("interval", TypeKind::Interval, "1 mon", "30 days");
  row("uuid", TypeKind::Uuid, "5e0b2b3c-0000-4000-8000-000000000000", "5e0b2b3c-0000-4000-8000-000000000001");
  row("timestamp with time zone", TypeKind::TimestampTz, "2020-01-01 00:00:00.000001+00", "2020-01-01 00:00:00+00");
  row("time with time zone", TypeKind::Time, "12:00:00+00", "13:00:00+01");
  row("integer[]", TypeKind::Array, "{1,NULL}", "{1,2}");
  row("int4range", TypeKind::Range, "[1,3)", "[1,4)");
  row("bit(3)", TypeKind::Bit, "101", "100");
  row("money", TypeKind::Unknown, "$1.00", "$2.00");
}

void PostgresqlStatementsTest::comparesImagesByTypeAndBytes() {
  QFETCH(QString, declared);
  QFETCH(int, kind);
  QFETCH(QString, stored);
  QFETCH(QString, equalByOperator);
  run({"SET LOCAL TimeZone = 'UTC'", {}, {}, {}});
  run({"CREATE TABLE image(v " + declared.toStdString() + ")", {}, {}, {}});
  run({"INSERT INTO image VALUES ($1), (NULL)", {Value::text(stored.toStdString())}, {}, {}});
  const sql::Expression v =
      sql::column("image", "v", declaredAs(static_cast<TypeKind>(kind), declared.toUtf8().constData()));
  const auto matching = [&](const QString& image) {
    return cells(postgresqlDialect().compile(sql::Select({v})
                                                 .from(sql::table(QualifiedName("image")))
                                                 .where(sql::isIdentical(v, Value::text(image.toStdString())))));
  };
  QCOMPARE(matching(stored), Texts{stored.toStdString()});
  QCOMPARE(matching(equalByOperator), Texts{});
}

void PostgresqlStatementsTest::matchesLetterCaseInTextOperators() {
  run({"INSERT INTO kind VALUES (1, 'Abc'), (2, 'aBC'), (3, '100%'), (4, NULL), (5, '')", {}, {}, {}});
  const sql::Expression name = sql::column("", "Name", declaredAs(TypeKind::Text, "text"));
  const auto matching = [&](const sql::Expression& condition) {
    return cells(postgresqlDialect().compile(sql::Select({sql::column("", "id")})
                                                 .from(sql::table(QualifiedName("kind")))
                                                 .where(condition)
                                                 .orderBy({{sql::column("", "id")}})));
  };
  QCOMPARE(matching(sql::like(name, "A%")), Texts{"1"});
  QCOMPARE(matching(sql::contains(name, "BC")), Texts{"2"});
  QCOMPARE(matching(sql::startsWith(name, "a")), Texts{"2"});
  QCOMPARE(matching(sql::endsWith(name, "bc")), Texts{"1"});
  QCOMPARE(matching(sql::endsWith(name, "")), (Texts{"1", "2", "3", "5"}));
  QCOMPARE(matching(sql::ilike(name, "abc")), (Texts{"1", "2"}));
  QCOMPARE(matching(sql::containsIgnoringCase(name, "0%")), Texts{"3"});
  QCOMPARE(matching(sql::regex(name, "^a")), Texts{"2"});
  QCOMPARE(matching(sql::like(name, "100\\%")), Texts{"3"});
  QCOMPARE(matching(sql::like(name, "\\")), Texts{});
}

/// T25: NOWAIT and SKIP LOCKED where the server has them. Beside the table of renderings, as SQLite refuses these.
void PostgresqlStatementsTest::locksRows() {
  const sql::Select ids = sql::Select({sql::column("", "id")}).from(sql::table(QualifiedName("item")));
  const std::pair<sql::Select::Lock, const char*> cases[] = {{sql::Select::Lock::UpdateNoWait, "SELECT id FROM item FOR UPDATE NOWAIT"},
                                                             {sql::Select::Lock::UpdateSkipLocked, "SELECT id FROM item FOR UPDATE SKIP LOCKED"}};
  for (const auto& [lock, text] : cases) {
    const CompiledStatement statement = postgresqlDialect().compile(ids.forUpdate(lock));
    QCOMPARE(QString::fromStdString(statement.sql), QLatin1String(text));
    const Result result = run(statement);
    QVERIFY2(PQresultStatus(result.get()) == PGRES_TUPLES_OK, PQresultErrorMessage(result.get()));
  }
}

JOINERY_TEST(PostgresqlStatementsTest)
#include "tst_postgresql_statements.moc"
