// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "engine_test.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
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
  users.uniqueKeys = {{"one_email", {"email"}, true, true}};
  auto tree = table("made_tree", {column("parent_id", TypeKind::Integer)});
  tree.foreignKeys = {key("parent_id", "made_tree")};
  auto kinds = table("made_kinds", {column("a", TypeKind::Boolean), column("b", TypeKind::Real), column("c", TypeKind::Numeric), column("d", TypeKind::Text), column("e", TypeKind::Blob),
                                    column("f", TypeKind::Date), column("g", TypeKind::Time), column("h", TypeKind::Timestamp), column("i", TypeKind::Uuid), column("j", TypeKind::Json)});
  kinds.indexes.push_back({"made_index", {{"d", {}, true, {}}}, false, "a IS NOT NULL", {}, {}});
  schema::MetaData metadata;
  for (auto* each : {&groups, &users, &tree, &kinds}) metadata.add(*each);
  return metadata;
}

/// Q2's cycle: a group has an owner and a leader, a user a group. @param name of the keys, empty for none
schema::MetaData cycle(const char* name) {
  const auto named = [&](const char* column, const char* other) {
    schema::ForeignKey made = key(column, other);
    made.name = *name ? name + std::string(column) : std::string();
    made.onDelete = schema::ReferentialAction::NoAction;
    return made;
  };
  auto groups = table("cycle_groups", {column("owner_id", TypeKind::Integer), column("leader_id", TypeKind::Integer)});
  groups.foreignKeys = {named("owner_id", "cycle_users"), named("leader_id", "cycle_users")};
  auto users = table("cycle_users", {column("group_id", TypeKind::Integer)});
  users.foreignKeys = {named("group_id", "cycle_groups")};
  schema::MetaData metadata;
  metadata.add(groups);
  metadata.add(users);
  return metadata;
}

std::size_t countOf(Engine& engine, std::uint64_t after, const char* beginning) {
  return static_cast<std::size_t>(std::ranges::count_if(engine.log().statements(after), [&](const auto& each) { return each.sql.starts_with(beginning); }));
}

std::uint64_t lastOf(Engine& engine) { return engine.log().statements().back().number; }

/// Opens a further database under the name of a schema, where schemas are files.
class AttachingListener : public EngineListener {
 public:
  void connected(Connection& connection) override { connection.execute("ATTACH DATABASE ':memory:' AS sharedbackend"); }
};

}  // namespace

class TestSchemaCreation : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void makesAndDropsTables_data();
  void makesAndDropsTables();
  void dropsACycleWithItsRows_data() { makesAndDropsTables_data(); }
  void dropsACycleWithItsRows();
  void refusesToDropACycleWithoutNames_data() { makesAndDropsTables_data(); }
  void refusesToDropACycleWithoutNames();
  void makesTablesWhereTheMapSays_data() { makesAndDropsTables_data(); }
  void makesTablesWhereTheMapSays();

 private:
  std::shared_ptr<Engine> engine(const QString& url, Engine::Options options = {}) const;
  QTemporaryDir m_folder;
};

std::shared_ptr<Engine> TestSchemaCreation::engine(const QString& url, Engine::Options options) const {
  options.createIfMissing = true;
  return Engine::create(Url::parse(url.toStdString()), std::move(options));
}

void TestSchemaCreation::makesAndDropsTables_data() {
  QTest::addColumn<QString>("url");
  QTest::newRow("sqlite") << QString::fromStdString(Url::sqliteFile(m_folder.filePath(QStringLiteral("made.db")).toStdString()).toString());
  QTest::newRow("postgresql") << qEnvironmentVariable("JOINERY_TEST_POSTGRES");
}

void TestSchemaCreation::makesAndDropsTables() {
  QFETCH(QString, url);
  if (url.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  const auto database = engine(url);
  auto connection = database->connect(Access::Write);
  const auto wanted = tables();
  createAll(*connection, database->dialect(), wanted);
  const auto made = reflect(*connection, database->dialect());
  for (const auto& each : wanted.tables()) {
    const auto found = made->find(each->name);
    QVERIFY2(found, each->name.name.c_str());
    QCOMPARE(found->columns.size(), each->columns.size());
    for (std::size_t i = 0; i < found->columns.size(); ++i) {
      QCOMPARE(found->columns[i].name, each->columns[i].name);
      QCOMPARE(found->columns[i].nullable, each->columns[i].nullable);
      const TypeKind kind = each->columns[i].type.kind;
      // SQLite would keep a column called UUID as numbers where it can.
      const bool isText = kind == TypeKind::Uuid && database->dialect().name() == "sqlite";
      QCOMPARE(typeKindName(found->columns[i].type.kind), typeKindName(isText ? TypeKind::Text : kind));
    }
    QCOMPARE(found->foreignKeys.size(), each->foreignKeys.size());
    QCOMPARE(found->indexes.size(), each->indexes.size());
    QVERIFY(found->columns[0].hasGeneratedValue());
  }
  const auto keys = made->find(QualifiedName("made_users"))->uniqueKeys;
  QCOMPARE(keys.size(), std::size_t{1});
  QCOMPARE(keys[0].initiallyDeferred, database->dialect().name() == "postgresql");
  // Once more: everything is there.
  createAll(*connection, database->dialect(), wanted);
  dropAll(*connection, database->dialect(), wanted);
  const auto left = reflect(*connection, database->dialect());
  for (const auto& each : wanted.tables()) QVERIFY(!left->find(each->name));
  dropAll(*connection, database->dialect(), wanted);
}

void TestSchemaCreation::dropsACycleWithItsRows() {  // Q2
  QFETCH(QString, url);
  if (url.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  const auto database = engine(url);
  const bool isSqlite = database->url().isSqlite();
  const auto connection = database->connect(Access::Write);
  const auto wanted = cycle("of_");
  createAll(*connection, database->dialect(), wanted);
  QCOMPARE(countOf(*database, 0, "CREATE TABLE"), std::size_t{2});
  QCOMPARE(countOf(*database, 0, "ALTER TABLE"), std::size_t{isSqlite ? 0U : 3U});
  auto last = lastOf(*database);
  createAll(*connection, database->dialect(), wanted);
  QCOMPARE(countOf(*database, last, "CREATE"), std::size_t{0});
  for (const char* sql : {"INSERT INTO cycle_groups (id) VALUES (1)", "INSERT INTO cycle_users (id, group_id) VALUES (1, 1)", "UPDATE cycle_groups SET owner_id = 1"}) connection->execute(sql);
  last = lastOf(*database);
  const auto warnings = dropAll(*connection, database->dialect(), wanted);
  QCOMPARE(warnings.size(), std::size_t{isSqlite ? 1U : 0U});
  if (isSqlite) QVERIFY(warnings[0].find("cycle_groups, cycle_users") != std::string::npos);
  QCOMPARE(countOf(*database, last, "ALTER TABLE"), std::size_t{isSqlite ? 0U : 3U});
  QVERIFY(!reflect(*connection, database->dialect())->find(QualifiedName("cycle_users")));
}

void TestSchemaCreation::refusesToDropACycleWithoutNames() {  // Q2
  QFETCH(QString, url);
  if (url.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  const auto database = engine(url);
  const auto connection = database->connect(Access::Write);
  createAll(*connection, database->dialect(), cycle(""));
  if (database->url().isSqlite()) {
    dropAll(*connection, database->dialect(), cycle(""));
    QVERIFY(!reflect(*connection, database->dialect())->find(QualifiedName("cycle_users")));
    return;
  }
  const auto error = errorOf([&] { dropAll(*connection, database->dialect(), cycle("")); });
  for (const char* name : {"cycle_groups", "cycle_users"}) connection->execute(std::string("DROP TABLE ") + name + " CASCADE");
  QVERIFY(error);
  QCOMPARE(error->kind(), ErrorKind::CircularDependency);
}

void TestSchemaCreation::makesTablesWhereTheMapSays() {  // O8
  QFETCH(QString, url);
  if (url.isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  Engine::Options options;
  options.execution.schemaTranslateMap = {{"", "sharedbackend"}};
  if (url.startsWith(QStringLiteral("sqlite"))) options.listeners = {std::make_shared<AttachingListener>()};
  const auto database = engine(url, options);
  const auto connection = database->connect(Access::Write);
  if (options.listeners.empty()) connection->execute("CREATE SCHEMA sharedbackend");
  auto wanted = tables();
  createAll(*connection, database->dialect(), wanted);
  QCOMPARE(countOf(*database, 0, "CREATE TABLE sharedbackend."), std::size_t{4});
  QCOMPARE(number(*connection, "SELECT count(*) FROM sharedbackend.made_users"), 0);
  QVERIFY(!reflect(*connection, database->dialect())->find(QualifiedName("made_users")));
  const auto last = lastOf(*database);
  createAll(*connection, database->dialect(), wanted);
  QCOMPARE(countOf(*database, last, "CREATE"), std::size_t{0});
  dropAll(*connection, database->dialect(), wanted);
  QVERIFY(errorOf([&] { number(*connection, "SELECT count(*) FROM sharedbackend.made_users"); }));
  if (options.listeners.empty()) connection->execute("DROP SCHEMA sharedbackend");
}

JOINERY_TEST(TestSchemaCreation)
#include "tst_schema_creation.moc"
