// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <functional>

#include "orm/core/db_error.h"
#include "orm/dialect/sqlite/sqlite_dialect.h"
#include "orm/model/mapping.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace std::string_literals;

namespace {

std::string columnsOf(const schema::Table& table) {
  std::string names;
  for (const schema::Column& column : table.columns) names += (names.empty() ? "" : " ") + column.name;
  return names;
}

schema::Table tableNamed(const char* name, const std::vector<Mixin>& mixins) {
  schema::Table table;
  table.name = QualifiedName(name);
  schema::Column column;
  column.name = "name";
  table.columns = {column};
  declareColumns(table, mixins);
  return table;
}

std::shared_ptr<const Registry> mapped(const schema::Table& table, const ModelMapping& mapping) {
  auto metadata = std::make_shared<schema::MetaData>();
  metadata->add(table);
  return mapModels(metadata, {mapping});
}

std::string made(const Model& model, const char* attribute) {
  const auto* make = std::get_if<std::function<Value()>>(&model.attribute(attribute)->onInsert);
  return make ? std::string((*make)().bytes()) : "nothing"s;
}

}  // namespace

/// Mixins declare columns, and say what fills them.
class MixinTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void declaresKeysFirst();
  void keepsWhatTheTableHas();
  void makesKeysInTheProgram();
  void leavesOtherKeysToTheDatabase();
  void fillsTimestamps();
  void namesVersionAndDeletion();
  void givesWayToTheMapping();
  void refusesATableWithoutItsColumns();
};

void MixinTest::declaresKeysFirst() {
  const schema::Table table = tableNamed("notes", {Mixin::timestamps(), Mixin::softDelete(), Mixin::integerKey(), Mixin::rowVersion()});
  QCOMPARE(columnsOf(table), "id name created_at updated_at deleted_at version"s);
  QVERIFY(table.primaryKey->columns == std::vector<std::string>{"id"});
  QVERIFY(!table.column("id")->nullable && table.column("deleted_at")->nullable);
}

void MixinTest::keepsWhatTheTableHas() {
  schema::Table table = tableNamed("notes", {Mixin::integerKey()});
  declareColumns(table, {Mixin::clientUuidKey(), Mixin::softDelete("gone_at")});
  QCOMPARE(columnsOf(table), "id name gone_at"s);
  QVERIFY(table.column("id")->type.kind == TypeKind::Integer);
}

void MixinTest::makesKeysInTheProgram() {
  const std::vector<Mixin> mixins{Mixin::prefixedUid("notes")};
  const auto registry = mapped(tableNamed("notes", mixins), {.name = "Note", .table = QualifiedName("notes"), .mixins = mixins});
  const std::string first = made(registry->at("Note"), "uid");
  QVERIFY2(first.starts_with("notes_") && first.size() == 42 && first[20] == '4', first.c_str());
  QVERIFY(first != made(registry->at("Note"), "uid"));
  QVERIFY(registry->at("Note").attribute("uid")->isKey);
  const std::vector<Mixin> plain{Mixin::clientUuidKey()};
  QCOMPARE(made(mapped(tableNamed("notes", plain), {.name = "Note", .table = QualifiedName("notes"), .mixins = plain})->at("Note"), "id").size(), std::size_t{36});
}

void MixinTest::leavesOtherKeysToTheDatabase() {
  for (const Mixin& mixin : {Mixin::integerKey(), Mixin::serverUuidKey(sqliteDialect())}) {
    const auto registry = mapped(tableNamed("notes", {mixin}), {.name = "Note", .table = QualifiedName("notes"), .mixins = {mixin}});
    QCOMPARE(made(registry->at("Note"), "id"), "nothing"s);
    QVERIFY(registry->at("Note").attribute("id")->column.hasGeneratedValue());
  }
}

void MixinTest::fillsTimestamps() {
  const std::vector<Mixin> mixins{Mixin::integerKey(), Mixin::timestamps()};
  const auto registry = mapped(tableNamed("notes", mixins), {.name = "Note", .table = QualifiedName("notes"), .mixins = mixins});
  const Model& note = registry->at("Note");
  QVERIFY(note.attribute("created_at")->column.hasGeneratedValue() && note.attribute("updated_at")->column.hasGeneratedValue());
  QVERIFY(std::holds_alternative<sql::Expression>(note.attribute("updated_at")->onUpdate));
  QVERIFY(std::holds_alternative<std::monostate>(note.attribute("created_at")->onUpdate));
  QVERIFY(!tableNamed("notes", {Mixin::timestamps(Mixin::NeverUpdated::Null)}).column("updated_at")->defaultExpression);
}

void MixinTest::namesVersionAndDeletion() {
  const std::vector<Mixin> mixins{Mixin::integerKey(), Mixin::rowVersion("edition"), Mixin::softDelete()};
  const auto registry = mapped(tableNamed("notes", mixins), {.name = "Note", .table = QualifiedName("notes"), .mixins = mixins});
  QCOMPARE(registry->at("Note").versionAttribute, "edition"s);
  QCOMPARE(registry->at("Note").deletedAttribute, "deleted_at"s);
}

void MixinTest::givesWayToTheMapping() {
  const std::vector<Mixin> mixins{Mixin::clientUuidKey()};
  const auto registry = mapped(tableNamed("notes", mixins), {.name = "Note", .table = QualifiedName("notes"), .onInsert = {{"id", Value::text("same")}}, .mixins = mixins});
  QVERIFY(std::holds_alternative<Value>(registry->at("Note").attribute("id")->onInsert));
}

void MixinTest::refusesATableWithoutItsColumns() {
  try {
    mapped(tableNamed("notes", {Mixin::integerKey()}), {.name = "Note", .table = QualifiedName("notes"), .mixins = {Mixin::softDelete()}});
    QFAIL("the table has no such column");
  } catch (const DbError& error) {
    QVERIFY(error.kind() == ErrorKind::Mapping);
    QCOMPARE(error.message(), "model Note has no attribute \"deleted_at\""s);
  }
}

JOINERY_TEST(MixinTest)
#include "tst_mixin.moc"
