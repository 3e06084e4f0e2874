// SPDX-License-Identifier: GPL-3.0-or-later
// Users, their addresses and banks behind repositories: uids with a prefix, timestamps, links to the ids of another system, filters
// that look into related rows, and dumps that never read.
#include "example.h"
#include "orm/core/db_error.h"
#include "orm/engine/inspector.h"
#include "orm/codegen/json_schema.h"
#include "orm/repository/record_serializer.h"
#include "orm/repository/repository_error.h"
#include "orm/repository/session_factory.h"
#include "orm/repository/tracked_repository.h"
#include "records.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

constexpr const char* kUpstream = "12345678-unset-upid";

std::vector<Mixin> base(const std::string& prefix) {
  return {Mixin::prefixedUid(prefix), Mixin::timestamps(Mixin::NeverUpdated::Null), Mixin::softDelete()};
}

schema::Table baseTable(const std::string& name, std::vector<schema::Column> columns) {
  schema::Table made = table(name, std::move(columns), {});
  made.primaryKey.reset();
  declareColumns(made, base(name));
  return made;
}

schema::Table people(const std::string& name) {
  schema::Table made = baseTable(name, {text("name"), text("email"), text("phone")});
  made.uniqueKeys = {{{}, {"email"}}};
  return made;
}

schema::Table ofUser(const std::string& name, std::vector<schema::Column> columns) {
  columns.insert(columns.begin(), text("user_uid"));
  schema::Table made = baseTable(name, std::move(columns));
  made.foreignKeys = {refers("user_uid", "users2", "uid")};
  return made;
}

schema::MetaData personTables() {
  schema::MetaData metadata;
  metadata.add(EntityRepository::table());
  metadata.add(people("users"));
  return metadata;
}

schema::MetaData allTables() {
  schema::MetaData metadata = personTables();
  metadata.add(people("users2"));
  metadata.add(ofUser("addresses", {required(text("type")), text("line1"), text("city")}));
  schema::Table banks = ofUser("banks", {text("name"), integer("account_number")});
  banks.uniqueKeys = {{{}, {"account_number"}}};
  metadata.add(banks);
  return metadata;
}

ModelMapping userModel() { return {.name = "User", .table = QualifiedName("users"), .mixins = base("users")}; }

std::vector<ModelMapping> allModels() {
  RelationshipMapping addresses = related("addresses", "Address", "user");
  RelationshipMapping banks = related("banks", "Bank", "user");
  addresses.cascade = banks.cascade = Cascade::allAndDeleteOrphan();
  return {EntityRepository::mapping(), userModel(),
          {.name = "Person", .table = QualifiedName("users2"), .relationships = {addresses, banks}, .mixins = base("users2")},
          {.name = "Address", .table = QualifiedName("addresses"), .relationships = {related("user", "Person", "addresses")}, .mixins = base("addresses")},
          {.name = "Bank", .table = QualifiedName("banks"), .relationships = {related("user", "Person", "banks")}, .mixins = base("banks")}};
}

std::unique_ptr<Session> keepingSession(Example& example) { return example.session(SessionFactory::kKeeping); }

void makeTables(Example& example) {
  example.create(personTables(), {EntityRepository::mapping(), userModel()});
  example.expect("N1", "CREATE TABLE", example.counts().creates, 2);
  const auto there = reflect(example.connection(), example.engine()->dialect());
  example.counts();
  example.expect("N1", "email is unique", there->find(QualifiedName("users"))->isUnique({"email"}), true);
  example.expect("N1", "table and downstream id are unique", there->find(QualifiedName("entities"))->isUnique({"tablename", "downstreamId"}), true);
  example.expect("N1", "the database sets created_at", there->find(QualifiedName("users"))->column("created_at")->defaultExpression.has_value(), true);
}

std::string createJohn(Example& example) {
  auto session = keepingSession(example);
  const RecordPtr user = RecordRepository(*session, "User").create(Json{{"name", "John Doe"}, {"email", "john@test.com"}});
  Counts counts = example.counts();
  example.expect("N2", "rows inserted", counts.rowsInserted, 1);
  example.expect("N2", "SELECT by uid", counts.selects, 1);
  example.expect("N2", "the uid says the table", textOf(*user, "uid").starts_with("users_"), true);
  example.expect("N2", "and holds a UUID", textOf(*user, "uid").size(), std::string("users_").size() + 36);
  user->set("phone", Value::text("+910000000001"));
  session->commit();
  counts = example.counts();
  example.expect("N2", "rows updated", counts.rowsUpdated, 1);
  example.expect("N2", "SELECT for the change", counts.selects, 0);
  session.reset();
  const Json dump = toJson(*user);
  example.expect("N2", "the dump has the phone", dump["phone"], Json("+910000000001"));
  example.expect("N2", "the dump has created_at", dump["created_at"].is_string(), true);
  example.expect("N2", "what can't be read is null in the dump", dump["updated_at"], Json(nullptr));
  example.expect("N2", "updated_at in the database", example.rows("SELECT count(updated_at) FROM users"), "1");
  return textOf(*user, "uid");
}

std::string createSmith(Example& example) {
  auto session = keepingSession(example);
  TrackedRepository users(*session, "User");
  const RecordPtr user = users.createFor(kUpstream, {{"name", "Smith Doe"}, {"email", "smith@test.com"}, {"phone", "+910000000002"}});
  Counts counts = example.counts();
  example.expect("N3", "rows inserted: a user and a link", counts.rowsInserted, 2);
  example.expect("N3", "SELECT: the link and the user", counts.selects, 2);
  const RecordPtr entity = users.entities().fetchOne({.filter = {{"upstreamId", kUpstream}}});
  example.expect("N3", "SELECT for the link", example.counts().selects, 1);
  const std::string sent = example.engine()->log().statements().back().sql;
  example.expect("N3", "of one row", sent.find("LIMIT") != std::string::npos, true);
  session->commit();
  const Json dump = toJson(*entity);
  example.expect("N3", "table", dump["tablename"], Json("users"));
  example.expect("N3", "downstream id", dump["downstreamId"].get<std::string>(), textOf(*user, "uid"));
  example.expect("N3", "upstream id", dump["upstreamId"], Json(kUpstream));
  example.expect("N3", "uid", dump["uid"].get<std::string>().starts_with("entities_"), true);
  example.counts();
  return textOf(*user, "uid");
}

void readUsers(Example& example, const std::string& smith) {
  auto session = keepingSession(example);
  RecordRepository users(*session, "User");
  example.expect("N4", "fetched", textOf(*users.fetch({Value::text(smith)}), "email"), "smith@test.com");
  example.expect("N4", "SELECT", example.counts().selects, 1);
  example.expect("N4", "none such", refused([&] { users.fetch({Value::text("users_none")}); }), "NoResultFound 1001");
  try {
    users.fetchOne({.filter = {{"email", "nobody@test.com"}}});
  } catch (const DbError& error) {
    example.expect("N4", "the error names the table", error.message().starts_with("record not found for users"), true);
  }
  example.expect("N4", "updated_at is there when it is read", toJson(*users.fetchOne({.filter = {{"email", "john@test.com"}}}))["updated_at"].is_string(), true);
  example.counts();
  const auto page = users.fetchPage({.sorts = {"+name"}});
  example.expect("N5", "SELECT", example.counts().selects, 1);
  example.expect("N5", "count", page.count, 2);
  example.expect("N5", "plus ascends", textOf(*page.items.front(), "name"), "John Doe");
  example.expect("N5", "minus descends", textOf(*users.fetchAll({.sorts = {"-name"}}).front(), "name"), "Smith Doe");
  example.expect("N5", "a limit below zero is none", users.fetchAll({.limit = -1}).size(), std::size_t{2});
  example.expect("N5", "an offset alone", users.fetchAll({.sorts = {"+name"}, .offset = 1}).size(), std::size_t{1});
  example.expect("N5", "all are counted, whatever the limit", users.fetchPage({.limit = 1}).count, 2);
  example.counts();
}

void updateUsers(Example& example, const std::string& john) {
  const auto expectOneOfEach = [&](const char* what) {
    const Counts counts = example.counts();
    example.expect("N6", what, std::to_string(counts.selects) + " S " + std::to_string(counts.rowsUpdated) + " U", "1 S 1 U");
  };
  auto session = keepingSession(example);
  RecordPtr user = RecordRepository(*session, "User").update({Value::text(john)}, {{"name", "John Smith"}});
  session->commit();
  expectOneOfEach("update");
  example.expect("N6", "the record follows", textOf(*user, "name"), "John Smith");
  session = keepingSession(example);
  user = RecordRepository(*session, "User").fetch({Value::text(john)});
  user->set("email", Value::text("johnsmith@test.com"));
  session->commit();
  expectOneOfEach("a change of a record");
  session = keepingSession(example);
  user = RecordRepository(*session, "User").updateOne({{"email", "johnsmith@test.com"}}, {{"name", "Mr Smith"}});
  session->commit();
  expectOneOfEach("updateOne");
  example.expect("N6", "the record in memory follows", textOf(*user, "name"), "Mr Smith");
  session.reset();
  example.expect("N6", "what the database computed is not in the dump", toJson(*user)["updated_at"], Json(nullptr));
  example.expect("N6", "rows", example.rows("SELECT name, email FROM users WHERE updated_at IS NOT NULL"), "Mr Smith,johnsmith@test.com");
}

void deleteSmith(Example& example) {
  const SessionFactory sessions(example.connection(), example.engine()->dialect(), example.registry());
  const RecordPtr gone = sessions.run([](Session& session) { return TrackedRepository(session, "User").removeOne({{"email", "smith@test.com"}}); });
  const Counts counts = example.counts();
  example.expect("N7", "SELECT: the user and the link", counts.selects, 2);
  example.expect("N7", "rows deleted: the link and the user", counts.rowsDeleted, 2);
  example.expect("N7", "what was deleted keeps its values", toJson(*gone)["email"], Json("smith@test.com"));
  example.expect("N7", "users and links left", example.rows("SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM entities)"), "1,0");
}

void createOrFetchUsers(Example& example) {
  auto session = keepingSession(example);
  RecordRepository users(*session, "User");
  const RecordPtr first = users.createOrFetch({{"name", "John Doe"}, {"email", "john@test.com"}, {"phone", "+910000000003"}});
  Counts counts = example.counts();
  example.expect("N8", "SELECT of the first time", counts.selects, 2);
  example.expect("N8", "rows inserted", counts.rowsInserted, 1);
  const RecordPtr second = users.createOrFetch({{"name", "John Doe"}, {"email", "john@test.com"}, {"phone", nullptr}});
  counts = example.counts();
  example.expect("N8", "SELECT of the second time", counts.selects, 1);
  example.expect("N8", "rows inserted then", counts.rowsInserted, 0);
  RecordPtr given = users.make({{"name", "John Doe"}, {"email", "john@test.com"}});
  example.expect("N8", "by a record as well", users.createOrFetch(*given) == first, true);
  example.expect("N8", "SELECT for that", example.counts().selects, 1);
  example.expect("N8", "the same record", second == first && textOf(*second, "phone") == "+910000000003", true);
  users.create(Json{{"name", "John Doe"}});
  example.expect("N8", "several match", refused([&] { users.createOrFetch({{"name", "John Doe"}}); }), "MultipleResultsFound 1002");
  example.expect("N8", "a unique key is taken", refused([&] { users.createOrFetch({{"name", "Jim"}, {"email", "john@test.com"}}); }), "IntegrityError 1003");
  session->rollback();
  example.expect("N8", "nothing was committed", example.rows("SELECT count(*) FROM users"), "1");
}

void createPeople(Example& example) {
  example.create(allTables(), allModels());
  example.counts();
  auto session = keepingSession(example);
  RecordRepository people(*session, "Person"), addresses(*session, "Address"), banks(*session, "Bank");
  Json rows = Json::array();
  for (int i = 1; i <= 5; ++i) rows.push_back({{"name", "John " + std::to_string(i)}, {"email", "john" + std::to_string(i) + "@test.com"}});
  const std::vector<RecordPtr> made = people.createAll(rows, {"addresses", "banks"});
  Counts counts = example.counts();
  example.expect("N9", "rows inserted", counts.rowsInserted, 5);
  example.expectAtMost("N9", "INSERT", counts.inserts, 5);
  example.expect("N9", "SELECT with both collections", counts.selects, 1);
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i]->append("addresses", *addresses.create(Json{{"type", "work"}, {"line1", "House No " + std::to_string(i)}}));
    made[i]->append("banks", *banks.create(Json{{"name", "ICICI"}, {"account_number", 1'000 + i}}));
  }
  session->commit();
  counts = example.counts();
  example.expect("N9", "addresses and banks inserted", counts.rowsInserted, 10);
  example.expect("N9", "SELECT: each is read back", counts.selects, 10);
  example.expect("N9", "foreign keys written", counts.rowsUpdated, 10);
  example.expectAtMost("N9", "UPDATE", counts.updates, 10);
  example.expect("N9", "each belongs to somebody", example.rows("SELECT count(a.user_uid), count(b.user_uid) FROM addresses a JOIN banks b ON a.user_uid = b.user_uid"), "5,5");
}

void removeWithChildren(Example& example) {
  const SessionFactory sessions(example.connection(), example.engine()->dialect(), example.registry());
  sessions.run([](Session& session) { TrackedRepository(session, "Person").removeOne({{"name", "John 5"}}); });
  const Counts counts = example.counts();
  example.expect("N7", "SELECT: the person, the link that is not there, both collections", counts.selects, 4);
  example.expect("N7", "rows deleted with what hangs on them", counts.rowsDeleted, 3);
}

void filterPeople(Example& example) {
  example.connection().execute("DELETE FROM banks");
  example.connection().execute("DELETE FROM addresses");
  example.connection().execute("DELETE FROM users2");
  auto session = keepingSession(example);
  RecordRepository people(*session, "Person");
  const auto person = [&](const char* name, const std::vector<const char*>& types) {
    Json addresses = Json::array();
    for (const char* type : types) addresses.push_back({{"type", type}});
    people.create(Json{{"name", name}, {"email", name}, {"addresses", addresses}});
  };
  person("ann", {"home"});
  person("bob", {"home", "work"});
  person("cat", {});
  person("dan", {"other"});
  const auto found = [&](const Json& filter) { return namesOf(people.fetchAll({.filter = filter, .sorts = {"+name"}})); };
  const Json home = {{"type", "home"}}, work = {{"type", "work"}};
  example.counts();
  example.expect("N10", "some address is at home", found({{"addresses", home}}), "ann,bob");
  example.expect("N10", "SELECT", example.counts().selects, 1);
  example.expect("N10", "every one is, and there is one", found({{"addresses", {{"$some", home}, {"$every", home}}}}), "ann");
  example.expect("N10", "a list of one", found({{"addresses", Json::array({home})}}), "ann,bob");
  example.expect("N10", "a list of two: a match of each", found({{"addresses", Json::array({home, work})}}), "bob");
  example.expect("N10", "a list of values", found({{"name", {"ann", "dan"}}}), "ann,dan");
  example.expect("N10", "operators", found({{"name", {{"$gt", "ann"}, {"$lte", "cat"}}}}) + " " + found({{"name", {{"$ne", "ann"}}}}) + " " + found({{"name", {{"$in", {"bob"}}}}}) + " " + found({{"name", {{"$between", {"b", "c"}}}}}),
                 "bob,cat bob,cat,dan bob bob");
  session->commit();
  example.counts();
}

void dumpPeople(Example& example) {
  auto session = keepingSession(example);
  RecordRepository people(*session, "Person"), addresses(*session, "Address"), banks(*session, "Bank");
  const Json dump = toJson(people.fetchAll({.filter = {{"name", "bob"}}, .joins = {"addresses"}}));
  example.expect("N11", "SELECT for a dump with addresses", example.counts().selects, 1);
  example.expect("N11", "what was not joined is null", dump[0]["banks"], Json(nullptr));
  example.expect("N11", "what was joined is nested", dump[0]["addresses"].size(), std::size_t{2});
  example.expect("N11", "without the way back", dump[0]["addresses"][0].contains("user"), false);
  const RecordPtr bob = people.fetchOne({.filter = {{"name", "bob"}}});
  banks.create(Json{{"name", "ICICI"}, {"account_number", 7}, {"user_uid", textOf(*bob, "uid")}});
  session->commit();
  session = keepingSession(example);
  example.counts();
  const RecordPtr address = RecordRepository(*session, "Address").fetchOne({.filter = {{"type", "work"}}, .joins = {"user.banks"}});
  example.expect("N12", "SELECT: the address with its user, then banks", example.counts().selects, 2);
  const Json nested = toJson(*address);
  example.expect("N12", "the user's bank", nested["user"]["banks"][0]["name"], Json("ICICI"));
  example.expect("N12", "the dump reads nothing", example.counts().selects, 0);
}

void readSomeAttributes(Example& example) {
  auto session = keepingSession(example);
  RecordRepository people(*session, "Person");
  const RecordPtr ann = people.fetchOne({.filter = {{"name", "ann"}}, .include = {"name"}});
  const auto has = [](const Record& record, const char* name) { return record.hasValue(record.attributeIndex(name)); };
  example.expect("N13", "included and the key", has(*ann, "name") && has(*ann, "uid") && !has(*ann, "email") && !has(*ann, "created_at"), true);
  const RecordPtr bob = people.fetchOne({.filter = {{"name", "bob"}}, .exclude = {"email"}});
  example.expect("N13", "all but what is excluded", has(*bob, "name") && has(*bob, "created_at") && !has(*bob, "email"), true);
  example.expect("N13", "SELECT", example.counts().selects, 2);
  example.expect("N13", "it is read when it is asked for", textOf(*bob, "email"), "bob");
  example.expect("N13", "SELECT then", example.counts().selects, 1);
  example.expect("N13", "both at once", refused([&] { people.fetchAll({.include = {"name"}, .exclude = {"email"}}); }), "InvalidRequestError");
  example.expect("N13", "limit and offset", textOf(*people.fetchAll({.sorts = {"+name"}, .limit = 1, .offset = 2}).front(), "name"), "cat");
  example.counts();
}

void followLinks(Example& example) {
  auto session = keepingSession(example);
  TrackedRepository people(*session, "Person"), addresses(*session, "Address");
  const std::vector<RecordPtr> made = people.createAllFor("up-1", Json::array({{{"name", "eve"}}, {{"name", "fay"}}}));
  const RecordPtr address = addresses.createFor("up-1", {{"type", "home"}});
  example.counts();
  const auto links = people.entities().fetchLinks("up-1");
  example.expect("N14", "SELECT for all links", example.counts().selects, 1);
  example.expect("N14", "tables", links.size(), std::size_t{2});
  example.expect("N14", "people", links.at("users2").size(), std::size_t{2});
  example.expect("N14", "their address", links.at("addresses").front(), textOf(*address, "uid"));
  example.expect("N14", "the people themselves", people.fetchFor("up-1").size(), std::size_t{2});
  const RecordPtr loaded = recordFromJson(session->heap(), session->registry(), people.model(),
                                          {{"name", "gus"}, {"shoe_size", 45}, {"addresses", {{{"type", "home"}, {"colour", "red"}}}}});
  example.expect("N14", "nested records are built, unknown keys ignored", textOf(*loaded->collection("addresses").front(), "type"), "home");
  const Json post = jsonSchema(people.model(), SchemaVariant::Post), patch = jsonSchema(people.model(), SchemaVariant::Patch);
  example.expect("N14", "a Post has no uid and no timestamps", post["properties"].contains("uid") || post["properties"].contains("created_at") || post["properties"].contains("updated_at"), false);
  example.expect("N14", "but what a person gives", post["properties"].contains("name") && post["properties"].contains("email"), true);
  example.expect("N14", "a Patch needs nothing", patch.contains("required"), false);
  example.expect("N14", "a record has its relations", recordSchema(session->registry(), people.model())["$defs"]["Person"]["properties"].contains("addresses"), true);
  example.expect("N14", "and belong to no session", std::string(recordStateName(loaded->state())), "transient");
}

void keepUsers(Example& example) {
  makeTables(example);
  const std::string john = createJohn(example);
  const std::string smith = createSmith(example);
  readUsers(example, smith);
  updateUsers(example, john);
  deleteSmith(example);
  createOrFetchUsers(example);
  createPeople(example);
  removeWithChildren(example);
  filterPeople(example);
  dumpPeople(example);
  readSomeAttributes(example);
  followLinks(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepUsers); }
