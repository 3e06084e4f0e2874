// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/key_values.h"
#include "tests/orm/model/table_builder.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

QString labelOf(const TableBuilder& table) {
  const auto registry = registryOf({table});
  return QString::fromStdString(registry->models().front()->label);
}

std::string labelOfRow(const std::string& label, std::vector<Value> values) {
  values.resize(3);
  Model model = *registryOf({TableBuilder("t").key({"a"}).column("b").column("c}")})->models().front();
  model.label = label;
  RowBatchBuilder builder({{"a", {}}, {"b", {}}, {"c}", {}}});
  for (std::size_t i = 0; i < values.size(); ++i) builder.append(i, values[i]);
  builder.endRow();
  return rowLabel(model, *builder.build(), 0);
}

}  // namespace

class TestModel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void choosesALabel_data();
  void choosesALabel();
  void labelsARow();
  void leavesOutWhatStandsBesideNull();
  void takesTheFirstUniqueKeyWithoutNulls();
  void saysWhyRowsCannotBeChanged();
  void findsNamesAsTheEngineComparesThem();
  void namesTheNearestModels();
  void refusesASecondModelOfOneName();
  void takesAKeyByItsNames();
};

void TestModel::choosesALabel_data() {
  QTest::addColumn<QString>("found");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* expected, const TableBuilder& table) {
    QTest::newRow(expected) << labelOf(table) << QString::fromUtf8(expected);
  };
  row("{Name}", TableBuilder("Track").key({"TrackId"}).column("Title").column("Name"));
  row("{FirstName} {LastName}", TableBuilder("Employee").key({"Id"}).column("LastName").column("FirstName").column("Title"));
  row("{first_name} {surname}", TableBuilder("p").key({"id"}).column("first_name").column("surname").column("email"));
  row("{Title}", TableBuilder("Album").key({"AlbumId"}).column("Title"));
  row("{ProductName}", TableBuilder("Products").key({"ProductID"}).column("QuantityPerUnit").column("ProductName"));
  row("{CategoryName}", TableBuilder("Categories").key({"CategoryID"}).column("CategoryName").column("Description"));
  row("{CompanyName}", TableBuilder("Customers").key({"CustomerID"}).column("CompanyName").column("ContactTitle"));
  row("{RegionDescription}", TableBuilder("Regions").key({"RegionID"}).column("RegionDescription"));
  row("{email}", TableBuilder("account").key({"id"}).column("email").column("password"));
  row("{isbn}", TableBuilder("book").key({"id"}).column("isbn").unique({"isbn"}));
  row("{OrderID}", TableBuilder("Orders").key({"OrderID"}).column("ShipName").column("ShipCity"));
  row("{PlaylistId}, {TrackId}", TableBuilder("PlaylistTrack").key({"PlaylistId", "TrackId"}));
  row("{line}", TableBuilder("log").column("line"));
}

void TestModel::choosesALabel() {
  QFETCH(QString, found);
  QFETCH(QString, expected);
  QCOMPARE(found, expected);
}

void TestModel::labelsARow() {
  QCOMPARE(labelOfRow("{a} {b}", {Value::integer(7), Value::text("x,")}), std::string("7 x,"));
  QCOMPARE(labelOfRow("#{a} ({c}})", {Value::integer(7), Value::null(), Value::text("y")}), std::string("#7 (y)"));
}

void TestModel::leavesOutWhatStandsBesideNull() {
  QCOMPARE(labelOfRow("{a}, {b}", {Value::null(), Value::text("x")}), std::string("x"));
  QCOMPARE(labelOfRow("{a}, {b}", {Value::integer(7), Value::null()}), std::string("7"));
  QCOMPARE(labelOfRow("{a} {b}", {Value::null(), Value::null()}), std::string());
}

void TestModel::takesTheFirstUniqueKeyWithoutNulls() {  // T3
  const auto keyOf = [](const TableBuilder& table) { return registryOf({table})->models().front()->keyAttributes(); };
  QCOMPARE(keyOf(TableBuilder("t").key({"b", "a"})), (std::vector<std::string>{"b", "a"}));
  QCOMPARE(keyOf(TableBuilder("t").nullable("a").unique({"a"}).unique({"b"})), std::vector<std::string>{"b"});
  QCOMPARE(keyOf(TableBuilder("t").column("a", TypeKind::Text, false).uniqueIndex({"a"})), std::vector<std::string>{"a"});
  QVERIFY(keyOf(TableBuilder("t").nullable("a").unique({"a"})).empty());
}

void TestModel::saysWhyRowsCannotBeChanged() {  // T3
  const auto reasonOf = [](const TableBuilder& table) { return registryOf({table})->models().front()->readOnlyReason(); };
  QVERIFY(reasonOf(TableBuilder("t").key({"a"})).empty());
  QVERIFY(reasonOf(TableBuilder("t").column("a")).find("no primary key") != std::string::npos);
  QVERIFY(reasonOf(TableBuilder("t").column("a").kind(schema::TableKind::MaterializedView)).find("materialized view") != std::string::npos);
}

void TestModel::findsNamesAsTheEngineComparesThem() {
  const auto ignoring = registryOf(chinookTables(), true);
  const Model& album = ignoring->at("album");
  QCOMPARE(album.attribute("TITLE")->name, std::string("Title"));
  QCOMPARE(album.attributeIndex("artistid"), 2);
  QCOMPARE(album.relationship("ARTIST")->name, std::string("Artist"));
  const auto exact = registryOf(chinookTables(), false);
  QVERIFY(exact->at("Album").attribute("TITLE") == nullptr);
  QCOMPARE(exact->at("Album").attributeIndex("TITLE"), -1);
}

void TestModel::namesTheNearestModels() {
  const auto registry = registryOf(chinookTables());
  try {
    registry->at("Albun");
    QFAIL("an unknown model was found");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::InvalidRequest);
    QVERIFY(error.message().find("Albun") != std::string::npos);
    QVERIFY(error.hint.find("Album") != std::string::npos);
  }
}

void TestModel::refusesASecondModelOfOneName() {
  Registry registry(metadataOf({}), true);
  Model model;
  model.name = "Album";
  registry.add(model);
  model.name = "ALBUM";
  QVERIFY_THROWS_EXCEPTION(DbError, registry.add(model));
}

void TestModel::takesAKeyByItsNames() {  // T1, O3
  const auto registry = registryOf({TableBuilder("place").key({"y", "x"}).column("name")});
  const Model& place = registry->at("place");
  QCOMPARE(keyValues(place, {{"x", Value::integer(1)}, {"y", Value::integer(2)}}), (std::vector<Value>{Value::integer(2), Value::integer(1)}));
  const auto messageOf = [&](const std::map<std::string, Value>& values) {
    try {
      keyValues(place, values);
      return std::string("nothing was thrown");
    } catch (const DbError& error) {
      return errorKindName(error.kind()) + std::string(": ") + error.message();
    }
  };
  QCOMPARE(messageOf({{"x", Value::integer(1)}}), std::string("InvalidRequestError: a key of place needs y"));
  QCOMPARE(messageOf({{"x", Value::integer(1)}, {"y", Value::integer(2)}, {"name", Value::null()}}), std::string("InvalidRequestError: place.name is no part of the key"));
}

JOINERY_TEST(TestModel)
#include "tst_model.moc"
