// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/query/filter_document.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

const Registry& registry() {
  static const auto chinook = [] {
    std::vector<TableBuilder> tables = chinookTables();
    tables.push_back(TableBuilder("Note").key({"id"}).column("at", TypeKind::TimestampTz).column("day", TypeKind::Date)
                         .column("data", TypeKind::Json).column("token", TypeKind::Uuid).column("a.$.b").column("x/y~z"));
    return registryOf(tables);
  }();
  return *chinook;
}

sql::Expression compiled(const std::string& model, const std::string& filter) {
  using namespace std::chrono;
  return compileFilter(parseJson(filter), registry(), registry().at(model), "t", sys_days(2024y / March / 31) + 12h);
}

CompiledStatement statementOf(const Dialect& dialect, const std::string& model, const std::string& filter) {
  return dialect.compile(compiled(model, filter));
}

}  // namespace

class TestFilterDocument : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rendersConditions_data();
  void rendersConditions();
  void bindsEveryOperand();
  void isEmptyWhereItAlwaysHolds_data();
  void isEmptyWhereItAlwaysHolds();
  void givesNestedTablesAliasesOfTheirOwn();
  void countsBackFromNow();
  void pointsAtTheMistake_data();
  void pointsAtTheMistake();
  void refusesWhatIsNestedTooDeep();
};

void TestFilterDocument::rendersConditions_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("sqlite");
  QTest::addColumn<QString>("postgresql");
  const auto row = [](const char* model, const char* filter, const char* sqlite, const char* postgresql) {
    QTest::newRow(filter) << QString::fromUtf8(model) << QString::fromUtf8(filter) << QString::fromUtf8(sqlite) << QString::fromUtf8(postgresql);
  };
  row("Album", R"({"Title": "x"})",
      "t.Title = ?1",
      R"(t."Title" = $1)");
  row("Album", R"({"Title": null})",
      "t.Title IS NULL",
      R"(t."Title" IS NULL)");
  row("Album", R"({"Title": ["x", null]})",
      "t.Title = ?1 OR t.Title IS NULL",
      R"(t."Title" = $1 OR t."Title" IS NULL)");
  row("Album", R"({"Title": {"$ne": "x", "$contains": "y"}})",
      "t.Title IS NOT ?1 AND instr(t.Title, ?2) > 0",
      R"(t."Title" IS DISTINCT FROM $1 AND strpos(t."Title", $2::text) > 0)");
  row("Album", R"({"AlbumId": {"$nin": [1, 2]}})",
      "(t.AlbumId IN (?1, ?2)) IS NOT TRUE",
      R"((t."AlbumId" IN ($1, $2)) IS NOT TRUE)");
  row("Album", R"({"AlbumId": {"$between": [1, 2]}})",
      "t.AlbumId BETWEEN ?1 AND ?2",
      R"(t."AlbumId" BETWEEN $1 AND $2)");
  row("Invoice", R"({"Total": {"$ilike": "%5%"}})",
      R"(CAST(t.Total AS TEXT) LIKE ?1 ESCAPE '\')",
      R"(t."Total"::text ILIKE $1)");
  row("Artist", R"({"Album": {"$none": {}}})",
      "NOT EXISTS (SELECT 1 FROM main.Album AS Album_1 WHERE t.ArtistId = Album_1.ArtistId)",
      R"(NOT EXISTS (SELECT 1 FROM main."Album" AS "Album_1" WHERE t."ArtistId" = "Album_1"."ArtistId"))");
  row("Artist", R"({"Album": {"Track": {"Name": "x"}}})",
      "EXISTS (SELECT 1 FROM main.Album AS Album_1 WHERE t.ArtistId = Album_1.ArtistId AND EXISTS (SELECT 1 "
      "FROM main.Track AS Track_1 WHERE Album_1.AlbumId = Track_1.AlbumId AND Track_1.Name = ?1))",
      R"(EXISTS (SELECT 1 FROM main."Album" AS "Album_1" WHERE t."ArtistId" = "Album_1"."ArtistId" AND EXISTS )"
      R"((SELECT 1 FROM main."Track" AS "Track_1" WHERE "Album_1"."AlbumId" = "Track_1"."AlbumId" AND )"
      R"("Track_1"."Name" = $1)))");
  row("Artist", R"({"Album": {"$every": {"Title": "x"}}})",
      "NOT EXISTS (SELECT 1 FROM main.Album AS Album_1 WHERE t.ArtistId = Album_1.ArtistId AND (Album_1.Title = "
      "?1) IS NOT TRUE)",
      R"(NOT EXISTS (SELECT 1 FROM main."Album" AS "Album_1" WHERE t."ArtistId" = "Album_1"."ArtistId" AND )"
      R"(("Album_1"."Title" = $1) IS NOT TRUE))");
  row("Artist", R"({"Album": {"$count": {"$gte": 2}, "$of": {"Title": "x"}}})",
      "(SELECT count(*) FROM main.Album AS Album_1 WHERE t.ArtistId = Album_1.ArtistId AND Album_1.Title = ?1) "
      ">= ?2",
      R"((SELECT count(*) FROM main."Album" AS "Album_1" WHERE t."ArtistId" = "Album_1"."ArtistId" AND )"
      R"("Album_1"."Title" = $1) >= $2)");
  row("Album", R"({"Artist": null})",
      "NOT EXISTS (SELECT 1 FROM main.Artist AS Artist_1 WHERE Artist_1.ArtistId = t.ArtistId)",
      R"(NOT EXISTS (SELECT 1 FROM main."Artist" AS "Artist_1" WHERE "Artist_1"."ArtistId" = t."ArtistId"))");
  row("Playlist", R"({"Track": {"Name": "x"}})",
      "EXISTS (SELECT 1 FROM main.Track AS Track_1 JOIN main.PlaylistTrack AS Track_1_link ON Track_1.TrackId = "
      "Track_1_link.TrackId WHERE t.PlaylistId = Track_1_link.PlaylistId AND Track_1.Name = ?1)",
      R"(EXISTS (SELECT 1 FROM main."Track" AS "Track_1" JOIN main."PlaylistTrack" AS "Track_1_link" ON )"
      R"("Track_1"."TrackId" = "Track_1_link"."TrackId" WHERE t."PlaylistId" = "Track_1_link"."PlaylistId" AND )"
      R"("Track_1"."Name" = $1))");
  row("Artist", R"({"$or": [{"Name": "x"}, {"$not": {"ArtistId": 1}}]})",
      "t.Name = ?1 OR (t.ArtistId = ?2) IS NOT TRUE",
      R"(t."Name" = $1 OR (t."ArtistId" = $2) IS NOT TRUE)");
  row("Note", R"({"data.$.a.0": "x"})",
      "CAST(CASE WHEN json_valid(t.data) THEN coalesce(CASE json_type(t.data, ?1) WHEN 'true' THEN 'true' WHEN "
      "'false' THEN 'false' ELSE json_extract(t.data, ?1) END, CASE json_type(t.data, ?2) WHEN 'true' THEN "
      "'true' WHEN 'false' THEN 'false' ELSE json_extract(t.data, ?2) END) END AS TEXT) = ?3",
      "(t.data::jsonb #>> ARRAY[$1, $2]::text[]) = $3");
  row("Note", R"({"data": "{}"})",
      "CAST(t.data AS TEXT) = ?1",
      "t.data::text = $1");
  row("Note", R"({"token": {"$contains": "a"}})",
      "instr(CAST(t.token AS TEXT), ?1) > 0",
      "strpos(t.token::text, $1::text) > 0");
}

void TestFilterDocument::rendersConditions() {
  QFETCH(QString, model);
  QFETCH(QString, filter);
  QFETCH(QString, sqlite);
  QFETCH(QString, postgresql);
  QCOMPARE(QString::fromStdString(statementOf(sqliteDialect(), model.toStdString(), filter.toStdString()).sql), sqlite);
  QCOMPARE(QString::fromStdString(statementOf(postgresqlDialect(), model.toStdString(), filter.toStdString()).sql), postgresql);
}

void TestFilterDocument::bindsEveryOperand() {
  const char* filter = R"({"Title": {"$contains": "o'x", "$in": ["a", "b"]}, "Artist": {"Name": "n"}, "Track": {"$count": {"$gte": 2}}})";
  for (const Dialect* dialect : {&sqliteDialect(), &postgresqlDialect()}) {
    const CompiledStatement statement = statementOf(*dialect, "Album", filter);
    QVERIFY2(statement.sql.find("o'x") == std::string::npos && statement.sql.find('2') != 0, statement.sql.c_str());
    QVERIFY(statement.binds.size() >= 5);
  }
}

void TestFilterDocument::isEmptyWhereItAlwaysHolds_data() {
  QTest::addColumn<QString>("filter");
  for (const char* filter : {"{}", R"({"$and": []})", R"({"$or": [{}, {"Title": "x"}]})", R"({"$off": {"Nmae": 1}})",
                             R"({"Title": {}})", R"({"Title": {"$nin": []}})", R"({"Track": {"$every": {}}})", R"({"Track": []})"})
    QTest::newRow(filter) << QString::fromUtf8(filter);
}

void TestFilterDocument::isEmptyWhereItAlwaysHolds() {
  QFETCH(QString, filter);
  QVERIFY(compiled("Album", filter.toStdString()).isEmpty());
}

void TestFilterDocument::givesNestedTablesAliasesOfTheirOwn() {
  const std::string sql = statementOf(sqliteDialect(), "Employee",
                                      R"({"Employee": {"Employee": {"LastName": "x"}}, "ReportsTo_Employee": null})").sql;
  for (const char* alias : {"Employee_1", "Employee_2", "Employee_3"}) QVERIFY2(sql.find(alias) != std::string::npos, sql.c_str());
  const Model& employee = registry().at("Employee");
  const auto clash = compileFilter(parseJson(R"({"Employee": {}})"), registry(), employee, "EMPLOYEE_1");
  QVERIFY(sqliteDialect().compile(clash).sql.find("Employee_2") != std::string::npos);
}

void TestFilterDocument::countsBackFromNow() {
  const auto bound = [](const char* filter) {
    return std::string(statementOf(postgresqlDialect(), "Note", filter).binds.at(0).bytes());
  };
  QCOMPARE(bound(R"({"at": {"$gte": {"$ago": "P7D"}}})"), std::string("2024-03-24 12:00:00+00"));
  QCOMPARE(bound(R"({"day": {"$lt": {"$ago": "P1M"}}})"), std::string("2024-02-29"));
}

void TestFilterDocument::pointsAtTheMistake_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("hint");
  const auto row = [](const char* model, const char* filter, const char* pointer, const char* hint = "") {
    QTest::newRow(filter) << QString::fromUtf8(model) << QString::fromUtf8(filter) << QString::fromUtf8(pointer) << QString::fromUtf8(hint);
  };
  row("Artist", R"({"Albun": {}})", "/Albun", "Album");
  row("Artist", R"({"Album": {"Track": {"Nmae": "x"}}})", "/Album/Track/Nmae", "Name");
  row("Artist", R"({"Album": [{}, {"Titel": "x"}]})", "/Album/1/Titel", "Title");
  row("Artist", R"({"Album": {"$none": {"Titel": 1}}})", "/Album/$none/Titel", "Title");
  row("Artist", R"({"Album": {"$count": {"$get": 1}}})", "/Album/$count/$get", "$gte");
  row("Artist", R"({"Album": {"$count": {"$gte": "x"}}})", "/Album/$count/$gte");
  row("Artist", R"({"Album": {"$count": {"$like": "x"}}})", "/Album/$count/$like");
  row("Artist", R"({"Album": {"$count": {"$gte": 1}, "$of": {"x": 1}}})", "/Album/$of/x");
  row("Artist", R"({"Album": {"$count": {}}})", "/Album/$count");
  row("Artist", R"({"Album": {"$of": {}}})", "/Album");
  row("Artist", R"({"Album": {"$some": {}, "Title": "x"}})", "/Album/Title");
  row("Artist", R"({"Album": 5})", "/Album");
  row("Artist", R"({"$or": [{"Name": {"$contain": "x"}}]})", "/$or/0/Name/$contain", "$contains");
  row("Artist", R"({"$or": {}})", "/$or");
  row("Artist", R"({"$nor": []})", "/$nor", "$or");
  row("Artist", R"({"$not": []})", "/$not");
  row("Artist", R"({"Name": 5})", "/Name");
  row("Artist", R"({"Name": {"$like": 5}})", "/Name/$like");
  row("Artist", R"({"Name": {"$lt": null}})", "/Name/$lt");
  row("Artist", R"({"Name": {"$null": 1}})", "/Name/$null");
  row("Artist", R"({"Name": {"$in": "x"}})", "/Name/$in");
  row("Artist", R"({"ArtistId": "abc"})", "/ArtistId");
  row("Artist", R"({"ArtistId": {"$in": [1, "abc"]}})", "/ArtistId/$in/1");
  row("Artist", R"({"ArtistId": {"$between": [1]}})", "/ArtistId/$between");
  row("Artist", R"({"ArtistId": {"$between": [1, []]}})", "/ArtistId/$between/1");
  row("Artist", R"({"ArtistId": {"$gt": {"$ago": "P7D"}}})", "/ArtistId/$gt");
  row("Artist", R"({"Name.$.x": 1})", "/Name.$.x");
  row("Note", R"({"at": {"$gt": {"$ago": "7 days"}}})", "/at/$gt/$ago", "P7D");
  row("Note", R"({"at": "soon"})", "/at");
  row("Note", R"({"token": "x"})", "/token");
  row("Note", R"({"x/y~z": 5})", "/x~1y~0z");
}

void TestFilterDocument::pointsAtTheMistake() {
  QFETCH(QString, model);
  QFETCH(QString, filter);
  QFETCH(QString, pointer);
  QFETCH(QString, hint);
  try {
    compiled(model.toStdString(), filter.toStdString());
    QFAIL("it was accepted");
  } catch (const DbError& error) {
    const QString message = QString::fromStdString(error.message());
    QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
    QVERIFY2(message.startsWith(QStringLiteral("filter at %1: ").arg(pointer)), qPrintable(message));
    QVERIFY2(QString::fromStdString(error.hint).contains(hint), error.hint.c_str());
  }
}

void TestFilterDocument::refusesWhatIsNestedTooDeep() {
  std::string filter = "{}";
  for (int i = 0; i < 100; ++i) filter = R"({"$not": )" + filter + "}";
  QVERIFY_THROWS_EXCEPTION(DbError, compiled("Album", filter));
}

JOINERY_TEST(TestFilterDocument)
#include "tst_filter_document.moc"
