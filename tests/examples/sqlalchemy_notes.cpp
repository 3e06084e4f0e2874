// SPDX-License-Identifier: GPL-3.0-or-later
// Workers and their resumes: what one notes down while learning an ORM, from column types to engines and schemas.
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "orm/model/key_values.h"
#include "orm/model/mapping_warnings.h"
#include "orm/records/one_record.h"
#include "orm/schema/type_map.h"
#include "orm/session/set_statements.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// What was thrown, by its kind's name.
std::string errorOf(const std::function<void()>& deed) {
  try {
    deed();
    return "none";
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
}

/// The last statement that begins with the words.
std::string lastStatement(Engine& engine, const std::string& words) {
  std::string found;
  for (const LoggedStatement& each : engine.log().statements())
    if (each.sql.starts_with(words)) found = each.sql;
  return found;
}

schema::TypeMap noteTypes() {
  schema::Column text = required(column("", TypeKind::Text, ""));
  text.type.length = 256;
  schema::Column now = required(column("", TypeKind::Timestamp, ""));
  now.defaultExpression = "CURRENT_TIMESTAMP";
  schema::TypeMap types;
  types.add("str256", text).add("created_at", now).addLiteral("workload", {"parttime", "fulltime"});
  return types.add("int", required(integer("")));
}

schema::MetaData noteTables(const Example& example, schema::ReferentialAction onDelete = schema::ReferentialAction::Cascade) {
  const schema::TypeMap types = noteTypes();
  schema::Table resume = table("resume", {example.key("id"), types.column("title", "str256"), types.optional("compensation", "int"), types.column("workload", "workload"),
                                          types.column("worker_id", "int"), types.column("created_at", "created_at")}, {"id"});
  resume.foreignKeys = {refers("worker_id", "worker")};
  resume.foreignKeys[0].onDelete = onDelete;
  schema::MetaData metadata;
  metadata.add(resume);
  metadata.add(table("worker", {example.key("id"), types.column("name", "str256")}, {"id"}));
  return metadata;
}

enum class Sides { Linked, Apart };

std::vector<ModelMapping> noteModels(Sides sides) {
  const bool linked = sides == Sides::Linked;
  return {{.name = "Worker", .table = QualifiedName("worker"), .relationships = {related("resumes", "Resume", linked ? "worker" : "")}},
          {.name = "Resume", .table = QualifiedName("resume"), .relationships = {related("worker", "Worker", linked ? "resumes" : "")}}};
}

RecordPtr makeWorker(Session& session, const char* name) {
  RecordPtr worker = session.make("Worker");
  worker->set("name", Value::text(name));
  session.add(*worker);
  return worker;
}

RecordPtr makeResume(Session& session, Record& worker, const char* workload, std::optional<int> compensation) {
  RecordPtr resume = session.make("Resume");
  resume->set("title", Value::text("engineer"));
  resume->set("workload", Value::text(workload));
  if (compensation) resume->set("compensation", Value::integer(*compensation));
  resume->setRelated("worker", &worker);
  session.add(*resume);
  return resume;
}

void mapTypes(Example& example) {
  const bool server = example.isPostgresql();
  example.expect("O1", "a worker's table", lastStatement(*example.engine(), "CREATE TABLE worker").find(server ? "name varchar(256) NOT NULL" : "name VARCHAR(256) NOT NULL") != std::string::npos, true);
  const std::string resume = lastStatement(*example.engine(), "CREATE TABLE resume");
  example.expect("O1", "a literal is as long as its longest", resume.find(server ? "workload varchar(8) NOT NULL" : "workload VARCHAR(8) NOT NULL") != std::string::npos, true);
  example.expect("O1", "an optional column may be NULL", resume.find("compensation INTEGER,") != std::string::npos, true);
  example.expect("O1", "CHECK", resume.find("CHECK") == std::string::npos ? "none" : resume, "none");
}

void refuseUnknownValues(Example& example) {
  example.connection().execute("INSERT INTO resume (title, workload, worker_id) VALUES ('x', 'never', 1)");
  const auto session = example.session();
  example.expect("O1", "an unknown value in a row", errorOf([&] { session->select({.model = "Resume"}); }), "KeyError");
  example.expect("O1", "rows without it", session->select({.model = "Resume", .filter = {{"workload", "fulltime"}}}).size(), std::size_t{3});
  session->close();
  example.connection().execute("DELETE FROM resume WHERE title = 'x'");
}

void fillTables(Example& example) {
  const auto session = example.session();
  const RecordPtr bobr = makeWorker(*session, "Bobr"), volk = makeWorker(*session, "Volk");
  for (const int compensation : {50'000, 150'000, 300'000}) makeResume(*session, *bobr, "fulltime", compensation);
  makeResume(*session, *volk, "parttime", 250'000);
  makeResume(*session, *volk, "parttime", {});
  session->commit();
  example.expect("O3", "rows inserted", example.counts().rowsInserted, 7);
}

/// Each compensation beside the mean of its workload, by a window in a subquery in a CTE.
sql::Select differences() {
  using namespace joinery::sql;
  const FromItem r = sql::table(QualifiedName("resume"), "r"), w = sql::table(QualifiedName("worker"), "w");
  const Expression mean = cast(over(average(r.column("compensation")), {r.column("workload")}), ValueType::of(TypeKind::Integer));
  const Select inner = Select({w.column("id"), w.column("name"), r.column("compensation"), mean.as("avg_workload_compensation")}).from(r.join(w, eq(r.column("worker_id"), w.column("id"))));
  const FromItem helper1 = subqueryAs(inner, "helper1");
  const Expression difference = subtract(helper1.column("compensation"), helper1.column("avg_workload_compensation")).as("compensation_diff");
  const Select cte = Select({helper1.column("id"), helper1.column("name"), helper1.column("compensation"), difference}).from(helper1);
  const FromItem helper2 = cteReference("helper2");
  return Select({star()}).with({"helper2", {}, std::make_shared<const Select>(cte), false}).from(helper2).orderBy({{helper2.column("compensation_diff"), OrderBy::Direction::Descending}});
}

void askWithWindows(Example& example) {
  example.counts();
  const auto batch = fetchAll(example.connection(), example.engine()->dialect().compile(differences()));
  example.expect("O2", "SELECT for window, subquery and CTE", example.counts().selects, 1);
  std::string text;
  for (std::size_t row = 0; row < batch->rows(); ++row) text += (row > 0 ? ", " : "") + (batch->at(row, 3).isNull() ? "NULL" : displayText(batch->at(row, 3), batch->column(3).type));
  example.expect("O2", "differences", text, example.isPostgresql() ? "NULL, 133333, 0, -16667, -116667" : "133334, 0, -16666, -116666, NULL");
}

void loadByKey(Example& example) {
  const auto session = example.session();
  const RecordPtr first = session->get("Worker", {Value::integer(1)});
  const RecordPtr again = session->get("Worker", keyValues(session->registry().at("Worker"), {{"id", Value::integer(1)}}));
  example.expect("O3", "SELECT for a record that is asked for twice", example.counts().selects, 1);
  example.expect("O3", "it is one record", first.get() == again.get(), true);
  first->set("name", Value::text("Vlad"));
  session->commit();
  const Counts counts = example.counts();
  example.expect("O3", "UPDATE of a new name", counts.updates, 1);
  example.expect("O3", "SELECT of a new name", counts.selects, 0);
}

void loadMany(Example& example) {
  const auto bySelectin = example.session();
  const auto workers = bySelectin->select({.model = "Worker", .sorts = {"+id"}}, {.selectin = {"resumes"}});
  example.expect("O3", "resumes of the first", workers[0]->collection("resumes").size(), std::size_t{3});
  example.expect("O3", "SELECT by selectin", example.counts().selects, 2);
  bySelectin->close();
  // No unique() is called for: a query's records are never doubled by what is joined to them.
  const auto byJoin = example.session();
  const auto joined = byJoin->select({.model = "Worker", .sorts = {"+id"}}, {.joined = {"resumes"}});
  example.expect("O3", "workers by a join to many", joined.size(), std::size_t{2});
  example.expect("O3", "SELECT by a join to many", example.counts().selects, 1);
  byJoin->close();
  const auto toOne = example.session();
  const auto resumes = toOne->select({.model = "Resume", .sorts = {"+id"}}, {.joined = {"worker"}});
  example.expect("O3", "the worker of a resume", displayText(resumes[4]->related("worker")->value("name").view(), {}), "Volk");
  example.expect("O3", "SELECT by a join to one", example.counts().selects, 1);
}

void keepSidesApart(Example& example) {
  const auto apart = mapModels(std::make_shared<schema::MetaData>(noteTables(example)), noteModels(Sides::Apart));
  example.expect("O4", "warnings of the mapping", mappingWarnings(*apart).size(), std::size_t{1});
  example.expect("O4", "warnings where the sides are linked", mappingWarnings(*example.registry()).size(), std::size_t{0});
  Session session(example.connection(), example.engine()->dialect(), apart);
  const RecordPtr worker = session.make("Worker"), resume = session.make("Resume");
  resume->setRelated("worker", worker.get());
  example.expect("O4", "the other side, not linked", worker->collection("resumes").size(), std::size_t{0});
}

void deleteParents(Example& example) {
  {
    const auto session = example.session();
    session->remove(*session->get("Worker", {Value::integer(2)}));
    example.expect("O4", "deleting a worker whose resumes need one", errorOf([&] { session->flush(); }), "IntegrityError");
    session->rollback();
  }
  example.connection().execute("DELETE FROM worker WHERE id = 2");
  example.expect("O4", "resumes after the database's own DELETE", example.rows("SELECT count(*) FROM resume"), "3");
}

void changeByFilter(Example& example) {
  const auto session = example.session();
  SetStatements many(*session);
  example.expect("O5", "rows updated", many.update("Resume", {{"compensation", 50'000}}, {{"title", Value::text("senior")}}), 1);
  example.expect("O5", "rows updated, none matches", many.update("Resume", {{"compensation", 1}}, {{"title", Value::text("senior")}}), 0);
  example.expect("O5", "rows deleted", many.remove("Resume", {{"title", "senior"}}), 1);
  example.expect("O5", "an unknown name", errorOf([&] { many.remove("Resume", {{"salary", 1}}); }), "InvalidRequestError");
  example.expect("O5", "one of none", errorOf([&] { oneRecord(session->select({.model = "Resume", .filter = {{"compensation", 1}}})); }), "NoResultFound");
  example.expect("O5", "one of two", errorOf([&] { oneRecord(session->select({.model = "Resume"})); }), "MultipleResultsFound");
  example.expect("O5", "one of one", displayText(oneRecord(session->select({.model = "Worker"}))->value("name").view(), {}), "Vlad");
}

std::string shapeOf(const schema::MetaData& metadata) {
  std::string text;
  for (const auto& table : schema::sortedTables(metadata).tables) {
    text += (text.empty() ? "" : "; ") + table->name.name + ":";
    for (const schema::Column& each : table->columns) text += " " + each.name + (each.nullable ? "?" : "");
    text += " -> " + std::to_string(table->foreignKeys.size());
  }
  return text;
}

void mapInSeveralWays(Example& example) {
  const schema::MetaData byTypeMap = noteTables(example);
  schema::MetaData byHand;
  schema::Table resume = table("resume", {example.key("id"), required(text("title")), integer("compensation"), required(text("workload")), required(integer("worker_id")), required(text("created_at"))}, {"id"});
  resume.foreignKeys = {refers("worker_id", "worker")};
  byHand.add(table("worker", {example.key("id"), required(text("name"))}, {"id"}));
  byHand.add(resume);
  const std::string expected = "worker: id name -> 0; resume: id title compensation? workload worker_id created_at -> 1";
  example.expect("O6", "by types with names, parents first", shapeOf(byTypeMap), expected);
  example.expect("O6", "by hand", shapeOf(byHand), expected);
  example.expect("O6", "by reflection", shapeOf(*reflect(example.connection(), example.engine()->dialect())), expected);
  const auto session = example.session();
  const RecordPtr worker = session->make("Worker"), made = session->make("Resume");
  worker->append("resumes", *made);
  example.expect("O6", "the other side, linked", made->related("worker") == worker.get(), true);
  made->setRelated("worker", nullptr);
  example.expect("O6", "and back", worker->collection("resumes").size(), std::size_t{0});
}

/// Writes down on which thread each connection was opened.
class ThreadListener : public EngineListener {
 public:
  void connected(Connection&) override {
    const std::lock_guard lock(m_mutex);
    m_threads.push_back(std::this_thread::get_id());
  }
  std::vector<std::thread::id> threads() const {
    const std::lock_guard lock(m_mutex);
    return m_threads;
  }

 private:
  mutable std::mutex m_mutex;
  std::vector<std::thread::id> m_threads;
};

void useNullPool(Example& example) {
  const auto folder = std::filesystem::temp_directory_path() / ("joinery_notes_" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto listener = std::make_shared<ThreadListener>();
  Engine::Options options;
  options.pool.kind = PoolOptions::Kind::Null;
  options.createIfMissing = true;
  options.listeners = {listener};
  const auto engine = Engine::create(example.isPostgresql() ? example.engine()->url() : Url::sqliteFile((folder / "notes.db").string()), options);
  std::vector<std::thread::id> users;
  for (int i = 0; i < 3; ++i) {
    std::thread user([&] {
      users.push_back(std::this_thread::get_id());
      engine->connect(Engine::Access::Write)->execute("SELECT 1");
    });
    user.join();
  }
  const auto statistics = engine->statistics(Engine::Access::Write);
  example.expect("O7", "connects for three checkouts", statistics.opened, std::size_t{3});
  example.expect("O7", "closes", statistics.closed, std::size_t{3});
  example.expect("O7", "each was opened by the thread that used it", listener->threads() == users, true);
  std::filesystem::remove_all(folder);
}

void translateSchemas(Example& example) {
  example.connection().execute(example.isPostgresql() ? "CREATE SCHEMA sharedbackend" : "ATTACH DATABASE ':memory:' AS sharedbackend");
  const auto there = example.engine()->dialect().withOptions({.schemaTranslateMap = {{"", "sharedbackend"}}});
  createAll(example.connection(), *there, noteTables(example));
  example.expect("O8", "CREATE TABLE in the schema is missing", lastStatement(*example.engine(), "CREATE TABLE sharedbackend.resume").empty(), false);
  const std::string referred = example.isPostgresql() ? "REFERENCES sharedbackend.worker (id)" : "REFERENCES worker (id)";  // of SQLite: always the table's own schema
  example.expect("O8", "its foreign key", lastStatement(*example.engine(), "CREATE TABLE sharedbackend.resume").find(referred) != std::string::npos, true);
  {
    Session session(example.connection(), *there, example.registry());
    const RecordPtr worker = makeWorker(session, "elsewhere");
    makeResume(session, *worker, "parttime", 1);
    session.commit();
    worker->set("name", Value::text("renamed"));
    session.commit();
    example.expect("O8", "what is read there", displayText(oneRecord(session.select({.model = "Worker"}, {.joined = {"resumes"}}))->value("name").view(), {}), "renamed");
    session.remove(*worker->collection("resumes").front());
    session.commit();
  }
  for (const char* begin : {"INSERT INTO", "UPDATE", "DELETE FROM"})
    example.expect("O8", (std::string(begin) + " in the schema is missing").c_str(), lastStatement(*example.engine(), std::string(begin) + " sharedbackend.").empty(), false);
  example.expect("O8", "rows there", example.rows("SELECT count(*) FROM sharedbackend.worker"), "1");
  const auto here = example.session();
  example.expect("O8", "a session without the map reads its own", displayText(oneRecord(here->select({.model = "Worker"}))->value("name").view(), {}), "Vlad");
}

void takeNotes(Example& example) {
  example.create(noteTables(example), noteModels(Sides::Linked));
  mapTypes(example);
  fillTables(example);
  refuseUnknownValues(example);
  askWithWindows(example);
  loadByKey(example);
  loadMany(example);
  keepSidesApart(example);
  deleteParents(example);
  changeByFilter(example);
  mapInSeveralWays(example);
  useNullPool(example);
  translateSchemas(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, takeNotes); }
