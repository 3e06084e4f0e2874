// SPDX-License-Identifier: GPL-3.0-or-later
#include "user_database.h"

#include <algorithm>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/schema_creation.h"
#include "orm/repository/entity_repository.h"
#include "orm/sql/function.h"

namespace joinery::test {

namespace {

schema::Column column(const char* name, TypeKind kind = TypeKind::Text) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  return made;
}

schema::Table tableOf(const char* name, std::vector<schema::Column> columns, const std::vector<Mixin>& mixins) {
  schema::Table made;
  made.name = QualifiedName(name);
  made.columns = std::move(columns);
  declareColumns(made, mixins);
  return made;
}

schema::ForeignKey refers(const char* from, const char* table, const char* to) {
  schema::ForeignKey made;
  made.columns = {from};
  made.referredTable = QualifiedName(table);
  made.referredColumns = {to};
  return made;
}

std::vector<Mixin> mixinsOf(const std::string& table) { return {Mixin::prefixedUid(table), Mixin::timestamps(Mixin::NeverUpdated::Null), Mixin::softDelete(), Mixin::rowVersion()}; }

schema::Table seats() {
  schema::Table made = tableOf("seats", {column("row"), column("number", TypeKind::Integer), column("holder")}, {});
  made.columns[0].nullable = made.columns[1].nullable = false;
  made.primaryKey = schema::UniqueKey{{}, {"row", "number"}};
  return made;
}

schema::MetaData tables(const Dialect& dialect) {
  schema::MetaData metadata;
  metadata.add(EntityRepository::table());
  schema::Table users = tableOf("users", {column("name"), column("email"), column("age", TypeKind::Integer)}, mixinsOf("users"));
  users.uniqueKeys = {{{}, {"email"}}};
  metadata.add(users);
  schema::Table addresses = tableOf("addresses", {column("user_uid"), column("type")}, {Mixin::integerKey()});
  addresses.foreignKeys = {refers("user_uid", "users", "uid")};
  metadata.add(addresses);
  schema::Table rooms = tableOf("rooms", {column("address_id", TypeKind::Integer), column("name"), column("made_at", TypeKind::Timestamp)}, {Mixin::serverUuidKey(dialect)});
  rooms.foreignKeys = {refers("address_id", "addresses", "id")};
  metadata.add(rooms);
  metadata.add(seats());
  schema::Table pets = tableOf("pets", {column("kind"), column("name"), column("friend_id", TypeKind::Integer)}, {Mixin::integerKey()});
  pets.foreignKeys = {refers("friend_id", "pets", "id")};
  metadata.add(pets);
  return metadata;
}

RelationshipMapping related(const char* name, const char* to, const char* back) {
  RelationshipMapping made;
  made.name = name;
  made.to = to;
  made.backPopulates = back;
  return made;
}

std::vector<ModelMapping> models(const Dialect& dialect) {
  RelationshipMapping addresses = related("addresses", "Address", "user"), rooms = related("rooms", "Room", "address");
  addresses.cascade = rooms.cascade = Cascade::allAndDeleteOrphan();
  RelationshipMapping friendOf = related("friend", "Pet", "");
  friendOf.remoteSide = {"id"};
  return {EntityRepository::mapping(),
          {.name = "User", .table = QualifiedName("users"), .relationships = {addresses}, .mixins = mixinsOf("users")},
          {.name = "Address", .table = QualifiedName("addresses"), .relationships = {related("user", "User", "addresses"), rooms}, .mixins = {Mixin::integerKey()}},
          {.name = "Room", .table = QualifiedName("rooms"), .relationships = {related("address", "Address", "rooms")}, .onInsert = {{"made_at", sql::currentTimestamp()}}, .mixins = {Mixin::serverUuidKey(dialect)}},
          {.name = "Seat", .table = QualifiedName("seats")},
          {.name = "Pet", .table = QualifiedName("pets"), .relationships = {friendOf}, .discriminator = "kind"},
          {.name = "Dog", .table = QualifiedName("pets"), .inherits = "Pet", .identity = Value::text("dog")}};
}

}  // namespace

UserDatabase::UserDatabase(Backend backend) {
  const bool isSqlite = backend == Backend::Sqlite;
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(isSqlite ? Url::sqliteFile(m_folder.filePath(QStringLiteral("users.db")).toStdString()) : ownDatabaseUrl(), options);
  m_lease = m_engine->connect(Engine::Access::Write);
  if (!isSqlite)
    for (const char* statement : {"SET client_min_messages = warning", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"}) run(statement);
  const auto metadata = std::make_shared<schema::MetaData>(tables(m_engine->dialect()));
  createAll(*m_lease, m_engine->dialect(), *metadata);
  m_registry = mapModels(metadata, models(m_engine->dialect()));
  renew();
  sent("");
}

Session& UserDatabase::renew() {
  m_session.reset();
  m_session = std::make_unique<Session>(*m_lease, m_engine->dialect(), m_registry, SessionFactory::kKeeping);
  return *m_session;
}

std::int64_t UserDatabase::number(const std::string& sql) {
  CompiledStatement statement;
  statement.sql = sql;
  return fetchAll(*m_lease, statement)->at(0, 0).toInteger();
}

int UserDatabase::sent(const std::string& word) {
  const std::vector<LoggedStatement> statements = m_engine->log().statements(m_counted);
  if (!statements.empty()) m_counted = statements.back().number;
  return static_cast<int>(std::ranges::count_if(statements, [&](const LoggedStatement& each) { return each.sql.starts_with(word); }));
}

std::string valuesOf(const std::vector<RecordPtr>& records, const char* attribute) {
  std::vector<std::string> values;
  for (const RecordPtr& record : records) values.push_back(displayText(record->value(attribute), {}));
  std::ranges::sort(values);
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
  return text;
}

}  // namespace joinery::test
