// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "rendering_cases.h"
#include "sqlite_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

class SqlRenderingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rendersForEachEngine_data();
  void rendersForEachEngine();
  void rendersWhatSqliteTakes_data() { rendersForEachEngine_data(); }
  void rendersWhatSqliteTakes();
  void rendersForTablesOfAnotherSchema_data() { rendersForEachEngine_data(); }
  void rendersForTablesOfAnotherSchema();
  void numbersBindsAsTheyAreRead();
  void bindsBooleansAsSqliteHasThem();
  void recordsNamedParameters();
  void describesTheResultColumnsUpToAStar();
  void quotesOnlyWhereNeeded_data();
  void quotesOnlyWhereNeeded();
  void refusesANameThatNoEngineTakes();
  void refusesStatementsWithHoles();
  void refusesDefaultsThatSqliteCannotGive();
  void joinsASubqueryThatSeesTheRow();
  void takesTheFirstRowOfEachGroup();
  void refusesValuesThatMakeNoTable();
  void insertsManyRowsThatComeBack();
};

namespace {

QString shown(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

void SqlRenderingTest::rendersForEachEngine_data() {
  QTest::addColumn<RenderingCase>("rendering");
  for (const auto& cases : {expressionCases(), selectCases(), writeCases()})
    for (const RenderingCase& each : cases) QTest::newRow(each.name.c_str()) << each;
}

void SqlRenderingTest::rendersForEachEngine() {
  QFETCH(RenderingCase, rendering);
  QCOMPARE(shown(rendering.compile(sqliteDialect()).sql), shown(rendering.sqlite));
  QCOMPARE(shown(rendering.compile(postgresqlDialect()).sql), shown(rendering.postgresql));
}

void SqlRenderingTest::rendersWhatSqliteTakes() {
  QFETCH(RenderingCase, rendering);
  SqliteDatabase database;
  database.run({caseTables(sqliteDialect()), {}, {}, {}});
  const std::string failure = database.failureOf(rendering.executable(sqliteDialect()));
  QVERIFY2(failure.empty(), failure.c_str());
}

void SqlRenderingTest::rendersForTablesOfAnotherSchema() {  // O8
  QFETCH(RenderingCase, rendering);
  SqliteDatabase database;
  database.run({"ATTACH ':memory:' AS shelf;" + caseTables(sqliteDialect(), "shelf"), {}, {}, {}});
  // These stand in the way of what is not qualified.
  database.run({"CREATE TABLE item(other); CREATE TABLE kind(other);", {}, {}, {}});
  const std::string failure = database.failureOf(rendering.executable(*sqliteDialect().withOptions({.schemaTranslateMap = {{"", "shelf"}}})));
  QVERIFY2(failure.empty(), failure.c_str());
}

void SqlRenderingTest::numbersBindsAsTheyAreRead() {
  const auto statement = sqliteDialect().compile(
      sql::and_({sql::eq(sql::column("", "a"), sql::bind(Value::text("x"))),
                 sql::between(sql::column("", "b"), sql::bind(Value::integer(1)), sql::bind(Value::real(0.5)))}));
  QCOMPARE(statement.binds.size(), std::size_t{3});
  QVERIFY(statement.binds[0] == Value::text("x"));
  QVERIFY(statement.binds[1] == Value::integer(1));
  QVERIFY(statement.binds[2] == Value::real(0.5));
}

void SqlRenderingTest::bindsBooleansAsSqliteHasThem() {
  const sql::Expression isSet = sql::eq(sql::column("", "a"), sql::bind(Value::boolean(true)));
  QVERIFY(sqliteDialect().compile(isSet).binds[0] == Value::integer(1));
  QVERIFY(postgresqlDialect().compile(isSet).binds[0] == Value::boolean(true));
}

void SqlRenderingTest::recordsNamedParameters() {
  const sql::Expression key = sql::parameter("a1.id");
  const auto statement =
      postgresqlDialect().compile(sql::or_({sql::eq(sql::column("", "a"), sql::bind(Value::integer(1))),
                                            sql::eq(sql::column("", "b"), key), sql::eq(sql::column("", "c"), key)}));
  QCOMPARE(shown(statement.sql), QStringLiteral("a = $1 OR b = $2 OR c = $3"));
  const std::multimap<std::string, std::size_t> expected{{"a1.id", 1}, {"a1.id", 2}};
  QVERIFY(statement.parameters == expected);
  QVERIFY(statement.binds[1].isNull());
}

void SqlRenderingTest::describesTheResultColumnsUpToAStar() {
  ValueType integer;
  integer.kind = TypeKind::Integer;
  const auto statement = sqliteDialect().compile(
      sql::Select({sql::column("t", "a", integer), sql::count().as("n"), sql::star(), sql::column("t", "b")}));
  QCOMPARE(statement.columns.size(), std::size_t{2});
  QCOMPARE(shown(statement.columns[0].label), QStringLiteral("a"));
  QCOMPARE(shown(statement.columns[1].label), QStringLiteral("n"));
  QVERIFY(statement.columns[0].type.kind == TypeKind::Integer);
}

void SqlRenderingTest::quotesOnlyWhereNeeded_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("sqlite");
  QTest::addColumn<QString>("postgresql");
  QTest::newRow("lower case") << "album_2"
                              << "album_2"
                              << "album_2";
  QTest::newRow("camel case") << "AlbumId"
                              << "AlbumId"
                              << "\"AlbumId\"";
  QTest::newRow("a key word") << "Order"
                              << "\"Order\""
                              << "\"Order\"";
  QTest::newRow("a key word of one engine") << "pragma"
                                            << "\"pragma\""
                                            << "pragma";
  QTest::newRow("a quote") << "a\"; --"
                           << "\"a\"\"; --\""
                           << "\"a\"\"; --\"";
  QTest::newRow("a digit first") << "1st"
                                 << "\"1st\""
                                 << "\"1st\"";
  QTest::newRow("nothing") << ""
                           << "\"\""
                           << "\"\"";
  QTest::newRow("letters beyond ASCII") << QString::fromUtf8("größe") << QString::fromUtf8("\"größe\"")
                                        << QString::fromUtf8("\"größe\"");
  QTest::newRow("a dollar") << "a$"
                            << "\"a$\""
                            << "\"a$\"";
}

void SqlRenderingTest::quotesOnlyWhereNeeded() {
  QFETCH(QString, name);
  QFETCH(QString, sqlite);
  QFETCH(QString, postgresql);
  QCOMPARE(shown(sqliteDialect().quote(name.toStdString())), sqlite);
  QCOMPARE(shown(postgresqlDialect().quote(name.toStdString())), postgresql);
  QCOMPARE(shown(sqliteDialect().quote(QualifiedName("main", name.toStdString()))), QStringLiteral("main.") + sqlite);
}

void SqlRenderingTest::refusesANameThatNoEngineTakes() {
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().quote("a\0b"s));
}

void SqlRenderingTest::refusesStatementsWithHoles() {
  sql::Insert insert;
  insert.table = QualifiedName("t");
  insert.columns = {"a", "b"};
  insert.rows = {{sql::nullLiteral()}};
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(insert));
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(sql::Update{QualifiedName("t"), {}, {}, {}, {}}));
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(sql::eq(sql::column("", "a"), {})));
}

void SqlRenderingTest::refusesDefaultsThatSqliteCannotGive() {
  sql::Insert insert;
  insert.table = QualifiedName("t");
  insert.columns = {"a"};
  insert.rows = {{sql::defaultLiteral()}, {sql::nullLiteral()}};
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(insert));
  QCOMPARE(shown(postgresqlDialect().compile(insert).sql),
           QStringLiteral("INSERT INTO t (a) VALUES (DEFAULT), (NULL)"));
  const sql::Update update{QualifiedName("t"), {{"a", sql::defaultLiteral()}}, {}, {}, {}};
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(update));
  QCOMPARE(shown(postgresqlDialect().compile(update).sql), QStringLiteral("UPDATE t SET a = DEFAULT"));
}

void SqlRenderingTest::joinsASubqueryThatSeesTheRow() {
  const sql::FromItem items = sql::table(QualifiedName("item"));
  const sql::Select kinds = sql::Select({sql::column("kind", "id")}).from(sql::table(QualifiedName("kind"))).where(sql::eq(sql::column("kind", "id"), items.column("kind"))).limit(1);
  const sql::Select statement = sql::Select({items.column("id")}).from(items.crossJoin(sql::lateralAs(kinds, "k")));
  QCOMPARE(postgresqlDialect().compile(statement).sql,
           "SELECT item.id FROM item CROSS JOIN LATERAL (SELECT kind.id FROM kind WHERE kind.id = item.kind LIMIT 1) AS k"s);
  QVERIFY_THROWS_EXCEPTION(DbError, sqliteDialect().compile(statement));
}

void SqlRenderingTest::takesTheFirstRowOfEachGroup() {
  const sql::FromItem items = sql::table(QualifiedName("item"));
  const sql::Select first = sql::Select({items.column("kind"), items.column("id")}).from(items).distinctOn({items.column("kind"), sql::lower(items.column("Name"))}).orderBy({{items.column("kind")}});
  QCOMPARE(postgresqlDialect().compile(first).sql, "SELECT DISTINCT ON (item.kind, lower(item.\"Name\")) item.kind, item.id FROM item ORDER BY item.kind"s);
  try {
    sqliteDialect().compile(first);
    QFAIL("SQLite has no DISTINCT ON");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::NotSupported);
    QVERIFY(error.message().find("DISTINCT ON") != std::string::npos && error.hint.find("rowNumber") != std::string::npos);
  }
}

void SqlRenderingTest::refusesValuesThatMakeNoTable() {
  for (const Dialect* dialect : {&sqliteDialect(), &postgresqlDialect()}) {
    QVERIFY_THROWS_EXCEPTION(DbError, dialect->compile(sql::Select().from(sql::valuesAs({}, {"id"}, "v"))));
    QVERIFY_THROWS_EXCEPTION(DbError, dialect->compile(sql::Select().from(sql::valuesAs({{number(1)}, {number(1), number(2)}}, {"id"}, "v"))));
  }
}

void SqlRenderingTest::insertsManyRowsThatComeBack() {
  const Dialect::ReturningInsert insert{QualifiedName("item"), {"Name", "kind"}, {"id", "made"}, "id"};
  QCOMPARE(shown(sqliteDialect().insertOfRows(insert, 2)), QString());
  const QString text = shown(postgresqlDialect().insertOfRows(insert, 2));
  QVERIFY2(text.startsWith(QStringLiteral("INSERT INTO item (\"Name\", kind) SELECT r.c1, r.c2 FROM (VALUES ((NULL::item).\"Name\", (NULL::item).kind, 0), ($1, $2, 1), ($3, $4, 2))"
                                          " AS r (c1, c2, place) WHERE r.place > 0 AND EXISTS (")), qPrintable(text));
  QVERIFY2(text.endsWith(QStringLiteral(") ORDER BY r.place RETURNING id, made")), qPrintable(text));
  QVERIFY(text.contains(QStringLiteral("pg_get_serial_sequence('item', 'id')")));
  const auto translated = postgresqlDialect().withOptions({.schemaTranslateMap = {{"", "tenant's"}}});
  const QString there = shown(translated->insertOfRows({QualifiedName("item"), {"id"}, {"id"}, {}}, 1));
  QVERIFY2(there.contains(QStringLiteral("'\"tenant''s\".item'::regclass")) && !there.contains(QStringLiteral("pg_sequence")), qPrintable(there));
}

JOINERY_TEST(SqlRenderingTest)
#include "tst_sql_rendering.moc"
