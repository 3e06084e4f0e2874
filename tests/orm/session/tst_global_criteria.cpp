// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>

#include "orm/engine/inspector.h"
#include "orm/model/mapping.h"
#include "orm/session/record_stream.h"
#include "orm/session/set_statements.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// T17: what a session asks of every row of a model, wherever it comes from. Tenant 7's accounts are 1 and 2, its tickets 10 and 12.
class GlobalCriteriaTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup() { m_session.reset(); }
  void restrictSelectsAndStreams_data() { addBackends(); }
  void restrictSelectsAndStreams();
  void restrictWhatIsReadByKeyButNotWhatIsHeld_data() { addBackends(); }
  void restrictWhatIsReadByKeyButNotWhatIsHeld();
  void restrictLazyLoads_data() { addBackends(); }
  void restrictLazyLoads();
  void restrictJoinsByTheirOnClause_data() { addBackends(); }
  void restrictJoinsByTheirOnClause();
  void restrictSelectinLoads_data() { addBackends(); }
  void restrictSelectinLoads();
  void restrictRelatedRowsOfFilters_data() { addBackends(); }
  void restrictRelatedRowsOfFilters();
  void restrictStatementsOverManyRows_data() { addBackends(); }
  void restrictStatementsOverManyRows();
  void letDeletionsSeeAllRows_data() { addBackends(); }
  void letDeletionsSeeAllRows();
  void letMergesFindTheirRow_data() { addBackends(); }
  void letMergesFindTheirRow();
  void followEachChange_data() { addBackends(); }
  void followEachChange();
  void mayDependOnTheClock_data() { addBackends(); }
  void mayDependOnTheClock();
  void areLiftedByName_data() { addBackends(); }
  void areLiftedByName();
  void refuseWhatDoesNotFit_data() { addBackends(); }
  void refuseWhatDoesNotFit();

 private:
  void renew();
  void restrict(const std::string& model) { m_session->criteria().add({"tenant", model, {{"tenant", 7}}}); }
  std::string ids(const std::vector<RecordPtr>& records) const;
  static std::string ids(const std::vector<Record*>& records);
  std::string select(const std::string& model, const Json& filter = Json::object()) { return ids(m_session->select({.model = model, .filter = filter, .sorts = {"+id"}})); }
  RecordPtr get(const char* model, int id) { return m_session->get(model, {Value::integer(id)}); }
  std::string sentLast() const { return m_database->engine()->log().statements().back().sql; }

  std::optional<MusicDatabase> m_database;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
};

void GlobalCriteriaTest::init() {
  QFETCH(int, backend);
  m_session.reset();
  m_database.reset();
  m_database.emplace(static_cast<Backend>(backend));
  m_database->run(R"(
CREATE TABLE account(id integer PRIMARY KEY, name varchar(40), tenant integer NOT NULL);
CREATE TABLE ticket(id integer PRIMARY KEY, title varchar(40), tenant integer NOT NULL, account_id integer REFERENCES account(id), seen_at timestamp);
CREATE TABLE label(id integer PRIMARY KEY, tenant integer NOT NULL);
CREATE TABLE ticket_label(ticket_id integer NOT NULL REFERENCES ticket(id), label_id integer NOT NULL REFERENCES label(id), PRIMARY KEY (ticket_id, label_id));
INSERT INTO account VALUES (1, 'ann', 7), (2, 'bob', 7), (3, 'cat', 8);
INSERT INTO ticket VALUES (10, 'a', 7, 1, '2999-01-01 00:00:00'), (11, 'b', 8, 1, NULL), (12, 'c', 7, 3, '2000-01-01 00:00:00'), (13, 'd', 8, 2, NULL);
INSERT INTO label VALUES (20, 7), (21, 8);
INSERT INTO ticket_label VALUES (10, 20), (10, 21), (12, 21);
)");
  const auto related = [](const char* name, const char* to, const char* back) { return RelationshipMapping{.name = name, .to = to, .backPopulates = back}; };
  RelationshipMapping labels = related("label", "label", "");
  labels.secondary = QualifiedName("ticket_label");
  m_registry = mapModels(reflect(m_database->connection(), m_database->dialect()),
                         {{.name = "account", .table = QualifiedName("account"), .relationships = {related("ticket", "ticket", "account")}},
                          {.name = "ticket", .table = QualifiedName("ticket"), .relationships = {related("account", "account", "ticket"), labels}},
                          {.name = "label", .table = QualifiedName("label")},
                          {.name = "ticket_label", .table = QualifiedName("ticket_label"), .relationships = {related("ticket", "ticket", "")}}});
  renew();
}

void GlobalCriteriaTest::renew() {
  m_session.reset();
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_registry);
}

std::string GlobalCriteriaTest::ids(const std::vector<Record*>& records) {
  std::vector<std::int64_t> found;
  for (Record* record : records) found.push_back(record->value("id").toInteger());
  std::ranges::sort(found);
  std::string text;
  for (const std::int64_t id : found) text += (text.empty() ? "" : ",") + std::to_string(id);
  return text;
}

std::string GlobalCriteriaTest::ids(const std::vector<RecordPtr>& records) const {
  std::vector<Record*> plain;
  for (const RecordPtr& record : records) plain.push_back(record.get());
  return ids(plain);
}

void GlobalCriteriaTest::restrictSelectsAndStreams() {  // T17
  restrict("ticket");
  QCOMPARE(select("ticket"), "10,12"s);
  QCOMPARE(select("account"), "1,2,3"s);
  QCOMPARE(ids(m_session->select({.model = "ticket", .sorts = {"-id"}, .limit = 1}, {.joined = {"label"}})), "12"s);
  RecordStream stream(*m_session, {.model = "ticket"}, {}, 1);
  std::string streamed;
  for (auto some = stream.next(); !some.empty(); some = stream.next()) streamed += ids(some) + " ";
  QCOMPARE(streamed, "10 12 "s);
}

void GlobalCriteriaTest::restrictWhatIsReadByKeyButNotWhatIsHeld() {  // T17
  const RecordPtr held = get("ticket", 11);
  restrict("ticket");
  QVERIFY(!get("ticket", 13));
  QVERIFY(get("ticket", 10));
  QVERIFY(get("ticket", 11) == held);
  m_session->expire(*held);
  QVERIFY(get("ticket", 11) == held);
  m_session->expire(*held);
  QCOMPARE(std::string(held->value("title").bytes()), "b"s);
  m_session->refresh(*held, {"title"});
  QCOMPARE(held->state(), RecordState::Persistent);
}

void GlobalCriteriaTest::restrictLazyLoads() {  // T17
  restrict("ticket");
  restrict("label");
  restrict("account");
  const RecordPtr ann = get("account", 1), ticket = get("ticket", 12);
  QCOMPARE(ids(ann->collection("ticket")), "10"s);
  QCOMPARE(ids(ann->collection("ticket").front()->collection("label")), "20"s);
  QCOMPARE(ids(ticket->collection("label")), ""s);
  QVERIFY(!ticket->related("account"));
  // That nothing was found is no change: the foreign key stays.
  ticket->set("title", Value::text("new"));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT account_id FROM ticket WHERE id = 12"), "3"s);
}

void GlobalCriteriaTest::restrictJoinsByTheirOnClause() {  // T17
  restrict("ticket");
  restrict("account");
  restrict("label");
  const auto accounts = m_session->select({.model = "account", .sorts = {"+id"}}, {.joined = {"ticket.label"}});
  QCOMPARE(ids(accounts), "1,2"s);
  const std::string sql = sentLast();
  const std::size_t on = sql.find("joined_1.tenant = "), where = sql.rfind(" WHERE ");
  QVERIFY2(on < where && where != std::string::npos, sql.c_str());
  QCOMPARE(ids(accounts[0]->collection("ticket")), "10"s);
  QCOMPARE(ids(accounts[1]->collection("ticket")), ""s);
  QCOMPARE(ids(accounts[0]->collection("ticket").front()->collection("label")), "20"s);
  const auto tickets = m_session->select({.model = "ticket", .sorts = {"+id"}}, {.joined = {"account"}, .populateExisting = true});
  QCOMPARE(ids(tickets), "10,12"s);
  QVERIFY(tickets[0]->related("account") == accounts[0].get());
  QVERIFY(!tickets[1]->related("account"));
  QCOMPARE(ids(m_session->select({.model = "account"}, {.containsEager = {{"ticket", Json::object()}}})), "1"s);
}

void GlobalCriteriaTest::restrictSelectinLoads() {  // T17
  restrict("ticket");
  restrict("label");
  const auto before = m_database->lastStatement();
  const auto accounts = m_session->select({.model = "account", .sorts = {"+id"}}, {.selectin = {"ticket.label"}});
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{3});
  QCOMPARE(ids(accounts[0]->collection("ticket")) + ";" + ids(accounts[1]->collection("ticket")) + ";" + ids(accounts[2]->collection("ticket")), "10;;12"s);
  QCOMPARE(ids(accounts[0]->collection("ticket").front()->collection("label")), "20"s);
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{3});
}

void GlobalCriteriaTest::restrictRelatedRowsOfFilters() {  // T17
  restrict("ticket");
  QCOMPARE(select("account", {{"ticket", nullptr}}), "2"s);
  QCOMPARE(select("account", {{"ticket", {{"$count", {{"$eq", 1}}}}}}), "1,3"s);
  QCOMPARE(select("account", {{"ticket", {{"title", "b"}}}}), ""s);
  QCOMPARE(select("account", {{"ticket", {{"$every", {{"title", "a"}}}}}}), "1,2"s);
  // What a criterion asks of related rows is not restricted by another.
  m_session->criteria().add({"mine", "account", {{"ticket", {{"tenant", 8}}}}});
  QCOMPARE(select("account"), "1,2"s);
}

void GlobalCriteriaTest::restrictStatementsOverManyRows() {  // T17
  restrict("ticket");
  SetStatements many(*m_session);
  QCOMPARE(many.update("ticket", Json::object(), {{"title", Value::text("x")}}), std::int64_t{2});
  QCOMPARE(m_database->cell("SELECT count(*) FROM ticket WHERE title = 'x' AND tenant = 7"), "2"s);
  QCOMPARE(many.remove("ticket_label", {{"ticket", {{"title", "x"}}}}), std::int64_t{3});
  QCOMPARE(many.remove("ticket", Json::object()), std::int64_t{2});
  QCOMPARE(SetStatements(*m_session, {"tenant"}).remove("ticket", Json::object()), std::int64_t{2});
}

void GlobalCriteriaTest::letDeletionsSeeAllRows() {  // T17
  restrict("ticket");
  restrict("label");
  const RecordPtr ann = get("account", 1), bob = get("account", 2);
  QCOMPARE(ids(ann->collection("ticket")), "10"s);
  m_session->remove(*ann);
  m_session->remove(*bob);
  m_session->flush();
  QCOMPARE(m_database->cell("SELECT count(*) FROM ticket WHERE account_id IS NOT NULL"), "1"s);
  const RecordPtr ticket = get("ticket", 10);
  QCOMPARE(ids(ticket->collection("label")), "20"s);
  m_session->remove(*ticket);
  m_session->flush();
  QCOMPARE(m_database->cell("SELECT count(*) FROM ticket_label"), "1"s);
}

void GlobalCriteriaTest::letMergesFindTheirRow() {  // T17
  const auto heap = RecordHeap::create();
  const RecordPtr given = Session::make(*heap, m_registry->at("ticket"));
  given->set("id", Value::integer(11));
  given->set("title", Value::text("merged"));
  restrict("ticket");
  QCOMPARE(m_session->merge(*given)->state(), RecordState::Persistent);
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT title FROM ticket WHERE id = 11"), "merged"s);
}

void GlobalCriteriaTest::followEachChange() {  // T17
  const auto isThere = [&](int id) {
    m_session->heap().collect();
    return static_cast<bool>(get("ticket", id));
  };
  QVERIFY(isThere(11));
  restrict("ticket");
  QVERIFY(!isThere(11));
  m_session->criteria().add({"tenant", "ticket", {{"tenant", 8}}});
  QVERIFY(isThere(11) && !isThere(10));
  QVERIFY(m_session->criteria().remove("tenant"));
  QVERIFY(!m_session->criteria().remove("tenant"));
  QVERIFY(isThere(10));
  QCOMPARE(select("ticket"), "10,11,12,13"s);
}

void GlobalCriteriaTest::mayDependOnTheClock() {  // T17
  QVERIFY(!m_session->criteria().dependsOnTime());
  m_session->criteria().add({"recent", "ticket", {{"$or", Json::array({{{"seen_at", {{"$gt", {{"$ago", "P1D"}}}}}}})}}});
  QVERIFY(m_session->criteria().dependsOnTime());
  QVERIFY(get("ticket", 10) && !get("ticket", 12) && !get("ticket", 11));
  QVERIFY(m_session->criteria().remove("recent"));
  QVERIFY(!m_session->criteria().dependsOnTime());
}

void GlobalCriteriaTest::areLiftedByName() {  // T17
  restrict("ticket");
  m_session->criteria().add({"short", "ticket", {{"id", {{"$lt", 13}}}}});
  const auto lifted = [&](const GlobalCriteria::Names& without) { return ids(m_session->select({.model = "ticket"}, {.without = without})); };
  QCOMPARE(lifted({"tenant"}), "10,11,12"s);
  QCOMPARE(lifted({"short"}), "10,12"s);
  QCOMPARE(lifted({GlobalCriteria::kAll}), "10,11,12,13"s);
  renew();
  restrict("ticket");
  const auto along = m_session->select({.model = "account", .sorts = {"+id"}}, {.joined = {"ticket"}, .alongWithout = {"tenant"}});
  QCOMPARE(ids(along[0]->collection("ticket")), "10,11"s);
}

void GlobalCriteriaTest::refuseWhatDoesNotFit() {  // T17
  GlobalCriteria& criteria = m_session->criteria();
  QCOMPARE(kindThrown([&] { criteria.add({"x", "tickets", Json::object()}); }), ErrorKind::InvalidRequest);
  QCOMPARE(kindThrown([&] { criteria.add({"x", "ticket", {{"tenat", 7}}}); }), ErrorKind::InvalidRequest);
  QVERIFY(criteria.all().empty());
}

JOINERY_TEST(GlobalCriteriaTest)
#include "tst_global_criteria.moc"
