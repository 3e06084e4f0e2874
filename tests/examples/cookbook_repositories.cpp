// SPDX-License-Identifier: GPL-3.0-or-later
// Two small applications over repositories. Users and groups refer to each other both ways, and leave as plain values for a service;
// posts and comments are kept by functions that each are one transaction.
#include <QTemporaryDir>
#include <unistd.h>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/engine/database_creation.h"
#include "orm/engine/schema_creation.h"
#include "orm/repository/record_query.h"
#include "orm/repository/record_serializer.h"
#include "orm/repository/session_factory.h"
#include "orm/sql/function.h"
#include "records.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

schema::Column moment(const Example& example, const char* name) { return column(name, TypeKind::Timestamp, example.isPostgresql() ? "timestamp" : "DATETIME"); }

/// A table with both times, filled by the statement that inserts.
schema::Table timed(const Example& example, const char* name, std::vector<schema::Column> columns) {
  columns.insert(columns.begin(), example.key("id"));
  columns.push_back(moment(example, "updated_at"));
  columns.push_back(moment(example, "created_at"));
  return table(name, std::move(columns), {"id"});
}

ModelMapping timedModel(const char* name, const char* table, std::vector<RelationshipMapping> relationships) {
  const DefaultSource now = sql::currentTimestamp();
  return {.name = name, .table = QualifiedName(table), .relationships = std::move(relationships), .onInsert = {{"updated_at", now}, {"created_at", now}}};
}

schema::MetaData groupTables(const Example& example) {
  schema::Table groups = timed(example, "groups", {text("name"), integer("owner_id"), integer("leader_id")});
  groups.foreignKeys = {refers("owner_id", "users"), refers("leader_id", "users")};
  schema::Table users = timed(example, "users", {text("name"), text("surname"), integer("group_id")});
  users.foreignKeys = {refers("group_id", "groups")};
  schema::MetaData metadata;
  metadata.add(groups);
  metadata.add(users);
  return metadata;
}

RelationshipMapping by(const char* name, const char* to, const char* back, const char* foreignKey) {
  RelationshipMapping made = related(name, to, back);
  made.foreignKeys = {foreignKey};
  return made;
}

enum class Owner { WithTheGroup, AfterTheGroup };

std::vector<ModelMapping> groupModels(Owner owner) {
  RelationshipMapping ownerOf = by("owner", "User", "group_owners", "owner_id");
  ownerOf.postUpdate = owner == Owner::AfterTheGroup;
  RelationshipMapping owned = by("group_owners", "Group", "owner", "groups.owner_id");
  owned.postUpdate = ownerOf.postUpdate;
  return {timedModel("Group", "groups", {ownerOf, by("leader", "User", "group_leaders", "leader_id"), by("members", "User", "group", "users.group_id")}),
          timedModel("User", "users", {by("group", "Group", "members", "group_id"), owned, by("group_leaders", "Group", "leader", "groups.leader_id")})};
}

/// A user as a service gives it away: plain values. Nobody's group is null.
Json userDto(Record& user) {
  Json dto = toJson(user, {.attributes = {"id", "name", "surname", "updated_at", "created_at"}, .relations = RecordDump::Relations::None});
  Record* group = user.related("group");
  dto["group_id"] = group ? Json(group->value("id").toInteger()) : Json(nullptr);
  return dto;
}

Json groupDto(Record& group) {
  Json dto = toJson(group, {.attributes = {"id", "name", "updated_at", "created_at"}, .relations = RecordDump::Relations::None});
  for (const char* role : {"owner", "leader"}) {
    Record* user = group.related(role);
    dto[role] = user ? userDto(*user) : Json(nullptr);
  }
  dto["members"] = Json::array();
  const std::vector<Record*> members = group.collection("members");
  for (Record* member : members) dto["members"].push_back(userDto(*member));
  return dto;
}

/// Each function is one transaction; what it gives is read when its session is gone.
class Company {
 public:
  explicit Company(Example& example) : m_sessions(example.connection(), example.engine()->dialect(), example.registry()) {}

  RecordPtr createUser(const char* name, const char* surname, const Json& group) const {
    return m_sessions.run([&](Session& session) {
      RecordPtr user = RecordRepository(session, "User").make({{"name", name}, {"surname", surname}, {"group_id", group}});
      session.add(*user);
      return user;
    });
  }
  RecordPtr createGroup(const char* name) const {
    return m_sessions.run([&](Session& session) {
      RecordPtr group = RecordRepository(session, "Group").make({{"name", name}});
      session.add(*group);
      return group;
    });
  }
  RecordPtr userById(std::int64_t id) const {
    return m_sessions.run("User", [&](RecordRepository& users) { return users.where({{"id", id}}).first(); });
  }
  std::vector<RecordPtr> users() const {
    return m_sessions.run([](Session& session) { return session.select({.model = "User"}, {.joined = {"group.members", "group_leaders.leader", "group_owners.owner"}}); });
  }
  std::vector<RecordPtr> groups() const {
    return m_sessions.run([](Session& session) { return session.select({.model = "Group"}, {.joined = {"members.group"}}); });
  }
  std::int64_t setOwner(std::int64_t group, std::int64_t user) const { return setRole(group, "owner_id", user); }
  std::int64_t setLeader(std::int64_t group, std::int64_t user) const { return setRole(group, "leader_id", user); }

 private:
  std::int64_t setRole(std::int64_t group, const char* role, std::int64_t user) const {
    return m_sessions.run("Group", [&](RecordRepository& groups) { return groups.updateAll({{"id", group}}, {{role, user}}); });
  }
  SessionFactory m_sessions;
};

std::uint64_t lastStatement(Example& example) { return example.engine()->log().statements().back().number; }

std::string firstInsertSince(Example& example, std::uint64_t number) {
  for (const LoggedStatement& each : example.engine()->log().statements(number))
    if (each.sql.starts_with("INSERT")) return each.sql;
  return {};
}

void makePeople(Example& example, const Company& company) {
  example.counts();
  const std::uint64_t before = lastStatement(example);
  const RecordPtr ann = company.createUser("Ann", "Lee", nullptr);
  const std::string sent = firstInsertSince(example, before);
  const Counts counts = example.counts();
  example.expect("Q3", "rows inserted", counts.rowsInserted, 1);
  example.expect("Q3", "id and times are read when the session is gone",
                 ann->value("id").toInteger() == 1 && !textOf(*ann, "created_at").empty() && !textOf(*ann, "updated_at").empty(), true);
  example.expect("Q3", "SELECT", counts.selects + example.counts().selects, 0);
  example.expect("Q3", "what would have to be read", refused([&] { ann->related("group"); }), "DetachedInstanceError");
  example.expect("Q3", "the statement says the time", sent.find("CURRENT_TIMESTAMP") != std::string::npos, true);
  example.expect("Q3", "and gives back what it made", sent.substr(sent.find("RETURNING")), "RETURNING id, updated_at, created_at");
  const RecordPtr group = company.createGroup("Readers");
  company.createUser("Bob", "Ray", group->value("id").toInteger());
  example.counts();
}

void setOwners(Example& example, const Company& company) {
  example.expect("Q4", "a user by id", textOf(*company.userById(1), "name"), "Ann");
  example.expect("Q4", "SELECT", example.counts().selects, 1);
  example.expect("Q4", "nobody", company.userById(99).get() == nullptr, true);
  example.counts();
  example.expect("Q4", "rows given an owner", company.setOwner(1, 1), 1);
  example.expect("Q4", "UPDATE", example.counts().updates, 1);
  example.expect("Q4", "no such group is no error", company.setOwner(99, 1), 0);
  company.setLeader(1, 2);
  example.counts();
}

void listAll(Example& example, const Company& company) {
  const std::vector<RecordPtr> users = company.users();
  example.expect("Q5", "SELECT for three chains", example.counts().selects, 1);
  example.expect("Q5", "each user once", users.size(), std::size_t{2});
  Record& bob = textOf(*users[0], "name") == "Bob" ? *users[0] : *users[1];
  Record& ann = textOf(*users[0], "name") == "Bob" ? *users[1] : *users[0];
  example.expect("Q5", "a member's group is the one that has it", bob.related("group")->collection("members").front() == &bob, true);
  example.expect("Q5", "the groups that one leads lead back", bob.collection("group_leaders").front()->related("leader") == &bob, true);
  example.expect("Q5", "and those that one owns", ann.collection("group_owners").front()->related("owner") == &ann, true);
  example.expect("Q5", "a user without a group as plain values", userDto(ann)["group_id"], Json(nullptr));
  example.expect("Q5", "a user with one", userDto(bob)["group_id"], Json(1));
  example.expect("Q5", "SELECT for plain values", example.counts().selects, 0);
  const std::vector<RecordPtr> groups = company.groups();
  example.expect("Q5", "SELECT for groups and members", example.counts().selects, 1);
  example.expect("Q5", "members of the group", groups.front()->collection("members").size(), std::size_t{1});
  example.expect("Q5", "an owner that was not loaded", refused([&] { groupDto(*groups.front()); }), "DetachedInstanceError");
}

void dumpLonelyGroup(Example& example) {
  const auto session = example.session();
  const RecordPtr lonely = RecordRepository(*session, "Group").create(Json{{"name", "Lonely"}});
  const Json dto = groupDto(*lonely);
  example.expect("S", "a group without owner, leader and members has plain values too", dto["owner"].is_null() && dto["leader"].is_null() && dto["members"].empty(), true);
  session->rollback();
  example.counts();
}

RecordPtr named(Session& session, const char* model, const char* name) { return RecordRepository(session, model).make({{"name", name}}); }

/// The tables of the statements that were sent, in order, with how each begins: "I groups".
std::string writesSince(Example& example, std::uint64_t number) {
  std::string text;
  for (const LoggedStatement& each : example.engine()->log().statements(number)) {
    const bool isWrite = each.sql.starts_with("INSERT") || each.sql.starts_with("UPDATE") || each.sql.starts_with("DELETE");
    if (!isWrite) continue;
    text += text.empty() ? "" : ", ";
    text += each.sql.substr(0, 1) + (each.sql.find("groups") < each.sql.find("users") ? " groups" : " users");
  }
  return text;
}

void goInCircles(Example& example) {
  const auto session = example.session();
  const RecordPtr group = named(*session, "Group", "Circle"), owner = named(*session, "User", "Cy");
  group->setRelated("owner", owner.get());
  group->append("members", *owner);
  session->add(*group);
  example.counts();
  const std::uint64_t before = lastStatement(example);
  example.expect("Q6", "an owner who is a member, both new", refused([&] { session->flush(); }), "CircularDependencyError");
  example.expect("Q6", "statements sent before that", writesSince(example, before), "");
  session->rollback();
}

void interleave(Example& example) {
  const auto session = example.session();
  const RecordPtr groupA = named(*session, "Group", "A"), groupB = named(*session, "Group", "B");
  const RecordPtr user1 = named(*session, "User", "y1"), user2 = named(*session, "User", "y2");
  user1->setRelated("group", groupB.get());
  groupB->setRelated("owner", user2.get());
  user2->setRelated("group", groupA.get());
  for (const RecordPtr& each : {user1, user2, groupA, groupB}) session->add(*each);
  const std::uint64_t before = lastStatement(example);
  session->flush();
  example.expect("Q6", "rows that need each other by turns", writesSince(example, before), "I groups, I users, I groups, I users");
  example.expect("Q6", "and refer to each other", groupB->value("owner_id") == user2->value("id") && user1->value("group_id") == groupB->value("id"), true);
  session->rollback();
}

void postUpdate(Example& example) {
  example.create(groupTables(example), groupModels(Owner::AfterTheGroup));
  const auto session = example.session();
  const RecordPtr group = named(*session, "Group", "Circle"), owner = named(*session, "User", "Cy");
  group->setRelated("owner", owner.get());
  group->append("members", *owner);
  session->add(*group);
  std::uint64_t before = lastStatement(example);
  session->flush();
  example.expect("Q6", "with a post-update", writesSince(example, before), "I groups, I users, U groups");
  example.expect("Q6", "the owner is written", group->value("owner_id") == owner->value("id"), true);
  session->remove(*group);
  session->remove(*owner);
  before = lastStatement(example);
  session->flush();
  example.expect("Q6", "both deleted", writesSince(example, before), "U groups, D users, D groups");
  session->rollback();
}

// --- posts and comments ---

schema::MetaData blogTables(const Example& example) {
  schema::Table posts = timed(example, "posts", {text("title"), text("content"), integer("owner_id")});
  posts.foreignKeys = {refers("owner_id", "authors")};
  schema::Table comments = timed(example, "comments", {text("title"), integer("owner_id"), integer("post_id")});
  comments.foreignKeys = {refers("owner_id", "authors"), refers("post_id", "posts")};
  comments.foreignKeys.back().onDelete = schema::ReferentialAction::SetNull;
  schema::MetaData metadata;
  metadata.add(timed(example, "authors", {text("username"), text("role"), text("email")}));
  metadata.add(posts);
  metadata.add(comments);
  return metadata;
}

std::vector<ModelMapping> blogModels() {
  std::vector<ModelMapping> models{timedModel("Author", "authors", {related("posts", "Post", "owner"), related("comments", "Comment", "owner")}),
                                   timedModel("Post", "posts", {related("owner", "Author", "posts"), related("comments", "Comment", "post")}),
                                   timedModel("Comment", "comments", {related("owner", "Author", "comments"), related("post", "Post", "comments")})};
  for (ModelMapping& each : models) each.onUpdate = {{"updated_at", sql::currentTimestamp()}};
  return models;
}

void keepBlog(Example& example) {
  example.create(blogTables(example), blogModels());
  const SessionFactory sessions(example.connection(), example.engine()->dialect(), example.registry());
  example.counts();
  const RecordPtr jo = sessions.run("Author", [](RecordRepository& authors) {
    RecordPtr author = authors.make({{"username", "jo"}, {"role", "admin"}, {"email", "jo@example.com"}});
    authors.save(*author);
    authors.session().flush();
    return author;
  });
  example.expect("Q8", "rows inserted", example.counts().rowsInserted, 1);
  example.expect("Q8", "the id can be read", jo->value("id").toInteger(), 1);
  example.connection().execute("UPDATE authors SET updated_at = '2020-01-01 00:00:00'");
  example.counts();
  const auto changed = sessions.run("Author", [](RecordRepository& authors) { return authors.updateAll({{"id", 1}}, {{"email", "jo@example.org"}}); });
  example.expect("Q8", "rows updated", changed, 1);
  example.expect("Q8", "UPDATE", example.counts().updates, 1);
  example.expect("Q8", "with the time of it", example.rows("SELECT email FROM authors WHERE updated_at > '2021-01-01'"), "jo@example.org");
  sessions.run("Post", [](RecordRepository& posts) { posts.create(Json{{"title", "First"}, {"owner_id", 1}, {"comments", {{{"title", "Well"}}}}}); });
  sessions.run([](Session& session) { SetStatements(session).remove("Post", {{"title", "First"}}); });
  example.expect("Q8 S", "a deleted post's comments stay: ON DELETE belongs to the key", example.rows("SELECT title, post_id FROM comments"), "Well,");
  const auto authors = sessions.run("Author", [](RecordRepository& all) { return all.fetchAll({.limit = 1'000, .offset = 0}); });
  example.expect("Q8", "SELECT of at most a thousand", example.counts().selects, 1);
  example.expect("Q8", "authors", authors.size(), std::size_t{1});
  sessions.run("Author", [](RecordRepository& all) { all.remove({Value::integer(1)}); });
  example.expect("Q8", "deleted", example.rows("SELECT count(*) FROM authors"), "0");
}

void makeMissingDatabase(Example& example) {
  const QTemporaryDir folder;
  Url url = example.isPostgresql() ? example.engine()->url() : Url::sqliteFile(folder.filePath(QStringLiteral("blog.db")).toStdString());
  if (example.isPostgresql()) url.database = "joinery blog " + std::to_string(getpid());
  example.expect("Q8 S", "a missing database is made, whatever its name", createDatabaseIfMissing(url), true);
  example.expect("Q8", "once", createDatabaseIfMissing(url), false);
  auto engine = Engine::create(url);
  createAll(*engine->connect(Engine::Access::Write), engine->dialect(), blogTables(example));
  const SessionFactory sessions(engine, example.registry());
  example.expect("Q8", "with its tables", sessions.run("Post", [](RecordRepository& posts) { return posts.count(); }), 0);
  engine.reset();
  if (example.isPostgresql()) example.connection().execute("DROP DATABASE " + example.engine()->dialect().quote(url.database) + " WITH (FORCE)");
}

void keepRepositories(Example& example) {
  example.create(groupTables(example), groupModels(Owner::WithTheGroup));
  const Company company(example);
  makePeople(example, company);
  setOwners(example, company);
  listAll(example, company);
  dumpLonelyGroup(example);
  goInCircles(example);
  interleave(example);
  postUpdate(example);
  keepBlog(example);
  makeMissingDatabase(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepRepositories); }
