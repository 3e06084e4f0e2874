// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_renamed_text.h"
#include "orm/migration/sqlite_column_rename.h"
#include "orm/migration/sqlite_schema_change.h"
#include "rebuilt_file.h"
#include "tests/orm/dialect_reflection/show_strings.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;
using namespace std::string_literals;

/// A column gets another name, and what reads it goes on reading it.
class SqliteColumnRenameTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void renamesACategorysNameInNorthwind();
  void renamesInQueries_data();
  void renamesInQueries();
  void renamesInTriggers_data();
  void renamesInTriggers();
  void renamesBesideBrokenViews();
  void refusesNamesThatAreNotThereOrTaken();

 private:
  static void rename(RebuiltFile& file, const char* table, const char* from, const char* to);
};

void SqliteColumnRenameTest::rename(RebuiltFile& file, const char* table, const char* from, const char* to) {
  const auto before = file.reflect();
  SqliteSchemaChange change(file.connection());
  for (const std::string& statement : renameColumnStatements(QualifiedName(table), from, to, *before, file.dialect())) file.connection().execute(statement);
  change.commit();
}

/// Where RENAME COLUMN alone fails: a view reads the column by way of another view.
void SqliteColumnRenameTest::renamesACategorysNameInNorthwind() {
  const QString path = QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/northwind/northwind.sqlite");
  if (!QFile::exists(path)) QSKIP("the database is not there");
  RebuiltFile file = RebuiltFile::copyOf(path.toStdString());
  const auto before = file.reflect();
  std::map<std::string, std::string> rows;
  for (const auto& table : before->tables())
    if (table->isView()) rows[table->name.name] = file.rowsOf(*table);
  bool fails = false;
  try {
    file.run("ALTER TABLE Categories RENAME COLUMN CategoryName TO \"Name of it\"");
  } catch (const DbError&) {
    fails = true;
  }
  QVERIFY(fails);
  rename(file, "Categories", "CategoryName", "Name of it");
  const auto after = file.reflect();
  QVERIFY(after->find(QualifiedName("Categories"))->column("Name of it") && !after->find(QualifiedName("Categories"))->column("CategoryName"));
  QVERIFY(rows.size() > 10);
  for (const auto& [view, content] : rows) {
    QCOMPARE(after->find(QualifiedName(view))->columns, before->find(QualifiedName(view))->columns);
    QCOMPARE(file.rowsOf(*after->find(QualifiedName(view))), content);
  }
  QCOMPARE(file.rows("PRAGMA integrity_check"), "ok;"s);
}

void SqliteColumnRenameTest::renamesInQueries_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::addColumn<QByteArray>("renamed");
  const auto row = [](const char* query, const char* renamed) { QTest::newRow(query) << QByteArray(query) << QByteArray(renamed); };
  // t.a becomes t."b c"; u has an `a`, too, v has none.
  row("SELECT a FROM t", "SELECT \"b c\" AS a FROM t");
  row("SELECT DISTINCT T.[A], 1 FROM t WHERE a > 'a'", "SELECT DISTINCT T.\"b c\" AS A, 1 FROM t WHERE \"b c\" > 'a'");
  row("SELECT max(a) AS a, x.a y FROM t AS x, v GROUP BY a", "SELECT max(\"b c\") AS a, x.\"b c\" y FROM t AS x, v GROUP BY \"b c\"");
  row("SELECT u.a, t.a FROM u JOIN t ON u.a = t.a", "SELECT u.a, t.\"b c\" AS a FROM u JOIN t ON u.a = t.\"b c\"");
  row("SELECT a FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.a = u.a)", "SELECT a FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.\"b c\" = u.a)");
  row("SELECT a FROM v, t WHERE x IN (SELECT a FROM u)", "SELECT \"b c\" AS a FROM v, t WHERE x IN (SELECT a FROM u)");
  row("SELECT q.a FROM (SELECT a FROM t) AS q", "SELECT q.a FROM (SELECT \"b c\" AS a FROM t) AS q");
  row("WITH q AS (SELECT a, coalesce(1, a, 2) FROM t) SELECT a FROM q UNION SELECT a FROM t ORDER BY 1", "WITH q AS (SELECT \"b c\" AS a, coalesce(1, \"b c\", 2) FROM t) SELECT a FROM q UNION SELECT \"b c\" AS a FROM t ORDER BY 1");
  row("SELECT a(1), \"a\" -- a\n FROM main.t", "SELECT a(1), \"b c\" AS a -- a\n FROM main.t");
  row("SELECT (SELECT a FROM v WHERE v.x = t.x) FROM t", "SELECT (SELECT \"b c\" AS a FROM v WHERE v.x = t.x) FROM t");
  row("SELECT CASE WHEN a THEN a END a FROM t", "SELECT CASE WHEN \"b c\" THEN \"b c\" END a FROM t");
}

void SqliteColumnRenameTest::renamesInQueries() {
  QFETCH(const QByteArray, query);
  QFETCH(const QByteArray, renamed);
  const SqliteColumnRenames renames{"t", {{"a", "b c"}}, [](std::string_view table, std::string_view column) -> std::optional<bool> {
                                      if (table != "t" && table != "u" && table != "v") return {};
                                      return column == "a" && table != "v";
                                    }};
  QCOMPARE(sqliteRenamedQuery(query.toStdString(), renames), renamed.toStdString());
}

void SqliteColumnRenameTest::renamesInTriggers_data() {
  QTest::addColumn<QByteArray>("owner");
  QTest::addColumn<QByteArray>("trigger");
  QTest::addColumn<QByteArray>("renamed");
  const auto row = [](const char* owner, const char* trigger, const char* renamed) { QTest::newRow(trigger) << QByteArray(owner) << QByteArray(trigger) << QByteArray(renamed); };
  row("t", "CREATE TRIGGER a AFTER UPDATE OF a ON t WHEN NEW.a > 1 BEGIN UPDATE t SET a = OLD.a; INSERT INTO u (a) VALUES (NEW.a); END",
      "CREATE TRIGGER a AFTER UPDATE OF b ON t WHEN NEW.b > 1 BEGIN UPDATE t SET b = OLD.b; INSERT INTO u (a) VALUES (NEW.b); END");
  row("v", "CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a, x) VALUES (NEW.a, 'a'); DELETE FROM t AS z WHERE z.a = 1 AND u.a = 2; END",
      "CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (b, x) VALUES (NEW.a, 'a'); DELETE FROM t AS z WHERE z.b = 1 AND u.a = 2; END");
}

void SqliteColumnRenameTest::renamesInTriggers() {
  QFETCH(const QByteArray, owner);
  QFETCH(const QByteArray, trigger);
  QFETCH(const QByteArray, renamed);
  const SqliteColumnRenames renames{"t", {{"a", "b"}}, [](std::string_view table, std::string_view) -> std::optional<bool> {
                                      if (table == "u") return true;
                                      return table == "t" ? std::optional(true) : std::nullopt;
                                    }};
  QCOMPARE(sqliteRenamedTrigger(trigger.toStdString(), owner.toStdString(), renames), renamed.toStdString());
}

void SqliteColumnRenameTest::renamesBesideBrokenViews() {
  RebuiltFile file("CREATE TABLE t (a, b); CREATE VIEW broken AS SELECT * FROM nowhere; CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w (x) AS SELECT a + 1 FROM v;"
                   "CREATE TABLE u (a); CREATE TRIGGER add_one AFTER INSERT ON u BEGIN INSERT INTO v VALUES (NEW.a); END;"
                   "CREATE TRIGGER through INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END; INSERT INTO t VALUES (1, 2)");
  rename(file, "t", "a", "c");
  file.run("INSERT INTO u VALUES (5)");
  QCOMPARE(file.rows("SELECT c, b FROM t") + file.rows("SELECT a FROM v") + file.rows("SELECT x FROM w"), "1,2;5,;1;5;2;6;"s);
  QCOMPARE(file.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'broken'"), "1;"s);
}

void SqliteColumnRenameTest::refusesNamesThatAreNotThereOrTaken() {
  RebuiltFile file("CREATE TABLE t (a, b)");
  const auto database = file.reflect();
  for (const auto& [from, to] : {std::pair{"x", "y"}, {"a", "B"}}) {
    bool isRefused = false;
    try {
      renameColumnStatements(QualifiedName("t"), from, to, *database, file.dialect());
    } catch (const DbError& error) {
      isRefused = error.kind() == ErrorKind::InvalidRequest;
    }
    QVERIFY(isRefused);
  }
  rename(file, "t", "a", "A");
  QVERIFY(file.reflect()->find(QualifiedName("t"))->column("A"));
}

JOINERY_TEST(SqliteColumnRenameTest)
#include "tst_sqlite_column_rename.moc"
