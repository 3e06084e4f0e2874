// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/repository/record_query.h"
#include "tests/support/test_program.h"
#include "user_database.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// The verbs on both engines. Tests that say "as the documents meant" keep a slip of the documents that Joinery is modelled on from
/// coming back (row S).
class RecordRepositoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup() { m_database.reset(); }

  void createsInOneCallAsTheDocumentsMeant();
  void bindsTheOperandsOfOperatorsAsTheDocumentsMeant();
  void filtersByOneRelatedRowWithoutAProductAsTheDocumentsMeant();
  void saysThatARecordIsMissingAsTheDocumentsMeant();
  void leavesTheFilterAsItWasAsTheDocumentsMeant();
  void limitsRecordsNotJoinedRowsAsTheDocumentsMeant();
  void leavesServerKeysToTheDatabaseAsTheDocumentsMeant();
  void putsRowsAwayAndBringsThemBack();
  void leavesOutOfEverythingWhatWasPutAway();
  void refusesToPutAwayWhatHasNoSuchAttribute();
  void startsItsSessionsWithItsCriteria();
  void refusesTheChangeOfAnOlderVersion();
  void changesManyRowsByOneStatement();
  void deletesManyRowsWithWhatHangsOnThem();
  void chainsStepsWithoutChangingTheFirst();
  void refusesToChangeAPartOfAChain();
  void tellsRowsByKeysOfSeveralColumns();
  void readsSomeAttributesAndTheRestWhenItIsAskedFor();
  void limitsWhatIsReadInPart();
  void joinsOnceAndReadsDeeperCollectionsApart();
  void countsPages();
  void fillsBulkRowsFromTheMapping();
  void insertsByPolicyWhatIsThere();
  void setsInBulkWhatEachRowGives();
  void insertsRowsOfDefaultsInBulk();
  void countsTheRowsOfAFamily();
  void changesOnlyTheRowsOfAFamily();
  void namesAttributeAndValueThatDoNotFit();
  void waitsForARollbackAfterATakenKey();
  void commitsWorkAndTakesItBack();

 private:
  RecordRepository of(const char* model) { return {m_database->session(), model}; }
  RecordPtr makeUser(const char* name, const std::vector<const char*>& addresses = {});
  /// ann{home}, bob{home,work}, cat{}, dan{other}
  void makeUsers();

  std::unique_ptr<UserDatabase> m_database;
};

void RecordRepositoryTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<UserDatabase>(static_cast<Backend>(backend));
}

RecordPtr RecordRepositoryTest::makeUser(const char* name, const std::vector<const char*>& addresses) {
  Json nested = Json::array();
  for (const char* type : addresses) nested.push_back({{"type", type}});
  return of("User").create(Json{{"name", name}, {"email", name + "@test.com"s}, {"age", 30}, {"addresses", nested}});
}

void RecordRepositoryTest::makeUsers() {
  makeUser("ann", {"home"});
  makeUser("bob", {"home", "work"});
  makeUser("cat");
  makeUser("dan", {"other"});
  m_database->session().commit();
  m_database->renew();
  m_database->sent("");
}

void RecordRepositoryTest::createsInOneCallAsTheDocumentsMeant() {
  const RecordPtr made = makeUser("ann", {"home"});
  QCOMPARE(recordStateName(made->state()), "persistent");
  QCOMPARE(m_database->number("SELECT count(*) FROM addresses a JOIN users u ON u.uid = a.user_uid"), 1);
}

void RecordRepositoryTest::bindsTheOperandsOfOperatorsAsTheDocumentsMeant() {
  makeUsers();
  of("User").update(of("User").findBy({{"name", "ann"}})->identity(), {{"age", 20}});
  QCOMPARE(valuesOf(of("User").fetchAll({.filter = {{"age", {{"$gte", 20}, {"$lt", 30}}}}})), "ann"s);
  QCOMPARE(valuesOf(of("User").fetchAll({.filter = {{"age", {{"$gt", 20}}}}})), "bob,cat,dan"s);
}

void RecordRepositoryTest::filtersByOneRelatedRowWithoutAProductAsTheDocumentsMeant() {
  makeUsers();
  QCOMPARE(valuesOf(of("Address").fetchAll({.filter = {{"user", {{"name", "ann"}}}}, .joins = {"user"}}), "type"), "home"s);
  QCOMPARE(m_database->sent("SELECT"), 1);
}

void RecordRepositoryTest::saysThatARecordIsMissingAsTheDocumentsMeant() {
  makeUsers();
  const std::vector<Value> none{Value::text("users_none")};
  RecordRepository users = of("User");
  QCOMPARE(refused([&] { users.fetch(none); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.fetchOne({.filter = {{"name", "none"}}}); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.update(none, {{"name", "x"}}); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.updateOne({{"name", "none"}}, {{"name", "x"}}); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.remove(none); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.removeOne({{"name", "none"}}); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.softDelete(none); }), "NoResultFound 1001"s);
  QCOMPARE(refused([&] { users.restore(none); }), "NoResultFound 1001"s);
  QVERIFY(!users.get(none) && !users.first({.filter = {{"name", "none"}}}));
}

void RecordRepositoryTest::leavesTheFilterAsItWasAsTheDocumentsMeant() {
  makeUsers();
  const Criteria criteria{.filter = {{"addresses", {{"type", "home"}}}, {"name", {{"$ne", "x"}}}}, .sorts = {"+name"}, .joins = {"addresses"}, .limit = 1};
  const std::string before = criteria.filter.dump();
  for (int i = 0; i < 2; ++i) QCOMPARE(valuesOf(of("User").fetchAll(criteria)), "ann"s);
  QCOMPARE(criteria.filter.dump(), before);
}

void RecordRepositoryTest::limitsRecordsNotJoinedRowsAsTheDocumentsMeant() {
  makeUsers();
  const std::vector<RecordPtr> users = of("User").fetchAll({.sorts = {"-name"}, .joins = {"addresses"}, .limit = 3});
  QCOMPARE(valuesOf(users), "bob,cat,dan"s);
  QCOMPARE(users.back()->collection("addresses").size(), std::size_t{2});
  QCOMPARE(m_database->sent("SELECT"), 1);
}

void RecordRepositoryTest::leavesServerKeysToTheDatabaseAsTheDocumentsMeant() {
  const RecordPtr room = of("Room").make({{"name", "kitchen"}});
  QVERIFY(room->value("id").isNull());
  m_database->session().add(*room);
  m_database->session().flush();
  const std::string sql = m_database->lastStatement();
  QVERIFY2(sql.starts_with("INSERT") && sql.substr(0, sql.find("VALUES")).find("(id") == std::string::npos, sql.c_str());
  QCOMPARE(room->value("id").bytes().size(), std::size_t{36});
}

void RecordRepositoryTest::putsRowsAwayAndBringsThemBack() {  // T15
  makeUsers();
  RecordRepository users = of("User");
  const std::vector<Value> ann = users.findBy({{"name", "ann"}})->identity();
  m_database->sent("");
  const RecordPtr away = users.softDelete(ann);
  QCOMPARE(m_database->sent("UPDATE"), 1);
  QVERIFY(!away->value("deleted_at").isNull());
  QCOMPARE(valuesOf(users.fetchAll()), "bob,cat,dan"s);
  QCOMPARE(users.count(), 3);
  QVERIFY(!users.findBy({{"name", "ann"}}));
  QCOMPARE(users.updateAll({{"name", "ann"}}, {{"age", 1}}), 0);
  QCOMPARE(valuesOf(users.fetchAll({.putAway = Criteria::PutAway::Only})), "ann"s);
  QCOMPARE(users.where(Json::object()).putAway(Criteria::PutAway::Shown).count(), 4);
  QCOMPARE(refused([&] { users.softDelete(ann); }), "NoResultFound 1001"s);
  QVERIFY(users.restore(ann)->value("deleted_at").isNull());
  QCOMPARE(users.count(), 4);
  QCOMPARE(refused([&] { users.restore(ann); }), "NoResultFound 1001"s);
}

void RecordRepositoryTest::leavesOutOfEverythingWhatWasPutAway() {  // T15, T17
  makeUsers();
  const std::vector<Value> bob = of("User").findBy({{"name", "bob"}})->identity();
  of("User").softDelete(bob);
  m_database->session().commit();
  m_database->renew();
  QVERIFY(!of("User").get(bob));
  const auto lonely = of("Address").fetchAll({.filter = {{"type", "work"}}, .joins = {"user"}});
  QVERIFY(!lonely.at(0)->related("user"));
  QVERIFY(!of("Address").fetchOne({.filter = {{"type", "home"}, {"user", nullptr}}})->related("user"));
  QCOMPARE(of("Address").count({.filter = {{"user", nullptr}}}), 2);
  QCOMPARE(valuesOf(m_database->session().select({.model = "User"})), "ann,cat,dan"s);
  const RecordPtr away = of("User").fetchAll({.joins = {"addresses"}, .putAway = Criteria::PutAway::Only}).front();
  QCOMPARE(away->collection("addresses").size(), std::size_t{2});
  of("User").restore(bob);
  m_database->session().expireAll();
  QVERIFY(lonely.at(0)->related("user") == away.get());
}

void RecordRepositoryTest::refusesToPutAwayWhatHasNoSuchAttribute() {
  const RecordPtr seat = of("Seat").create(Json{{"row", "A"}, {"number", 1}});
  QCOMPARE(refused([&] { of("Seat").softDelete(seat->identity()); }), "InvalidRequestError"s);
}

void RecordRepositoryTest::refusesTheChangeOfAnOlderVersion() {  // T6
  const RecordPtr ann = makeUser("ann");
  QCOMPARE(ann->value("version").toInteger(), 1);
  of("User").update(ann->identity(), {{"age", 31}});
  QCOMPARE(ann->value("version").toInteger(), 2);
  m_database->session().commit();
  m_database->run("UPDATE users SET version = 7");
  QCOMPARE(refused([&] { of("User").update(ann->identity(), {{"age", 32}}); }), "StaleDataError"s);
}

void RecordRepositoryTest::changesManyRowsByOneStatement() {
  makeUsers();
  RecordRepository users = of("User");
  const RecordPtr bob = users.findBy({{"name", "bob"}});
  m_database->sent("");
  QCOMPARE(users.updateAll({{"name", {{"$in", {"bob", "cat"}}}}}, {{"age", 44}}), 2);
  QCOMPARE(bob->value("age").toInteger(), 44);
  QCOMPARE(m_database->sent(""), 1);
  QVERIFY(!bob->hasValue(bob->attributeIndex("updated_at")));
  QVERIFY(!bob->value("updated_at").isNull());
  QCOMPARE(bob->value("version").toInteger(), 2);
}

void RecordRepositoryTest::deletesManyRowsWithWhatHangsOnThem() {
  makeUsers();
  QCOMPARE(of("User").removeAll({{"addresses", {{"type", "home"}}}}), 2);
  // Users, their addresses; then what hangs on each of three addresses.
  QCOMPARE(m_database->sent("SELECT"), 5);
  QCOMPARE(valuesOf(of("User").fetchAll()), "cat,dan"s);
  QCOMPARE(m_database->number("SELECT count(*) FROM addresses"), 1);
}

void RecordRepositoryTest::chainsStepsWithoutChangingTheFirst() {
  makeUsers();
  RecordRepository users = of("User");
  const RecordQuery all = users.where({{"age", 30}});
  const RecordQuery some = all.where({{"name", {{"$gt", "ann"}}}}).orderBy({"-name"}).offset(1).limit(1).include({"name"});
  QCOMPARE(valuesOf(some.all()), "cat"s);
  QCOMPARE(all.count(), 4);
  QCOMPARE(some.count(), 3);
  QCOMPARE(some.page().count, 3);
  QCOMPARE(valuesOf({all.orderBy({"+name"}).first()}), "ann"s);
  QCOMPARE(valuesOf({all.where({{"name", "dan"}}).join({"addresses"}).one()}), "dan"s);
  QCOMPARE(refused([&] { all.one(); }), "MultipleResultsFound 1002"s);
  QCOMPARE(refused([&] { all.where({{"name", "x"}}).one(); }), "NoResultFound 1001"s);
  QCOMPARE(all.where({{"name", "dan"}}).update({{"age", 5}}), 1);
  QCOMPARE(users.where({{"age", 5}}).remove(), 1);
  QCOMPARE(users.count(), 3);
}

void RecordRepositoryTest::refusesToChangeAPartOfAChain() {
  makeUsers();
  RecordRepository users = of("User");
  QCOMPARE(refused([&] { users.where(Json::object()).limit(1).update({{"age", 1}}); }), "InvalidRequestError"s);
  QCOMPARE(refused([&] { users.where(Json::object()).offset(1).remove(); }), "InvalidRequestError"s);
  QCOMPARE(users.count(), 4);
}

void RecordRepositoryTest::tellsRowsByKeysOfSeveralColumns() {
  RecordRepository seats = of("Seat");
  const std::vector<RecordPtr> made = seats.createAll(Json::array({{{"row", "A"}, {"number", 1}}, {{"row", "A"}, {"number", 2}}, {{"row", "B"}, {"number", 1}}}));
  QCOMPARE(m_database->sent("SELECT"), 1);
  QCOMPARE(made.size(), std::size_t{3});
  seats.update({Value::text("A"), Value::integer(2)}, {{"holder", "ann"}});
  QCOMPARE(valuesOf(seats.fetchAll({.filter = {{"holder", "ann"}}}), "number"), "2"s);
  seats.updateOne({{"holder", "ann"}}, {{"holder", "bob"}});
  QCOMPARE(m_database->number("SELECT count(*) FROM seats WHERE holder = 'bob'"), 1);
  QCOMPARE(refused([&] { seats.fetch({Value::text("A")}); }), "InvalidRequestError"s);
  seats.remove({Value::text("B"), Value::integer(1)});
  QCOMPARE(seats.count(), 2);
}

void RecordRepositoryTest::readsSomeAttributesAndTheRestWhenItIsAskedFor() {  // T20
  makeUsers();
  const RecordPtr bob = of("User").fetchOne({.filter = {{"name", "bob"}}, .include = {"name"}});
  QCOMPARE(m_database->lastStatement().find("email"), std::string::npos);
  bob->set("age", Value::integer(50));
  m_database->session().flush();
  QCOMPARE(m_database->number("SELECT count(*) FROM users WHERE email = 'bob@test.com' AND age = 50"), 1);
  m_database->sent("");
  QCOMPARE(std::string(bob->value("email").bytes()), "bob@test.com"s);
  QCOMPARE(m_database->sent("SELECT"), 1);
  QCOMPARE(refused([&] { of("User").fetchAll({.exclude = {"emial"}}); }), "InvalidRequestError"s);
}

void RecordRepositoryTest::limitsWhatIsReadInPart() {
  makeUsers();
  const std::vector<RecordPtr> users = of("User").fetchAll({.sorts = {"-age", "+name"}, .joins = {"addresses"}, .include = {"name"}, .limit = 2});
  QCOMPARE(valuesOf(users), "ann,bob"s);
  QCOMPARE(users[1]->collection("addresses").size(), std::size_t{2});
  QCOMPARE(m_database->sent("SELECT"), 1);
}

void RecordRepositoryTest::joinsOnceAndReadsDeeperCollectionsApart() {
  makeUsers();
  const RecordPtr address = of("Address").fetchOne({.filter = {{"type", "work"}}});
  of("Room").create(Json{{"name", "kitchen"}, {"address_id", address->value("id").toInteger()}});
  m_database->session().commit();
  m_database->renew();
  m_database->sent("");
  const RecordPtr bob = of("User").fetchOne({.filter = {{"name", "bob"}}, .joins = {"addresses.rooms"}});
  QCOMPARE(m_database->sent("SELECT"), 2);
  std::size_t rooms = 0;
  for (Record* each : std::vector<Record*>(bob->collection("addresses"))) rooms += each->collection("rooms").size();
  QCOMPARE(rooms, std::size_t{1});
  QCOMPARE(m_database->sent("SELECT"), 0);
  QCOMPARE(refused([&] { of("User").fetchAll({.joins = {"adresses"}}); }), "InvalidRequestError"s);
}

void RecordRepositoryTest::countsPages() {
  makeUsers();
  RecordRepository users = of("User");
  const auto page = [&](std::optional<std::int64_t> limit, std::int64_t offset) {
    const auto found = users.fetchPage({.limit = limit, .offset = offset});
    return std::to_string(found.items.size()) + " of " + std::to_string(found.count) + " by " + std::to_string(m_database->sent("SELECT"));
  };
  QCOMPARE(page({}, 0), "4 of 4 by 1"s);
  QCOMPARE(page(2, 0), "2 of 4 by 2"s);
  QCOMPARE(page(3, 2), "2 of 4 by 1"s);
  QCOMPARE(page(10, 9), "0 of 4 by 2"s);
  QCOMPARE(page(-1, 1), "3 of 4 by 1"s);
}

void RecordRepositoryTest::fillsBulkRowsFromTheMapping() {
  const std::vector<RecordPtr> rooms = of("Room").bulkInsert(Json::array({{{"name", "kitchen"}}, {{"name", "hall"}}}));
  QCOMPARE(m_database->sent("INSERT"), 1);
  QCOMPARE(valuesOf(rooms), "hall,kitchen"s);
  QVERIFY(!rooms.front()->value("made_at").isNull());
  QCOMPARE(m_database->sent("SELECT"), 0);
  QCOMPARE(of("Room").bulkInsertOnly(Json::array({{{"name", "attic"}}, {{"name", "cellar"}}})), 2);
  QCOMPARE(m_database->number("SELECT count(*) FROM rooms WHERE made_at IS NOT NULL"), 4);
  const std::vector<RecordPtr> users = of("User").bulkInsert(Json::array({{{"name", "ann"}}}));
  QCOMPARE(users.front()->value("version").toInteger(), 1);
}

void RecordRepositoryTest::insertsByPolicyWhatIsThere() {  // T16
  makeUsers();
  using Policy = RecordRepository::Conflict::Policy;
  const RecordPtr ann = of("User").findBy({{"name", "ann"}});
  m_database->session().commit();
  const auto rowsOf = [](const char* third) { return Json{{{"email", "ann@test.com"}, {"name", "Anna"}}, {{"email", third}, {"name", "third"}}}; };
  m_database->sent("");
  QCOMPARE(valuesOf(of("User").bulkInsert(rowsOf("eve@test.com"), {Policy::Nothing, {"email"}})), "third"s);
  QVERIFY(m_database->lastStatement().find("ON CONFLICT (email) DO NOTHING") != std::string::npos);
  QCOMPARE(std::string(ann->value("name").bytes()), "ann"s);
  QCOMPARE(valuesOf(of("User").bulkInsert(rowsOf("fay@test.com"), {Policy::Update, {"email"}})), "Anna,third"s);
  QVERIFY(m_database->lastStatement().find("ON CONFLICT (email) DO UPDATE SET") != std::string::npos);
  QCOMPARE(m_database->sent("INSERT"), 2);
  QCOMPARE(std::string(ann->value("name").bytes()), "Anna"s);
  QCOMPARE(m_database->number("SELECT count(*) FROM users WHERE email = 'ann@test.com' AND name = 'Anna' AND age = 30"), 1);
  m_database->session().commit();
  QCOMPARE(refused([&] { of("User").bulkInsert(rowsOf("gus@test.com")); }), "IntegrityError 1003"s);
  m_database->session().rollback();
  QCOMPARE(of("User").count(), 6);
}

void RecordRepositoryTest::setsInBulkWhatEachRowGives() {  // T16
  makeUsers();
  using Policy = RecordRepository::Conflict::Policy;
  const Json rows = {{{"email", "ann@test.com"}, {"name", "Anna"}}, {{"email", "bob@test.com"}, {"age", 5}}, {{"email", "new@test.com"}, {"age", 6}}};
  QCOMPARE(of("User").bulkInsertOnly(rows, {Policy::Update, {"email"}}), 3);
  QCOMPARE(valuesOf(of("User").fetchAll({.filter = {{"age", 30}}})), "Anna,cat,dan"s);
  const RecordPtr bob = of("User").findBy({{"email", "bob@test.com"}});
  QCOMPARE(std::string(bob->value("name").bytes()), "bob"s);
  QCOMPARE(bob->value("age").toInteger(), 5);
  QCOMPARE(bob->value("version").toInteger(), 2);
  QVERIFY(!bob->value("updated_at").isNull());
  QVERIFY(of("User").findBy({{"email", "new@test.com"}})->value("updated_at").isNull());
  QCOMPARE(refused([&] { of("User").bulkInsert(Json::array({{{"email", "x"}, {"age", 1}}, {{"email", "y"}}}), {Policy::Update, {"email"}}); }), "ValueError"s);
}

void RecordRepositoryTest::insertsRowsOfDefaultsInBulk() {
  const Json rows = {Json::object(), Json::object(), {{"type", "home"}}};
  QCOMPARE(valuesOf(of("Address").bulkInsert(rows), "id"), "1,2,3"s);
  QCOMPARE(of("Address").bulkInsertOnly(rows), 3);
}

void RecordRepositoryTest::countsTheRowsOfAFamily() {
  of("Pet").create(Json{{"kind", "cat"}, {"name", "Tom"}});
  of("Dog").create(Json{{"name", "Rex"}});
  QCOMPARE(of("Pet").count(), 2);
  QCOMPARE(of("Dog").count(), 1);
}

void RecordRepositoryTest::changesOnlyTheRowsOfAFamily() {
  of("Pet").create(Json{{"kind", "cat"}, {"name", "Tom"}});
  of("Dog").create(Json{{"name", "Rex"}});
  QCOMPARE(of("Dog").updateAll(Json::object(), {{"name", "Max"}}), 1);
  QCOMPARE(of("Dog").removeAll(Json::object()), 1);
  QCOMPARE(valuesOf(of("Pet").fetchAll()), "Tom"s);
}

void RecordRepositoryTest::namesAttributeAndValueThatDoNotFit() {
  try {
    of("Pet").create(Json{{"name", {1, 2}}});
    QFAIL("a list is no name");
  } catch (const DbError& error) {
    QVERIFY2(error.message().starts_with("Pet.name does not take [1,2]"), error.what());
  }
  QCOMPARE(refused([&] { of("Pet").create(Json{{"nmae", "x"}}); }), "AttributeError"s);
  QCOMPARE(refused([&] { of("Pet").create(Json::array()); }), "ArgumentError"s);
  QCOMPARE(refused([&] { of("Pet").createOrFetch({{"name", nullptr}}); }), "ValueError"s);
  QCOMPARE(refused([&] { of("Pet").bulkInsert(Json::object()); }), "ArgumentError"s);
}

void RecordRepositoryTest::waitsForARollbackAfterATakenKey() {
  makeUsers();
  QCOMPARE(refused([&] { makeUser("ann"); }), "IntegrityError 1003"s);
  QCOMPARE(refused([&] { of("User").count(); }), "PendingRollbackError"s);
  m_database->session().rollback();
  QCOMPARE(of("User").count(), 4);
  QCOMPARE(refused([&] { of("User").bulkInsert(Json::array({{{"name", "x"}, {"email", "ann@test.com"}}})); }), "IntegrityError 1003"s);
}

void RecordRepositoryTest::commitsWorkAndTakesItBack() {
  const RecordPtr ann = m_database->sessions().run("User", [](RecordRepository& users) { return users.create(Json{{"name", "ann"}}); });
  QCOMPARE(recordStateName(ann->state()), "detached");
  QCOMPARE(std::string(ann->value("name").bytes()), "ann"s);
  const auto fails = [&] {
    m_database->sessions().run([](Session& session) {
      RecordRepository(session, "User").create(Json{{"name", "bob"}});
      throw std::runtime_error("not a DbError");
    });
  };
  QVERIFY_THROWS_EXCEPTION(std::runtime_error, fails());
  QCOMPARE(m_database->number("SELECT count(*) FROM users"), 1);
}

void RecordRepositoryTest::startsItsSessionsWithItsCriteria() {  // T17
  makeUsers();
  SessionFactory sessions = m_database->sessions();
  sessions.criteria().add({"not ann", "User", {{"name", {{"$ne", "ann"}}}}});
  const auto countOf = [&](Criteria::PutAway putAway) { return sessions.run("User", [&](RecordRepository& users) { return users.count({.putAway = putAway}); }); };
  QCOMPARE(countOf(Criteria::PutAway::Hidden), 3);
  sessions.run("User", [](RecordRepository& users) { return users.softDelete(users.findBy({{"name", "dan"}})->identity()); });
  QCOMPARE(countOf(Criteria::PutAway::Hidden), 2);
  QCOMPARE(countOf(Criteria::PutAway::Shown), 3);
  QCOMPARE(countOf(Criteria::PutAway::Only), 1);
  QCOMPARE(sessions.run("User", [](RecordRepository& users) { return users.fetchPage({.limit = 1}).count; }), 2);
}

JOINERY_TEST(RecordRepositoryTest)
#include "tst_record_repository.moc"
