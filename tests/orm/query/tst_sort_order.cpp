// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/query/model_select.h"
#include "orm/query/sort_order.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

std::string sortedStatement(const Registry& registry, const char* modelName, const std::vector<std::string>& sorts) {
  const Model& model = registry.at(modelName);
  std::vector<SortKey> keys;
  for (const std::string& sort : sorts) keys.push_back(parseSortKey(sort, registry, model));
  const sql::Select select = selectModel(model, "t", std::vector{model.attributes.front().name});
  const CompiledSort sort = compileSort(keys, registry, model, select.data().from);
  return sqliteDialect().compile(select.from(sort.from).orderBy(sort.orderBy)).sql;
}

}  // namespace

class TestSortOrder : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsDirectionPathAndNulls_data();
  void readsDirectionPathAndNulls();
  void joinsEachPathOnce();
  void joinsATableToItself();
  void refusesCollections();
  void namesTheNearestNames();
};

void TestSortOrder::readsDirectionPathAndNulls_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("canonical");
  const auto row = [](const char* text, const char* canonical) {
    QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(canonical);
  };
  row("Name", "+Name");
  row("+Name", "+Name");
  row("-name", "-Name");
  row("+Name:first", "+Name:first");
  row("-Name:last", "-Name:last");
  row("+Album.Artist.Name", "+Album.Artist.Name");
}

void TestSortOrder::readsDirectionPathAndNulls() {
  QFETCH(QString, text);
  QFETCH(QString, canonical);
  const auto registry = registryOf(chinookTables());
  const SortKey key = parseSortKey(text.toStdString(), *registry, registry->at("Track"));
  QCOMPARE(QString::fromStdString(key.toString()), canonical);
}

void TestSortOrder::joinsEachPathOnce() {
  const auto registry = registryOf(chinookTables());
  const std::string sql = sortedStatement(*registry, "Track", {"+Album.Artist.Name", "-Album.Title", "+Name"});
  QCOMPARE(QString::fromStdString(sql).count(QStringLiteral("LEFT JOIN")), 2);
  QVERIFY2(sql.find("ORDER BY") != std::string::npos, sql.c_str());
  const std::string plain = sortedStatement(*registry, "Track", {"+Name"});
  QVERIFY2(plain.find("JOIN") == std::string::npos, plain.c_str());
}

void TestSortOrder::joinsATableToItself() {
  const auto registry = registryOf(chinookTables());
  const std::string sql = sortedStatement(*registry, "Employee", {"+ReportsTo_Employee.ReportsTo_Employee.LastName"});
  QVERIFY2(sql.find("Employee_2") != std::string::npos, sql.c_str());
}

void TestSortOrder::refusesCollections() {
  const auto registry = registryOf(chinookTables());
  QVERIFY_THROWS_EXCEPTION(DbError, parseSortKey("+Album.Title", *registry, registry->at("Artist")));
  QVERIFY_THROWS_EXCEPTION(DbError, parseSortKey("+Artist", *registry, registry->at("Album")));
  QVERIFY_THROWS_EXCEPTION(DbError, parseSortKey("-", *registry, registry->at("Album")));
}

void TestSortOrder::namesTheNearestNames() {
  const auto registry = registryOf(chinookTables());
  try {
    parseSortKey("+Artist.Nmae", *registry, registry->at("Album"));
    QFAIL("an unknown column was sorted by");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
    QVERIFY(error.message().find("+Artist.Nmae") != std::string::npos);
    QVERIFY(error.hint.find("Name") != std::string::npos);
  }
}

JOINERY_TEST(TestSortOrder)
#include "tst_sort_order.moc"
