// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/repository/record_serializer.h"
#include "tests/support/test_program.h"
#include "user_database.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// Records as JSON and back, on both engines.
class RecordSerializerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup() { m_database.reset(); }

  void nestsWhatIsLoadedWithoutTheWayBack();
  void writesNullForWhatIsNotLoaded();
  void readsWhatIsNotLoadedWhereItIsAskedTo();
  void marksARecordThatStandsAboveItself();
  void makesRecordsOfWhatItWrote();
  void ignoresOrRefusesUnknownKeys();
  void refusesRelatedRecordsOfTheWrongShape();

 private:
  RecordPtr makeUser();
  std::unique_ptr<UserDatabase> m_database;
};

void RecordSerializerTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<UserDatabase>(static_cast<Backend>(backend));
}

RecordPtr RecordSerializerTest::makeUser() {
  RecordRepository users(m_database->session(), "User");
  return users.create(Json{{"name", "ann"}, {"age", 30}, {"addresses", {{{"type", "home"}}, {{"type", "work"}}}}});
}

/// T22, N11: a graph of objects goes out without the way back, so nothing repeats without end.
void RecordSerializerTest::nestsWhatIsLoadedWithoutTheWayBack() {
  const RecordPtr ann = makeUser();
  m_database->session().commit();
  const Json json = toJson(*ann);
  QCOMPARE(json["addresses"].size(), std::size_t{2});
  QCOMPARE(json["addresses"][1]["type"].get<std::string>(), "work"s);
  QVERIFY(!json["addresses"][0].contains("user") && json["addresses"][0]["rooms"].is_null());
  const Json address = toJson(*ann->collection("addresses").front());
  QCOMPARE(address["user"]["name"].get<std::string>(), "ann"s);
  QVERIFY(!address["user"].contains("addresses"));
  QVERIFY(!toJson(*ann, {.relations = RecordDump::Relations::None}).contains("addresses"));
}

void RecordSerializerTest::writesNullForWhatIsNotLoaded() {
  const RecordPtr ann = makeUser();
  m_database->session().expire(*ann);
  m_database->sent("");
  const Json json = toJson(*ann);
  QVERIFY(json["name"].is_null() && json["addresses"].is_null() && json.contains("updated_at"));
  QCOMPARE(m_database->sent(""), 0);
  m_database->renew();
  QVERIFY(toJson(*ann)["name"].is_null());
}

void RecordSerializerTest::readsWhatIsNotLoadedWhereItIsAskedTo() {
  const RecordPtr ann = makeUser();
  m_database->session().expire(*ann);
  QCOMPARE(toJson(*ann, {.attributes = {"name"}, .relations = RecordDump::Relations::None, .unread = RecordDump::Unread::Read}).dump(), R"({"name":"ann"})"s);
  QCOMPARE(refused([&] { toJson(*ann, {.attributes = {"nmae"}}); }), "AttributeError"s);
}

void RecordSerializerTest::marksARecordThatStandsAboveItself() {
  RecordRepository pets(m_database->session(), "Pet");
  const RecordPtr tom = pets.create(Json{{"name", "Tom"}}), rex = pets.create(Json{{"name", "Rex"}});
  tom->setRelated("friend", rex.get());
  m_database->session().flush();
  rex->setRelated("friend", tom.get());
  const Json json = toJson(*tom);
  QCOMPARE(json["friend"]["name"].get<std::string>(), "Rex"s);
  QCOMPARE(json["friend"]["friend"].dump(), R"({"$cycle":1})"s);
}

void RecordSerializerTest::makesRecordsOfWhatItWrote() {
  const RecordPtr ann = makeUser();
  Json json = toJson(*ann);
  json.erase("uid");
  json["name"] = "eve";
  for (Json& address : json["addresses"]) address.erase("id"), address.erase("user_uid");
  RecordRepository users(m_database->session(), "User");
  const RecordPtr eve = recordFromJson(m_database->session().heap(), *m_database->registry(), users.model(), json);
  QCOMPARE(recordStateName(eve->state()), "transient");
  users.create(*eve);
  QCOMPARE(eve->collection("addresses").size(), std::size_t{2});
  QVERIFY(eve->value("created_at") == ann->value("created_at") && eve->value("age").toInteger() == 30);
  QCOMPARE(m_database->number("SELECT count(*) FROM addresses"), 4);
}

void RecordSerializerTest::ignoresOrRefusesUnknownKeys() {
  const Registry& registry = *m_database->registry();
  const Json json = {{"name", "ann"}, {"hat", 1}, {"shoe", 2}};
  RecordHeap& heap = m_database->session().heap();
  QCOMPARE(std::string(recordFromJson(heap, registry, registry.at("User"), json)->value("name").bytes()), "ann"s);
  try {
    recordFromJson(heap, registry, registry.at("User"), json, UnknownKeys::Refuse);
    QFAIL("a hat is no attribute");
  } catch (const DbError& error) {
    QCOMPARE(error.message(), "User does not have attribute(s): hat, shoe"s);
  }
}

void RecordSerializerTest::refusesRelatedRecordsOfTheWrongShape() {
  const Registry& registry = *m_database->registry();
  RecordHeap& heap = m_database->session().heap();
  const auto load = [&](const char* model, const Json& json) { recordFromJson(heap, registry, registry.at(model), json); };
  QCOMPARE(refused([&] { load("User", {{"addresses", {{"type", "home"}}}}); }), "DataError"s);
  QCOMPARE(refused([&] { load("User", {{"addresses", 1}}); }), "DataError"s);
  QCOMPARE(refused([&] { load("Address", {{"user", Json::array()}}); }), "DataError"s);
  QCOMPARE(refused([&] { load("User", "ann"); }), "ArgumentError"s);
}

JOINERY_TEST(RecordSerializerTest)
#include "tst_record_serializer.moc"
