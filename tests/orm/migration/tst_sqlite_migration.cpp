// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "migrated_file.h"
#include "orm/engine/forwarding_connection.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

/// Sales go with their good, goods with their shop.
constexpr const char* kTrade = R"sql(
CREATE TABLE shop (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, town TEXT DEFAULT 'here', size);
CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INT NOT NULL REFERENCES shop (id) ON DELETE CASCADE ON UPDATE CASCADE, name TEXT);
CREATE TABLE sale (id INTEGER PRIMARY KEY, good_id INT REFERENCES good ON DELETE CASCADE, price);
CREATE INDEX shop_by_name ON shop (lower(name), town DESC) WHERE size > 1;
CREATE TABLE heard (what);
CREATE TRIGGER shop_heard AFTER DELETE ON shop BEGIN INSERT INTO heard VALUES (OLD.name); END;
CREATE TRIGGER good_heard AFTER INSERT ON good BEGIN UPDATE shop SET size = size + 1 WHERE shop.id = NEW.shop_id; END;
CREATE VIEW shop_names AS SELECT name, town FROM shop;
CREATE VIEW shop_list AS SELECT name AS listed FROM shop_names;
CREATE TRIGGER named_shop INSTEAD OF INSERT ON shop_names BEGIN INSERT INTO shop (name, town) VALUES (NEW.name, NEW.town); END;
INSERT INTO shop (id, name, size) VALUES (1, 'first', 10), (7, 'second', '20'), (9, 'gone', NULL);
DELETE FROM shop WHERE id = 9;
INSERT INTO good VALUES (1, 1, 'bread'), (2, 7, 'milk'), (3, 7, 'salt');
INSERT INTO sale SELECT value, 1 + value % 3, value / 2.0 FROM json_each('[1,2,3,4,5,6,7,8,9]');
)sql";

schema::Column typedColumn(const char* name, const char* type) {
  schema::Column column;
  column.name = name;
  column.type.declared = type;
  return column;
}

template <typename Object>
Object objectCalled(Object object, const char* name) {
  object.name = QualifiedName(name);
  return object;
}

Operation renamedColumn(const char* table, const char* from, const char* to) { return RenameColumn{QualifiedName(table), from, to}; }
Operation renamedTable(const char* from, const char* to) { return Rename{RenameKind::Table, QualifiedName(from), QualifiedName(to)}; }

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto found = text.find(what);
  if (found == std::string::npos) qFatal("%s is not there", what.c_str());
  return text.replace(found, what.size(), with);
}

/// Hears what is run.
class HeardConnection : public ForwardingConnection {
 public:
  using ForwardingConnection::ForwardingConnection;
  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> binds = {}) override {
    heard.emplace_back(sql);
    return ForwardingConnection::execute(sql, binds);
  }
  Statements heard;
};

}  // namespace

/// Operations on a SQLite file, by example.
class SqliteMigrationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void addsColumnsAtTheEndWithoutARebuild();
  void addsColumnsInTheirPlaceByARebuild();
  void aNotNullColumnNeedsADefaultWhereThereAreRows();
  void dropsAndAltersColumnsInOneRebuildAndLosesNoChild();
  void makesOneRebuildOfWhatFollowsItself();
  void aStepWithDataStandsBetweenTwoRebuilds();
  void changesThePrimaryKey();
  void addsAndDropsChecksKeysAndReferences();
  void tablesBecomeStrictAndLoseTheirRowIds();
  void computedColumnsFollow();
  void keepsCountsSelfReferencesAndCircles();
  void takesNamesOfAnyKind();
  void renamesATableThatOthersReferTo();
  void renamesByTheLettersCaseAlone();
  void renamesAndAltersOneColumn();
  void renamesViewsAndVirtualTables();
  void viewsThatWouldNotCompileMeanwhileStandAside();
  void makesViewsAndTriggersAfterAllElse();
  void refusesToBreakATrigger();
  void followsARenameIntoTriggersOfOtherTables();
  void renamesAColumnOfNorthwind();
  void namesTheRowInTheWay_data();
  void namesTheRowInTheWay();
  void refusesWhatSqliteHasNot();
  void refusesStepsWithDataThatEndTheTransaction();
  void runsWhatThePlanShows();
  void doesNothingWithForeignKeysOn();
};

void SqliteMigrationTest::addsColumnsAtTheEndWithoutARebuild() {
  RebuiltFile file(kTrade);
  schema::Column note = typedColumn("note", "TEXT"), count = typedColumn("count", "INTEGER"), doubled = typedColumn("twice", "INTEGER");
  count.nullable = false;
  count.defaultExpression = "-1";
  doubled.generation = schema::Generation::VirtualExpression;
  doubled.generationExpression = "size * 2";
  const QualifiedName shop("shop");
  const Statements statements = migrate(file, {AddColumn{shop, note, {}}, AddColumn{shop, count, "note"}, AddColumn{shop, doubled, {}}});
  QCOMPARE(statements.size(), std::size_t(3));
  QCOMPARE(statements[1], "ALTER TABLE shop ADD COLUMN count INTEGER DEFAULT -1 NOT NULL"s);
  QCOMPARE(file.rows("SELECT note, count, twice FROM shop"), ",-1,22;,-1,44;"s);
}

void SqliteMigrationTest::addsColumnsInTheirPlaceByARebuild() {
  RebuiltFile file(kTrade);
  schema::Column made = typedColumn("made", "TEXT");
  made.defaultExpression = "CURRENT_DATE";
  const Statements statements = migrate(file, {AddColumn{QualifiedName("good"), typedColumn("note", "TEXT"), "id"}, AddColumn{QualifiedName("sale"), made, {}}});
  QCOMPARE(rebuildsIn(statements), 2);
  QCOMPARE(file.rows("SELECT group_concat(name) FROM pragma_table_info('good')"), "id,note,shop_id,name;"s);
  QCOMPARE(file.rows("SELECT count(*), count(made) FROM sale"), "9,9;"s);
}

void SqliteMigrationTest::aNotNullColumnNeedsADefaultWhereThereAreRows() {
  RebuiltFile file("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (4), (7); CREATE TABLE empty (a)");
  schema::Column needed = typedColumn("n", "INTEGER");
  needed.nullable = false;
  QCOMPARE(refusal(file, {AddColumn{QualifiedName("t"), needed, {}}}, ErrorKind::Integrity), "NOT NULL constraint failed: t.n, by the row with rowid 4"s);
  migrate(file, {AddColumn{QualifiedName("empty"), needed, {}}});
  needed.defaultExpression = "5";
  migrate(file, {AddColumn{QualifiedName("t"), needed, {}}});
  QCOMPARE(file.rows("SELECT * FROM t"), "4,5;7,5;"s);
}

void SqliteMigrationTest::dropsAndAltersColumnsInOneRebuildAndLosesNoChild() {
  RebuiltFile file(kTrade);
  const std::string goods = file.rows("SELECT * FROM good"), sales = file.rows("SELECT * FROM sale");
  const std::string after = replaced(replaced(kTrade, "name TEXT, town TEXT DEFAULT 'here', size", "name VARCHAR(9) NOT NULL, town TEXT DEFAULT 'there', size INTEGER, CHECK (size > 0)"), "size + 1", "size + 1");
  const Statements statements = become(file, after);
  QCOMPARE(rebuildsIn(statements), 1);
  QCOMPARE(file.rows("SELECT id, name, town, quote(size) FROM shop"), "1,first,here,11;7,second,here,22;"s);
  QCOMPARE(file.rows("SELECT * FROM good") + file.rows("SELECT * FROM sale"), goods + sales);
  QCOMPARE(file.rows("SELECT listed FROM shop_list"), "first;second;"s);
  // A number is not given twice, and all that hears still does.
  file.run("INSERT INTO shop_names VALUES ('new', 'there'); DELETE FROM shop WHERE id = 7");
  QCOMPARE(file.rows("SELECT max(id) FROM shop") + file.rows("SELECT * FROM heard"), "10;gone;second;"s);
  QCOMPARE(file.rows("SELECT count(*) FROM good") + file.rows("SELECT count(*) FROM sale"), "1;3;"s);
}

void SqliteMigrationTest::makesOneRebuildOfWhatFollowsItself() {
  RebuiltFile file(kTrade);
  const QualifiedName shop("shop"), good("good");
  const auto before = file.reflect();
  schema::Column named = *before->find(good)->column("name");
  schema::Column needed = named;
  needed.nullable = false;
  schema::Index index;
  index.name = "good_by_note";
  index.parts.push_back({"note", {}, false, {}});
  const Operations operations{AddColumn{good, typedColumn("note", "TEXT"), {}}, AlterColumn{good, named, needed}, AddPart<schema::CheckConstraint>{shop, {"sized", "size > 0"}},
                              AddPart<schema::UniqueKey>{good, {"named", {"name"}}}, AddPart<schema::Index>{good, index}};
  const SqliteMigration migration(*before, operations, file.dialect());
  std::vector<std::size_t> places;
  for (const PlanStep& step : migration.steps())
    if (places.empty() || places.back() != step.operation) places.push_back(step.operation);
  QCOMPARE(places, (std::vector<std::size_t>{2, 4}));  // the last of each table's
  QCOMPARE(rebuildsIn(migrate(file, operations)), 2);
  QCOMPARE(file.rows("SELECT count(*) FROM good") + file.rows("SELECT count(*) FROM sale"), "3;9;"s);
}

void SqliteMigrationTest::aStepWithDataStandsBetweenTwoRebuilds() {
  RebuiltFile file("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (1, 'x;y', NULL); CREATE VIEW v AS SELECT b FROM t");
  const QualifiedName t("t");
  schema::Column a = *file.reflect()->find(t)->column("a"), b = *file.reflect()->find(t)->column("b");
  schema::Column needed = b;
  needed.nullable = false;
  const Operations operations{AddPart<schema::CheckConstraint>{t, {"given", "a <> ''"}}, DataStep{"UPDATE t SET b = a; UPDATE t SET b = b || ';z' WHERE b = 'x;y';", "UPDATE t SET b = NULL"}, AlterColumn{t, b, needed}, DropColumn{t, a}};
  // The check still names the column.
  QVERIFY(refusal(file, operations, ErrorKind::Programming).starts_with("no such column: a"));
  Operations fitting = operations;
  fitting.insert(fitting.end() - 1, DropPart<schema::CheckConstraint>{t, {"given", "a <> ''"}});
  QCOMPARE(rebuildsIn(migrate(file, fitting)), 2);
  QCOMPARE(file.rows("SELECT b FROM v"), "x;y;z;"s);
}

void SqliteMigrationTest::changesThePrimaryKey() {
  RebuiltFile file("CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t (rowid, a, b) VALUES (5, 'x', 2), (6, 'y', 1)");
  become(file, "CREATE TABLE t (a TEXT, b INTEGER PRIMARY KEY AUTOINCREMENT)");
  QCOMPARE(file.rows("SELECT rowid, a, b FROM t"), "1,y,1;2,x,2;"s);
  become(file, "CREATE TABLE t (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b DESC))");
  become(file, "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b INTEGER) WITHOUT ROWID");
  become(file, "CREATE TABLE t (a TEXT, b INTEGER)");
  QCOMPARE(file.rows("SELECT a, b FROM t ORDER BY a"), "x,2;y,1;"s);
  // What SQLite makes of a key is what the schema says of it.
  migrate(file, {SetPrimaryKey{QualifiedName("t"), {}, schema::UniqueKey{{}, {"b"}}}});
  QCOMPARE(file.rows("SELECT rowid, a FROM t"), "1,y;2,x;"s);
  const schema::UniqueKey key = *file.reflect()->find(QualifiedName("t"))->primaryKey;
  migrate(file, {SetPrimaryKey{QualifiedName("t"), key, {}}});
  QCOMPARE(file.rows("SELECT a, b FROM t ORDER BY a"), "x,2;y,1;"s);
}

void SqliteMigrationTest::addsAndDropsChecksKeysAndReferences() {
  const std::string bare = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT, code TEXT);";
  const std::string full = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT, CONSTRAINT one UNIQUE (code), CHECK (code <> ''));"
                           "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT CONSTRAINT up REFERENCES p ON DELETE CASCADE, code TEXT REFERENCES p (code) DEFERRABLE INITIALLY DEFERRED);";
  RebuiltFile file(bare + "INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES (1, 1, 'b'), (2, 2, NULL)");
  QCOMPARE(rebuildsIn(become(file, full)), 2);
  become(file, bare);
  become(file, full);
  file.run("DELETE FROM p WHERE id = 1");
  QCOMPARE(file.rows("SELECT id FROM c"), "2;"s);
}

void SqliteMigrationTest::tablesBecomeStrictAndLoseTheirRowIds() {
  RebuiltFile file("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (3, 'x'), (4, NULL)");
  become(file, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT");
  become(file, "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID");
  // A default that does not suit its column would be found only much later.
  schema::Column wrong = typedColumn("c", "INTEGER");
  wrong.defaultExpression = "'x'";
  QVERIFY(refusal(file, {AddColumn{QualifiedName("t"), wrong, {}}}, ErrorKind::Integrity).starts_with("cannot store TEXT value in INTEGER column"));
  become(file, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
  QCOMPARE(file.rows("SELECT rowid, a, b FROM t"), "3,3,x;4,4,;"s);
}

void SqliteMigrationTest::computedColumnsFollow() {
  RebuiltFile file("CREATE TABLE t (a INTEGER, b AS (a * 2) VIRTUAL, c AS (a + 1) STORED); INSERT INTO t VALUES (1), (2); CREATE INDEX i ON t (b)");
  become(file, "CREATE TABLE t (a TEXT, b AS (a * 3) STORED, c, d AS (a || 'x') VIRTUAL); CREATE INDEX i ON t (b)");
  QCOMPARE(file.rows("SELECT a, b, d FROM t"), "1,3,1x;2,6,2x;"s);
  become(file, "CREATE TABLE t (z TEXT, b AS (z * 3) STORED); CREATE INDEX i ON t (b)", {renamedColumn("t", "a", "z")});
  QCOMPARE(file.rows("SELECT z, b FROM t"), "1,3;2,6;"s);
}

void SqliteMigrationTest::keepsCountsSelfReferencesAndCircles() {
  RebuiltFile file("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, up INT REFERENCES a ON DELETE CASCADE, b INT REFERENCES b ON DELETE CASCADE);"
                   "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT REFERENCES a ON DELETE SET NULL);"
                   "INSERT INTO a (id, up) VALUES (1, NULL), (2, 1), (3, 2), (9, 3); INSERT INTO b VALUES (5, 2); UPDATE a SET b = 5 WHERE id = 3; DELETE FROM a WHERE id = 9");
  become(file, "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, up INT REFERENCES a ON DELETE CASCADE, b INT REFERENCES b ON DELETE CASCADE, CHECK (up < id));"
               "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT REFERENCES a ON DELETE SET NULL, CHECK (id > 0))");
  QCOMPARE(file.rows("SELECT * FROM a") + file.rows("SELECT * FROM b"), "1,,;2,1,;3,2,5;5,2;"s);
  become(file, "CREATE TABLE z (id INTEGER PRIMARY KEY AUTOINCREMENT, up INT REFERENCES z ON DELETE CASCADE, b INT REFERENCES b ON DELETE CASCADE, CHECK (up < id));"
               "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT REFERENCES z ON DELETE SET NULL)", {renamedTable("a", "z")});
  QCOMPARE(file.rows("INSERT INTO z (up) VALUES (1) RETURNING id"), "10;"s);
  file.run("DELETE FROM z WHERE id = 1");
  QCOMPARE(file.rows("SELECT count(*) FROM z") + file.rows("SELECT id, a FROM b"), "0;5,;"s);
}

void SqliteMigrationTest::takesNamesOfAnyKind() {
  RebuiltFile file("CREATE TABLE \"größe (x\" (\"a\"\"b\" INTEGER PRIMARY KEY, \"select\" TEXT, [c d]); INSERT INTO \"größe (x\" VALUES (1, 's', 2); CREATE VIEW \"v w\" AS SELECT \"select\" FROM \"größe (x\"");
  become(file, "CREATE TABLE \"größe (x\" (\"a\"\"b\" INTEGER PRIMARY KEY, \"select\" TEXT NOT NULL, [c d] TEXT, [naïve 'x'] DEFAULT 'it''s'); CREATE VIEW \"v w\" AS SELECT \"select\" FROM \"größe (x\"");
  QCOMPARE(file.rows("SELECT * FROM \"größe (x\"") + file.rows("SELECT * FROM \"v w\""), "1,s,2,it's;s;"s);
  migrate(file, {renamedColumn("größe (x", "select", "from"), renamedTable("größe (x", "order \"by\"")});
  QCOMPARE(file.rows("SELECT \"from\" FROM \"order \"\"by\"\"\"") + file.rows("SELECT \"select\" FROM \"v w\""), "s;s;"s);
  schema::UniqueKey key{{}, {"c d"}};
  file.run("INSERT INTO \"order \"\"by\"\"\" VALUES (8, 't', 2, '')");
  QCOMPARE(refusal(file, {AddPart<schema::UniqueKey>{QualifiedName("order \"by\""), key}}, ErrorKind::Integrity), "UNIQUE constraint failed: order \"by\".c d, by the row with rowid 8"s);
}

void SqliteMigrationTest::renamesATableThatOthersReferTo() {
  RebuiltFile file(kTrade);
  const Statements statements = migrate(file, {renamedTable("shop", "Store")});
  QCOMPARE(joined(statements), QByteArray("ALTER TABLE shop RENAME TO Store\n"));
  QCOMPARE(file.reflect()->find(QualifiedName("good"))->foreignKeys[0].referredTable.name, "Store"s);
  file.run("INSERT INTO shop_names VALUES ('new', 'there'); INSERT INTO good VALUES (9, 10, 'tea'); DELETE FROM Store WHERE id = 1");
  QCOMPARE(file.rows("SELECT listed FROM shop_list") + file.rows("SELECT * FROM heard") + file.rows("SELECT count(*) FROM sale"), "second;new;gone;first;6;"s);
}

void SqliteMigrationTest::renamesByTheLettersCaseAlone() {
  RebuiltFile file(kTrade);
  QCOMPARE(migrate(file, {renamedTable("shop", "Shop"), renamedColumn("good", "name", "Name")}).size(), std::size_t(3));
  QCOMPARE(file.rows("SELECT name FROM sqlite_schema WHERE name = 'Shop'") + file.rows("SELECT listed FROM shop_list"), "Shop;first;second;"s);
}

void SqliteMigrationTest::renamesAndAltersOneColumn() {
  RebuiltFile file(kTrade);
  std::string after = replaced(kTrade, "name TEXT, town", "title TEXT NOT NULL DEFAULT 'none', town");
  after = replaced(replaced(after, "lower(name)", "lower(title)"), "OLD.name", "OLD.title");
  after = replaced(replaced(after, "SELECT name, town", "SELECT title AS name, town"), "INTO shop (name, town)", "INTO shop (title, town)");
  after.resize(after.find("INSERT INTO shop (id"));
  QCOMPARE(rebuildsIn(become(file, after, {renamedColumn("shop", "name", "title")})), 1);
  QCOMPARE(file.rows("SELECT id, title, town FROM shop") + file.rows("SELECT listed FROM shop_list"), "1,first,here;7,second,here;first;second;"s);
  QCOMPARE(file.rows("SELECT count(*) FROM sale"), "9;"s);
  file.run("DELETE FROM shop WHERE id = 1");
  QCOMPARE(file.rows("SELECT * FROM heard"), "gone;first;"s);
}

void SqliteMigrationTest::renamesViewsAndVirtualTables() {
  RebuiltFile file(std::string(kTrade) + "CREATE VIRTUAL TABLE words USING fts5(a, b); INSERT INTO words VALUES ('one two', 'three');");
  migrate(file, {renamedTable("shop_names", "names of shops"), renamedTable("words", "said")});
  QCOMPARE(file.rows("SELECT listed FROM shop_list") + file.rows("SELECT b FROM said WHERE said MATCH 'two'"), "first;second;three;"s);
  file.run("INSERT INTO \"names of shops\" VALUES ('new', 'there')");
  QCOMPARE(file.rows("SELECT listed FROM shop_list"), "first;second;new;"s);
}

void SqliteMigrationTest::viewsThatWouldNotCompileMeanwhileStandAside() {
  RebuiltFile file(std::string(kTrade) + "CREATE TRIGGER sale_heard AFTER INSERT ON sale BEGIN UPDATE shop SET town = 'sold' WHERE id = 1; END;");
  const auto before = file.reflect();
  const auto view = before->find(QualifiedName("shop_names"));
  schema::Table replacement = *view;
  replacement.definition = "SELECT name, size AS town FROM shop";
  replacement.triggers[0].definition = "CREATE TRIGGER named_shop INSTEAD OF INSERT ON shop_names BEGIN INSERT INTO shop (name) VALUES (NEW.name); END";
  const schema::Trigger& heard = before->find(QualifiedName("sale"))->triggers[0];
  const QualifiedName shop("shop"), sale("sale");
  // Between the column's end and the view's new text another table is renamed, which SQLite refuses while one view does not compile.
  migrate(file, {DropPart<schema::Index>{shop, before->find(shop)->indexes[0]}, DropColumn{shop, *before->find(shop)->column("town"), "name"}, renamedTable("heard", "Heard by"), DataStep{"DELETE FROM sale WHERE id = 9", {}},
                 renamedTable("Heard by", "Heard of"), DropPart<schema::Trigger>{sale, heard}, ReplaceView{*view, replacement}});
  QCOMPARE(file.rows("SELECT name, town FROM shop_names"), "first,11;second,22;"s);
  file.run("DELETE FROM shop WHERE id = 1");
  QCOMPARE(file.rows("SELECT * FROM \"Heard of\""), "gone;first;"s);
}

void SqliteMigrationTest::makesViewsAndTriggersAfterAllElse() {
  RebuiltFile file("CREATE TABLE t (a)");
  const std::string script = "CREATE TABLE t (a, b NOT NULL DEFAULT 1); CREATE TABLE u (c); CREATE VIEW w AS SELECT * FROM v; CREATE VIEW v AS SELECT a, b FROM t;"
                             "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u SELECT b FROM w; END";
  become(file, script);
  file.run("INSERT INTO t VALUES (1, 2)");
  QCOMPARE(file.rows("SELECT * FROM u"), "2;"s);
  become(file, "CREATE TABLE t (a)");
}

void SqliteMigrationTest::refusesToBreakATrigger() {
  RebuiltFile file(std::string(kTrade) + "CREATE TRIGGER lost BEFORE UPDATE OF price ON sale BEGIN DELETE FROM nowhere; END;");
  const QualifiedName shop("shop");
  const auto before = file.reflect();
  const auto dropping = [&](const char* column) { return Operations{DropPart<schema::Index>{shop, before->find(shop)->indexes[0]}, DropColumn{shop, *before->find(shop)->column(column), {}}}; };
  QCOMPARE(refusal(file, dropping("size"), ErrorKind::Integrity), "the trigger good_heard could no longer be read"s);
  QCOMPARE(refusal(file, dropping("town"), ErrorKind::Integrity), "the view shop_names could no longer be read"s);
  QCOMPARE(refusal(file, {DropTable{*before->find(QualifiedName("heard"))}}, ErrorKind::Integrity), "the trigger shop_heard could no longer be read"s);
  // One that was broken before stays as it was.
  migrate(file, {AddPart<schema::CheckConstraint>{QualifiedName("sale"), {{}, "price > 0"}}});
}

void SqliteMigrationTest::followsARenameIntoTriggersOfOtherTables() {
  RebuiltFile file(kTrade);
  const QualifiedName good("good");
  // The trigger of `good` writes to the column; its table is made anew behind the rename, the trigger with it.
  migrate(file, {renamedColumn("shop", "size", "area"), AddPart<schema::CheckConstraint>{good, {"named", "name <> ''"}}, renamedTable("shop", "store"), AddPart<schema::CheckConstraint>{good, {"known", "id > 0"}}});
  file.run("INSERT INTO good VALUES (9, 1, 'tea')");
  QCOMPARE(file.rows("SELECT area FROM store"), "12;22;"s);
}

void SqliteMigrationTest::renamesAColumnOfNorthwind() {
  const QString path = QStringLiteral(JOINERY_SOURCE_DIR "/../shared/data/northwind/northwind.sqlite");
  if (!QFile::exists(path)) QSKIP("the Northwind database is not there");
  RebuiltFile file = RebuiltFile::copyOf(path.toStdString());
  const auto countsOf = [&] {
    std::string counts;
    const auto schema = file.reflect();
    for (const auto& table : schema->tables())
      if (!table->isView()) counts += file.rows("SELECT count(*) FROM " + file.dialect().quote(table->name));
    return counts;
  };
  const std::string counts = countsOf(), sold = file.rows("SELECT * FROM \"Product Sales for 1997\" LIMIT 20");
  const auto categories = file.reflect()->find(QualifiedName("Categories"));
  schema::Column named = *categories->column("CategoryName");
  named.name = "Category Title";
  schema::Column needed = named;
  needed.nullable = false;
  migrate(file, {renamedColumn("Categories", "CategoryName", "Category Title"), AlterColumn{QualifiedName("Categories"), named, needed}});
  QCOMPARE(countsOf(), counts);
  QCOMPARE(file.rows("SELECT * FROM \"Product Sales for 1997\" LIMIT 20"), sold);
}

void SqliteMigrationTest::namesTheRowInTheWay_data() {
  QTest::addColumn<QByteArray>("after");
  QTest::addColumn<QByteArray>("said");
  const auto row = [](const char* after, const char* said) { QTest::addRow("%s", said) << QByteArray(after) << QByteArray(said); };
  row("a INTEGER PRIMARY KEY, b TEXT NOT NULL, c", "t.b of the row with rowid 8 is NULL where none may be: NULL");
  row("a INTEGER PRIMARY KEY, b TEXT UNIQUE, c", "UNIQUE constraint failed: t.b, by the row with rowid 6");
  row("a INTEGER PRIMARY KEY, b TEXT, c, CONSTRAINT few CHECK (c < 3)", "CHECK constraint failed: few, by the row with rowid 7");
  row("a INTEGER PRIMARY KEY, b INTEGER, c", "t.b of the row with rowid 5 would become another value as INTEGER: '007'");
  row("a INTEGER, b TEXT, c PRIMARY KEY", "UNIQUE constraint failed: t.c, by the row with rowid 6");
  row("a INTEGER PRIMARY KEY, b TEXT, c REFERENCES u", "the row with rowid 7 of t would refer to no row of u");
}

void SqliteMigrationTest::namesTheRowInTheWay() {
  QFETCH(const QByteArray, after);
  QFETCH(const QByteArray, said);
  const std::string other = "CREATE TABLE u (id INTEGER PRIMARY KEY, z); ";
  RebuiltFile file(other + "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c); INSERT INTO u VALUES (1, 'z'); INSERT INTO t VALUES (5, '007', 1), (6, '007', 1), (7, 'x', 9), (8, NULL, 1)");
  Operations operations = towards(file, other + "CREATE TABLE t (" + after.toStdString() + ")");
  // What was done before it is undone.
  operations.insert(operations.begin(), {AddPart<schema::CheckConstraint>{QualifiedName("u"), {"positive", "id > 0"}}, renamedColumn("u", "z", "y"), CreateTable{*RebuiltFile("CREATE TABLE n (a)").reflect()->find(QualifiedName("n"))}});
  QCOMPARE(refusal(file, operations, said.startsWith("t.b") ? ErrorKind::Data : ErrorKind::Integrity), said.toStdString());
}

void SqliteMigrationTest::refusesWhatSqliteHasNot() {
  RebuiltFile file(kTrade);
  const QualifiedName shop("shop"), names("shop_names"), mood("mood");
  schema::MetaData before = *file.reflect();
  before.enums.push_back({mood, {"glad"}});
  const schema::Column size = *before.find(shop)->column("size"), name = *before.find(names)->column("name");
  schema::Column told = size;
  told.comment = "how large";
  for (const Operation& each : Operations{Create<schema::EnumType>{{QualifiedName("weather"), {"fair"}}}, AddEnumLabel{mood, "sad"}, RenameEnumLabel{mood, "glad", "merry"}, Rename{RenameKind::Enum, mood, QualifiedName("m")},
                                          Create<schema::Sequence>{objectCalled(schema::Sequence(), "s")}, Create<schema::Domain>{objectCalled(schema::Domain(), "d")}, Create<schema::Routine>{objectCalled(schema::Routine(), "f")}, SetComment{CommentKind::Table, shop, {}, {}, "all shops"},
                                          AddSchema{"other"}, AddExtension{"citext"}, AlterColumn{shop, size, told}, AlterColumn{shop, size, size, "size::text"}, AlterColumn{names, name, name}, RenameColumn{names, "name", "n"},
                                          AddPart<schema::ExclusionConstraint>{shop, {"x", "EXCLUDE"}}, AddPart<schema::Rule>{shop, {"r", ""}}, SetTableOptions{shop, {}, {false, false, {"fillfactor=70"}}},
                                          Rename{RenameKind::Table, shop, QualifiedName("other", "shop")}}) {
    std::string said = "it was planned";
    try {
      migrationPlan(before, {each}, file.dialect());
    } catch (const DbError& error) {
      if (error.kind() == ErrorKind::NotSupported) said = error.message();
    }
    QVERIFY2(said.starts_with(description(each) + ": "), (description(each) + ", but " + said).c_str());
  }
}

void SqliteMigrationTest::refusesStepsWithDataThatEndTheTransaction() {
  RebuiltFile file(kTrade);
  for (const char* sql : {"COMMIT", "DELETE FROM heard; /* so */ END TRANSACTION", "rollback", "BEGIN"}) QVERIFY(refusal(file, {renamedTable("heard", "h"), DataStep{sql}}, ErrorKind::InvalidRequest).find("changed") == std::string::npos);
  migrate(file, {DataStep{"SAVEPOINT s; DELETE FROM heard; ROLLBACK TO s; RELEASE s;"}});
  QCOMPARE(file.rows("SELECT * FROM heard"), "gone;"s);
  // Nothing cascades: what would refer to nothing is found at the end.
  QCOMPARE(refusal(file, {DataStep{"DELETE FROM shop WHERE id = 7"}}, ErrorKind::Integrity), "the row with rowid 2 of good would refer to no row of shop"s);
}

void SqliteMigrationTest::runsWhatThePlanShows() {
  RebuiltFile file(kTrade);
  const auto before = file.reflect();
  const schema::Column name = *before->find(QualifiedName("good"))->column("name");
  schema::Column needed = name;
  needed.nullable = false;
  const Operations operations{renamedColumn("shop", "name", "title"), AlterColumn{QualifiedName("good"), name, needed}, AddColumn{QualifiedName("sale"), typedColumn("n", "INT"), {}}, renamedTable("sale", "sold")};
  Statements planned;
  for (const PlanStep& step : migrationPlan(*before, operations, file.dialect()).steps) planned.push_back(step.sql);
  HeardConnection heard(file.connection());
  SqliteSchemaChange change(file.connection());
  SqliteMigration(*before, operations, file.dialect()).apply(heard);
  std::erase_if(heard.heard, [](const std::string& sql) { return sql.starts_with("SELECT") || (sql.starts_with("PRAGMA") && sql.find("legacy") == std::string::npos); });
  QCOMPARE(joined(heard.heard), joined(planned));
}

void SqliteMigrationTest::doesNothingWithForeignKeysOn() {
  RebuiltFile file(kTrade);
  const auto before = file.reflect();
  try {
    SqliteMigration(*before, {DropTable{*before->find(QualifiedName("shop"))}}, file.dialect()).apply(file.connection());
    QFAIL("nothing was refused");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
  }
  QCOMPARE(file.rows("SELECT count(*) FROM sale"), "9;"s);
}

JOINERY_TEST(SqliteMigrationTest)
#include "tst_sqlite_migration.moc"
