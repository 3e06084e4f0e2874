// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/model/mapping.h"
#include "orm/session/session.h"
#include "orm/session/set_statements.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kStaffTables = R"(
CREATE TABLE firm (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE member (id %1, kind VARCHAR(20), name VARCHAR(20) NOT NULL, firm_id INTEGER REFERENCES firm(id));
CREATE TABLE engineer (person_id INTEGER PRIMARY KEY REFERENCES member(id), tool VARCHAR(20), level INTEGER DEFAULT 3);
CREATE TABLE chief (engineer_id INTEGER PRIMARY KEY REFERENCES engineer(person_id), budget INTEGER NOT NULL);
CREATE TABLE machine (id INTEGER PRIMARY KEY, engineer_id INTEGER REFERENCES engineer(person_id));
INSERT INTO firm VALUES (1, 'Acme');
)";

RelationshipMapping relation(const char* name, const char* to, const char* back, std::vector<std::string> orderBy = {}) {
  return {.name = name, .to = to, .backPopulates = back, .orderBy = std::move(orderBy)};
}

std::vector<ModelMapping> staffModels() {
  ModelMapping person{.name = "Person", .table = QualifiedName("member"), .relationships = {relation("firm", "Firm", "staff")}, .discriminator = "kind", .identity = Value::text("person")};
  ModelMapping engineer{.name = "Engineer", .table = QualifiedName("engineer"), .relationships = {relation("machines", "Machine", "engineer")}, .inherits = "Person", .identity = Value::text("engineer")};
  ModelMapping chief{.name = "Chief", .table = QualifiedName("chief"), .inherits = "Engineer", .identity = Value::text("chief")};
  return {{.name = "Firm", .table = QualifiedName("firm"), .relationships = {relation("staff", "Person", "firm", {"+id"})}},
          person, engineer, chief,
          {.name = "Machine", .table = QualifiedName("machine"), .relationships = {relation("engineer", "Engineer", "machines")}}};
}

std::string firstTables(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& each : statements)
    for (const char* table : {"member", "engineer", "chief", "machine"})
      if (each.find(std::string(" ") + table + " ") != std::string::npos || each.find(std::string(" ") + table + "\n") != std::string::npos) {
        text += std::string(table) + " ";
        break;
      }
  return text;
}

std::string modelsIn(const std::vector<RecordPtr>& records) {
  std::string text;
  for (const RecordPtr& each : records) text += each->model().name + " ";
  return text;
}

std::string mappingError(const std::shared_ptr<const schema::MetaData>& metadata, const std::vector<ModelMapping>& mappings) {
  try {
    mapModels(metadata, mappings);
  } catch (const DbError& error) {
    return error.message();
  }
  return "mapped";
}

}  // namespace

class JoinedInheritanceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void insertsTheParentsTableFirst_data() { addBackends(); }
  void insertsTheParentsTableFirst();
  void findsSubclassesByTheBase_data() { addBackends(); }
  void findsSubclassesByTheBase();
  void filtersBothTables_data() { addBackends(); }
  void filtersBothTables();
  void updatesOnlyTablesThatChanged_data() { addBackends(); }
  void updatesOnlyTablesThatChanged();
  void switchesRowsThatKeepTheirKey_data() { addBackends(); }
  void switchesRowsThatKeepTheirKey();
  void deletesTheChildsTableFirst_data() { addBackends(); }
  void deletesTheChildsTableFirst();
  void followsRelationshipsOfBothTables_data() { addBackends(); }
  void followsRelationshipsOfBothTables();
  void refusesWhatCanNotBeJoined_data() { addBackends(); }
  void refusesWhatCanNotBeJoined();

 private:
  RecordPtr add(const char* model, const char* name) {
    RecordPtr made = m_session->make(model);
    made->set("name", Value::text(name));
    if (std::string(model) != "Person") made->set("tool", Value::text("saw"));
    if (std::string(model) == "Chief") made->set("budget", Value::integer(100));
    m_session->add(*made);
    return made;
  }
  void addStaff() {
    for (const auto& [model, name] : {std::pair("Person", "Pia"), std::pair("Engineer", "Eva"), std::pair("Chief", "Cem")}) add(model, name);
    m_session->commit();
    m_session->expireAll();
    m_before = m_database->lastStatement();
  }
  std::vector<std::string> sent(const char* verb) const { return m_database->statementsAfter(m_before, verb); }

  std::unique_ptr<MusicDatabase> m_database;
  std::shared_ptr<const schema::MetaData> m_metadata;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_before = 0;
};

void JoinedInheritanceTest::init() {
  const bool isPostgresql = QTest::currentDataTag() != nullptr && qstrcmp(QTest::currentDataTag(), "PostgreSQL") == 0;
  m_database = std::make_unique<MusicDatabase>(isPostgresql ? MusicDatabase::Backend::Postgresql : MusicDatabase::Backend::Sqlite);
  const char* key = isPostgresql ? "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" : "INTEGER PRIMARY KEY";
  m_database->run(QString::fromLatin1(kStaffTables).arg(QLatin1String(key)).toStdString());
  m_database->reflect();
  m_metadata = std::make_shared<schema::MetaData>(m_database->registry()->metadata());
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), mapModels(m_metadata, staffModels()));
  m_before = m_database->lastStatement();
}

void JoinedInheritanceTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

void JoinedInheritanceTest::insertsTheParentsTableFirst() {
  const RecordPtr chief = add("Chief", "Cem");
  m_session->flush();
  // T4: parent table first.
  QCOMPARE(firstTables(sent("INSERT")), std::string("member engineer chief "));
  QCOMPARE(chief->value("id"), Value::integer(1));
  QCOMPARE(chief->value("level"), Value::integer(3));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT p.kind || ' ' || p.name || ' ' || e.tool || ' ' || c.budget FROM member p JOIN engineer e ON e.person_id = p.id JOIN chief c ON c.engineer_id = e.person_id"),
           std::string("chief Cem saw 100"));
}

void JoinedInheritanceTest::findsSubclassesByTheBase() {
  addStaff();
  const auto all = m_session->select({.model = "Person", .sorts = {"+id"}});
  QCOMPARE(modelsIn(all), std::string("Person Engineer Chief "));
  QCOMPARE(sent("SELECT").size(), std::size_t{1});
  QCOMPARE(all[2]->value("name"), Value::text("Cem"));
  QCOMPARE(sent("SELECT").size(), std::size_t{1});
  QCOMPARE(all[2]->value("budget"), Value::integer(100));  // on demand, with all that was missing
  QCOMPARE(all[2]->value("tool"), Value::text("saw"));
  QCOMPARE(sent("SELECT").size(), std::size_t{2});
  QVERIFY(m_session->get("Engineer", {Value::integer(3)}) == all[2]);
  QVERIFY(!m_session->get("Engineer", {Value::integer(1)}));
  m_session->expireAll();
  m_before = m_database->lastStatement();
  SelectOptions options;
  options.wholeRows = true;
  const auto whole = m_session->select({.model = "Person", .sorts = {"+id"}}, options);
  QCOMPARE(whole[1]->value("tool"), Value::text("saw"));
  QCOMPARE(whole[2]->value("budget"), Value::integer(100));
  QCOMPARE(sent("SELECT").size(), std::size_t{3});
}

void JoinedInheritanceTest::filtersBothTables() {
  addStaff();
  QCOMPARE(modelsIn(m_session->select({.model = "Engineer", .filter = {{"name", {{"$startswith", "E"}}}, {"tool", "saw"}}})), std::string("Engineer "));
  QCOMPARE(modelsIn(m_session->select({.model = "Engineer", .sorts = {"-name"}, .limit = 5})), std::string("Engineer Chief "));
  QCOMPARE(modelsIn(m_session->select({.model = "Chief", .filter = {{"budget", {{"$gte", 100}}}}})), std::string("Chief "));
  QCOMPARE(sent("SELECT").size(), std::size_t{3});
  QCOMPARE(m_session->select({.model = "Chief"}).front()->value("tool"), Value::text("saw"));
}

void JoinedInheritanceTest::updatesOnlyTablesThatChanged() {
  addStaff();
  const RecordPtr chief = m_session->get("Chief", {Value::integer(3)});
  chief->set("budget", Value::integer(7));
  m_session->flush();
  QCOMPARE(firstTables(sent("UPDATE")), std::string("chief "));
  m_before = m_database->lastStatement();
  chief->set("name", Value::text("Can"));
  chief->set("level", Value::integer(9));
  m_session->commit();
  QCOMPARE(firstTables(sent("UPDATE")), std::string("member engineer "));
  QCOMPARE(chief->value("level"), Value::integer(9));
  QCOMPARE(m_database->cell("SELECT name FROM member WHERE id = 3"), std::string("Can"));
}

void JoinedInheritanceTest::switchesRowsThatKeepTheirKey() {
  addStaff();
  m_session->remove(*m_session->get("Chief", {Value::integer(3)}));
  add("Chief", "Can")->set("id", Value::integer(3));
  m_session->commit();
  QVERIFY(sent("INSERT").empty() && sent("DELETE").empty());  // R14
  QCOMPARE(m_session->get("Chief", {Value::integer(3)})->value("name"), Value::text("Can"));
}

void JoinedInheritanceTest::deletesTheChildsTableFirst() {
  addStaff();
  m_session->remove(*m_session->select({.model = "Person", .filter = {{"name", "Cem"}}}).front());
  m_session->commit();
  QCOMPARE(firstTables(sent("DELETE")), std::string("chief engineer member "));
  QCOMPARE(m_database->cell("SELECT count(*) FROM member"), std::string("2"));
  QCOMPARE(m_database->cell("SELECT count(*) FROM engineer"), std::string("1"));
}

void JoinedInheritanceTest::followsRelationshipsOfBothTables() {
  addStaff();
  const RecordPtr eva = m_session->get("Engineer", {Value::integer(2)});
  const RecordPtr firm = m_session->get("Firm", {Value::integer(1)});
  firm->append("staff", *eva);
  firm->append("staff", *m_session->get("Chief", {Value::integer(3)}));
  const RecordPtr machine = m_session->make("Machine");
  machine->set("id", Value::integer(5));
  eva->append("machines", *machine);
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT engineer_id FROM machine"), std::string("2"));
  QCOMPARE(m_database->cell("SELECT count(*) FROM member WHERE firm_id = 1"), std::string("2"));
  QCOMPARE(machine->related("engineer")->value("name"), Value::text("Eva"));
  QCOMPARE(modelsIn(m_session->select({.model = "Machine", .filter = {{"engineer", {{"name", "Eva"}, {"tool", "saw"}}}}, .sorts = {"+engineer.name"}})), std::string("Machine "));
  QCOMPARE(modelsIn(m_session->select({.model = "Engineer", .filter = {{"machines", {{"id", 5}}}, {"firm", {{"name", "Acme"}}}}})), std::string("Engineer "));
  m_session->expireAll();
  SelectOptions options;
  options.joined = {"engineer"};
  m_before = m_database->lastStatement();
  QCOMPARE(m_session->select({.model = "Machine"}, options).front()->related("engineer")->value("tool"), Value::text("saw"));
  QCOMPARE(sent("SELECT").size(), std::size_t{1});
  const std::vector<Record*> staff = firm->collection("staff");
  QCOMPARE(staff.size(), std::size_t{2});
  QCOMPARE(staff.back()->model().name, std::string("Chief"));
}

void JoinedInheritanceTest::refusesWhatCanNotBeJoined() {
  std::vector<ModelMapping> mappings = staffModels();
  mappings[2].table = QualifiedName("firm");
  QVERIFY(mappingError(m_metadata, mappings).find("does not refer to the key of member") != std::string::npos);
  mappings = staffModels();
  mappings[1].discriminator.clear();
  QVERIFY(mappingError(m_metadata, mappings).find("has no discriminator to tell Engineer by") != std::string::npos);
  try {
    SetStatements(*m_session).update("Engineer", {}, {{"name", Value::text("x")}});
    QFAIL("several tables were changed by one statement");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::NotSupported);
  }
}

JOINERY_TEST(JoinedInheritanceTest)
#include "tst_joined_inheritance.moc"
