// SPDX-License-Identifier: GPL-3.0-or-later
#include "dogpile_fixture.h"

#include <map>
#include <random>
#include <utility>

#include "orm/cache/file_region.h"
#include "orm/cache/session_region.h"
#include "orm/core/display_text.h"
#include "orm/engine/schema_creation.h"
#include "orm/model/mapping.h"
#include "records.h"
#include "tables.h"

namespace joinery::example {

namespace {

constexpr int kPersons = 50;

struct CityRow {
  const char *name, *country;
  std::vector<const char*> codes;
};

std::vector<CityRow> cityRows() {
  return {{"Chicago", "United States", {"60601", "60602", "60603", "60604"}},
          {"Montreal", "Canada", {"H2S 3K9", "H2B 1V4", "H7G 2T8"}},
          {"Edmonton", "Canada", {"T5J 1R9", "T5J 1Z4", "T5H 1P6"}},
          {"New York", "United States", {"10001", "10002", "10003", "10004", "10005", "10006"}},
          {"San Francisco", "United States", {"94102", "94103", "94104", "94105", "94107", "94108"}}};
}

/// The key is what each engine numbers rows with.
schema::Table numbered(const Engine& engine, const std::string& name, std::vector<schema::Column> columns) {
  schema::Column key = required(integer("id"));
  key.generation = engine.dialect().name() == "postgresql" ? schema::Generation::IdentityByDefault : schema::Generation::RowId;
  columns.insert(columns.begin(), key);
  return table(name, std::move(columns), {"id"});
}

schema::MetaData dogpileTables(const Engine& engine) {
  schema::MetaData metadata;
  schema::Table city = numbered(engine, "city", {required(text("name")), required(integer("country_id"))});
  city.foreignKeys = {refers("country_id", "country")};
  schema::Table code = numbered(engine, "postal_code", {required(text("code")), required(integer("city_id"))});
  code.foreignKeys = {refers("city_id", "city")};
  schema::Table address = numbered(engine, "address", {required(integer("person_id")), required(text("street")), integer("postal_code_id")});
  address.foreignKeys = {refers("person_id", "person"), refers("postal_code_id", "postal_code")};
  for (const schema::Table& each : {numbered(engine, "country", {required(text("name"))}), city, code, numbered(engine, "person", {required(text("name"))}), address}) metadata.add(each);
  return metadata;
}

std::vector<ModelMapping> dogpileModels() {
  RelationshipMapping addresses = related("addresses", "Address");
  addresses.collection.kind = CollectionKind::Kind::Set;
  return {{.name = "Country", .table = QualifiedName("country")},
          {.name = "City", .table = QualifiedName("city"), .relationships = {related("country", "Country")}},
          {.name = "PostalCode", .table = QualifiedName("postal_code"), .relationships = {related("city", "City")}},
          {.name = "Address", .table = QualifiedName("address"), .relationships = {related("postal_code", "PostalCode")}},
          {.name = "Person", .table = QualifiedName("person"), .relationships = {addresses}}};
}

RecordPtr named(Session& session, const char* model, const char* attribute, const std::string& name) {
  RecordPtr record = session.make(model);
  record->set(attribute, Value::text(name));
  session.add(*record);
  return record;
}

std::vector<RecordPtr> addPostalCodes(Session& session) {
  std::map<std::string, RecordPtr> countries;
  std::vector<RecordPtr> codes;
  for (const CityRow& row : cityRows()) {
    RecordPtr& country = countries[row.country];
    if (!country) country = named(session, "Country", "name", row.country);
    const RecordPtr city = named(session, "City", "name", row.name);
    city->setRelated("country", country.get());
    for (const char* code : row.codes) {
      codes.push_back(named(session, "PostalCode", "code", code));
      codes.back()->setRelated("city", city.get());
    }
  }
  return codes;
}

std::string twoDigits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// Street, city, code and country of all addresses, each loaded when it is asked for.
std::string fullText(Record& person) {
  std::string text = textOf(person, "name");
  for (Record* address : person.collection("addresses")) {
    Record* code = address->related("postal_code");
    Record* city = code->related("city");
    text += "\t" + textOf(*address, "street") + "\t" + textOf(*city, "name") + "\t" + textOf(*code, "code") + "\t" + textOf(*city->related("country"), "name");
  }
  return text;
}

}  // namespace

DogpileFixture::DogpileFixture(std::shared_ptr<Engine> engine, const QString& cache) : m_engine(std::move(engine)), m_lease(m_engine->connect(Engine::Access::Write)) {
  const schema::MetaData tables = dogpileTables(*m_engine);
  m_registry = mapModels(std::make_shared<schema::MetaData>(tables), dogpileModels());
  m_regions = {{"default", std::make_shared<FileRegion>(cache, m_registry, std::chrono::hours(1))}, {"local_session", std::make_shared<SessionRegion>()}};
  begin();
  const char* known = m_engine->dialect().name() == "postgresql" ? "SELECT count(*) FROM pg_tables WHERE tablename = 'person'" : "SELECT count(*) FROM sqlite_master WHERE name = 'person'";
  if (value(known) == "0") install(tables);
}

void DogpileFixture::install(const schema::MetaData& tables) {
  m_isInstalled = true;
  createAll(*m_lease, m_engine->dialect(), tables);
  const std::vector<RecordPtr> codes = addPostalCodes(*m_session);
  std::mt19937 random(7);
  for (int i = 1; i <= kPersons; ++i) {
    const RecordPtr person = named(*m_session, "Person", "name", "person " + twoDigits(i)), address = m_session->make("Address");
    address->set("street", Value::text("street " + twoDigits(i)));
    address->setRelated("postal_code", codes[random() % codes.size()].get());
    person->append("addresses", *address);
  }
  m_session->commit();
  begin();
}

ResultCache& DogpileFixture::begin() {
  m_cache.reset();
  m_session = std::make_unique<Session>(*m_lease, m_engine->dialect(), m_registry);
  m_cache = std::make_unique<ResultCache>(*m_session, m_regions);
  for (const char* each : {"PostalCode.city", "City.country", "Address.postal_code"}) m_cache->cacheRelationship(each);
  selects();
  return *m_cache;
}

int DogpileFixture::selects() {
  int count = 0;
  for (const LoggedStatement& each : m_engine->log().statements(m_counted)) {
    if (each.sql.starts_with("SELECT")) ++count;
    m_counted = each.number;
  }
  return count;
}

std::string DogpileFixture::value(const std::string& sql) {
  const auto batch = fetchAll(*m_lease->execute(sql));
  selects();
  return displayText(batch->at(0, 0), batch->column(0).type);
}

int DogpileFixture::distinctBehindAddresses(const std::string& condition) {
  int count = 0;
  for (const char* what : {"postal_code.id", "city.id", "country_id"})
    count += std::stoi(value(std::string("SELECT count(DISTINCT ") + what + ") FROM person JOIN address ON person.id = person_id JOIN postal_code ON postal_code.id = postal_code_id "
                                         "JOIN city ON city.id = city_id " + condition));
  return count;
}

Query personsOf(int first, int last) {
  return {.model = "Person", .filter = {{"name", {{"$between", {"person " + twoDigits(first), "person " + twoDigits(last)}}}}}};
}

std::string runHelloWorld(DogpileFixture& fixture) {
  std::string sent;
  const auto load = [&](const Query& query) {
    fixture.cache().select(query, {});
    sent += (sent.empty() ? "" : ",") + std::to_string(fixture.selects());
  };
  fixture.begin();
  load({.model = "Person"});
  fixture.begin();
  load({.model = "Person"});
  load(personsOf(2, 12));
  load(personsOf(5, 15));
  load(personsOf(2, 12));
  fixture.cache().invalidate({.model = "Person"}, {});
  fixture.cache().invalidate(personsOf(2, 12), {});
  fixture.cache().invalidate(personsOf(5, 15), {.name = "people_on_range"});
  return sent;
}

AdvancedCounts runAdvanced(DogpileFixture& fixture) {
  const FromCache range{.name = "name_range"};
  AdvancedCounts counts;
  const std::string condition = "WHERE person.name BETWEEN 'person 02' AND 'person 12'";
  counts.expectedAddresses = std::stoi(fixture.value("SELECT count(*) FROM person " + condition)) + fixture.distinctBehindAddresses(condition);
  fixture.begin();
  fixture.cache().cacheRelationship("Person.addresses");
  const auto load = [&](int first, int last) {
    const auto persons = fixture.cache().select(personsOf(first, last), range);
    counts.ranges += (counts.ranges.empty() ? "" : ",") + std::to_string(fixture.selects());
    return persons;
  };
  load(2, 12), load(25, 40), load(2, 12);
  fixture.cache().invalidate(personsOf(25, 40), range);
  load(25, 40);
  for (int* sent : {&counts.addresses, &counts.again}) {
    for (const RecordPtr& person : fixture.cache().select(personsOf(2, 12), range)) fullText(*person);
    *sent = fixture.selects();
  }
  return counts;
}

int runRelationships(DogpileFixture& fixture) {
  fixture.begin();
  const auto persons = fixture.session().select({.model = "Person"}, {.joined = {"addresses"}});
  for (const RecordPtr& person : persons) fullText(*person);
  return fixture.selects();
}

}  // namespace joinery::example
