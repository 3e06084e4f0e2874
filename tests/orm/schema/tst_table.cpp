// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/schema/metadata.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;

class TableTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsColumnsByTheirExactName();
  void isUniqueOverAKeyInAnyOrder();
  void isUniqueOverAWholeUniqueIndexOnly();
  void sortsTablesByNameWithTheDefaultSchemaFirst();
  void findsTablesOfTheDefaultSchemaWithoutIt();
};

namespace {

Table named(QualifiedName name) {
  Table table;
  table.name = std::move(name);
  return table;
}

Index::Part part(std::string column) {
  Index::Part part;
  part.column = std::move(column);
  return part;
}

MetaData threeTables() {
  MetaData metadata;
  metadata.defaultSchema = "public";
  metadata.add(named({"audit", "Alpha"}));
  metadata.add(named({"public", "Beta"}));
  metadata.add(named(QualifiedName("Alpha")));
  return metadata;
}

}  // namespace

void TableTest::findsColumnsByTheirExactName() {
  Table table;
  table.columns = {Column{}, Column{}};
  table.columns[1].name = "Id";
  QCOMPARE(table.column("Id"), &table.columns[1]);
  QVERIFY(!table.column("id"));
}

void TableTest::isUniqueOverAKeyInAnyOrder() {
  Table table;
  table.primaryKey = UniqueKey{"", {"a", "b"}};
  table.uniqueKeys = {{"", {"c"}}};
  QVERIFY(table.isUnique({"b", "a"}));
  QVERIFY(table.isUnique({"c"}));
  QVERIFY(!table.isUnique({"a"}));
  QVERIFY(!table.isUnique({"a", "b", "c"}));
  QVERIFY(!table.isUnique({}));
  QVERIFY(table.isPrimaryKeyColumn("b"));
  QVERIFY(!table.isPrimaryKeyColumn("c"));
}

void TableTest::isUniqueOverAWholeUniqueIndexOnly() {
  Index index;
  index.parts = {part("a")};
  Table table;
  table.indexes = {index};
  QVERIFY(!table.isUnique({"a"}));
  table.indexes[0].unique = true;
  QVERIFY(table.isUnique({"a"}));
  table.indexes[0].predicate = "a > 0";
  QVERIFY(!table.isUnique({"a"}));
  table.indexes[0].predicate.clear();
  table.indexes[0].parts.push_back({"", "lower(b)", false, ""});
  QVERIFY(!table.isUnique({"a"}));
}

void TableTest::sortsTablesByNameWithTheDefaultSchemaFirst() {
  const MetaData metadata = threeTables();
  QStringList names;
  for (const auto& table : metadata.tables()) names << QString::fromStdString(table->name.toString());
  QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("Alpha public.Beta audit.Alpha"));
}

void TableTest::findsTablesOfTheDefaultSchemaWithoutIt() {
  const MetaData metadata = threeTables();
  QVERIFY(metadata.find(QualifiedName("Beta")));
  QVERIFY(metadata.find({"public", "Alpha"}));
  QCOMPARE(metadata.find({"audit", "Alpha"})->name.schema, std::string("audit"));
  QVERIFY(!metadata.find({"audit", "Beta"}));
  QVERIFY(!metadata.find(QualifiedName("beta")));
}

JOINERY_TEST(TableTest)
#include "tst_table.moc"
