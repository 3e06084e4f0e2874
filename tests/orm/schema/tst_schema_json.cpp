// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/schema/schema_json.h"
#include "random_members.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;
using namespace joinery::test;

/// Schemas as JSON documents.
class SchemaJsonTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everythingComesBackAsItWas();
  void whatIsUsualIsLeftOut();
  void identitiesAreReadAsEarlierOutputHadThem();
  void unknownKeysArePassedOver();
  void mistakesAreToldByTheirPlace_data();
  void mistakesAreToldByTheirPlace();
};

namespace {

MetaData read(const char* text) {
  const Json json = parseJson(text);
  return schemaFromJson(JsonPlace(json, "schema"));
}

}  // namespace

void SchemaJsonTest::everythingComesBackAsItWas() {
  for (unsigned seed = 0; seed < 1'000; ++seed) {
    const MetaData metadata = RandomMembers(seed).metadata();
    const std::string text = schemaToJson(metadata).dump();
    const Json json = parseJson(text);
    const MetaData back = schemaFromJson(JsonPlace(json, "schema"));
    QVERIFY2(back == metadata, ("seed " + std::to_string(seed) + "\n" + text + "\n" + schemaToJson(back).dump()).c_str());
  }
}

void SchemaJsonTest::whatIsUsualIsLeftOut() {
  MetaData metadata;
  metadata.defaultSchema = "main";
  metadata.schemas = {"main"};
  Table table;
  table.name = QualifiedName("Album");
  table.columns.resize(1);
  table.columns[0].name = "Title";
  table.columns[0].type = ValueType{TypeKind::Text, "NVARCHAR(160)", 160, {}, {}, {}, true};
  table.foreignKeys = {{"", {"ArtistId"}, {"other", "Artist"}, {"ArtistId"}}};
  metadata.add(table);
  QCOMPARE(schemaToJson(metadata).dump(),
           std::string(R"j({"default_schema":"main","schemas":["main"],"enums":[],"tables":[{"name":"Album","kind":"table","columns":[{"name":"Title","type":"NVARCHAR(160)",)j"
                       R"j("kind":"text","length":160,"per_cell":true,"nullable":true}],"primary_key":null,"unique":[],"foreign_keys":[{"columns":["ArtistId"],)j"
                       R"j("refers":{"schema":"other","name":"Artist"},"to":["ArtistId"],"on_delete":"NO ACTION","on_update":"NO ACTION"}],"checks":[],"indexes":[],"triggers":[]}]})j"));
}

void SchemaJsonTest::identitiesAreReadAsEarlierOutputHadThem() {
  const MetaData metadata = read(R"({"tables": [{"name": "a", "columns": [{"name": "id", "identity": true}, {"name": "x", "computed": "id + 1"}]}]})");
  const Table& table = *metadata.tables().front();
  QCOMPARE(table.columns[0].generation, Generation::IdentityByDefault);
  QCOMPARE(table.columns[1].generation, Generation::StoredExpression);
  QCOMPARE(table.columns[1].generationExpression, std::string("id + 1"));
}

void SchemaJsonTest::unknownKeysArePassedOver() {
  const MetaData metadata = read(R"({"drawn": 1, "tables": [{"name": "a", "colour": "red"}]})");
  QVERIFY(metadata.find(QualifiedName("a")));
}

void SchemaJsonTest::mistakesAreToldByTheirPlace_data() {
  QTest::addColumn<QByteArray>("document");
  QTest::addColumn<QByteArray>("message");
  const auto row = [](const char* name, const char* document, const char* message) { QTest::newRow(name) << QByteArray(document) << QByteArray(message); };
  row("no object", "[]", "schema: it takes an object, not []");
  row("no name", R"({"tables": [{"columns": []}]})", "schema at /tables/0: \"name\" is missing");
  row("a number for a text", R"({"tables": [{"name": 1}]})", "schema at /tables/0/name: it takes a text, not 1");
  row("an unknown kind", R"({"tables": [{"name": "a", "kind": "desk"}]})", "schema at /tables/0/kind: \"desk\" is none of: table, view, materialized view, virtual table, foreign table, partitioned table");
  row("a key of unequal lists", R"({"tables": [{"name": "a", "foreign_keys": [{"columns": ["x"], "refers": "b", "to": ["y", "z"]}]}]})",
      "schema at /tables/0/foreign_keys/0: the foreign key has 1 columns and refers to 2");
  row("a table twice", R"({"default_schema": "main", "tables": [{"name": "a"}, {"name": "a", "schema": "main"}]})", "schema at /tables/1: the table main.a is there twice");
  row("a deferral", R"({"tables": [{"name": "a", "unique": [{"columns": ["x"], "deferrable": "later"}]}]})",
      "schema at /tables/0/unique/0/deferrable: \"later\" is neither \"initially deferred\" nor \"initially immediate\"");
}

void SchemaJsonTest::mistakesAreToldByTheirPlace() {
  QFETCH(const QByteArray, document);
  QFETCH(const QByteArray, message);
  try {
    read(document.constData());
    QFAIL("nothing was thrown");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Argument);
    QCOMPARE(QByteArray::fromStdString(error.message()), message);
  }
}

JOINERY_TEST(SchemaJsonTest)
#include "tst_schema_json.moc"
