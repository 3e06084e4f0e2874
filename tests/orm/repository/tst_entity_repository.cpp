// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/repository/tracked_repository.h"
#include "tests/support/test_program.h"
#include "user_database.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// Links of rows to ids of another system, on both engines.
class EntityRepositoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup() { m_database.reset(); }

  void linksWhatItCreates();
  void createsAndLinksManyAsTheDocumentsMeant();
  void deletesARecordThatWasNeverLinkedAsTheDocumentsMeant();
  void deletesLinksWithTheirRows();
  void refusesASecondLinkOfARow();
  void linksRowsByKeysOfSeveralColumns();

 private:
  TrackedRepository of(const char* model) { return {m_database->session(), model}; }
  std::unique_ptr<UserDatabase> m_database;
};

void EntityRepositoryTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<UserDatabase>(static_cast<Backend>(backend));
}

void EntityRepositoryTest::linksWhatItCreates() {
  TrackedRepository users = of("User");
  const RecordPtr ann = users.createFor("up", {{"name", "ann"}});
  const RecordPtr link = users.entities().linkOf(*ann);
  QVERIFY(link);
  QCOMPARE(std::string(link->value("tablename").bytes()), "users"s);
  QVERIFY(link->value("downstreamId") == ann->value("uid"));
  QVERIFY(!users.entities().linkOf(*users.create(Json{{"name", "bob"}})));
  QCOMPARE(valuesOf(users.fetchFor("up")), "ann"s);
  QCOMPARE(users.fetchFor("none").size(), std::size_t{0});
}

void EntityRepositoryTest::createsAndLinksManyAsTheDocumentsMeant() {
  const std::vector<RecordPtr> made = of("User").createAllFor("up", Json::array({{{"name", "ann"}}, {{"name", "bob"}}, {{"name", "cat"}}}));
  QCOMPARE(made.size(), std::size_t{3});
  QCOMPARE(valuesOf(of("User").fetchFor("up")), "ann,bob,cat"s);
}

void EntityRepositoryTest::deletesARecordThatWasNeverLinkedAsTheDocumentsMeant() {
  of("User").create(Json{{"name", "ann"}});
  of("User").removeOne({{"name", "ann"}});
  QCOMPARE(m_database->number("SELECT count(*) FROM users"), 0);
}

void EntityRepositoryTest::deletesLinksWithTheirRows() {
  TrackedRepository users = of("User");
  users.createAllFor("up", Json::array({{{"name", "ann"}}, {{"name", "bob"}}, {{"name", "cat"}}}));
  users.removeOne({{"name", "ann"}});
  m_database->sent("");
  users.removeAll({{"name", {{"$in", {"bob", "cat"}}}}});
  // Both, their addresses, their links.
  QCOMPARE(m_database->sent("SELECT"), 3);
  users.createFor("up", {{"name", "dan"}});
  users.remove(users.findBy({{"name", "dan"}})->identity());
  QCOMPARE(m_database->number("SELECT count(*) FROM entities"), 0);
  QCOMPARE(m_database->number("SELECT count(*) FROM users"), 0);
}

void EntityRepositoryTest::refusesASecondLinkOfARow() {
  TrackedRepository users = of("User");
  const RecordPtr ann = users.createFor("up", {{"name", "ann"}});
  QCOMPARE(refused([&] { users.entities().link("other", *ann); }), "IntegrityError 1003"s);
}

void EntityRepositoryTest::linksRowsByKeysOfSeveralColumns() {
  TrackedRepository seats = of("Seat");
  seats.createFor("up", {{"row", "A"}, {"number", 1}});
  seats.createFor("up", {{"row", "B"}, {"number", 2}});
  of("Address").createFor("up", {{"type", "home"}});
  const auto links = seats.entities().fetchLinks("up");
  QCOMPARE(links.at("seats").front(), R"(["A",1])"s);
  QCOMPARE(links.at("addresses").front(), "1"s);
  QCOMPARE(valuesOf(seats.fetchFor("up"), "row"), "A,B"s);
  QCOMPARE(valuesOf(of("Address").fetchFor("up"), "type"), "home"s);
}

JOINERY_TEST(EntityRepositoryTest)
#include "tst_entity_repository.moc"
