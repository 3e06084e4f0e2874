// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

#include "orm/dialect/schema_statements.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/dialect/sqlite/sqlite_query_text.h"
#include "show_strings.h"
#include "sqlite_catalogue.h"
#include "sqlite_features.h"
#include "tests/support/schema_differences.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using joinery::test::differencesOf;
using namespace std::string_literals;
using Names = std::vector<std::string>;

namespace {

/// What a database is like that is made by the statements which reflection leads to.
MetaData madeAnew(const MetaData& metadata) {
  SqliteCatalogue database;
  for (const std::string& statement : createStatements(metadata, sqliteDialect())) {
    try {
      database.run(statement);
    } catch (const std::exception& error) {
      qFatal("%s\n%s", error.what(), statement.c_str());
    }
  }
  return database.reflect();
}

/// @return empty where the database is not at hand
std::string sharedData(const char* name) {
  const QString path = QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/") + QString::fromUtf8(name);
  return QFile::exists(path) ? path.toStdString() : std::string();
}

std::string textOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) qFatal("%s can't be read", qPrintable(path));
  return file.readAll().toStdString();
}

std::shared_ptr<const Table> tableOf(const MetaData& metadata, const char* name) {
  auto found = metadata.find(QualifiedName(name));
  if (!found) qFatal("no table %s", name);
  return found;
}

Names readBy(const Table& view) {
  Names names;
  for (const QualifiedName& name : view.readsFrom) names.push_back(name.name);
  return names;
}

}  // namespace

/// Reflection and the statements of a schema are each other's inverse.
class SqliteRoundTripTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void makesEveryFeatureAnew();
  void makesTheSampleDatabaseAnew();
  void makesChinookAndNorthwindAnew_data();
  void makesChinookAndNorthwindAnew();
  void keepsWhatMakesATableAnother_data();
  void keepsWhatMakesATableAnother();
  void knowsWhatViewsRead();
  void knowsWhereAQueryReadsTables_data();
  void knowsWhereAQueryReadsTables();
  void makesViewsBehindThoseThatTheyRead();
};

void SqliteRoundTripTest::makesEveryFeatureAnew() {
  SqliteCatalogue database;
  database.run(sqliteFeatures());
  const MetaData metadata = database.reflect();
  QCOMPARE(differencesOf(metadata, madeAnew(metadata)), Names{});
  // Anything that is lost is noticed: nothing of it is empty.
  QVERIFY(tableOf(metadata, "without")->withoutRowId && tableOf(metadata, "strict_without")->strict);
  QCOMPARE(tableOf(metadata, "child")->foreignKeys.size(), std::size_t{7});
  QCOMPARE(tableOf(metadata, "a_on_view")->viewColumns, (Names{"x", "y z"}));
  QVERIFY(!metadata.find(QualifiedName("found_data")));
}

void SqliteRoundTripTest::makesTheSampleDatabaseAnew() {
  SqliteCatalogue database;
  const QString folder = QStringLiteral(JOINERY_SOURCE_DIR "/resources/sample/");
  database.run(textOf(folder + QStringLiteral("schema.sql")));
  database.run(textOf(folder + QStringLiteral("views.sql")));
  const MetaData metadata = database.reflect();
  QVERIFY(metadata.tables().size() > 20);
  QCOMPARE(differencesOf(metadata, madeAnew(metadata)), Names{});
}

void SqliteRoundTripTest::makesChinookAndNorthwindAnew_data() {
  QTest::addColumn<QByteArray>("file");
  for (const char* file : {"chinook/Chinook_Sqlite.sqlite", "chinook/Chinook_Sqlite_AutoIncrementPKs.sqlite", "northwind/northwind.sqlite"}) QTest::newRow(file) << QByteArray(file);
}

void SqliteRoundTripTest::makesChinookAndNorthwindAnew() {
  QFETCH(const QByteArray, file);
  const std::string path = sharedData(file.constData());
  if (path.empty()) QSKIP("the database is not there");
  const MetaData metadata = SqliteCatalogue(path).reflect();
  QVERIFY(metadata.tables().size() > 10);
  QCOMPARE(differencesOf(metadata, madeAnew(metadata)), Names{});
}

void SqliteRoundTripTest::keepsWhatMakesATableAnother_data() {
  QTest::addColumn<QByteArray>("one");
  QTest::addColumn<QByteArray>("other");
  const auto row = [](const char* what, const char* one, const char* other) { QTest::newRow(what) << QByteArray(one) << QByteArray(other); };
  row("WITHOUT ROWID", "(a TEXT PRIMARY KEY NOT NULL)", "(a TEXT PRIMARY KEY) WITHOUT ROWID");
  row("DESC of a rowid", "(id INTEGER PRIMARY KEY)", "(id INTEGER PRIMARY KEY DESC)");
  row("DESC of a key", "(a TEXT PRIMARY KEY)", "(a TEXT PRIMARY KEY DESC)");
  row("COLLATE of a key", "(a TEXT, UNIQUE (a))", "(a TEXT, UNIQUE (a COLLATE NOCASE))");
  row("ON CONFLICT of a key", "(a TEXT UNIQUE)", "(a TEXT UNIQUE ON CONFLICT IGNORE)");
  row("ON CONFLICT of the rowid", "(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY ON CONFLICT REPLACE)");
  row("ON CONFLICT of NOT NULL", "(a TEXT NOT NULL)", "(a TEXT NOT NULL ON CONFLICT REPLACE)");
  row("AUTOINCREMENT", "(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY AUTOINCREMENT)");
  row("parentheses of a default", "(a DEFAULT (1))", "(a DEFAULT ((1)))");
  row("a type's name", "(a INT)", "(a \"INT \")");
}

/// Each is made anew as it was, and they stay two.
void SqliteRoundTripTest::keepsWhatMakesATableAnother() {
  QFETCH(const QByteArray, one);
  QFETCH(const QByteArray, other);
  std::vector<MetaData> made;
  for (const QByteArray& text : {one, other}) {
    SqliteCatalogue database;
    database.run("CREATE TABLE t " + text.toStdString());
    made.push_back(database.reflect());
    QCOMPARE(differencesOf(made.back(), madeAnew(made.back())), Names{});
  }
  QVERIFY(!differencesOf(made[0], made[1]).empty());
}

void SqliteRoundTripTest::knowsWhatViewsRead() {
  SqliteCatalogue database;
  database.run(sqliteFeatures());
  const MetaData metadata = database.reflect();
  QCOMPARE(readBy(*tableOf(metadata, "z_base")), Names{"plain"});
  QCOMPARE(readBy(*tableOf(metadata, "a_on_view")), (Names{"z_base", "123", "child"}));
  QCOMPARE(readBy(*tableOf(metadata, "view of [views]")), (Names{"a_on_view", "hen", "parent", "child"}));
  QCOMPARE(readBy(*tableOf(metadata, "broken")), Names{});
  QCOMPARE(readBy(*tableOf(metadata, "finds")), Names{"found"});
}

void SqliteRoundTripTest::knowsWhereAQueryReadsTables_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::addColumn<QByteArray>("tables");
  const auto row = [](const char* query, const char* tables) { QTest::newRow(query) << QByteArray(query) << QByteArray(tables); };
  row("SELECT a, t FROM u", "u");
  row("SELECT t.a FROM u AS t, v w JOIN x ON x.a IN (1, y), [z 1]", "u v x z 1");
  row("SELECT (SELECT max(a) FROM b) FROM (SELECT 1 FROM c), d WHERE e > 1 ORDER BY f, g", "d b c");
  row("SELECT 1 FROM main.a, temp.b, \"main\".c", "a c");
  row("SELECT 1 FROM ((a JOIN b USING (c)) CROSS JOIN d) GROUP BY e, f", "a b d");
  row("SELECT a IS NOT DISTINCT FROM b, c FROM d", "d");
  row("SELECT 'FROM x', \"from\", [join] FROM a -- , b\n, c /* , d */", "a c");
  row("SELECT 1 WHERE a IN b AND c IN (SELECT d FROM e) AND f NOT IN main.g", "b g e");
  row("VALUES (1, a), (2, b)", "");
  row("SELECT j.value FROM a, json_each(a.b, '$') AS j UNION SELECT 1 FROM A", "a");
}

void SqliteRoundTripTest::knowsWhereAQueryReadsTables() {
  QFETCH(const QByteArray, query);
  QFETCH(const QByteArray, tables);
  std::string found;
  for (const std::string& name : sqliteQueryTables(query.toStdString())) found += (found.empty() ? "" : " ") + name;
  QCOMPARE(found, tables.toStdString());
}

void SqliteRoundTripTest::makesViewsBehindThoseThatTheyRead() {
  SqliteCatalogue database;
  database.run("CREATE TABLE t(a); CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM c, t; CREATE VIEW c AS SELECT * FROM t;"
               "CREATE TRIGGER i INSTEAD OF INSERT ON a BEGIN SELECT 1; END; CREATE TRIGGER first AFTER DELETE ON t BEGIN SELECT 2; END");
  const Names made = createStatements(database.reflect(), sqliteDialect());
  QCOMPARE(made.size(), std::size_t{6});
  QCOMPARE(made[1], "CREATE VIEW c AS SELECT * FROM t"s);
  QCOMPARE(made[2], "CREATE VIEW b AS SELECT * FROM c, t"s);
  QCOMPARE(made[3], "CREATE VIEW a AS SELECT * FROM b"s);
  QVERIFY(made[4].starts_with("CREATE TRIGGER first") && made[5].starts_with("CREATE TRIGGER i"));
}

JOINERY_TEST(SqliteRoundTripTest)
#include "tst_sqlite_round_trip.moc"
