// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "tests/support/test_program.h"

using namespace joinery;
using Access = Engine::Access;

namespace {

schema::Column column(const char* name, TypeKind kind, bool nullable = true) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  made.nullable = nullable;
  return made;
}

schema::Table table(const char* name, std::vector<schema::Column> more) {
  schema::Table made;
  made.name = QualifiedName(name);
  made.columns = {column("id", TypeKind::Integer, false)};
  made.columns[0].generation = schema::Generation::RowId;
  made.primaryKey = schema::UniqueKey{{}, {"id"}};
  for (auto& each : more) made.columns.push_back(std::move(each));
  return made;
}

schema::ForeignKey key(const char* column, const char* table) {
  schema::ForeignKey made;
  made.name = std::string("of_") + column;
  made.columns = {column};
  made.referredTable = QualifiedName(table);
  made.referredColumns = {"id"};
  made.onDelete = schema::ReferentialAction::SetNull;
  return made;
}

/// A cycle of two tables, one that refers to itself, one with every kind of column.
schema::MetaData tables() {
  auto groups = table("made_groups", {column("owner_id", TypeKind::Integer)});
  groups.foreignKeys = {key("owner_id", "made_users")};
  auto users = table("made_users", {column("group_id", TypeKind::Integer), column("email", TypeKind::Text, false)});
  users.foreignKeys = {key("group_id", "made_groups")};
  users.uniqueKeys = {{"one_email", {"email"}}};
  auto tree = table("made_tree", {column("parent_id", TypeKind::Integer)});
  tree.foreignKeys = {key("parent_id", "made_tree")};
  auto kinds = table("made_kinds", {column("a", TypeKind::Boolean), column("b", TypeKind::Real), column("c", TypeKind::Numeric), column("d", TypeKind::Text), column("e", TypeKind::Blob),
                                    column("f", TypeKind::Date), column("g", TypeKind::Time), column("h", TypeKind::Timestamp), column("i", TypeKind::Uuid), column("j", TypeKind::Json)});
  kinds.indexes.push_back({"made_index", {{"d", {}, true, {}}}, false, "a IS NOT NULL", {}, {}});
  schema::MetaData metadata;
  for (auto* each : {&groups, &users, &tree, &kinds}) metadata.add(*each);
  return metadata;
}

}  // namespace

class TestSchemaCreation : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void makesAndDropsTables_data();
  void makesAndDropsTables();

 private:
  QTemporaryDir m_folder;
};

void TestSchemaCreation::makesAndDropsTables_data() {
  QTest::addColumn<QString>("url");
  QTest::newRow("sqlite") << QString::fromStdString(Url::sqliteFile(m_folder.filePath(QStringLiteral("made.db")).toStdString()).toString());
  QTest::newRow("postgresql") << qEnvironmentVariable("JOINERY_TEST_POSTGRES");
}

void TestSchemaCreation::makesAndDropsTables() {
  QFETCH(QString, url);
  if (url.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(Url::parse(url.toStdString()), options);
  auto connection = engine->connect(Access::Write);
  const auto wanted = tables();
  createAll(*connection, engine->dialect(), wanted);
  const auto made = reflect(*connection, engine->dialect());
  for (const auto& each : wanted.tables()) {
    const auto found = made->find(each->name);
    QVERIFY2(found, each->name.name.c_str());
    QCOMPARE(found->columns.size(), each->columns.size());
    for (std::size_t i = 0; i < found->columns.size(); ++i) {
      QCOMPARE(found->columns[i].name, each->columns[i].name);
      QCOMPARE(found->columns[i].nullable, each->columns[i].nullable);
      const TypeKind kind = each->columns[i].type.kind;
      // SQLite would keep a column called UUID as numbers where it can.
      const bool isText = kind == TypeKind::Uuid && engine->dialect().name() == "sqlite";
      QCOMPARE(typeKindName(found->columns[i].type.kind), typeKindName(isText ? TypeKind::Text : kind));
    }
    QCOMPARE(found->foreignKeys.size(), each->foreignKeys.size());
    QCOMPARE(found->indexes.size(), each->indexes.size());
    QVERIFY(found->columns[0].hasGeneratedValue());
  }
  QCOMPARE(made->find(QualifiedName("made_users"))->uniqueKeys.size(), std::size_t{1});
  // Once more: everything is there.
  createAll(*connection, engine->dialect(), wanted);
  dropAll(*connection, engine->dialect(), wanted);
  const auto left = reflect(*connection, engine->dialect());
  for (const auto& each : wanted.tables()) QVERIFY(!left->find(each->name));
  dropAll(*connection, engine->dialect(), wanted);
}

JOINERY_TEST(TestSchemaCreation)
#include "tst_schema_creation.moc"
