// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <algorithm>

#include "orm/dialect/sqlite/sqlite_reflection.h"
#include "show_strings.h"
#include "sqlite_catalogue.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using namespace std::string_literals;
using Names = std::vector<std::string>;

namespace {

std::shared_ptr<const Table> table(const MetaData& metadata, const std::string& name) {
  auto found = metadata.find(QualifiedName(name));
  if (!found) qFatal("no table %s", name.c_str());
  return found;
}

Names columnNames(const Table& table) {
  Names names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

template <typename Predicate>
std::size_t count(const MetaData& metadata, Predicate predicate) {
  return static_cast<std::size_t>(
      std::ranges::count_if(metadata.tables(), [&](const auto& each) { return predicate(*each); }));
}

std::size_t foreignKeys(const MetaData& metadata) {
  std::size_t sum = 0;
  for (const auto& each : metadata.tables()) sum += each->foreignKeys.size();
  return sum;
}

/// @return empty when the sample data is not beside the sources
std::string sample(const char* name) {
  const QString path = QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/") + QString::fromUtf8(name);
  return QFile::exists(path) ? path.toStdString() : std::string();
}

}  // namespace

class SqliteReflectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsColumnsTypesAndDefaults();
  void readsGeneratedColumns();
  void knowsWhichKeyIsTheRowId();
  void readsKeysAndTheirNames();
  void readsForeignKeysInTheOrderTheyWereWritten();
  void toleratesForeignKeysThatLeadNowhere();
  void readsIndexes();
  void readsViewsTriggersAndVirtualTables();
  void survivesBrokenViews();
  void survivesVirtualTablesOfUnknownModules();
  void readsNamesOfAnyKind();
  void usesStatisticsWhereTheyAre();
  void readsManyTablesWithTheSameStatements();
  void readsChinook();
  void readsNorthwind();
};

void SqliteReflectionTest::readsColumnsTypesAndDefaults() {  // T8
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, name NVARCHAR(160) COLLATE NOCASE NOT NULL DEFAULT 'it''s',"
      " price NUMERIC(10,2) CONSTRAINT positive CHECK (price > 0), anything, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, "
      "CHECK (id < 9));"
      "CREATE TABLE s(a INT, b ANY, c TEXT) STRICT; INSERT INTO t(name, price) VALUES ('x', 1)");
  const MetaData metadata = database.reflect();
  QCOMPARE(metadata.defaultSchema, "main"s);
  QCOMPARE(metadata.tables().size(), std::size_t{2});  // sqlite_sequence is not shown
  const auto t = table(metadata, "t");
  QCOMPARE(t->name.schema, ""s);
  QVERIFY(t->kind == TableKind::Table && t->hasRowId && !t->strict);
  QCOMPARE(columnNames(*t), (Names{"id", "name", "price", "anything", "at"}));
  QVERIFY(t->column("id")->autoIncrement);
  QVERIFY(t->column("name")->type.kind == TypeKind::Text);
  QCOMPARE(t->column("name")->type.declared, "NVARCHAR(160)"s);
  QCOMPARE(t->column("name")->collation, "NOCASE"s);
  QVERIFY(!t->column("name")->nullable && t->column("price")->nullable);
  QCOMPARE(t->column("name")->defaultExpression.value(), "'it''s'"s);
  QVERIFY(!t->column("price")->defaultExpression);
  QCOMPARE(t->column("at")->defaultExpression.value(), "CURRENT_TIMESTAMP"s);
  QVERIFY(t->column("anything")->type.perCell);
  QCOMPARE(t->checks.size(), std::size_t{2});
  QCOMPARE(t->checks[0].name, "positive"s);
  QCOMPARE(t->checks[1].expression, "id < 9"s);
  QVERIFY(t->definition.starts_with("CREATE TABLE t("));
  const auto s = table(metadata, "s");
  QVERIFY(s->strict && !s->column("a")->type.perCell && s->column("b")->type.perCell && !s->column("c")->type.perCell);
}

void SqliteReflectionTest::readsGeneratedColumns() {
  SqliteCatalogue database;
  database.run("CREATE TABLE t(a INT, v INT GENERATED ALWAYS AS (a * (2)) VIRTUAL, s TEXT AS (a || ',') STORED)");
  const auto t = table(database.reflect(), "t");
  QCOMPARE(columnNames(*t), (Names{"a", "v", "s"}));
  QVERIFY(t->column("v")->generation == Generation::VirtualExpression);
  QVERIFY(t->column("s")->generation == Generation::StoredExpression);
  QCOMPARE(t->column("v")->generationExpression, "a * (2)"s);
  QCOMPARE(t->column("s")->generationExpression, "a || ','"s);
  QCOMPARE(t->column("v")->type.declared, "INT"s);
  QVERIFY(!t->column("v")->defaultExpression && !t->column("v")->isWritable());
}

void SqliteReflectionTest::knowsWhichKeyIsTheRowId() {
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE plain(id INTEGER PRIMARY KEY); CREATE TABLE descending(id INTEGER PRIMARY KEY DESC);"
      "CREATE TABLE late(id INTEGER, b, PRIMARY KEY (id DESC)); CREATE TABLE short(id INT PRIMARY KEY);"
      "CREATE TABLE without(id INTEGER PRIMARY KEY) WITHOUT ROWID; CREATE TABLE two(a INTEGER, b INTEGER, PRIMARY KEY "
      "(b, a));"
      "CREATE TABLE hidden(rowid TEXT, oid TEXT, _rowid_ TEXT)");
  const MetaData metadata = database.reflect();
  const auto isRowId = [&](const char* name) {
    return table(metadata, name)->columns[0].generation == Generation::RowId;
  };
  QVERIFY(isRowId("plain") && isRowId("late"));
  QVERIFY(!isRowId("descending") && !isRowId("short") && !isRowId("without") && !isRowId("two"));
  QVERIFY(!table(metadata, "plain")->columns[0].nullable && table(metadata, "short")->columns[0].nullable);
  QVERIFY(table(metadata, "plain")->hasRowId && !table(metadata, "without")->hasRowId &&
          !table(metadata, "hidden")->hasRowId);
  QCOMPARE(table(metadata, "two")->primaryKey->columns, (Names{"b", "a"}));
  QVERIFY(!table(metadata, "hidden")->primaryKey);
}

void SqliteReflectionTest::readsKeysAndTheirNames() {
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(a INT CONSTRAINT key PRIMARY KEY, b TEXT UNIQUE, c INT, d INT, CONSTRAINT pair UNIQUE (D, c)) "
      "WITHOUT ROWID;"
      "CREATE UNIQUE INDEX own ON t(c)");
  const auto t = table(database.reflect(), "t");
  QCOMPARE(t->primaryKey->name, "key"s);
  QCOMPARE(t->uniqueKeys.size(), std::size_t{2});
  QCOMPARE(t->uniqueKeys[0].columns, (Names{"b"}));
  QCOMPARE(t->uniqueKeys[0].name, ""s);
  QCOMPARE(t->uniqueKeys[1].columns, (Names{"d", "c"}));
  QCOMPARE(t->uniqueKeys[1].name, "pair"s);
  QCOMPARE(t->indexes.size(), std::size_t{1});
  QVERIFY(t->indexes[0].unique);
}

void SqliteReflectionTest::readsForeignKeysInTheOrderTheyWereWritten() {  // T8
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE Parent(Id INTEGER PRIMARY KEY, a INT, b INT, UNIQUE (a, b));"
      "CREATE TABLE child(p INT CONSTRAINT first REFERENCES PARENT ON DELETE CASCADE ON UPDATE SET NULL, a INT, b INT,"
      " boss INT REFERENCES child(rowid) DEFERRABLE INITIALLY DEFERRED,"
      " CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES parent(A, B) ON DELETE RESTRICT ON UPDATE SET DEFAULT)");
  const auto child = table(database.reflect(), "child");
  QCOMPARE(child->foreignKeys.size(), std::size_t{3});
  const ForeignKey& first = child->foreignKeys[0];
  QCOMPARE(first.name, "first"s);
  QCOMPARE(first.referredTable.toString(), "Parent"s);
  QCOMPARE(first.referredColumns, (Names{"Id"}));
  QVERIFY(first.onDelete == ReferentialAction::Cascade && first.onUpdate == ReferentialAction::SetNull);
  QVERIFY(!first.deferrable);
  QVERIFY(child->foreignKeys[1].deferrable && child->foreignKeys[1].initiallyDeferred);
  const ForeignKey& pair = child->foreignKeys[2];
  QCOMPARE(pair.name, "pair"s);
  QCOMPARE(pair.columns, (Names{"a", "b"}));
  QCOMPARE(pair.referredColumns, (Names{"a", "b"}));
  QVERIFY(pair.onDelete == ReferentialAction::Restrict && pair.onUpdate == ReferentialAction::SetDefault);
}

void SqliteReflectionTest::toleratesForeignKeysThatLeadNowhere() {
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE bare(x); CREATE TABLE t(a REFERENCES missing, b REFERENCES bare, c REFERENCES missing(z))");
  const auto t = table(database.reflect(), "t");
  QCOMPARE(t->foreignKeys.size(), std::size_t{3});
  QCOMPARE(t->foreignKeys[0].referredTable.name, "missing"s);
  QCOMPARE(t->foreignKeys[2].referredColumns, (Names{"z"}));
  for (const ForeignKey& key : t->foreignKeys) QCOMPARE(key.columns.size(), key.referredColumns.size());
}

void SqliteReflectionTest::readsIndexes() {  // T8
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(a TEXT COLLATE NOCASE, b INT);"
      "CREATE INDEX i ON t(a, b DESC, lower(a || ',') COLLATE RTRIM DESC, a COLLATE BINARY) WHERE b > 1;"
      "CREATE UNIQUE INDEX u ON t(b)");
  const auto t = table(database.reflect(), "t");
  QCOMPARE(t->indexes.size(), std::size_t{2});
  const Index& index = t->indexes[0];
  QCOMPARE(index.name, "i"s);
  QVERIFY(!index.unique && t->indexes[1].unique);
  QCOMPARE(index.predicate, "b > 1"s);
  QVERIFY(index.definition.starts_with("CREATE INDEX i"));
  QCOMPARE(index.parts.size(), std::size_t{4});
  QCOMPARE(index.parts[0].column, "a"s);
  QCOMPARE(index.parts[0].collation, ""s);
  QVERIFY(index.parts[1].descending && !index.parts[0].descending);
  QCOMPARE(index.parts[2].expression, "lower(a || ',')"s);
  QCOMPARE(index.parts[2].collation, "RTRIM"s);
  QCOMPARE(index.parts[3].collation, "BINARY"s);
}

void SqliteReflectionTest::readsViewsTriggersAndVirtualTables() {  // T8
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(a INT, b VARCHAR(5)); CREATE VIEW v(x, y) AS SELECT a, b FROM t; CREATE VIRTUAL TABLE f USING "
      "fts5(title, body);"
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TRIGGER vt INSTEAD OF DELETE ON v BEGIN SELECT "
      "2; END");
  const MetaData metadata = database.reflect();
  QCOMPARE(database.followUps(), std::size_t{0});
  QCOMPARE(metadata.tables().size(), std::size_t{3});  // the shadow tables of f are not shown
  const auto v = table(metadata, "v");
  QVERIFY(v->kind == TableKind::View && !v->hasRowId);
  QCOMPARE(columnNames(*v), (Names{"x", "y"}));
  QCOMPARE(v->columns[1].type.declared, "VARCHAR(5)"s);
  QCOMPARE(v->definition, "SELECT a, b FROM t"s);
  QCOMPARE(v->triggers[0].name, "vt"s);
  const auto f = table(metadata, "f");
  QVERIFY(f->kind == TableKind::VirtualTable);
  QCOMPARE(columnNames(*f), (Names{"title", "body"}));
  QVERIFY(table(metadata, "t")->triggers[0].definition.starts_with("CREATE TRIGGER tr"));
}

void SqliteReflectionTest::survivesBrokenViews() {
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(a, b); CREATE VIEW gone AS SELECT * FROM missing; CREATE VIEW wrong AS SELECT nowhere FROM t;"
      "CREATE VIEW loop1 AS SELECT * FROM loop2; CREATE VIEW loop2 AS SELECT * FROM loop1;");
  for (char name = 'a'; name <= 'p'; ++name)
    database.run("CREATE VIEW \"view " + std::string(1, name) + "\" AS SELECT a, b FROM t");
  const MetaData metadata = database.reflect();
  QCOMPARE(database.failures(), std::size_t{4});
  QCOMPARE(metadata.tables().size(), std::size_t{21});
  QCOMPARE(table(metadata, "gone")->columns.size(), std::size_t{0});
  QCOMPARE(table(metadata, "gone")->definition, "SELECT * FROM missing"s);
  for (char name = 'a'; name <= 'p'; ++name)
    QCOMPARE(columnNames(*table(metadata, "view " + std::string(1, name))), (Names{"a", "b"}));
  QCOMPARE(columnNames(*table(metadata, "t")), (Names{"a", "b"}));
}

void SqliteReflectionTest::survivesVirtualTablesOfUnknownModules() {
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE t(a, b); CREATE VIEW v AS SELECT b FROM t; PRAGMA writable_schema = ON; INSERT INTO sqlite_schema "
      "VALUES"
      " ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING unknown_module(x)'); PRAGMA writable_schema = "
      "RESET");
  const MetaData metadata = database.reflect();
  QVERIFY(table(metadata, "far")->kind == TableKind::VirtualTable);
  QCOMPARE(table(metadata, "far")->columns.size(), std::size_t{0});
  QCOMPARE(columnNames(*table(metadata, "v")), (Names{"b"}));
}

void SqliteReflectionTest::readsNamesOfAnyKind() {  // T8
  SqliteCatalogue database;
  database.run(
      "CREATE TABLE \"order's \"\"details\"\"\"([a)\"] INT PRIMARY KEY, \"select\" INT COLLATE nocase, 'naïve' INT, "
      "`x\n--` INT,"
      " FOREIGN KEY (\"select\") REFERENCES \"ORDER'S \"\"details\"\"\"); CREATE TABLE \"\"(\"\" INT)");
  const MetaData metadata = database.reflect();
  const auto odd = table(metadata, "order's \"details\"");
  QCOMPARE(columnNames(*odd), (Names{"a)\"", "select", "naïve", "x\n--"}));
  QCOMPARE(odd->column("select")->collation, "nocase"s);
  QCOMPARE(odd->foreignKeys[0].referredTable.name, odd->name.name);
  QCOMPARE(odd->foreignKeys[0].referredColumns, (Names{"a)\""}));
}

void SqliteReflectionTest::usesStatisticsWhereTheyAre() {
  SqliteCatalogue database;
  database.run("CREATE TABLE t(a); CREATE INDEX i ON t(a); CREATE TABLE never(a)");
  QVERIFY(!table(database.reflect(), "t")->estimatedRows);
  database.run("INSERT INTO t VALUES (1), (2), (2); ANALYZE");
  const MetaData metadata = database.reflect();
  QCOMPARE(database.followUps(), std::size_t{1});
  QCOMPARE(table(metadata, "t")->estimatedRows.value(), std::int64_t{3});
  QVERIFY(!table(metadata, "never")->estimatedRows);
}

void SqliteReflectionTest::readsManyTablesWithTheSameStatements() {
  SqliteCatalogue database;
  database.run("BEGIN");
  for (int i = 0; i < 500; ++i) {
    const std::string number = std::to_string(i);
    database.run("CREATE TABLE t" + number + "(id INTEGER PRIMARY KEY, up INT REFERENCES t" + std::to_string(i / 2) +
                 ", c TEXT UNIQUE)");
    database.run("CREATE INDEX i" + number + " ON t" + number + "(up)");
  }
  database.run("COMMIT");
  QCOMPARE(sqliteReflectionQueries().size(), std::size_t{2});
  const MetaData metadata = database.reflect();
  QCOMPARE(database.followUps(), std::size_t{0});
  QCOMPARE(metadata.tables().size(), std::size_t{500});
  QCOMPARE(foreignKeys(metadata), std::size_t{500});
  QCOMPARE(table(metadata, "t499")->foreignKeys[0].referredColumns, (Names{"id"}));
}

void SqliteReflectionTest::readsChinook() {
  const std::string file = sample("chinook/Chinook_Sqlite.sqlite");
  if (file.empty()) QSKIP("the sample database Chinook is not there");
  const MetaData metadata = SqliteCatalogue(file).reflect();
  QCOMPARE(metadata.tables().size(), std::size_t{11});
  QCOMPARE(foreignKeys(metadata), std::size_t{11});
  QCOMPARE(table(metadata, "PlaylistTrack")->primaryKey->columns, (Names{"PlaylistId", "TrackId"}));
  QCOMPARE(table(metadata, "Employee")->foreignKeys[0].referredTable.name, "Employee"s);
  QVERIFY(table(metadata, "Album")->columns[0].generation == Generation::RowId);
}

void SqliteReflectionTest::readsNorthwind() {
  const std::string file = sample("northwind/northwind.sqlite");
  if (file.empty()) QSKIP("the sample database Northwind is not there");
  const MetaData metadata = SqliteCatalogue(file).reflect();
  QCOMPARE(count(metadata, [](const Table& each) { return each.kind == TableKind::Table; }), std::size_t{13});
  QCOMPARE(count(metadata, [](const Table& each) { return each.kind == TableKind::View && !each.columns.empty(); }),
           std::size_t{17});
  QCOMPARE(foreignKeys(metadata), std::size_t{13});
  QCOMPARE(count(metadata, [](const Table& each) { return each.primaryKey && each.primaryKey->columns.size() > 1; }),
           std::size_t{3});
  QCOMPARE(table(metadata, "Order Details")->checks.size(), std::size_t{3});
}

JOINERY_TEST(SqliteReflectionTest)
#include "tst_sqlite_reflection.moc"
