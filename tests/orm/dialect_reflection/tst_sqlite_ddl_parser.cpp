// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/dialect/sqlite/sqlite_ddl_parser.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"
#include "show_strings.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

class SqliteDdlParserTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cutsTextAsTheEngineDoes();
  void readsNamesInAllFourQuotes();
  void readsConstraintsOfColumns();
  void readsConstraintsOfTables();
  void isNotMisledByCommentsAndStrings();
  void takesTableConstraintsWithoutCommas();
  void givesNoNameOfOneConstraintToAnother();
  void readsPartsOfAnIndex();
  void readsTheQueryOfAView();
  void endsOnBrokenText();
};

void SqliteDdlParserTest::cutsTextAsTheEngineDoes() {
  std::vector<std::string> texts;
  for (const SqliteToken& token : sqliteTokens("a$1 -- b\n'it''s' \"q\"\"q\" `c` [d]]x'0f' 1.5e-3 /* ( */ ü(")) {
    texts.push_back(token.text);
  }
  const std::vector<std::string> expected{"a$1", "it's", "q\"q", "c", "d", "]", "x'0f'", "1.5e-3", "ü", "("};
  QCOMPARE(texts, expected);
}

void SqliteDdlParserTest::readsNamesInAllFourQuotes() {
  const SqliteTableText table = parseSqliteTable(
      "CREATE TABLE \"t,(\" ('a,' COLLATE nocase, \"b)\" COLLATE \"rtrim\", [c d] COLLATE [x], `e``f` COLLATE 'y')");
  QCOMPARE(table.columns.size(), std::size_t{4});
  QCOMPARE(table.columns[0].name, "a,"s);
  QCOMPARE(table.columns[1].name, "b)"s);
  QCOMPARE(table.columns[2].name, "c d"s);
  QCOMPARE(table.columns[3].name, "e`f"s);
  QCOMPARE(table.columns[0].collation, "nocase"s);
  QCOMPARE(table.columns[1].collation, "rtrim"s);
  QCOMPARE(table.columns[2].collation, "x"s);
  QCOMPARE(table.columns[3].collation, "y"s);
  QVERIFY(table.column("C D") == &table.columns[2]);
  QVERIFY(!table.column("nothing"));
}

void SqliteDdlParserTest::readsConstraintsOfColumns() {
  const SqliteTableText table = parseSqliteTable(
      "CREATE TABLE IF NOT EXISTS main.t(id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT ABORT AUTOINCREMENT,"
      " price NUMERIC(10, 2) DEFAULT (1 + (2)) NOT NULL CONSTRAINT positive CHECK (price > 0) CHECK(price<>7),"
      " code TEXT DEFAULT 'CHECK (x)' CONSTRAINT one UNIQUE ON CONFLICT IGNORE,"
      " twice INT GENERATED ALWAYS AS (price * 2) STORED,"
      " up INT CONSTRAINT fk REFERENCES p(a) ON DELETE SET NULL ON UPDATE NO ACTION MATCH FULL NOT NULL DEFERRABLE "
      "INITIALLY DEFERRED)");
  QCOMPARE(table.primaryKey.name, "pk"s);
  QVERIFY(table.columns[0].autoIncrement);
  QCOMPARE(table.checks.size(), std::size_t{2});
  QCOMPARE(table.checks[0].name, "positive"s);
  QCOMPARE(table.checks[0].expression, "price > 0"s);
  QCOMPARE(table.checks[1].name, ""s);
  QCOMPARE(table.uniqueKeys.size(), std::size_t{1});
  QCOMPARE(table.uniqueKeys[0].name, "one"s);
  QCOMPARE(table.columns[3].generationExpression, "price * 2"s);
  QCOMPARE(table.foreignKeys.size(), std::size_t{1});
  QCOMPARE(table.foreignKeys[0].name, "fk"s);
  QCOMPARE(table.foreignKeys[0].referredTable.name, "p"s);
  QVERIFY(table.foreignKeys[0].deferrable && table.foreignKeys[0].initiallyDeferred);
}

void SqliteDdlParserTest::readsConstraintsOfTables() {
  const SqliteTableText table = parseSqliteTable(
      "CREATE TABLE t(a, b, CONSTRAINT k PRIMARY KEY (a DESC, b COLLATE nocase) ON CONFLICT FAIL, CONSTRAINT u UNIQUE "
      "(b, a),"
      " CONSTRAINT c CHECK (a IN (1, 2)), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p ON UPDATE SET DEFAULT "
      "DEFERRABLE,"
      " FOREIGN KEY (b) REFERENCES q(x) NOT DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID");
  QCOMPARE(table.columns.size(), std::size_t{2});
  QCOMPARE(table.primaryKey.name, "k"s);
  QCOMPARE(table.uniqueKeys[0].name, "u"s);
  QCOMPARE(table.uniqueKeys[0].columns, (std::vector<std::string>{"b", "a"}));
  QCOMPARE(table.checks[0].expression, "a IN (1, 2)"s);
  QCOMPARE(table.foreignKeys.size(), std::size_t{2});
  QCOMPARE(table.foreignKeys[0].columns, (std::vector<std::string>{"a", "b"}));
  QVERIFY(table.foreignKeys[0].deferrable && !table.foreignKeys[0].initiallyDeferred);
  QVERIFY(!table.foreignKeys[1].deferrable && !table.foreignKeys[1].initiallyDeferred);
}

void SqliteDdlParserTest::isNotMisledByCommentsAndStrings() {
  const SqliteTableText table = parseSqliteTable(
      "CREATE /* TABLE x( */ TABLE t( -- first, second )\n a TEXT DEFAULT ', CHECK (1)' /* , b */,\n"
      " \"check\" INT CHECK (a <> ')' /* ) */ AND \"check\" > 0) -- end");
  QCOMPARE(table.columns.size(), std::size_t{2});
  QCOMPARE(table.columns[1].name, "check"s);
  QCOMPARE(table.checks.size(), std::size_t{1});
  QCOMPARE(table.checks[0].expression, "a <> ')' /* ) */ AND \"check\" > 0"s);
}

void SqliteDdlParserTest::takesTableConstraintsWithoutCommas() {
  const SqliteTableText table =
      parseSqliteTable("CREATE TABLE t(a INT, b INT, UNIQUE(a) CONSTRAINT u UNIQUE(b) CHECK(a>b))");
  QCOMPARE(table.uniqueKeys.size(), std::size_t{2});
  QCOMPARE(table.uniqueKeys[1].name, "u"s);
  QCOMPARE(table.checks.size(), std::size_t{1});
}

void SqliteDdlParserTest::givesNoNameOfOneConstraintToAnother() {
  const SqliteTableText table =
      parseSqliteTable("CREATE TABLE t(a INT CONSTRAINT filled NOT NULL CHECK(a > 1), b CHECK(b))");
  QCOMPARE(table.checks[0].name, ""s);
  QCOMPARE(table.checks[1].name, ""s);
}

void SqliteDdlParserTest::readsPartsOfAnIndex() {
  const SqliteIndexText index = parseSqliteIndex(
      "CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a, lower(b || ',') COLLATE nocase DESC, \"c\" ASC NULLS LAST) WHERE a "
      "> 1 -- so");
  QCOMPARE(index.parts.size(), std::size_t{3});
  QCOMPARE(index.parts[1].expression, "lower(b || ',')"s);
  QVERIFY(index.parts[1].hasCollation);
  QCOMPARE(index.parts[2].expression, "\"c\""s);
  QCOMPARE(index.predicate, "a > 1"s);
}

void SqliteDdlParserTest::readsTheQueryOfAView() {
  QCOMPARE(parseSqliteView("CREATE TEMP VIEW [v w](a, \"as\") AS SELECT 1 AS x, 2").query, "SELECT 1 AS x, 2"s);
  QCOMPARE(parseSqliteView("CREATE VIEW v AS -- why\n WITH q AS (SELECT 1) SELECT * FROM q").query,
           "WITH q AS (SELECT 1) SELECT * FROM q"s);
  QCOMPARE(parseSqliteView("CREATE TABLE v(a)").query, ""s);
}

void SqliteDdlParserTest::endsOnBrokenText() {
  const std::string whole =
      "CREATE TABLE t(a INT CONSTRAINT c CHECK (a > (1)) REFERENCES p(x) ON DELETE SET NULL DEFERRABLE INITIALLY "
      "DEFERRED,"
      " [b] AS ('x' || \"y\") /* z */, CONSTRAINT u UNIQUE (a COLLATE nocase), FOREIGN KEY (a) REFERENCES q) -- e";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const std::string_view part = std::string_view(whole).substr(0, length);
    QVERIFY(parseSqliteTable(part).columns.size() <= 3);
    QVERIFY(parseSqliteIndex(std::string("CREATE INDEX i ON t(") + std::string(part)).parts.size() <= length);
    parseSqliteView(part);
  }
}

JOINERY_TEST(SqliteDdlParserTest)
#include "tst_sqlite_ddl_parser.moc"
