// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/difference/renamed_text.h"
#include "orm/difference/schema_change.h"
#include "orm/engine/dialects.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

/// A schema after an operation.
class SchemaChangeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aColumnsNewNameIsFollowedEverywhere();
  void aTablesNewNameIsFollowedEverywhere();
  void whatIsInheritedFollowsItsParent();
  void aLabelsNewNameIsFollowed();
  void queriesKeepTheNamesOfTheirColumns_data();
  void queriesKeepTheNamesOfTheirColumns();
  void expressionsNameTheColumnAlone_data();
  void expressionsNameTheColumnAlone();
  void triggersWaitForTheColumn_data();
  void triggersWaitForTheColumn();
  void textsNameTheTable_data();
  void textsNameTheTable();
  void whatCantBeIsRefused_data();
  void whatCantBeIsRefused();
};

namespace {

const Dialect& dialectOf(bool isSqlite) { return dialectFor(isSqlite ? "sqlite" : "postgresql"); }

schema::Column columnNamed(const char* name, const char* type = "integer") {
  schema::Column column;
  column.name = name;
  column.type.declared = type;
  return column;
}

/// Artists with albums, a view of both, a trigger; the albums' titles stand everywhere.
schema::MetaData music() {
  schema::MetaData metadata;
  metadata.defaultSchema = "public";
  schema::Table artist;
  artist.name = QualifiedName("artist");
  artist.columns = {columnNamed("id"), columnNamed("name", "text"), columnNamed("best", "text")};
  artist.primaryKey = schema::UniqueKey{"", {"id"}};
  artist.foreignKeys = {{"fk_best", {"best"}, QualifiedName("album"), {"title"}}};
  schema::Table album;
  album.name = QualifiedName("album");
  album.columns = {columnNamed("id"), columnNamed("title", "text"), columnNamed("artist_id"), columnNamed("upper_title", "text")};
  album.columns[3].generation = schema::Generation::StoredExpression;
  album.columns[3].generationExpression = "upper(title)";
  album.uniqueKeys = {{"uq", {"title"}}};
  album.foreignKeys = {{"fk_artist", {"artist_id"}, QualifiedName("artist"), {"id"}}};
  album.checks = {{"ck", "title <> ''::text"}};
  schema::Index index;
  index.name = "ix";
  index.parts.resize(2);
  index.parts[0].column = "title";
  index.parts[1].expression = "lower(title)";
  index.predicate = "title IS NOT NULL";
  index.definition = "CREATE INDEX …";
  album.indexes = {index};
  album.triggers = {{"tr", "CREATE TRIGGER tr BEFORE UPDATE OF title ON album FOR EACH ROW WHEN ((old.title IS DISTINCT FROM new.title)) EXECUTE FUNCTION f()"}};
  schema::Table view;
  view.name = QualifiedName("shown");
  view.kind = schema::TableKind::View;
  view.definition = "SELECT album.title, artist.name FROM album JOIN artist ON artist.id = album.artist_id";
  view.readsFrom = {album.name, artist.name};
  metadata.sequences = {{QualifiedName("album_id_seq"), "bigint", {}, album.name, "id", {}}};
  for (auto* each : {&artist, &album, &view}) metadata.add(*each);
  return metadata;
}

}  // namespace

void SchemaChangeTest::aColumnsNewNameIsFollowedEverywhere() {
  const schema::MetaData after = applied(music(), RenameColumn{QualifiedName("album"), "title", "Called"}, dialectOf(false));
  const schema::Table& album = *after.find(QualifiedName("album"));
  QCOMPARE(album.columns[1].name, std::string("Called"));
  QCOMPARE(album.columns[3].generationExpression, std::string("upper(\"Called\")"));
  QCOMPARE(album.uniqueKeys[0].columns[0], std::string("Called"));
  QCOMPARE(album.checks[0].expression, std::string("\"Called\" <> ''::text"));
  QCOMPARE(album.indexes[0].parts[0].column, std::string("Called"));
  QCOMPARE(album.indexes[0].parts[1].expression, std::string("lower(\"Called\")"));
  QCOMPARE(album.indexes[0].predicate, std::string("\"Called\" IS NOT NULL"));
  QVERIFY(album.indexes[0].definition.empty());
  QCOMPARE(album.triggers[0].definition, std::string("CREATE TRIGGER tr BEFORE UPDATE OF \"Called\" ON album FOR EACH ROW WHEN ((old.\"Called\" IS DISTINCT FROM new.\"Called\")) EXECUTE FUNCTION f()"));
  QCOMPARE(after.find(QualifiedName("artist"))->foreignKeys[0].referredColumns[0], std::string("Called"));
  QCOMPARE(after.find(QualifiedName("shown"))->definition, std::string("SELECT album.\"Called\" AS title, artist.name FROM album JOIN artist ON artist.id = album.artist_id"));
}

void SchemaChangeTest::aTablesNewNameIsFollowedEverywhere() {
  const schema::MetaData after = applied(music(), Rename{RenameKind::Table, QualifiedName("album"), QualifiedName("Record")}, dialectOf(false));
  QVERIFY(!after.find(QualifiedName("album")));
  const schema::Table& record = *after.find(QualifiedName("Record"));
  QCOMPARE(record.triggers[0].definition, std::string("CREATE TRIGGER tr BEFORE UPDATE OF title ON \"Record\" FOR EACH ROW WHEN ((old.title IS DISTINCT FROM new.title)) EXECUTE FUNCTION f()"));
  QCOMPARE(after.find(QualifiedName("artist"))->foreignKeys[0].referredTable.name, std::string("Record"));
  const schema::Table& shown = *after.find(QualifiedName("shown"));
  QCOMPARE(shown.definition, std::string("SELECT \"Record\".title, artist.name FROM \"Record\" JOIN artist ON artist.id = \"Record\".artist_id"));
  QCOMPARE(shown.readsFrom[0].name, std::string("Record"));
  QCOMPARE(after.sequences[0].ownerTable.name, std::string("Record"));
}

void SchemaChangeTest::whatIsInheritedFollowsItsParent() {
  schema::MetaData metadata;
  schema::Table parent;
  parent.name = QualifiedName("event");
  parent.kind = schema::TableKind::PartitionedTable;
  parent.partitionKey = "RANGE (at)";
  parent.columns = {columnNamed("at"), columnNamed("kind")};
  schema::Table part;
  part.name = QualifiedName("event_1");
  part.partition = schema::Partition{parent.name, "FOR VALUES FROM (1) TO (2)"};
  part.columns = {columnNamed("at"), columnNamed("kind")};
  for (auto& column : part.columns) column.inherited = true;
  metadata.add(parent);
  metadata.add(part);
  const Dialect& dialect = dialectOf(false);
  schema::Column wide = columnNamed("kind", "bigint");
  const Operations operations{RenameColumn{parent.name, "at", "since"}, AddColumn{parent.name, columnNamed("note"), {}}, AlterColumn{parent.name, parent.columns[1], wide, {}, {}},
                              Rename{RenameKind::Table, parent.name, QualifiedName("happening")}};
  const schema::MetaData after = applied(metadata, operations, dialect);
  QCOMPARE(after.find(QualifiedName("happening"))->partitionKey, std::string("RANGE (since)"));
  const schema::Table& partAfter = *after.find(part.name);
  QCOMPARE(partAfter.partition->parent.name, std::string("happening"));
  QCOMPARE(partAfter.columns[0].name, std::string("since"));
  QCOMPARE(partAfter.columns[1].type.declared, std::string("bigint"));
  QVERIFY(partAfter.columns[2].name == "note" && partAfter.columns[2].inherited);
  QVERIFY(applied(after, inverse(operations), dialect) == metadata);
}

void SchemaChangeTest::aLabelsNewNameIsFollowed() {
  schema::MetaData metadata;
  metadata.enums = {{QualifiedName("mood"), {"glad", "sad"}}};
  schema::Table table;
  table.name = QualifiedName("t");
  table.columns = {columnNamed("m", "mood")};
  table.columns[0].type.labels = std::make_shared<const std::vector<std::string>>(metadata.enums[0].labels);
  table.columns[0].defaultExpression = "'glad'::mood";
  table.checks = {{"", "m <> 'glad'::mood AND t <> 'glad'::text"}};
  metadata.add(table);
  const Operations operations{RenameEnumLabel{QualifiedName("mood"), "glad", "it's fine"}, Rename{RenameKind::Enum, QualifiedName("mood"), QualifiedName("Feeling")}};
  const schema::MetaData after = applied(metadata, operations, dialectOf(false));
  const schema::Table& changed = *after.find(table.name);
  QCOMPARE(*changed.columns[0].defaultExpression, std::string("'it''s fine'::\"Feeling\""));
  QCOMPARE(changed.columns[0].type.declared, std::string("\"Feeling\""));
  QCOMPARE(changed.columns[0].type.labels->front(), std::string("it's fine"));
  QCOMPARE(changed.checks[0].expression, std::string("m <> 'it''s fine'::\"Feeling\" AND t <> 'glad'::text"));
  QVERIFY(applied(after, inverse(operations), dialectOf(false)) == metadata);
}

void SchemaChangeTest::queriesKeepTheNamesOfTheirColumns_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::addColumn<QByteArray>("renamed");
  QTest::addColumn<bool>("isElsewhere");
  const auto row = [](const char* name, const char* query, const char* renamed, bool isElsewhere = false) { QTest::newRow(name) << QByteArray(query) << QByteArray(renamed) << isElsewhere; };
  row("an item", "SELECT old FROM t", "SELECT fresh AS old FROM t");
  row("an item of a table", "SELECT id, t.old FROM t", "SELECT id, t.fresh AS old FROM t");
  row("with another name", "SELECT old AS x FROM t", "SELECT fresh AS x FROM t");
  row("in a call", "SELECT count(old), lower(t.old) FROM t WHERE old > 1 ORDER BY old", "SELECT count(fresh), lower(t.fresh) FROM t WHERE fresh > 1 ORDER BY fresh");
  row("by the table's other name", "SELECT x.old FROM t AS x", "SELECT x.fresh AS old FROM t AS x");
  row("by the table's other name without AS", "SELECT x.old FROM t x JOIN u y ON y.old = x.old", "SELECT x.fresh AS old FROM t x JOIN u y ON y.old = x.fresh");
  row("another table's", "SELECT u.old FROM t JOIN u ON true", "SELECT u.old FROM t JOIN u ON true");
  row("whose it is can't be told", "SELECT old FROM t, u", "SELECT old FROM t, u", true);
  row("a text of that name", "SELECT 'old', \"old\" FROM t", "SELECT 'old', fresh AS \"old\" FROM t");
  row("a query in it", "SELECT id FROM u WHERE id IN (SELECT t.old FROM t)", "SELECT id FROM u WHERE id IN (SELECT t.fresh AS old FROM t)");
  row("USING", "SELECT old FROM t JOIN u USING (old)", "SELECT old FROM t JOIN u USING (old)");
  row("WITH", "WITH x AS (SELECT old FROM t) SELECT old FROM x", "WITH x AS (SELECT old FROM t) SELECT old FROM x");
  row("a query in FROM", "SELECT old FROM (SELECT old FROM t) AS x", "SELECT old FROM (SELECT old FROM t) AS x");
  row("its name is given to another", "SELECT id AS old FROM t ORDER BY old", "SELECT id AS old FROM t ORDER BY old");
  row("a cast", "SELECT id::old FROM t", "SELECT id::old FROM t");
}

void SchemaChangeTest::queriesKeepTheNamesOfTheirColumns() {
  QFETCH(const QByteArray, query);
  QFETCH(const QByteArray, renamed);
  QFETCH(const bool, isElsewhere);
  for (const bool isSqlite : {true, false})
    QCOMPARE(QByteArray::fromStdString(renamedInQuery(query.toStdString(), {QualifiedName("t"), "old", "fresh"}, isElsewhere, dialectOf(isSqlite))), renamed);
}

void SchemaChangeTest::expressionsNameTheColumnAlone_data() {
  QTest::addColumn<QByteArray>("expression");
  QTest::addColumn<QByteArray>("renamed");
  const auto row = [](const char* expression, const char* renamed) { QTest::newRow(expression) << QByteArray(expression) << QByteArray(renamed); };
  row("date > 0", "day > 0");
  row("\"date\" > 0", "day > 0");
  row("date(date) = x::date", "date(day) = x::date");
  row("CAST(date AS date)", "CAST(day AS date)");
  row("date '2020-01-01' < t.date", "date '2020-01-01' < t.day");
  row("u.date > 'date'", "u.date > 'date'");
}

void SchemaChangeTest::expressionsNameTheColumnAlone() {
  QFETCH(const QByteArray, expression);
  QFETCH(const QByteArray, renamed);
  QCOMPARE(QByteArray::fromStdString(renamedInExpression(expression.toStdString(), {QualifiedName("t"), "date", "day"}, dialectOf(false))), renamed);
}

void SchemaChangeTest::triggersWaitForTheColumn_data() {
  QTest::addColumn<QByteArray>("trigger");
  QTest::addColumn<QByteArray>("renamed");
  const auto row = [](const char* trigger, const char* renamed) { QTest::newRow(trigger) << QByteArray(trigger) << QByteArray(renamed); };
  row("CREATE TRIGGER g AFTER UPDATE OF [old], id ON t BEGIN INSERT INTO log VALUES (NEW.old, Old.\"OLD\"); END", "CREATE TRIGGER g AFTER UPDATE OF fresh, id ON t BEGIN INSERT INTO log VALUES (NEW.fresh, Old.fresh); END");
  row("CREATE TRIGGER old AFTER INSERT ON t BEGIN SELECT old FROM log; END", "CREATE TRIGGER old AFTER INSERT ON t BEGIN SELECT old FROM log; END");
}

void SchemaChangeTest::triggersWaitForTheColumn() {
  QFETCH(const QByteArray, trigger);
  QFETCH(const QByteArray, renamed);
  QCOMPARE(QByteArray::fromStdString(renamedInTrigger(trigger.toStdString(), {QualifiedName("t"), "old", "fresh"}, dialectOf(true))), renamed);
}

void SchemaChangeTest::textsNameTheTable_data() {
  QTest::addColumn<QByteArray>("query");
  QTest::addColumn<QByteArray>("renamed");
  const auto row = [](const char* query, const char* renamed) { QTest::newRow(query) << QByteArray(query) << QByteArray(renamed); };
  row("SELECT t.id FROM t", "SELECT \"T 2\".id FROM \"T 2\"");
  row("SELECT x.t FROM t x", "SELECT x.t FROM \"T 2\" x");
  row("SELECT u.id FROM u JOIN t ON t.id = u.t", "SELECT u.id FROM u JOIN \"T 2\" ON \"T 2\".id = u.t");
  row("SELECT t FROM u", "SELECT t FROM u");
  row("CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM t WHERE t.id = 1; INSERT INTO t (id) VALUES (1); END",
      "CREATE TRIGGER g AFTER DELETE ON \"T 2\" BEGIN DELETE FROM \"T 2\" WHERE \"T 2\".id = 1; INSERT INTO \"T 2\" (id) VALUES (1); END");
}

void SchemaChangeTest::textsNameTheTable() {
  QFETCH(const QByteArray, query);
  QFETCH(const QByteArray, renamed);
  for (const bool isSqlite : {true, false})
    QCOMPARE(QByteArray::fromStdString(renamedInText(query.toStdString(), {QualifiedName("t"), QualifiedName("T 2")}, dialectOf(isSqlite))), renamed);
}

void SchemaChangeTest::whatCantBeIsRefused_data() {
  QTest::addColumn<int>("place");
  QTest::addColumn<QByteArray>("message");
  const auto row = [](int place, const char* message) { QTest::newRow(message) << place << QByteArray(message); };
  row(0, "there is no table nobody");
  row(1, "there is a table artist already");
  row(2, "there is no column album.nothing");
  row(3, "there is a column album.id already");
  row(4, "the column album.title is part of the unique key uq, which has to be dropped first");
  row(5, "the column artist.id is part of the primary key, which has to be dropped first");
  row(6, "the table album has no such index other");
  row(7, "there is no enum mood");
  row(8, "there is a unique_key uq of album already");
}

void SchemaChangeTest::whatCantBeIsRefused() {
  const QualifiedName album("album"), artist("artist");
  schema::Index other;
  other.name = "other";
  schema::Table nobody;
  nobody.name = QualifiedName("nobody");
  const Operations operations{DropTable{nobody}, Rename{RenameKind::Table, album, artist}, RenameColumn{album, "nothing", "x"}, RenameColumn{album, "title", "id"},
                              DropColumn{album, columnNamed("title"), {}}, DropColumn{artist, columnNamed("id"), {}}, DropPart<schema::Index>{album, other}, AddEnumLabel{QualifiedName("mood"), "x"},
                              AddPart<schema::UniqueKey>{album, {"uq", {"id"}}}};
  QFETCH(const int, place);
  QFETCH(const QByteArray, message);
  try {
    applied(music(), operations[static_cast<std::size_t>(place)], dialectOf(false));
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
    QCOMPARE(QByteArray::fromStdString(error.message()), message);
  }
}

JOINERY_TEST(SchemaChangeTest)
#include "tst_schema_change.moc"
