// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "orm/model/mapping.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// T6, T12, T19, T20: what an edit writes, what it refuses, what it leaves alone, and how rows to edit are found. Pictures have a version
/// and a large column.
class EditedRowsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup() { m_session.reset(); }
  void countTheirVersion_data() { addBackends(); }
  void countTheirVersion();
  void areRefusedWhereTheyWereChangedSince_data() { addBackends(); }
  void areRefusedWhereTheyWereChangedSince();
  void areTakenBackStepByStep_data() { addBackends(); }
  void areTakenBackStepByStep();
  void areFoundByWhatIsRelatedToThem_data() { addBackends(); }
  void areFoundByWhatIsRelatedToThem();
  void leaveAloneWhatWasNotLoaded_data() { addBackends(); }
  void leaveAloneWhatWasNotLoaded();
  void loadALargeColumnWhenItIsAskedFor_data() { addBackends(); }
  void loadALargeColumnWhenItIsAskedFor();

 private:
  RecordPtr picture(int id) { return m_session->get("Picture", {Value::integer(id)}); }
  std::string cell(const std::string& sql) { return m_database->cell(sql); }
  std::string sentLast(const std::string& verb) const { return m_database->statementsAfter(m_start, verb).back(); }
  std::size_t sent(const std::string& verb) const { return m_database->statementsAfter(m_start, verb).size(); }
  static std::string bytes();

  std::optional<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_start = 0;
};

/// Every byte, many times over.
std::string EditedRowsTest::bytes() {
  std::string all;
  for (int i = 0; i < 100'000; ++i) all += static_cast<char>(i % 256);
  return all;
}

void EditedRowsTest::init() {
  QFETCH(int, backend);
  m_session.reset();
  m_database.reset();
  m_database.emplace(static_cast<Backend>(backend));
  const std::string blob = m_database->dialect().name() == "postgresql" ? "bytea" : "blob";
  m_database->run("CREATE TABLE picture(id integer PRIMARY KEY, title varchar(40), data " + blob + ", version integer NOT NULL)");
  const auto registry = mapModels(reflect(m_database->connection(), m_database->dialect()), {{.name = "Picture", .table = QualifiedName("picture"), .version = "version"}});
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), registry);
  for (const int id : {1, 2}) {
    const RecordPtr made = m_session->make("Picture");
    made->set("id", Value::integer(id));
    made->set("title", Value::text("picture " + std::to_string(id)));
    made->set("data", Value::blob(bytes()));
    m_session->add(*made);
  }
  m_session->commit();
  m_session->expunge(*picture(1));
  m_session->expunge(*picture(2));
  m_session->rollback();
  m_start = m_database->lastStatement();
}

void EditedRowsTest::countTheirVersion() {  // T6
  const RecordPtr row = picture(1);
  QCOMPARE(row->value("version").toInteger(), 1);
  row->set("title", Value::text("new"));
  m_session->flush();
  const std::string sql = sentLast("UPDATE");
  const std::size_t set = sql.find("version = "), where = sql.find(" WHERE ");
  QVERIFY2(set < where && sql.find("version = ", where) != std::string::npos, sql.c_str());
  QCOMPARE(row->value("version").toInteger(), 2);
  m_session->remove(*row);
  m_session->commit();
  QVERIFY2(sentLast("DELETE").find("version = ") != std::string::npos, sentLast("DELETE").c_str());
  QCOMPARE(cell("SELECT count(*) FROM picture"), "1"s);
}

void EditedRowsTest::areRefusedWhereTheyWereChangedSince() {  // T6
  const RecordPtr first = picture(1), second = picture(2);
  m_session->connection().execute("UPDATE picture SET version = version + 1, title = 'theirs'");
  first->set("title", Value::text("mine"));
  QCOMPARE(kindThrown([&] { m_session->flush(); }), ErrorKind::StaleData);
  QCOMPARE(kindThrown([&] { m_session->commit(); }), ErrorKind::PendingRollback);
  m_session->rollback();
  QCOMPARE(second->value("version").toInteger(), 1);
  m_session->connection().execute("UPDATE picture SET version = version + 1, title = 'theirs'");
  m_session->remove(*second);
  QCOMPARE(kindThrown([&] { m_session->flush(); }), ErrorKind::StaleData);
  m_session->rollback();
  QCOMPARE(cell("SELECT count(*) FROM picture WHERE version = 1 AND title LIKE 'picture%'"), "2"s);
}

void EditedRowsTest::areTakenBackStepByStep() {  // T12
  const RecordPtr row = picture(1);
  row->set("title", Value::text("one"));
  m_session->beginNested();
  row->set("title", Value::text("two"));
  m_session->beginNested();
  row->set("title", Value::text("three"));
  m_session->flush();
  QCOMPARE(row->value("version").toInteger(), 4);
  m_session->rollbackNested();
  QCOMPARE(std::string(row->value("title").bytes()), "two"s);
  m_session->releaseNested();
  m_session->commit();
  QCOMPARE(cell("SELECT title FROM picture WHERE id = 1"), "two"s);
  QCOMPARE(cell("SELECT version FROM picture WHERE id = 1"), "3"s);
  QCOMPARE(sent("RELEASE"), std::size_t{1});
}

void EditedRowsTest::areFoundByWhatIsRelatedToThem() {  // T19
  Session music(m_database->connection(), m_database->dialect(), m_database->registry());
  const auto find = [&](const Json& filter) {
    std::string ids;
    for (const RecordPtr& each : music.select({.model = "artist", .filter = filter, .sorts = {"+id"}})) ids += std::to_string(each->value("id").toInteger());
    return ids;
  };
  // artist → album → track → playlist: three steps, each an EXISTS inside the other.
  QCOMPARE(find({{"album", {{"track", {{"playlist", {{"name", "Music"}}}}}}}}), "12"s);
  const std::string sql = sentLast("SELECT");
  std::size_t found = 0;
  for (std::size_t at = sql.find("EXISTS ("); at != std::string::npos; at = sql.find("EXISTS (", at + 1)) ++found;
  QCOMPARE(found, std::size_t{3});
  QCOMPARE(find({{"album", nullptr}}), "3"s);
  QCOMPARE(find({{"album", {{"track", {{"playlist", nullptr}}}}}}), "1"s);
  QCOMPARE(find({{"album", {{"$none", {{"track", {{"name", "Three"}}}}}}}}), "13"s);
  QCOMPARE(find({{"album", {{"$every", {{"track", {{"$count", {{"$gte", 2}}}}}}}}}}), "3"s);
  QCOMPARE(find({{"album", {{"$count", {{"$gte", 2}}}}}}), "1"s);
  QCOMPARE(find({{"album", {{"$count", 0}}}}), "3"s);
  QCOMPARE(find({{"album", {{"$count", 1}, {"$of", {{"track", {{"$count", {{"$gt", 1}}}}}}}}}}), "1"s);
}

void EditedRowsTest::leaveAloneWhatWasNotLoaded() {  // T20
  const auto rows = m_session->select({.model = "Picture", .sorts = {"+id"}}, {.attributes = {"title"}});
  QVERIFY2(sentLast("SELECT").find("data") == std::string::npos, sentLast("SELECT").c_str());
  QVERIFY(!rows.front()->hasValue(rows.front()->attributeIndex("data")));
  const std::size_t selects = sent("SELECT");
  rows.front()->set("title", Value::text("new"));
  m_session->commit();
  QVERIFY2(sentLast("UPDATE").find("data") == std::string::npos, sentLast("UPDATE").c_str());
  QCOMPARE(sent("SELECT"), selects);
  QCOMPARE(cell("SELECT length(data) FROM picture WHERE id = 1"), "100000"s);
  QCOMPARE(cell("SELECT title FROM picture WHERE id = 1"), "new"s);
}

void EditedRowsTest::loadALargeColumnWhenItIsAskedFor() {  // T20
  const RecordPtr row = m_session->select({.model = "Picture", .filter = {{"id", 1}}}, {.attributes = {"title"}}).front();
  const std::size_t selects = sent("SELECT");
  row->set("title", Value::text("changed, not written"));
  m_session->setAutoflush(false);
  QCOMPARE(std::string(row->value("data").bytes()), bytes());
  QCOMPARE(sent("SELECT"), selects + 1);
  QCOMPARE(std::string(row->value("title").bytes()), "changed, not written"s);
  m_session->refresh(*row, {"data"});
  const std::string sql = sentLast("SELECT");
  QVERIFY2(sql.find("data") != std::string::npos && sql.find("title") == std::string::npos, sql.c_str());
  row->set("data", Value::blob("\0small"s));
  m_session->commit();
  QCOMPARE(cell("SELECT length(data) FROM picture WHERE id = 1"), "6"s);
}

JOINERY_TEST(EditedRowsTest)
#include "tst_edited_rows.moc"
