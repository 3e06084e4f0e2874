// SPDX-License-Identifier: GPL-3.0-or-later
// Users behind a repository: finding and chaining, inserts in bulk past rows that are there, work that is one transaction, and keys
// and timestamps that come from mixins.
#include <QTemporaryDir>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/engine/engine_cache.h"
#include "orm/engine/schema_creation.h"
#include "orm/repository/record_query.h"
#include "orm/repository/record_serializer.h"
#include "orm/repository/session_factory.h"
#include "records.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// Where the database is, as a program is configured.
struct Settings {
  std::string dsn;
  std::string user = "achemy", password = "achemy", host = "localhost", database = "achemy-dev";
  int port = 5432;

  Url url() const {
    if (!dsn.empty()) return Url::parse(dsn);
    return Url::parse("postgresql+asyncpg://" + user + ":" + password + "@" + host + ":" + std::to_string(port) + "/" + database + "?ssl=disable");
  }
};

std::vector<Mixin> userMixins() { return {Mixin::clientUuidKey(), Mixin::timestamps()}; }

schema::MetaData userTables(const Dialect& dialect) {
  schema::Table users = table("users", {required(text("name")), required(text("email")), required(column("is_active", TypeKind::Boolean, "BOOLEAN"))}, {});
  users.primaryKey.reset();
  users.uniqueKeys = {{{}, {"email"}}};
  declareColumns(users, userMixins());
  schema::MetaData metadata;
  metadata.add(users);
  const std::vector<std::pair<const char*, Mixin>> keys{{"by_server", Mixin::serverUuidKey(dialect)}, {"by_number", Mixin::integerKey()}};
  for (const auto& [name, key] : keys) {
    schema::Table made = table(name, {text("name")}, {});
    made.primaryKey.reset();
    declareColumns(made, {key});
    metadata.add(made);
  }
  return metadata;
}

std::vector<ModelMapping> userModels(const Dialect& dialect) {
  return {{.name = "User", .table = QualifiedName("users"), .onInsert = {{"is_active", Value::boolean(true)}}, .mixins = userMixins()},
          {.name = "ByServer", .table = QualifiedName("by_server"), .mixins = {Mixin::serverUuidKey(dialect)}},
          {.name = "ByNumber", .table = QualifiedName("by_number"), .mixins = {Mixin::integerKey()}}};
}

class UserRepository : public RecordRepository {
 public:
  explicit UserRepository(Session& session) : RecordRepository(session, "User") {}

  std::vector<RecordPtr> activeUsers() { return where({{"is_active", true}}).orderBy({"+name"}).all(); }
  /// Leaves out those whose address is taken.
  std::vector<RecordPtr> bulkCreate(const Json& users) { return bulkInsert(users, {.policy = Conflict::Policy::Nothing, .index = {"email"}}); }
};

bool lastHas(Example& example, const char* words) { return example.engine()->log().statements().back().sql.find(words) != std::string::npos; }

void openEngines(Example& example) {
  example.expect("P1", "the URL without settings", Settings().url().toString(), "postgresql+asyncpg://achemy:***@localhost:5432/achemy-dev?ssl=disable");
  Settings settings;
  settings.dsn = "sqlite:///other.db";
  example.expect("P1", "a whole URL overrides all", settings.url().toString(), "sqlite:///other.db");
  EngineCache engines;
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  const auto engine = engines.engine(Settings().url(), options);
  example.expect("P1", "the same engine for the same use", engines.engine(Settings().url(), options) == engine, true);
  example.expect("P1", "another one for other options", engines.engine(Settings().url()) != engine, true);
  settings = Settings();
  settings.database = "other";
  example.expect("P1", "another one for another database", engines.engine(settings.url(), options) != engine, true);
  engines.dispose();
  example.expect("P1", "none when they were disposed of", engines.size(), std::size_t{0});
  example.expect("P1", "a new one after that", engines.engine(Settings().url(), options) != engine, true);
  example.expect("P1", "nothing is forgotten at a commit", SessionFactory::kKeeping.expireOnCommit, false);
}

void findUsers(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  UserRepository users(*session);
  example.expect("P2", "nobody yet", users.findBy({{"email", "alice@example.com"}}).get() == nullptr, true);
  example.expect("P2", "SELECT", example.counts().selects, 1);
  example.expect("P2", "by key, one row", lastHas(example, "ORDER BY") && lastHas(example, "LIMIT"), true);
  example.expect("P2", "by nothing", refused([&] { users.findBy(Json::object()); }), "ValueError");
  try {
    users.findBy({{"zz", 1}});
    example.expect("P2", "by what there is not", false, true);
  } catch (const DbError& error) {
    example.expect("P2", "by what there is not", std::string(errorKindName(error.kind())) + ": " + error.message(), "AttributeError: User does not have attribute(s): zz");
  }
  const RecordPtr alice = users.make({{"name", "Alice"}, {"email", "alice@example.com"}});
  example.expect("P8", "the key is there before it is written", textOf(*alice, "id").size(), std::size_t{36});
  users.save(*alice);
  Counts counts = example.counts();
  example.expect("P2", "INSERT before the commit", counts.inserts, 0);
  session->commit();
  counts = example.counts();
  example.expect("P2", "rows inserted", counts.rowsInserted, 1);
  example.expect("P2", "timestamps", textOf(*alice, "created_at").empty() || textOf(*alice, "updated_at").empty(), false);
  example.expect("P2", "come back with the INSERT", example.counts().selects, 0);
  users.create(Json{{"name", "Zoe"}, {"email", "zoe@example.com"}});
  users.create(Json{{"name", "Bob"}, {"email", "bob@example.com"}, {"is_active", false}});
  session->commit();
  example.counts();
}

void chainQueries(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  UserRepository users(*session);
  example.expect("P3", "active users in order", namesOf(users.activeUsers()), "Alice,Zoe");
  example.expect("P3", "SELECT", example.counts().selects, 1);
  const RecordQuery some = users.where({{"is_active", true}}).orderBy({"-name"}).limit(1);
  example.expect("P3", "a chain", namesOf(some.all()), "Zoe");
  example.counts();
  example.expect("P3", "count, whatever order and limit", some.count(), 2);
  example.expect("P3", "SELECT to count", example.counts().selects, 1);
  const std::string lowest = example.rows("SELECT min(CAST(id AS text)) FROM users");
  example.expect("P3", "the first by key", textOf(*users.first(), "id"), lowest);
  example.expect("P3", "one", textOf(*users.where({{"name", "Bob"}}).one(), "email"), "bob@example.com");
  example.expect("P3", "one of several", refused([&] { users.where({{"is_active", true}}).one(); }), "MultipleResultsFound 1002");
  example.expect("P3", "one of none", refused([&] { users.where({{"name", "none"}}).one(); }), "NoResultFound 1001");
  example.counts();
}

void insertInBulk(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  UserRepository users(*session);
  using Policy = RecordRepository::Conflict::Policy;
  const Json rows = {{{"name", "Eve"}, {"email", "eve@example.com"}}, {{"name", "Alice"}, {"email", "alice@example.com"}}, {{"name", "Frank"}, {"email", "frank@example.com"}}};
  const std::vector<RecordPtr> inserted = users.bulkCreate(rows);
  const Counts counts = example.counts();
  example.expect("P4", "one INSERT of many rows", counts.inserts, 1);
  example.expect("P4", "gives those that came in", namesOf(inserted), "Eve,Frank");
  example.expect("P4", "their keys were made here", textOf(*inserted.front(), "id").size(), std::size_t{36});
  example.expect("P4", "and their defaults", jsonFromValue(inserted.front()->value("is_active"), ValueType::of(TypeKind::Boolean)), Json(true));
  example.expect("P4", "no rows", users.bulkCreate(Json::array()).size(), std::size_t{0});
  const Json renamed = Json::array({{{"name", "Eva"}, {"email", "eve@example.com"}}});
  example.expect("P4", "an update of those that are there", namesOf(users.bulkInsert(renamed, {Policy::Update, {"email"}})), "Eva");
  example.expect("P4", "reaches the records that are held", textOf(*inserted.front(), "name"), "Eva");
  example.expect("P4", "an update without a key", refused([&] { users.bulkInsert(renamed, {Policy::Update, {}}); }), "ValueError");
  example.expect("P4", "nothing left to set", refused([&] { users.bulkInsert(Json::array({{{"email", "eve@example.com"}}}), {Policy::Update, {"email"}}); }), "ValueError");
  example.expect("P4", "without reading back", users.bulkInsertOnly(Json::array({{{"name", "Gus"}, {"email", "gus@example.com"}}})), 1);
  example.expect("P4", "nothing is committed", example.connection().transactionState() == Connection::TransactionState::Active, true);
  example.expect("P4", "else a conflict fails", refused([&] { users.bulkInsert(rows); }), "IntegrityError 1003");
  session->rollback();
  example.expect("P4", "and all is taken back", example.rows("SELECT count(*) FROM users"), "3");
}

void dumpUsers(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  UserRepository users(*session);
  const RecordPtr alice = users.findBy({{"name", "Alice"}});
  const Json dump = toJson(*alice);
  example.expect("P5", "columns only", dump.size(), alice->model().attributes.size());
  example.expect("P5", "a boolean", dump["is_active"], Json(true));
  example.expect("P5", "a time as text", dump["created_at"].is_string(), true);
  example.expect("P5", "some of them", toJson(*alice, {.attributes = {"name"}}).dump(), R"({"name":"Alice"})");
  example.expect("P5", "with what they are", toJson(*alice, {.metadata = RecordDump::Metadata::Model})["__metadata__"].dump(), R"({"model":"User","table":"users"})");
  const RecordPtr eve = recordFromJson(session->heap(), session->registry(), users.model(), {{"name", "Eve"}, {"email", "eve@example.com"}, {"shoe_size", 38}});
  example.expect("P5", "unknown keys are ignored", textOf(*eve, "email"), "eve@example.com");
  example.expect("P5", "in no session", std::string(recordStateName(eve->state())), "transient");
  example.counts();
}

void refreshUsers(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  UserRepository users(*session);
  const RecordPtr bob = users.findBy({{"name", "Bob"}});
  bob->set("name", Value::text("Robert"));
  users.refresh(*bob);
  example.expect("P6", "what was not written is discarded", textOf(*bob, "name"), "Bob");
  example.expect("P6", "and not written", example.counts().updates, 0);
  bob->set("name", Value::text("Rob"));
  bob->set("is_active", Value::boolean(true));
  users.refresh(*bob, {"is_active"});
  const Counts counts = example.counts();
  example.expect("P6", "other changes are written first", counts.rowsUpdated, 1);
  example.expect("P6", "SELECT", counts.selects, 1);
  example.expect("P6", "of that column", lastHas(example, "is_active") && !lastHas(example, "email"), true);
  example.expect("P6", "the change of it is lost", jsonFromValue(bob->value("is_active"), ValueType::of(TypeKind::Boolean)), Json(false));
  session->rollback();
  const RecordPtr nobody = users.make({{"name", "No"}, {"email", "no@example.com"}});
  users.remove(*nobody);
  example.counts();
  example.expect("P6", "what has no row is ignored", std::string(recordStateName(nobody->state())), "transient");
}

/// The same tables elsewhere, with connections that see only what others committed.
std::shared_ptr<Engine> elsewhere(Example& example, EngineCache& engines, const QTemporaryDir& folder) {
  if (example.isPostgresql()) return engines.engine(example.engine()->url());
  Engine::Options options;
  options.createIfMissing = true;
  auto engine = engines.engine(Url::sqliteFile(folder.filePath(QStringLiteral("users.db")).toStdString()), options);
  createAll(*engine->connect(Engine::Access::Write), engine->dialect(), userTables(engine->dialect()));
  return engine;
}

void deleteUsers(Example& example, const std::shared_ptr<Engine>& engine) {
  const SessionFactory sessions(engine, example.registry());
  const RecordPtr kim = sessions.run("User", [](RecordRepository& users) { return users.create(Json{{"name", "Kim"}, {"email", "kim@example.com"}}); });
  const auto seenElsewhere = [&] {
    const auto lease = engine->connect(Engine::Access::Read);
    Session session(*lease, engine->dialect(), example.registry());
    return RecordRepository(session, "User").count({.filter = {{"name", "Kim"}}});
  };
  sessions.run("User", [&](RecordRepository& users) {
    const std::uint64_t before = engine->log().statements().back().number;
    const RecordPtr own = users.get(kim->identity());
    users.remove(*own);
    int selects = 0, deletes = 0;
    for (const LoggedStatement& each : engine->log().statements(before)) selects += each.sql.starts_with("SELECT"), deletes += each.sql.starts_with("DELETE");
    example.expect("P6", "a detached one: SELECT and DELETE", std::to_string(selects) + " " + std::to_string(deletes), "1 1");
    example.expect("P6", "others see it until the commit", seenElsewhere(), 1);
  });
  example.expect("P6", "and no longer", seenElsewhere(), 0);
}

void workInTransactions(Example& example, const std::shared_ptr<Engine>& engine) {
  const SessionFactory sessions(engine, example.registry());
  const auto count = [&](const char* name) { return sessions.run("User", [&](RecordRepository& users) { return users.count({.filter = {{"name", name}}}); }); };
  sessions.run("User", [](RecordRepository& users) { users.save(*users.make({{"name", "Admin"}, {"email", "admin@example.com"}})); });
  example.expect("P7", "committed by itself", count("Admin"), 1);
  const auto twoPlaces = [&] {
    sessions.run([](Session& session) {
      RecordRepository cities(session, "ByNumber"), users(session, "User");
      cities.create(Json{{"name", "Paris"}});
      users.create(Json{{"name", "Second"}, {"email", "admin@example.com"}});
    });
  };
  example.expect("P7", "the error is passed on", refused(twoPlaces), "IntegrityError 1003");
  const auto cities = sessions.run("ByNumber", [](RecordRepository& all) { return all.count({.filter = {{"name", "Paris"}}}); });
  example.expect("P7", "neither row is stored", count("Second") + cities, 0);
}

void mixIn(Example& example) {
  const auto session = example.session(SessionFactory::kKeeping);
  RecordRepository byServer(*session, "ByServer"), byNumber(*session, "ByNumber"), users(*session, "User");
  const RecordPtr made = byServer.make({{"name", "x"}});
  example.expect("P8", "the database's key is not there yet", made->value("id").isNull(), true);
  byServer.save(*made);
  session->flush();
  example.expect("P8", "it comes back with the INSERT", textOf(*made, "id").size(), std::size_t{36});
  example.expect("P8", "SELECT", example.counts().selects, 0);
  example.expect("P8", "version 4", textOf(*made, "id").at(14), '4');
  const RecordPtr number = byNumber.make();
  example.expect("P8", "a number is not there either", number->value("id").isNull(), true);
  byNumber.save(*number);
  session->flush();
  example.expect("P8", "the first number", number->value("id").toInteger(), 1);
  const RecordPtr alice = users.findBy({{"name", "Alice"}});
  example.connection().execute("UPDATE users SET created_at = '2020-01-01 00:00:00', updated_at = '2020-01-01 00:00:00'");
  alice->set("name", Value::text("Alicia"));
  session->commit();
  example.expect("P8", "a change changes updated_at, not created_at",
                 example.rows("SELECT count(*) FROM users WHERE name = 'Alicia' AND created_at < '2021-01-01' AND updated_at > '2021-01-01'"), "1");
  example.expect("P8", "the one that was changed last", textOf(*users.lastModified(), "name"), "Alicia");
}

void keepAccounts(Example& example) {
  const Dialect& dialect = example.engine()->dialect();
  example.create(userTables(dialect), userModels(dialect));
  example.counts();
  openEngines(example);
  findUsers(example);
  chainQueries(example);
  insertInBulk(example);
  dumpUsers(example);
  refreshUsers(example);
  mixIn(example);
  const QTemporaryDir folder;
  EngineCache engines;
  const auto engine = elsewhere(example, engines, folder);
  deleteUsers(example, engine);
  workInTransactions(example, engine);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepAccounts); }
