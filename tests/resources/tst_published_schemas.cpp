// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/operation_json.h"
#include "orm/revision/revision.h"
#include "orm/schema/schema_json.h"
#include "orm/workspace/workspace.h"
#include "tests/orm/difference/sample_operations.h"
#include "tests/orm/schema/random_members.h"
#include "tests/support/test_program.h"
#include "ui/designer/design/schema_design.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// The JSON Schemas that are installed say of files what the program's own readers and writers do.
class PublishedSchemasTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aWorkspaceIsDescribed();
  void aWorkspaceWithMistakesIsRefused();
  void aRevisionIsDescribed();
  void aRevisionWithMistakesIsRefused();
  void whatIsForgottenIsTold();
  void bothSayTheSameOfOperations();

 private:
  /// What the schema says of documents that it should not say. @param name "workspace"
  QString said(const char* name, const Json& documents);
  QTemporaryDir m_folder;
};

namespace {

constexpr unsigned kSchemas = 10;

QString pathOf(const char* name) { return QStringLiteral(JOINERY_SOURCE_DIR "/resources/schemas/%1.schema.json").arg(QLatin1String(name)); }

Json contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? parseJson(file.readAll().toStdString()) : Json();
}

Json schemaNamed(const char* name) { return contentOf(pathOf(name)); }

/// A workspace with everything in it that one may hold, beside a designed schema.
Json fullWorkspace() {
  return contentOf(QStringLiteral(JOINERY_SOURCE_DIR "/tests/resources/full_workspace.json"));
}

/// As the program writes it.
Json written(const Json& workspace) { return workspaceToJson(workspaceFromJson(workspace)); }

/// What a designer's file holds once a person has worked on it.
Json designedByHand() {
  ui::SchemaDesign design;
  design.start("sqlite");
  schema::Table table = tableNamed("t");
  table.name.schema = "main";
  table.columns = {columnOf("INTEGER", TypeKind::Integer)};
  design.edit(QStringLiteral("Create"), {migration::CreateTable{table}});
  design.edit(QStringLiteral("Add"), {migration::AddColumn{table.name, [] { auto column = columnOf("TEXT", TypeKind::Text); column.name = "d"; return column; }(), "c"}});
  return design.toJson();
}

Json document(const std::string& name, bool isValid, Json content) { return {{"name", name}, {"valid", isValid}, {"document", std::move(content)}}; }

/// Documents with one mistake each, at a place of a right one.
struct Mistake {
  std::string place;  ///< a JSON pointer
  std::string value;  ///< what stands there; empty: nothing
};

Json withMistake(Json json, const Mistake& mistake) {
  const Json::json_pointer place(mistake.place);
  if (!mistake.value.empty()) json[place] = parseJson(mistake.value);
  else json[place.parent_pointer()].erase(place.back());
  return json;
}

template <typename Read>
Json mistakesOf(const Json& right, const std::vector<Mistake>& mistakes, Read read) {
  Json documents = Json::array();
  for (const Mistake& each : mistakes) {
    const std::string name = each.place + " " + each.value;
    Json wrong = withMistake(right, each);
    bool isRefused = false;
    try {
      read(wrong);
    } catch (const DbError& error) {
      isRefused = error.kind() == ErrorKind::Argument || error.kind() == ErrorKind::NotSupported;
    }
    if (!isRefused) documents.push_back(document(name + " (the program takes it)", true, Json(nullptr)));
    documents.push_back(document(name, false, std::move(wrong)));
  }
  return documents;
}

migration::Revision fullRevision() {
  migration::Revision revision;
  revision.id = "3f2a-b_1";
  revision.parent = "first";
  revision.message = "what \xff happened";
  revision.up = sampleOperations();
  revision.down = inverse(revision.up);
  revision.renames = {migration::Rename{migration::RenameKind::Table, QualifiedName("a"), QualifiedName("s", "b")}};
  return revision;
}

/// A revision of one step.
Json revisionOf(const migration::Operation& operation) {
  migration::Revision revision;
  revision.id = "one";
  revision.up = {operation};
  return migration::revisionToJson(revision);
}

/// Each member as what it can't be, and each left out that has to be there.
template <typename Read>
std::vector<Mistake> mistakesOfMembers(const migration::Operation& operation, Read read) {
  const Json right = revisionOf(operation);
  std::vector<Mistake> mistakes;
  for (const auto& [key, value] : right["up"][0].items()) {
    mistakes.push_back({"/up/0/" + key, "0.5"});
    const Mistake missing{"/up/0/" + key, ""};
    try {
      read(withMistake(right, missing));
    } catch (const DbError&) {
      mistakes.push_back(missing);
    }
  }
  return mistakes;
}

}  // namespace

void PublishedSchemasTest::initTestCase() {
  if (QProcess::execute(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), QStringLiteral("import jsonschema")}) != 0) QSKIP("Python has no jsonschema: install python3-jsonschema");
}

QString PublishedSchemasTest::said(const char* name, const Json& documents) {
  QFile file(m_folder.filePath(QStringLiteral("documents.json")));
  if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(documents.dump())) < 0) return QStringLiteral("no file");
  file.close();
  QProcess python;
  python.setProcessChannelMode(QProcess::MergedChannels);
  python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-B"), QStringLiteral("-W"), QStringLiteral("ignore"), QStringLiteral(JOINERY_SOURCE_DIR "/tests/resources/published_schema.py"), pathOf(name), file.fileName()});
  python.waitForFinished(120000);
  return QString::fromUtf8(python.readAll());
}

void PublishedSchemasTest::aWorkspaceIsDescribed() {
  Json documents = Json::array();
  Json full = fullWorkspace();
  QCOMPARE(written(full).dump(), full.dump());
  for (unsigned seed = 0; seed < kSchemas; ++seed) {
    full["schema"] = {{"dialect", seed % 2 ? "sqlite" : "postgresql"}, {"metadata", schema::schemaToJson(RandomMembers(seed).metadata())}, {"operations", migration::operationsToJson(sampleOperations())}};
    documents.push_back(document("seed " + std::to_string(seed), true, written(full)));
  }
  full["schema"] = designedByHand();
  QCOMPARE(full["schema"]["operations"].size(), std::size_t{2});
  documents.push_back(document("by hand", true, written(full)));
  documents.push_back(document("empty", true, workspaceToJson({})));
  Json later = fullWorkspace();
  later["connections"][0]["views"][0]["of a later version"] = 1;
  QCOMPARE(said("workspace", documents), QString());
  // Only the walk minds what is not described.
  QCOMPARE(said("workspace", Json::array({document("later", true, later)})), QStringLiteral("/connections/*/views/*/of a later version is not described\n"));
}

void PublishedSchemasTest::aWorkspaceWithMistakesIsRefused() {
  Json right = fullWorkspace();
  right["schema"] = {{"dialect", "sqlite"}, {"metadata", parseJson(R"({"default_schema": "main", "tables": [{"name": "t", "columns": [{"name": "c", "kind": "integer", "identity": {"start": "7"}}],
    "primary_key": {"columns": ["c"]}, "foreign_keys": [{"columns": ["c"], "refers": "t", "to": ["c"]}], "indexes": [{"name": "i", "parts": [{"column": "c"}]}]}]})")}, {"operations", Json::array()}};
  const std::string view = "/connections/0/views/0", diagram = "/connections/0/diagrams/0", table = "/schema/metadata/tables/0";
  const std::vector<Mistake> mistakes{
      {"/version", "2"}, {"/version", "0"}, {"/version", "\"1\""}, {"/version", ""}, {"/connections", "{}"}, {"/connections/0/name", ""}, {"/connections/0/name", "\"\""}, {"/connections/0/url", ""}, {"/connections/0/url", "7"},
      {"/connections/0/url", "\"postgresql://me:secret@db.example/shop\""}, {view + "/model", ""}, {view + "/filter", "[]"}, {view + "/sorts", "\"name\""}, {view + "/sorts/0", "\"\""}, {view + "/columns/1/width", "0"},
      {view + "/columns/1/name", ""}, {view + "/frozen", "-1"}, {view + "/joins", "[1]"}, {view + "/prune", "1"}, {view + "/tree/depth", "101"}, {view + "/tree/paths", "{}"}, {"/connections/0/models/Article", "1"},
      {"/connections/0/models/Article/label", "1"}, {"/connections/0/models/Article/relationship_names/Supplier_1", "\"\""}, {"/connections/0/relationships/0/back_name", ""}, {"/connections/0/relationships/0/columns", "\"zip\""},
      {diagram + "/name", ""}, {diagram + "/everyTable", "1"}, {diagram + "/columns", "\"some\""}, {diagram + "/tables/0/x", "1000001"}, {diagram + "/tables/0/y", ""}, {diagram + "/tables/1/hidden", "\"no\""}, {diagram + "/groups/0/tables", ""},
      {diagram + "/groups/0/tables/0/name", ""}, {diagram + "/notes/0/width", "59"}, {diagram + "/notes/0/text", ""}, {diagram + "/notes/0/x", "\"3\""}, {"/schema", "[]"}, {"/schema/dialect", ""}, {"/schema/dialect", "\"oracle\""},
      {"/schema/metadata", ""}, {table + "/name", ""}, {table + "/kind", "\"thing\""}, {table + "/columns/0/kind", "\"int\""}, {table + "/columns/0/name", "null"}, {table + "/columns/0/identity/start", "\"x\""}, {table + "/columns/0/identity/start", "1.5"},
      {table + "/primary_key/columns", ""}, {table + "/foreign_keys/0/refers", ""}, {table + "/foreign_keys/0/on_delete", "\"PERISH\""}, {table + "/foreign_keys/0/deferrable", "\"later\""}, {table + "/indexes/0/parts", "1"},
      {table + "/strict", "1"}, {table + "/comment", "[]"}, {"/schema/operations/0", R"({"op": "explode"})"}, {"/schema/operations/0", R"({"op": "add_column", "table": "t"})"}, {"/schema/operations/0", R"({"table": "t"})"}};
  const auto read = [](const Json& json) {
    workspaceFromJson(json);
    ui::SchemaDesign().read(json.at("schema"));
  };
  read(right);
  QCOMPARE(said("workspace", Json::array({document("right", true, right)})), QString());
  QCOMPARE(said("workspace", mistakesOf(right, mistakes, read)), QString());
}

void PublishedSchemasTest::aRevisionIsDescribed() {
  migration::Revision first = fullRevision();
  first.parent.clear();
  first.renames.clear();
  QCOMPARE(said("revision", Json::array({document("full", true, migration::revisionToJson(fullRevision())), document("first", true, migration::revisionToJson(first))})), QString());
}

void PublishedSchemasTest::aRevisionWithMistakesIsRefused() {
  const Json right = migration::revisionToJson(fullRevision());
  const std::vector<Mistake> mistakes{{"/version", "0"}, {"/version", "2"}, {"/id", ""}, {"/id", "\"a b\""}, {"/id", "\"\""}, {"/parent", "\"\""}, {"/parent", "\"ä\""}, {"/message", "1"}, {"/up", ""}, {"/up", "{}"}, {"/up/0/op", "\"make\""},
                                {"/up/0/op", ""}, {"/down", "1"}, {"/renames", "{}"}, {"/renames/0/kind", "\"column\""}};
  const auto read = [](const Json& json) { migration::revisionFromJson(JsonPlace(json, "revision")); };
  Json documents = mistakesOf(right, mistakes, read);
  std::size_t needed = 0;
  for (const migration::Operation& each : sampleOperations()) {
    const std::vector<Mistake> more = mistakesOfMembers(each, read);
    needed += static_cast<std::size_t>(std::ranges::count_if(more, [](const Mistake& mistake) { return mistake.value.empty(); }));
    for (Json& wrong : mistakesOf(revisionOf(each), more, read)) documents.push_back(std::move(wrong));
  }
  QVERIFY(needed > 100);
  QCOMPARE(said("revision", documents), QString());
}

void PublishedSchemasTest::whatIsForgottenIsTold() {
  Json revision = migration::revisionToJson(fullRevision());
  revision["up"][0]["table"]["colour"] = "red";
  QCOMPARE(said("revision", Json::array({document("more", true, revision), document("not wrong", false, migration::revisionToJson(fullRevision()))})),
           QStringLiteral("not wrong: taken, though it is wrong\n/up/*/table/colour is not described\n"));
}

void PublishedSchemasTest::bothSayTheSameOfOperations() {
  const Json workspace = schemaNamed("workspace")["$defs"], revision = schemaNamed("revision")["$defs"];
  QVERIFY(revision.contains("operation"));
  for (const auto& [name, definition] : revision.items()) QVERIFY2(workspace.contains(name) && workspace[name] == definition, name.c_str());
}

JOINERY_TEST(PublishedSchemasTest)
#include "tst_published_schemas.moc"
