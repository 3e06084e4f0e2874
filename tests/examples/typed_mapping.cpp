// SPDX-License-Identifier: GPL-3.0-or-later
// Plain structs, described once: their tables, their models, and records whose values have the members' types.
#include <array>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/dialect/schema_statements.h"
#include "orm/engine/inspector.h"
#include "orm/session/typed_session.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

enum class Workload { Parttime, Fulltime };
constexpr auto enumNames(Workload) { return std::array{std::pair{Workload::Parttime, "parttime"}, std::pair{Workload::Fulltime, "fulltime"}}; }

struct Resume;

/// What tables may share.
struct WithKey {
  std::int64_t id = 0;
};

struct Worker : WithKey {
  Varchar<256> name = {};
  ToMany<Resume> resumes = {};
};

struct Resume {
  std::int64_t id = 0;
  std::string title = {};
  std::optional<int> compensation = {};
  Workload workload = Workload::Fulltime;
  std::int64_t workerId = 0;
  std::chrono::sys_seconds createdAt = {};
  bool draft = true;
  ToOne<Worker> worker = {};
};

const Mapped<Worker> kWorker{"Worker", "worker", key(&WithKey::id), column("name", &Worker::name),
                             toMany("resumes", &Worker::resumes, {.backPopulates = "worker", .orderBy = {"+id"}, .passiveDeletes = true})};

const Mapped<Resume> kResume{"Resume", "resume", key(&Resume::id), column("title", &Resume::title), column("compensation", &Resume::compensation),
                             column("workload", &Resume::workload),
                             column("worker_id", &Resume::workerId, {.refers = ColumnOptions::Reference{.table = "worker", .onDelete = schema::ReferentialAction::Cascade}}),
                             column("created_at", &Resume::createdAt, {.serverDefault = "CURRENT_TIMESTAMP"}), column("draft", &Resume::draft),
                             toOne("worker", &Resume::worker, {.backPopulates = "resumes"})};

const TypedModels kModels(kWorker, kResume);

std::string refusalKind(const std::function<void()>& statement) {
  try {
    statement();
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "nothing";
}

/// What a table's columns are, as the catalogue has them after they were made.
std::string columnsOf(const schema::Table& table) {
  std::string text;
  for (const schema::Column& each : table.columns) text += (text.empty() ? "" : "; ") + each.name + " " + each.type.declared + (each.nullable ? " NULL" : "");
  return text;
}

/// The same tables by hand, without a struct.
schema::MetaData declaredTables(const Example& example) {
  const auto perCell = [&](schema::Column column) {
    column.type.declared.clear();
    column.type.perCell = !example.isPostgresql();
    return column;
  };
  const auto plain = [&](const char* name, TypeKind kind) { return required(perCell(column(name, kind, {}))); };
  schema::Column name = plain("name", TypeKind::Text);
  name.type.length = 256;
  schema::Column workload = plain("workload", TypeKind::Text);
  workload.type.length = 8;
  schema::Column compensation = perCell(integer("compensation"));
  schema::Column createdAt = plain("created_at", TypeKind::TimestampTz);
  createdAt.defaultExpression = "CURRENT_TIMESTAMP";
  schema::Table resume = table("resume", {perCell(example.key("id")), plain("title", TypeKind::Text), compensation, workload, plain("worker_id", TypeKind::Integer), createdAt, plain("draft", TypeKind::Boolean)}, {"id"});
  resume.foreignKeys = {refers("worker_id", "worker")};
  resume.foreignKeys.front().onDelete = schema::ReferentialAction::Cascade;
  schema::MetaData metadata;
  metadata.add(resume);
  metadata.add(table("worker", {perCell(example.key("id")), name}, {"id"}));
  return metadata;
}

std::string ddlOf(Example& example, const schema::MetaData& metadata) {
  std::string text;
  for (const std::string& each : createStatements(metadata, example.engine()->dialect(), nullptr)) text += each + ";\n";
  return text;
}

/// Attributes, keys and relationships of models, whoever described them.
std::string modelsOf(const Registry& registry) {
  std::string text;
  for (const auto& model : registry.models()) {
    text += model->name + "(";
    for (const Attribute& each : model->attributes) text += each.name + (each.isKey ? "*" : "") + (each.isForeignKey ? ">" : "") + (each.column.nullable ? "?" : "") + " " + typeKindName(each.column.type.kind) + ", ";
    for (const Relationship& each : model->relationships) text += each.name + " " + relationshipKindName(each.kind) + " " + each.target + " by " + each.localColumns.front() + "=" + each.remoteColumns.front() + ", ";
    text += ") ";
  }
  return text;
}

void compareMappings(Example& example) {
  const auto byStruct = kModels.metadata(example.engine()->dialect());
  const auto byHand = std::make_shared<schema::MetaData>(declaredTables(example));
  const std::shared_ptr<const schema::MetaData> reflected = reflect(example.connection(), example.engine()->dialect());
  example.expect("O6", "DDL of structs and of tables declared by hand", ddlOf(example, *byStruct), ddlOf(example, *byHand));
  std::vector<ModelMapping> mappings{{.name = "Worker", .table = QualifiedName("worker"), .relationships = {related("resumes", "Resume", "worker")}},
                                     {.name = "Resume", .table = QualifiedName("resume"), .relationships = {related("worker", "Worker", "resumes")}}};
  const std::string models = modelsOf(*kModels.registry(byStruct));
  example.expect("O6", "structs over tables declared by hand", modelsOf(*kModels.registry(byHand)), models);
  example.expect("O6", "models without structs", modelsOf(*mapModels(byHand, mappings)), models);
  example.expect("O6", "models of what was reflected", modelsOf(*mapModels(reflected, mappings)), modelsOf(*kModels.registry(reflected)));
  std::string order;
  for (const auto& table : schema::sortedTables(*byStruct).tables) order += table->name.name + " ";
  example.expect("O6", "parents first", order, "worker resume ");
}

void describe(Example& example) {
  const auto reflected = reflect(example.connection(), example.engine()->dialect());
  const bool isPostgresql = example.isPostgresql();
  const QualifiedName worker("worker"), resume("resume");
  example.expect("O1", "Varchar<256> is a VARCHAR(256) NOT NULL", columnsOf(*reflected->find(worker)), isPostgresql ? "id bigint; name character varying(256)" : "id INTEGER; name VARCHAR(256)");
  example.expect("O1", "std::optional is NULL, an enum as long as its longest name", columnsOf(*reflected->find(resume)),
                 isPostgresql ? "id bigint; title text; compensation bigint NULL; workload character varying(8); worker_id bigint; created_at timestamp with time zone; draft boolean"
                              : "id INTEGER; title TEXT; compensation INTEGER NULL; workload VARCHAR(8); worker_id INTEGER; created_at DATETIME; draft BOOLEAN");
  example.expect("O1", "without a CHECK", reflected->find(resume)->checks.size(), std::size_t{0});
  compareMappings(example);
  example.counts();
}

void addWorkers(Example& example, TypedSession typed) {
  const TypedRecord<Worker> jack = typed.add(Worker{{}, "Jack"});
  const TypedRecord<Resume> first = typed.make(Resume{.title = "Python Junior", .compensation = 50000, .workload = Workload::Fulltime});
  jack.append(&Worker::resumes, first);
  example.expect("O6", "both sides are kept in step", first.related(&Resume::worker) == jack, true);
  const TypedRecord<Resume> second = typed.add(Resume{.title = "Python Developer", .workload = Workload::Parttime, .draft = false});
  second.set(&Resume::worker, jack);
  typed.session().commit();
  example.expect("O1", "rows inserted", example.counts().rowsInserted, 3);
  example.expect("O1", "rows", example.rows("SELECT id, title, compensation, workload, worker_id, CASE WHEN draft THEN 'draft' ELSE 'final' END FROM resume ORDER BY id"),
                 "1,Python Junior,50000,fulltime,1,draft; 2,Python Developer,,parttime,1,final");
  const auto age = std::chrono::system_clock::now() - first->createdAt;
  example.expect("O1", "the database says when, in UTC", age > std::chrono::minutes(-2) && age < std::chrono::minutes(2), true);
  example.expect("S", "a member with an initialiser has a column, and its default", first->draft, true);
  example.counts();
}

void change(Example& example, TypedSession typed) {
  const TypedRecord<Worker> jack = typed.get<Worker>(1);
  example.expect("O3", "the same row is the same record", typed.get<Worker>(std::int64_t{1}) == jack, true);
  example.expect("O3", "SELECT for both", example.counts().selects, 1);
  example.expect("O3", "no such row", static_cast<bool>(typed.get<Worker>(99)), false);
  jack.set(&Worker::name, "Vlad");
  typed.session().commit();
  Counts counts = example.counts();
  example.expect("O3", "rows updated", counts.rowsUpdated, 1);
  std::string titles;
  for (const TypedRecord<Resume>& each : jack.related(&Worker::resumes)) titles += each->title + ", " + each.related(&Resume::worker)->name + "; ";
  example.expect("O3", "from one to many and back", titles, "Python Junior, Vlad; Python Developer, Vlad; ");
  const TypedRecord<Resume> resume = typed.one<Resume>({.filter = {{"title", "Python Developer"}}});
  example.counts();
  resume.edit([](Resume& row) { row.compensation = 150000; });
  resume.edit([](Resume& row) { row.title = "Python Developer"; });
  typed.session().commit();
  counts = example.counts();
  example.expect("O3", "only what differs is written", counts.updates, 1);
  example.expect("O3", "its row", example.rows("SELECT compensation FROM resume WHERE id = 2"), "150000");
}

void refuse(Example& example, TypedSession typed) {
  example.expect("O5", "one of none", refusalKind([&] { typed.one<Resume>({.filter = {{"title", "Rust"}}}); }), "NoResultFound");
  example.expect("O5", "one of several", refusalKind([&] { typed.one<Resume>({}); }), "MultipleResultsFound");
  example.expect("O5", "an unknown name", refusalKind([&] { typed.select<Resume>({.filter = {{"salary", 1}}}); }), "InvalidRequestError");
  example.rows("UPDATE resume SET workload = 'weekend' WHERE id = 1 RETURNING id");
  typed.session().expireAll();
  const TypedRecord<Resume> first = typed.get<Resume>(1);
  example.expect("O1", "a name that the enum does not have", refusalKind([&] { first.values(); }), "DataError");
  example.expect("O1", "the same, of the member alone", refusalKind([&] { first.get(&Resume::workload); }), "DataError");
  example.expect("O1", "another member of that row", first.get(&Resume::title), "Python Junior");
  typed.session().rollback();
  typed.remove(typed.get<Worker>(1));
  typed.session().commit();
  example.expect("O4", "the database deletes what refers to it", example.rows("SELECT (SELECT count(*) FROM worker), (SELECT count(*) FROM resume)"), "0,0");
}

void keepWorkers(Example& example) {
  example.create(*kModels.metadata(example.engine()->dialect()), kModels.mappings());
  example.expect("O6", "CREATE TABLE", example.counts().creates, 2);
  describe(example);
  const auto session = example.session();
  const TypedSession typed(*session, kModels);
  addWorkers(example, typed);
  change(example, typed);
  refuse(example, typed);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepWorkers); }
