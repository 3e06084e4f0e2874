// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "orm/codegen/cpp_structs.h"
#include "orm/codegen/cpp_text.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/model/typed.h"
#include "orm/session/typed_session.h"
#include "tested_databases.h"
#include "tests/support/test_program.h"

// Generated while building. All that they include stands above.
namespace sample {
#include "sample_models.h"
}
namespace awkward {
#include "awkward_models.h"
}
namespace postgresql {
#include "postgresql_models.h"
}

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

/// A database with a session that works with generated structs.
struct TypedDatabase {
  TypedDatabase(const Url& url, const TypedModels& described)
      : engine(Engine::create(url)), lease(engine->connect(Engine::Access::Write)), models(described), session(*lease, engine->dialect(), models.registry(reflect(*lease, engine->dialect()))), typed(session, models) {}

  std::string value(const std::string& sql) { return std::string(lease->execute(sql)->fetch(1)->at(0, 0).bytes()); }

  std::shared_ptr<Engine> engine;
  ConnectionPool::Lease lease;
  const TypedModels& models;
  Session session;
  TypedSession typed;
};

/// What two registries make of the same tables, where a mapping can say it.
std::vector<std::string> lostRelationships(const Registry& wanted, const Registry& made) {
  std::vector<std::string> lost;
  for (const auto& model : wanted.models()) {
    if (model->keyAttributes().empty()) continue;
    for (const Relationship& each : model->relationships) {
      if (each.isOfLinks || wanted.target(each).keyAttributes().empty()) continue;
      const Relationship* found = made.at(model->name).relationship(each.name);
      if (!found || found->kind != each.kind || found->target != each.target || std::set(found->localColumns.begin(), found->localColumns.end()) != std::set(each.localColumns.begin(), each.localColumns.end()))
        lost.push_back(model->name + "." + each.name);
    }
  }
  return lost;
}

}  // namespace

/// Structs that were generated from databases, compiled into this program: they read and write rows.
class CppStructsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theyReadTheSample();
  void theyWriteTheSample();
  void theyReadAndWriteOddNames();
  void theyReadAndWriteEveryTypeOfPostgresql();
  void relationshipsAreTheSame_data() { TestedDatabases::addRows(); }
  void relationshipsAreTheSame();
  void namesAreOfCpp_data();
  void namesAreOfCpp();
  void namesAreFree();
  void textsAreLiterals();
  void withoutModelsThereIsAComment() { QCOMPARE(cppStructs(Registry(std::make_shared<schema::MetaData>())), "// There are no models with a key: nothing is described.\n"s); }

 private:
  Url copyOfSample();
  QTemporaryDir m_folder;
  TestedDatabases m_databases;
};

Url CppStructsTest::copyOfSample() {
  const QString path = m_folder.filePath(QStringLiteral("sample.db"));
  QFile::remove(path);
  QFile::copy(QStringLiteral(JOINERY_SAMPLE), path);
  QFile(path).setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  return Url::sqliteFile(path.toStdString());
}

void CppStructsTest::theyReadTheSample() {
  namespace m = sample::models;
  TypedDatabase database(Url::sqliteFile(JOINERY_SAMPLE), m::kModels);
  const auto work = database.typed.one<m::Works>({.filter = {{"id", 1}}});
  QCOMPARE(work->title, database.value("SELECT title FROM works WHERE id = 1"));
  const auto language = work.related(&m::Works::original_language_languages);
  QCOMPARE(language->code, work->original_language);
  QCOMPARE(std::to_string(work.related(&m::Works::editions).size()), database.value("SELECT CAST(count(*) AS TEXT) FROM editions WHERE work_id = 1"));
  for (const auto& edition : work.related(&m::Works::editions)) QVERIFY(edition.related(&m::Editions::work) == work);
  QCOMPARE(std::to_string(work.related(&m::Works::subjects).size()), database.value("SELECT CAST(count(*) AS TEXT) FROM work_subjects WHERE work_id = 1"));
  const auto staff = database.typed.select<m::Staff>({.filter = {{"left_on", nullptr}}, .sorts = {"+id"}, .limit = 1}).at(0);
  QVERIFY(!staff->left_on && staff->hired_on.ok());
}

void CppStructsTest::theyWriteTheSample() {
  namespace m = sample::models;
  TypedDatabase database(copyOfSample(), m::kModels);
  const auto language = database.typed.add(m::Languages{.code = "tl", .name = "Klingon", .native_name = "tlhIngan Hol"});
  const auto work = database.typed.make(m::Works{.title = "paq'batlh", .first_published = 2011, .audience = "adult"});
  work.set(&m::Works::original_language_languages, language);
  database.session.add(work.record());
  database.session.commit();
  QCOMPARE(database.value("SELECT title || original_language || first_published FROM works ORDER BY id DESC LIMIT 1"), "paq'batlhtl2011"s);
  work.edit([](m::Works& each) { each.subtitle = "The Book of Honour"; });
  database.session.commit();
  QCOMPARE(database.value("SELECT subtitle FROM works ORDER BY id DESC LIMIT 1"), "The Book of Honour"s);
}

void CppStructsTest::theyReadAndWriteOddNames() {
  namespace m = awkward::models;
  TypedDatabase database(m_databases.urlOf(QStringLiteral("awkward")), m::kModels);
  const auto details = database.typed.get<m::OrderDetails>(std::int64_t{7});
  QCOMPARE(details->it_s.value_or(""), "it's \\:x"s);
  details.edit([](m::OrderDetails& row) {
    row.say_x = "said";
    row.größe = "groß";
    row.curly_bar = "{}";
  });
  const auto person = database.typed.add(m::Person{.id = 9, .name = "Eve"});
  person.set(&m::Person::boss, database.typed.get<m::Person>(std::int64_t{1}));
  const auto odd = database.typed.get<m::Template>(std::int64_t{1});
  odd.edit([](m::Template& row) { row.template_ = "changed"; row.null = "n"; });
  database.session.commit();
  QCOMPARE(database.value("SELECT \"say \"\"x\"\"\" || \"größe\" || \"{curly|bar}\" FROM \"order details\" WHERE \"order id\" = 7"), "saidgroß{}"s);
  QCOMPARE(database.value("SELECT boss_id || name FROM person WHERE id = 9"), "1Eve"s);
  QCOMPARE(database.value("SELECT template || \"NULL\" || \"int\" FROM template"), "changedn2"s);
  // By several columns, to the same table twice.
  const auto document = database.typed.get<m::Document>(std::int64_t{1}, std::int64_t{1});
  QCOMPARE(document.related(&m::Document::folder)->id + 10 * document.related(&m::Document::folder_folder)->id, 21);
  QCOMPARE(document.related(&m::Document::tag).size(), std::size_t{2});
  QCOMPARE(database.typed.get<m::Airport>("BBB"s).related(&m::Airport::twin_airport)->code, "AAA"s);
}

void CppStructsTest::theyReadAndWriteEveryTypeOfPostgresql() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("there is no server");
  namespace m = postgresql::models;
  TypedDatabase database(m_databases.urlOf(QStringLiteral("pg:")), m::kModels);
  const auto row = database.typed.one<m::Kinds>({});
  const m::Kinds kinds = row.values();
  QCOMPARE(kinds.np.value_or(""), "1.500"s);
  QCOMPARE(kinds.ia.value_or(""), "{1,2}"s);
  QCOMPARE(kinds.mo.value_or(""), "sad"s);
  QVERIFY(kinds.b == true && kinds.d == std::chrono::year(2024) / 2 / 29 && kinds.x == std::vector<std::byte>(1));
  row.edit([](m::Kinds& each) {
    each.jb = R"({"b": 1})";
    each.mo = "it's \"ok\"";
    each.tz = std::chrono::sys_days(std::chrono::year(2025) / 1 / 2);
    each.iv.reset();
  });
  database.session.commit();
  QCOMPARE(database.value("SELECT concat(jb, mo, (extract(epoch FROM tz) / 86400)::int, iv IS NULL) FROM kinds"), "{\"b\": 1}it's \"ok\"20090t"s);
}

void CppStructsTest::relationshipsAreTheSame() {
  QFETCH(QString, database);
  const OpenedModels models(m_databases.urlOf(database));
  const std::string header = cppStructs(*models.registry);
  // What the header says of relationships is what a mapping of it would be made of.
  for (const auto& model : models.registry->models()) {
    if (model->keyAttributes().empty()) continue;
    QVERIFY2(header.find("{\n    " + cppText(model->name) + ", ") != std::string::npos, model->name.c_str());
    for (const Relationship& each : model->relationships)
      if (!each.isOfLinks && !models.registry->target(each).keyAttributes().empty())
        QVERIFY2(header.find((each.isToMany() ? "joinery::toMany(" : "joinery::toOne(") + cppText(each.name) + ", ") != std::string::npos, (model->name + "." + each.name).c_str());
  }
  if (database == QLatin1String("sample")) QCOMPARE(lostRelationships(*models.registry, *sample::models::kModels.registry(models.registry->sharedMetadata())), std::vector<std::string>());
  if (database == QLatin1String("awkward")) QCOMPARE(lostRelationships(*models.registry, *awkward::models::kModels.registry(models.registry->sharedMetadata())), std::vector<std::string>());
  if (database == QLatin1String("pg:")) QCOMPARE(lostRelationships(*models.registry, *postgresql::models::kModels.registry(models.registry->sharedMetadata())), std::vector<std::string>());
}

void CppStructsTest::namesAreOfCpp_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("member");
  QTest::addColumn<QString>("type");
  const auto row = [](const char* name, const char* member, const char* type) { QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(member) << QString::fromUtf8(type); };
  row("AlbumId", "albumId", "AlbumId");
  row("album_id", "album_id", "AlbumId");
  row("URLPath", "urlPath", "URLPath");
  row("ID", "id", "Id");
  row("NULL", "null", "Null");
  row("class", "class_", "Class");
  row("Class", "class_", "Class");
  row("signals", "signals_", "Signals");
  row("9lives", "field_9lives", "Row9lives");
  row("__init__", "init", "Init");
  row("a  b", "a_b", "Ab");
  row("größe", "größe", "Größe");
  row("日本", "日本", "日本");
  row("😀", "field", "Row");
  row("", "field", "Row");
  row("e\u0301t\u00e9", "\u00e9t\u00e9", "\u00c9t\u00e9");
}

void CppStructsTest::namesAreOfCpp() {
  QFETCH(QString, name);
  QFETCH(QString, member);
  QFETCH(QString, type);
  std::set<std::string> members, types;
  QCOMPARE(QString::fromStdString(cppMemberName(name.toStdString(), members)), member);
  QCOMPARE(QString::fromStdString(cppTypeName(name.toStdString(), types)), type);
}

void CppStructsTest::namesAreFree() {
  std::set<std::string> taken{"日本"};
  QCOMPARE(cppMemberName("日本", taken), "日本_2"s);
  QCOMPARE(cppMemberName("int", taken), "int_"s);
  QCOMPARE(cppMemberName("INT", taken), "int_2"s);
  QCOMPARE(cppMemberName("a b", taken), "a_b"s);
  QCOMPARE(cppMemberName("a_b", taken), "a_b_2"s);
}

void CppStructsTest::textsAreLiterals() {
  QCOMPARE(cppText("say \"x\"\\\n?\?/1"), R"X("say \"x\"\\\012\?\?/1")X"s);
  QCOMPARE(cppText("größe 😀"), "\"größe 😀\""s);
}

JOINERY_TEST(CppStructsTest)
#include "tst_cpp_structs.moc"
