// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <set>
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/dialect/schema_statements.h"
#include "orm/difference/copied_tables.h"
#include "orm/difference/designed_type.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_edits.h"
#include "orm/engine/dialects.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

/// What a person does to a designed schema, as operations.
class SchemaEditsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void aLinkOfTwoTablesHasAKeyOfBoth();
  void aForeignKeyBringsItsColumn();
  void aForeignKeyOfAColumnThatIsThere();
  void aNewNameIsARename();
  void aColumnTakesWhatHoldsItAlong();
  void everyEditCanBeUndone();
  void aColumnMoves();
  void aTableOfAnotherEngineIsMappedAndItsDifferencesTold();
  void tablesThatReferToEachOtherAreCopiedWithTheirKeys();
  void typesAreReadAsTheEngineWould_data();
  void typesAreReadAsTheEngineWould();

 private:
  void make(const Operations& operations) { m_metadata = applied(m_metadata, operations, m_dialect); }
  const schema::Table& table(const char* name) const { return *m_metadata.find(QualifiedName(name)); }
  const Dialect& m_dialect = dialectFor("sqlite");
  schema::MetaData m_metadata;
};

void SchemaEditsTest::init() {
  m_metadata = {};
  m_metadata.defaultSchema = "main";
  for (const char* name : {"authors", "books"}) make(addTable(m_metadata, name, m_dialect));
}

void SchemaEditsTest::aLinkOfTwoTablesHasAKeyOfBoth() {
  make(linkTables(m_metadata, QualifiedName("authors"), QualifiedName("books"), m_dialect));
  const schema::Table& link = table("authors_books");
  QCOMPARE(link.primaryKey->columns, (std::vector<std::string>{"authors_id", "books_id"}));
  QCOMPARE(link.foreignKeys.size(), std::size_t(2));
  QCOMPARE(link.foreignKeys[1].referredTable, QualifiedName("books"));
  const auto statements = createStatements(m_metadata, m_dialect);
  QVERIFY(std::ranges::any_of(statements, [](const std::string& each) { return each.find("PRIMARY KEY (authors_id, books_id)") != std::string::npos; }));
  make(linkTables(m_metadata, QualifiedName("books"), QualifiedName("books"), m_dialect));
  QCOMPARE(table("books_books").primaryKey->columns, (std::vector<std::string>{"books_id", "books_id_2"}));
}

void SchemaEditsTest::aForeignKeyBringsItsColumn() {
  make(addForeignKey(m_metadata, QualifiedName("books"), QualifiedName("authors"), true, m_dialect));
  const schema::Column* column = table("books").column("authors_id");
  QVERIFY(column && column->nullable);
  QCOMPARE(column->type.declared, std::string("INTEGER"));
  QCOMPARE(column->generation, schema::Generation::None);
  QCOMPARE(table("books").foreignKeys.front().referredColumns, std::vector<std::string>{"id"});
  make(setKeyColumn(m_metadata, QualifiedName("authors"), "id", false, m_dialect));
  QVERIFY_THROWS_EXCEPTION(DbError, addForeignKey(m_metadata, QualifiedName("books"), QualifiedName("authors"), true, m_dialect));
}

void SchemaEditsTest::aForeignKeyOfAColumnThatIsThere() {
  const QualifiedName authors("authors"), books("books");
  make(addForeignKey(m_metadata, books, authors, true, m_dialect));
  QVERIFY_THROWS_EXCEPTION(DbError, referColumn(m_metadata, books, "authors_id", authors, "id", m_dialect));
  make(referColumn(m_metadata, books, "authors_id", books, "", m_dialect));
  QCOMPARE(table("books").foreignKeys.back().referredTable, books);
  QCOMPARE(table("books").foreignKeys.back().referredColumns, std::vector<std::string>{"id"});
  QCOMPARE(table("books").columns.size(), std::size_t(2));
  make(linkTables(m_metadata, authors, books, m_dialect));
  QVERIFY_THROWS_EXCEPTION(DbError, referColumn(m_metadata, books, "authors_id", QualifiedName("authors_books"), "", m_dialect));
  make(addForeignKey(m_metadata, authors, books, false, m_dialect, "authors_id"));
  QCOMPARE(table("authors").foreignKeys.back().referredColumns, std::vector<std::string>{"authors_id"});
  QVERIFY(!table("authors").columns.back().nullable);
}

void SchemaEditsTest::aNewNameIsARename() {
  schema::Column column = *table("books").column("id");
  column.name = "number";
  const Operations operations = changeColumn(m_metadata, QualifiedName("books"), "id", column, m_dialect);
  QCOMPARE(operations.size(), std::size_t(1));
  QVERIFY(std::holds_alternative<RenameColumn>(operations.front()));
  make(operations);
  QCOMPARE(table("books").primaryKey->columns, std::vector<std::string>{"number"});
}

void SchemaEditsTest::aColumnTakesWhatHoldsItAlong() {
  make(linkTables(m_metadata, QualifiedName("authors"), QualifiedName("books"), m_dialect));
  make(dropColumn(m_metadata, QualifiedName("books"), "id", m_dialect));
  QCOMPARE(table("authors_books").foreignKeys.size(), std::size_t(1));
  QVERIFY(!table("books").primaryKey);
  make(dropTable(m_metadata, QualifiedName("authors"), m_dialect));
  QVERIFY(table("authors_books").foreignKeys.empty());
}

void SchemaEditsTest::everyEditCanBeUndone() {
  make(linkTables(m_metadata, QualifiedName("authors"), QualifiedName("books"), m_dialect));
  const schema::MetaData before = m_metadata;
  schema::Column column = *table("books").column("id");
  column.name = "number";
  column.comment = "x";
  for (const Operations& each : {dropColumn(before, QualifiedName("books"), "id", m_dialect), dropTable(before, QualifiedName("books"), m_dialect),
                                 changeColumn(before, QualifiedName("books"), "id", column, m_dialect), addForeignKey(before, QualifiedName("books"), QualifiedName("authors"), false, m_dialect)})
    QVERIFY(applied(applied(before, each, m_dialect), inverse(each), m_dialect) == before);
}

void SchemaEditsTest::aColumnMoves() {
  make(addForeignKey(m_metadata, QualifiedName("books"), QualifiedName("authors"), true, m_dialect));
  make(moveColumn(m_metadata, QualifiedName("books"), 1, 0, m_dialect));
  QCOMPARE(table("books").columns.front().name, std::string("authors_id"));
  QCOMPARE(table("books").foreignKeys.size(), std::size_t(1));
}

void SchemaEditsTest::aTableOfAnotherEngineIsMappedAndItsDifferencesTold() {
  const Dialect& source = dialectFor("postgresql");
  schema::Table table;
  table.name = QualifiedName("public", "books");
  for (const auto& [name, type] : std::vector<std::pair<std::string, std::string>>{{"id", "uuid"}, {"title", "character varying(40)"}, {"made", "timestamp with time zone"}}) {
    schema::Column column;
    column.name = name;
    column.type = designedType(type, {}, source);
    table.columns.push_back(column);
  }
  table.foreignKeys.push_back({{}, {"id"}, QualifiedName("nowhere"), {"id"}});
  schema::MetaData from;
  from.defaultSchema = "public";
  from.add(table);
  const CopiedTables copied = copyTables(from, source, {table.name}, m_metadata, m_dialect);
  make(copied.operations);
  const schema::Table& made = *m_metadata.find(QualifiedName("books_2"));
  QCOMPARE(made.columns[1].type.declared, std::string("VARCHAR(40)"));
  QCOMPARE(made.columns[2].type.declared, std::string("DATETIME"));
  QVERIFY(made.foreignKeys.empty());
  for (const char* words : {"books_2", "uuid becomes TEXT", "VARCHAR(40)", "nowhere"})
    QVERIFY2(std::ranges::any_of(copied.differences, [&](const std::string& each) { return each.find(words) != std::string::npos; }), words);
}

void SchemaEditsTest::tablesThatReferToEachOtherAreCopiedWithTheirKeys() {
  schema::MetaData from;
  from.defaultSchema = "main";
  for (const auto& [name, other] : std::vector<std::pair<std::string, std::string>>{{"authors", "town"}, {"town", "authors"}}) {
    schema::Table table;
    table.name = QualifiedName("main", name);
    for (const char* each : {"id", "other"}) {
      table.columns.emplace_back().name = each;
      table.columns.back().type = designedType("INTEGER", {}, m_dialect);
    }
    table.primaryKey = schema::UniqueKey{{}, {"id"}};
    table.foreignKeys = {{{}, {"other"}, QualifiedName(other), {"id"}}, {{}, {"id"}, QualifiedName(name), {"id"}}};
    from.add(table);
  }
  const CopiedTables copied = copyTables(from, m_dialect, {QualifiedName("main", "authors"), QualifiedName("main", "town")}, m_metadata, m_dialect);
  make(copied.operations);
  // To the copy, not to the table whose name it had.
  std::set<std::string> referred;
  for (const auto& key : table("town").foreignKeys) referred.insert(key.referredTable.name);
  QCOMPARE(referred, (std::set<std::string>{"authors_2", "town"}));
  QCOMPARE(table("authors_2").foreignKeys.size(), std::size_t(2));
}

void SchemaEditsTest::typesAreReadAsTheEngineWould_data() {
  QTest::addColumn<QByteArray>("engine");
  QTest::addColumn<QByteArray>("declared");
  QTest::addColumn<int>("kind");
  QTest::addColumn<bool>("known");
  const auto row = [](const char* engine, const char* declared, TypeKind kind, bool known) {
    QTest::addRow("%s: %s", engine, declared) << QByteArray(engine) << QByteArray(declared) << static_cast<int>(kind) << known;
  };
  row("postgresql", "int4", TypeKind::Integer, true);
  row("postgresql", "VARCHAR(20)", TypeKind::Text, true);
  row("postgresql", "timestamptz", TypeKind::TimestampTz, true);
  row("postgresql", "numeric(10,2)", TypeKind::Numeric, true);
  row("postgresql", "text[]", TypeKind::Array, true);
  row("postgresql", "mood", TypeKind::Enum, true);
  row("postgresql", "wobble", TypeKind::Unknown, false);
  row("postgresql", "int) DROP", TypeKind::Unknown, false);
  row("sqlite", "NVARCHAR(20)", TypeKind::Text, true);
  row("sqlite", "BOOLEAN", TypeKind::Boolean, true);
}

void SchemaEditsTest::typesAreReadAsTheEngineWould() {
  QFETCH(QByteArray, engine);
  QFETCH(QByteArray, declared);
  QFETCH(int, kind);
  QFETCH(bool, known);
  schema::MetaData metadata;
  metadata.enums.push_back({QualifiedName("mood"), {"glad"}});
  const Dialect& dialect = dialectFor(engine.toStdString());
  if (known) QCOMPARE(static_cast<int>(designedType(declared.toStdString(), metadata, dialect).kind), kind);
  QCOMPARE(isKnownType(declared.toStdString(), false, metadata, dialect), known);
}

JOINERY_TEST(SchemaEditsTest)
#include "tst_schema_edits.moc"
