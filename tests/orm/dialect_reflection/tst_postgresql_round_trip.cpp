// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <algorithm>
#include <optional>

#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/schema_statements.h"
#include "postgresql_catalogue_database.h"
#include "postgresql_features.h"
#include "schema_text.h"
#include "show_strings.h"
#include "sqlite_catalogue.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using namespace std::string_literals;

/// What reflection reads makes a schema that is reflected as the same. Needs JOINERY_TEST_POSTGRES.
class PostgresqlRoundTripTest : public QObject {
  Q_OBJECT
  using Lines = std::vector<std::string>;

 private Q_SLOTS:
  void init();
  void cleanup();
  void makesEveryFeatureAgain();
  void makesWhatNeedsExtensionsAgain();
  void makesCollationsOfIcuAgain();
  void makesItAgainWithAnotherPath();
  void namesWhatIsNotInTheDefaultSchemaWholly();
  void dropsEverything();
  void makesNothingTwice();
  void makesChinookAndNorthwindAgain_data();
  void makesChinookAndNorthwindAgain();
  void makesTablesOfSqliteAgain_data();
  void makesTablesOfSqliteAgain();

 private:
  PostgresqlCatalogueDatabase& database() { return *m_databases.emplace_back(std::make_unique<PostgresqlCatalogueDatabase>(m_server)); }
  static void run(PostgresqlCatalogueDatabase& database, const Lines& statements);
  /// What is lost or changed on the way to a second database.
  Lines lostOnTheWay(const MetaData& metadata);
  bool hasExtension(const char* name);

  std::string m_server;
  std::vector<std::unique_ptr<PostgresqlCatalogueDatabase>> m_databases;
};

void PostgresqlRoundTripTest::init() {
  m_server = qgetenv("JOINERY_TEST_POSTGRES").toStdString();
  if (m_server.empty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
}

void PostgresqlRoundTripTest::cleanup() { m_databases.clear(); }

void PostgresqlRoundTripTest::run(PostgresqlCatalogueDatabase& database, const Lines& statements) {
  for (const std::string& statement : statements) {
    try {
      database.run(statement);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(error.what() + statement);
    }
  }
}

std::vector<std::string> PostgresqlRoundTripTest::lostOnTheWay(const MetaData& metadata) {
  PostgresqlCatalogueDatabase& second = database();
  try {
    run(second, createStatements(metadata, postgresqlDialect()));
  } catch (const std::runtime_error& error) {
    return {error.what()};
  }
  return schemaDifferences(metadata, second.reflect());
}

bool PostgresqlRoundTripTest::hasExtension(const char* name) { return database().number("SELECT count(*) FROM pg_available_extensions WHERE name = '" + std::string(name) + "'") > 0; }

void PostgresqlRoundTripTest::makesEveryFeatureAgain() {
  PostgresqlCatalogueDatabase& first = database();
  first.run(postgresqlFeatures(first.version()));
  const MetaData metadata = first.reflect();
  QVERIFY(metadata.tables().size() > 40);
  QCOMPARE(lostOnTheWay(metadata), Lines{});
}

void PostgresqlRoundTripTest::makesWhatNeedsExtensionsAgain() {
  if (!hasExtension("btree_gist")) QSKIP("the server has no extensions");
  PostgresqlCatalogueDatabase& first = database();
  first.run(postgresqlFeaturesOfExtensions());
  const MetaData metadata = first.reflect();
  QCOMPARE(metadata.extensions, (Lines{"btree_gist", "citext", "pg_stat_statements", "pg_trgm"}));
  QVERIFY(metadata.routines.empty());
  QCOMPARE(metadata.find(QualifiedName("pg_stat_statements"))->extension, "pg_stat_statements"s);
  QCOMPARE(lostOnTheWay(metadata), Lines{});
}

void PostgresqlRoundTripTest::makesCollationsOfIcuAgain() {
  PostgresqlCatalogueDatabase& first = database();
  if (first.number("SELECT count(*) FROM pg_collation WHERE collname = 'de-x-icu'") == 0) QSKIP("the server has no ICU");
  first.run(postgresqlFeaturesOfIcu());
  QCOMPARE(lostOnTheWay(first.reflect()), Lines{});
}

/// Where the path leads to several schemas, texts name what is not in the first of them, and the path is left as it was.
void PostgresqlRoundTripTest::namesWhatIsNotInTheDefaultSchemaWholly() {
  PostgresqlCatalogueDatabase& first = database();
  first.run("CREATE SCHEMA far; CREATE TYPE far.mood AS ENUM ('sad'); CREATE TABLE far.star(id int); CREATE TABLE near(m far.mood DEFAULT 'sad'); CREATE VIEW seen AS SELECT id FROM far.star;"
            "SET search_path = public, far");
  const MetaData metadata = first.reflect();
  QCOMPARE(metadata.find(QualifiedName("near"))->columns[0].type.declared, "far.mood"s);
  QCOMPARE(metadata.find(QualifiedName("near"))->columns[0].defaultExpression.value(), "'sad'::far.mood"s);
  QVERIFY(metadata.find(QualifiedName("seen"))->definition.find("far.star") != std::string::npos);
  QCOMPARE(first.number("SELECT (current_setting('search_path') = 'public, far')::int"), 1);
}

void PostgresqlRoundTripTest::makesItAgainWithAnotherPath() {
  PostgresqlCatalogueDatabase& first = database();
  first.run(postgresqlFeatures(first.version()) + "SET search_path = \"Zweites Schema\", public");
  const MetaData metadata = first.reflect();
  QCOMPARE(metadata.defaultSchema, "Zweites Schema"s);
  PostgresqlCatalogueDatabase& second = database();
  second.run("CREATE SCHEMA \"Zweites Schema\"; SET search_path = \"Zweites Schema\", public");
  const MetaData existing = second.reflect();
  try {
    run(second, createStatements(metadata, postgresqlDialect(), &existing));
  } catch (const std::runtime_error& error) {
    QFAIL(error.what());
  }
  QCOMPARE(schemaDifferences(metadata, second.reflect()), (Lines{"- schema 'Zweites Schema' 'it's the second'"}));
}

void PostgresqlRoundTripTest::dropsEverything() {
  PostgresqlCatalogueDatabase& first = database();
  const MetaData empty = first.reflect();
  first.run(postgresqlFeatures(first.version()));
  try {
    run(first, dropStatements(first.reflect(), postgresqlDialect()));
  } catch (const std::runtime_error& error) {
    QFAIL(error.what());
  }
  QCOMPARE(schemaDifferences(empty, first.reflect()), Lines{});
}

void PostgresqlRoundTripTest::makesNothingTwice() {
  PostgresqlCatalogueDatabase& first = database();
  first.run(postgresqlFeatures(first.version()));
  const MetaData metadata = first.reflect();
  QCOMPARE(createStatements(metadata, postgresqlDialect(), &metadata), Lines{});
  const MetaData nothing = database().reflect();
  QCOMPARE(dropStatements(metadata, postgresqlDialect(), &nothing), Lines{});
}

void PostgresqlRoundTripTest::makesChinookAndNorthwindAgain_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<int>("tables");
  QTest::newRow("Chinook") << "chinook/Chinook_PostgreSql.sql" << 11;
  QTest::newRow("Chinook, numbered") << "chinook/Chinook_PostgreSql_AutoIncrementPKs.sql" << 11;
  QTest::newRow("Northwind") << "northwind/northwind_postgres.sql" << 14;
}

void PostgresqlRoundTripTest::makesChinookAndNorthwindAgain() {
  QFETCH(QString, file);
  QFile script(QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/") + file);
  if (!script.open(QIODevice::ReadOnly)) QSKIP("the sample database is not there");
  QByteArray text = script.readAll();
  if (const auto connected = text.indexOf("\n\\c "); connected >= 0) text.remove(0, text.indexOf('\n', connected + 1));
  PostgresqlCatalogueDatabase& first = database();
  first.run(text.toStdString());
  first.run("SET search_path = public");
  const MetaData metadata = first.reflect();
  QTEST(static_cast<int>(metadata.tables().size()), "tables");
  QCOMPARE(lostOnTheWay(metadata), Lines{});
}

void PostgresqlRoundTripTest::makesTablesOfSqliteAgain_data() {
  QTest::addColumn<QString>("file");
  QTest::newRow("the sample database") << QStringLiteral(JOINERY_SOURCE_DIR "/resources/sample/schema.sql");
  QTest::newRow("Chinook") << QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/chinook/Chinook_Sqlite.sqlite");
  QTest::newRow("Northwind") << QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/northwind/northwind.sqlite");
}

/// Checks, defaults and computed columns are in SQLite's own words: those stay behind.
void PostgresqlRoundTripTest::makesTablesOfSqliteAgain() {
  QFETCH(QString, file);
  QFile found(file);
  if (!found.open(QIODevice::ReadOnly)) QSKIP("the sample database is not there");
  const bool isScript = file.endsWith(QLatin1String(".sql"));
  SqliteCatalogue sqlite(isScript ? std::string() : file.toStdString());
  if (isScript) sqlite.run(found.readAll().toStdString());
  MetaData moved;
  const MetaData reflected = sqlite.reflect();
  for (const auto& each : reflected.tables()) {
    if (each->isView()) continue;
    Table table = *each;
    table.checks.clear();
    table.triggers.clear();
    std::erase_if(table.indexes, [](const Index& index) { return std::ranges::any_of(index.parts, [](const Index::Part& part) { return part.column.empty(); }) || !index.predicate.empty(); });
    for (Column& column : table.columns) {
      column.type.declared.clear();
      column.defaultExpression.reset();
      column.collation.clear();
      if (column.isComputed()) column.generation = Generation::None;
    }
    moved.add(std::move(table));
  }
  PostgresqlCatalogueDatabase& first = database();
  try {
    run(first, createStatements(moved, postgresqlDialect()));
  } catch (const std::runtime_error& error) {
    QFAIL(error.what());
  }
  const MetaData metadata = first.reflect();
  QCOMPARE(metadata.tables().size(), moved.tables().size());
  QCOMPARE(lostOnTheWay(metadata), Lines{});
}

JOINERY_TEST(PostgresqlRoundTripTest)
#include "tst_postgresql_round_trip.moc"
