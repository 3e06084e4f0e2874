// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/postgresql/postgresql_dialect.h"
#include "orm/dialect/schema_statements.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Texts = std::vector<std::string>;

namespace {

schema::Column columnOf(const char* name, TypeKind kind, bool nullable = true) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  made.nullable = nullable;
  return made;
}

schema::Column rowId() {
  auto made = columnOf("id", TypeKind::Integer, false);
  made.generation = schema::Generation::RowId;
  return made;
}

schema::Table tableOf(const char* name, std::vector<schema::Column> columns) {
  schema::Table made;
  made.name = QualifiedName(name);
  made.columns = std::move(columns);
  made.primaryKey = schema::UniqueKey{{}, {made.columns.front().name}};
  return made;
}

schema::ForeignKey key(const char* column, const char* table, const char* name = "") {
  schema::ForeignKey made;
  made.name = name;
  made.columns = {column};
  made.referredTable = QualifiedName(table);
  made.referredColumns = {"id"};
  return made;
}

/// An order's item refers to both of its tables; "order" needs quotes.
schema::MetaData shop() {
  auto item = tableOf("item", {rowId(), columnOf("price", TypeKind::Numeric, false)});
  item.columns[1].type.precision = 10;
  item.columns[1].type.scale = 2;
  item.columns[1].defaultExpression = "0";
  item.checks.push_back({"is_positive", "price >= 0"});
  auto order = tableOf("order", {rowId(), columnOf("customer", TypeKind::Text)});
  order.columns[1].type.length = 30;
  order.indexes.push_back({"by_customer", {{"customer", {}, true, {}}, {{}, "lower(customer)", false, {}}}, true, "customer <> ''", {}, {}});
  auto line = tableOf("a_line", {columnOf("order_id", TypeKind::Integer, false), columnOf("item_id", TypeKind::Integer, false)});
  line.primaryKey = schema::UniqueKey{"line_key", {"order_id", "item_id"}};
  line.foreignKeys = {key("order_id", "order"), key("item_id", "item", "of_item")};
  line.foreignKeys[0].onDelete = schema::ReferentialAction::Cascade;
  line.foreignKeys[1].deferrable = line.foreignKeys[1].initiallyDeferred = true;
  schema::MetaData metadata;
  for (auto* each : {&line, &item, &order}) metadata.add(*each);
  return metadata;
}

/// Each group has an owner, each user a group.
schema::MetaData cycle(const char* name) {
  auto groups = tableOf("groups", {rowId(), columnOf("owner_id", TypeKind::Integer)});
  groups.foreignKeys = {key("owner_id", "users", name)};
  auto users = tableOf("users", {rowId(), columnOf("group_id", TypeKind::Integer)});
  users.foreignKeys = {key("group_id", "groups", name)};
  auto alone = tableOf("alone", {rowId(), columnOf("parent_id", TypeKind::Integer)});
  alone.foreignKeys = {key("parent_id", "alone")};
  schema::MetaData metadata;
  for (auto* each : {&groups, &users, &alone}) metadata.add(*each);
  return metadata;
}

int countOf(const Texts& statements, const char* word) {
  return static_cast<int>(std::ranges::count_if(statements, [&](const std::string& text) { return text.starts_with(word); }));
}

}  // namespace

class TestSchemaStatements : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void makesTablesParentsFirst();
  void makesRowIdsIdentitiesElsewhere();
  void writesWhenKeysAreJudged();
  void writesIndexes();
  void addsTheKeysOfACycleLater();
  void keepsTheKeysOfACycleInPlaceWhereNothingCanBeAltered();
  void leavesOutWhatIsThere();
  void dropsChildrenFirst();
  void dropsTheKeysOfACycleFirst();
  void refusesACycleWithoutNames();
  void altersNoKeyFromOneCycleToAnother();
  void refusesATableWithoutColumns();
  void spellsTypes_data();
  void spellsTypes();
  void neverTrustsADeclaredType();
  void keepsTypesThatTablesOfOtherSchemasMayHave();
  void writesEnumsAndComments();
};

void TestSchemaStatements::makesTablesParentsFirst() {
  const Texts made = createStatements(shop(), sqliteDialect());
  QCOMPARE(made.size(), std::size_t{4});
  QCOMPARE(made[0], std::string("CREATE TABLE item (\n  id INTEGER PRIMARY KEY,\n  price NUMERIC(10, 2) DEFAULT 0 NOT NULL,\n"
                                "  CONSTRAINT is_positive CHECK (price >= 0)\n)"));
  QCOMPARE(made[1], std::string("CREATE TABLE \"order\" (\n  id INTEGER PRIMARY KEY,\n  customer VARCHAR(30)\n)"));
  QCOMPARE(made[3], std::string("CREATE TABLE a_line (\n  order_id INTEGER NOT NULL,\n  item_id INTEGER NOT NULL,\n  CONSTRAINT line_key PRIMARY KEY (order_id, item_id),\n"
                                "  FOREIGN KEY (order_id) REFERENCES \"order\" (id) ON DELETE CASCADE,\n"
                                "  CONSTRAINT of_item FOREIGN KEY (item_id) REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED\n)"));
}

void TestSchemaStatements::makesRowIdsIdentitiesElsewhere() {
  const Texts made = createStatements(shop(), postgresqlDialect());
  QCOMPARE(made[1], std::string("CREATE TABLE \"order\" (\n  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,\n  customer varchar(30),\n  PRIMARY KEY (id)\n)"));
}

/// SQLite judges keys row by row, and foreign keys as they say.
void TestSchemaStatements::writesWhenKeysAreJudged() {
  auto place = tableOf("place", {columnOf("id", TypeKind::Integer, false), columnOf("other", TypeKind::Integer)});
  place.primaryKey->deferrable = true;
  place.uniqueKeys = {{"late", {"other"}, true, true}, {{}, {"other", "id"}}};
  place.foreignKeys = {key("other", "place")};
  place.foreignKeys[0].deferrable = true;
  schema::MetaData metadata;
  metadata.add(place);
  QCOMPARE(createStatements(metadata, postgresqlDialect())[0],
           std::string("CREATE TABLE place (\n  id bigint NOT NULL,\n  other bigint,\n  PRIMARY KEY (id) DEFERRABLE,\n"
                       "  CONSTRAINT late UNIQUE (other) DEFERRABLE INITIALLY DEFERRED,\n  UNIQUE (other, id),\n  FOREIGN KEY (other) REFERENCES place (id) DEFERRABLE\n)"));
  QCOMPARE(createStatements(metadata, sqliteDialect())[0],
           std::string("CREATE TABLE place (\n  id INTEGER NOT NULL,\n  other INTEGER,\n  PRIMARY KEY (id),\n"
                       "  CONSTRAINT late UNIQUE (other),\n  UNIQUE (other, id),\n  FOREIGN KEY (other) REFERENCES place (id) DEFERRABLE\n)"));
}

void TestSchemaStatements::writesIndexes() {
  // To SQLite parentheses would be a part of the expression.
  QCOMPARE(createStatements(shop(), sqliteDialect())[2], std::string("CREATE UNIQUE INDEX by_customer ON \"order\" (customer DESC, lower(customer)) WHERE customer <> ''"));
  QCOMPARE(createStatements(shop(), postgresqlDialect())[2], std::string("CREATE UNIQUE INDEX by_customer ON \"order\" (customer DESC, (lower(customer))) WHERE customer <> ''"));
  auto attached = tableOf("t", {rowId()});
  attached.name.schema = "aux";
  attached.indexes.push_back({"i", {{"id", {}, false, {}}}, false, {}, {}, {}});
  schema::MetaData metadata;
  metadata.add(attached);
  QCOMPARE(createStatements(metadata, sqliteDialect())[1], std::string("CREATE INDEX aux.i ON t (id)"));
}

void TestSchemaStatements::addsTheKeysOfACycleLater() {  // Q2
  const Texts made = createStatements(cycle(""), postgresqlDialect());
  QCOMPARE(countOf(made, "CREATE TABLE"), 3);
  QCOMPARE(made.size(), std::size_t{5});
  QCOMPARE(made[3], std::string("ALTER TABLE groups ADD FOREIGN KEY (owner_id) REFERENCES users (id)"));
  QVERIFY(made[0].find("REFERENCES alone") != std::string::npos);
}

void TestSchemaStatements::keepsTheKeysOfACycleInPlaceWhereNothingCanBeAltered() {  // Q2
  const Texts made = createStatements(cycle(""), sqliteDialect());
  QCOMPARE(made.size(), std::size_t{3});
  QVERIFY(std::ranges::all_of(made, [](const std::string& text) { return text.find("REFERENCES") != std::string::npos; }));
}

void TestSchemaStatements::leavesOutWhatIsThere() {  // Q2
  const auto all = shop();
  QVERIFY(createStatements(all, sqliteDialect(), &all).empty());
  QCOMPARE(dropStatements(all, sqliteDialect(), &all).size(), std::size_t{3});
  const schema::MetaData nothing;
  QVERIFY(dropStatements(all, sqliteDialect(), &nothing).empty());
}

void TestSchemaStatements::dropsChildrenFirst() {
  QCOMPARE(dropStatements(shop(), sqliteDialect()), (Texts{"DROP TABLE a_line", "DROP TABLE \"order\"", "DROP TABLE item"}));
}

void TestSchemaStatements::dropsTheKeysOfACycleFirst() {  // Q2
  const Texts dropped = dropStatements(cycle("of_cycle"), postgresqlDialect());
  QCOMPARE(dropped[0], std::string("ALTER TABLE groups DROP CONSTRAINT of_cycle"));
  QCOMPARE(countOf(dropped, "DROP TABLE"), 3);
}

void TestSchemaStatements::refusesACycleWithoutNames() {  // Q2
  try {
    dropStatements(cycle(""), postgresqlDialect());
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::CircularDependency);
    QVERIFY(error.message().find("groups") != std::string::npos);
  }
  // Where no key can be dropped by itself, all wait for the end of the transaction.
  QCOMPARE(dropStatements(cycle(""), sqliteDialect()), (Texts{"PRAGMA defer_foreign_keys = ON", "DROP TABLE users", "DROP TABLE \"groups\"", "DROP TABLE alone"}));
}

void TestSchemaStatements::altersNoKeyFromOneCycleToAnother() {
  auto metadata = cycle("of_cycle");
  auto first = tableOf("first", {rowId(), columnOf("second_id", TypeKind::Integer), columnOf("user_id", TypeKind::Integer)});
  first.foreignKeys = {key("second_id", "second", "to_second"), key("user_id", "users")};
  auto second = tableOf("second", {rowId(), columnOf("first_id", TypeKind::Integer)});
  second.foreignKeys = {key("first_id", "first", "to_first")};
  metadata.add(first);
  metadata.add(second);
  const Texts made = createStatements(metadata, postgresqlDialect());
  QCOMPARE(countOf(made, "ALTER TABLE"), 4);
  QCOMPARE(countOf(dropStatements(metadata, postgresqlDialect()), "ALTER TABLE"), 4);
  const auto place = [&](const char* beginning) { return std::ranges::find_if(made, [&](const std::string& text) { return text.starts_with(beginning); }); };
  QVERIFY(place("CREATE TABLE users") < place("CREATE TABLE first"));
}

void TestSchemaStatements::refusesATableWithoutColumns() {
  schema::MetaData metadata;
  schema::Table empty;
  empty.name = QualifiedName("empty");
  metadata.add(empty);
  QVERIFY_THROWS_EXCEPTION(DbError, createStatements(metadata, sqliteDialect()));
}

void TestSchemaStatements::spellsTypes_data() {
  QTest::addColumn<ValueType>("type");
  QTest::addColumn<QString>("sqlite");
  QTest::addColumn<QString>("postgresql");
  const auto row = [](const char* name, const ValueType& type, const char* sqlite, const char* postgresql) { QTest::newRow(name) << type << sqlite << postgresql; };
  const auto numeric = [](std::optional<int> precision, std::optional<int> scale) {
    ValueType type = ValueType::of(TypeKind::Numeric);
    type.precision = precision;
    type.scale = scale;
    return type;
  };
  ValueType varchar = ValueType::of(TypeKind::Text), declared = ValueType::of(TypeKind::Text), odd = declared;
  varchar.length = 256;
  declared.declared = "character varying(7)[]";
  odd.declared = "text); --";
  row("unknown", {}, "", "text");
  row("boolean", ValueType::of(TypeKind::Boolean), "BOOLEAN", "boolean");
  row("integer", ValueType::of(TypeKind::Integer), "INTEGER", "bigint");
  row("real", ValueType::of(TypeKind::Real), "REAL", "double precision");
  row("numeric", numeric({}, {}), "NUMERIC", "numeric");
  row("numeric of a precision", numeric(10, {}), "NUMERIC(10)", "numeric(10)");
  row("numeric of precision and scale", numeric(10, 2), "NUMERIC(10, 2)", "numeric(10, 2)");
  row("text", ValueType::of(TypeKind::Text), "TEXT", "text");
  row("text of a length", varchar, "VARCHAR(256)", "varchar(256)");
  row("blob", ValueType::of(TypeKind::Blob), "BLOB", "bytea");
  row("date", ValueType::of(TypeKind::Date), "DATE", "date");
  row("time", ValueType::of(TypeKind::Time), "TIME", "time");
  row("timestamp", ValueType::of(TypeKind::Timestamp), "DATETIME", "timestamp");
  row("timestamp with a zone", ValueType::of(TypeKind::TimestampTz), "DATETIME", "timestamptz");
  row("interval", ValueType::of(TypeKind::Interval), "TEXT", "interval");
  row("uuid", ValueType::of(TypeKind::Uuid), "CHAR(36)", "uuid");
  row("json", ValueType::of(TypeKind::Json), "JSON", "jsonb");
  row("xml", ValueType::of(TypeKind::Xml), "TEXT", "xml");
  row("bits", ValueType::of(TypeKind::Bit), "TEXT", "bit varying");
  row("network", ValueType::of(TypeKind::Network), "TEXT", "inet");
  row("as declared", declared, "\"character varying(7)[]\"", "character varying(7)[]");
  row("declared, but no type", odd, "\"text); --\"", "text");
}

void TestSchemaStatements::spellsTypes() {
  QFETCH(ValueType, type);
  QFETCH(QString, sqlite);
  QFETCH(QString, postgresql);
  QCOMPARE(QString::fromStdString(sqliteDialect().ddl().columnType(type)), sqlite);
  QCOMPARE(QString::fromStdString(postgresqlDialect().ddl().columnType(type)), postgresql);
}

void TestSchemaStatements::keepsTypesThatTablesOfOtherSchemasMayHave() {
  schema::MetaData metadata;
  metadata.enums.push_back({QualifiedName("mood"), {"sad"}});
  metadata.add(tableOf("person", {rowId()}));
  const auto there = postgresqlDialect().withOptions({.schemaTranslateMap = {{"", "tenant"}}});
  QCOMPARE(createStatements(metadata, *there).front(), std::string("CREATE TYPE mood AS ENUM ('sad')"));
  QCOMPARE(dropStatements(metadata, *there), (Texts{"DROP TABLE tenant.person"}));
  schema::MetaData existing;
  existing.defaultSchema = "public";
  existing.enums.push_back({QualifiedName("public", "mood"), {"sad"}});
  QCOMPARE(createStatements(metadata, *there, &existing).size(), std::size_t{1});
}

void TestSchemaStatements::neverTrustsADeclaredType() {
  auto odd = tableOf("t", {columnOf("a", TypeKind::Text)});
  odd.columns[0].type.declared = "TEXT); DROP TABLE x; --";
  odd.primaryKey.reset();
  schema::MetaData metadata;
  metadata.add(odd);
  // SQLite takes any text in quotes.
  QCOMPARE(createStatements(metadata, sqliteDialect()), (Texts{"CREATE TABLE t (\n  a \"TEXT); DROP TABLE x; --\"\n)"}));
  QCOMPARE(createStatements(metadata, postgresqlDialect()), (Texts{"CREATE TABLE t (\n  a text\n)"}));
}

void TestSchemaStatements::writesEnumsAndComments() {
  auto mood = tableOf("person", {columnOf("mood", TypeKind::Text)});
  mood.comment = "who's there";
  mood.columns[0].type.declared = "mood";
  schema::MetaData metadata;
  metadata.enums.push_back({QualifiedName("mood"), {"sad", "it's ok"}});
  metadata.add(mood);
  const Texts made = createStatements(metadata, postgresqlDialect());
  QCOMPARE(made.front(), std::string("CREATE TYPE mood AS ENUM ('sad', 'it''s ok')"));
  QCOMPARE(made.back(), std::string("COMMENT ON TABLE person IS 'who''s there'"));
  QCOMPARE(dropStatements(metadata, postgresqlDialect()).back(), std::string("DROP TYPE mood"));
  QCOMPARE(createStatements(metadata, sqliteDialect()).size(), std::size_t{1});
}

JOINERY_TEST(TestSchemaStatements)
#include "tst_schema_statements.moc"
