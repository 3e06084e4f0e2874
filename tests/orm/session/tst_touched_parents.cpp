// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// ORACLES T21: events keep a parent's time in step with its children; what they are told and in which order is L and R20.
class TouchedParentsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void aNewChildTouchesItsParent();
  void aChangedChildTouchesItsParent();
  void aDeletedChildTouchesItsParent();
  void anUnchangedChildTouchesNothing();
  void aValidatorRefusesOrChangesValues();

 private:
  RecordPtr get(const char* model, int id) { return m_session->get(model, {Value::integer(id)}); }
  std::string touched() { return m_database->cell("SELECT touched FROM post WHERE id = 1"); }

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  int m_clock = 0;
};

void TouchedParentsTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<MusicDatabase>(static_cast<Backend>(backend));
  m_database->run("CREATE TABLE post(id integer PRIMARY KEY, touched integer); CREATE TABLE reply(id integer PRIMARY KEY, post_id integer REFERENCES post(id), text varchar(9));"
                  "INSERT INTO post VALUES (1, 0), (2, 0); INSERT INTO reply VALUES (1, 1, 'first')");
  m_database->reflect();
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry());
  m_clock = 0;
  const auto touch = [this](Session&, Record& reply) {
    if (Record* post = reply.related("post")) post->set("touched", Value::integer(++m_clock));
  };
  for (const RecordEvent event : {RecordEvent::BeforeInsert, RecordEvent::BeforeUpdate, RecordEvent::BeforeDelete}) m_session->events().listen(event, touch, "reply");
}

void TouchedParentsTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

void TouchedParentsTest::aNewChildTouchesItsParent() {
  const RecordPtr post = get("post", 1), reply = m_session->make("reply");
  reply->set("id", Value::integer(2));
  post->append("reply", *reply);
  m_session->commit();
  QCOMPARE(touched(), "1"s);
  QCOMPARE(m_database->cell("SELECT touched FROM post WHERE id = 2"), "0"s);
}

void TouchedParentsTest::aChangedChildTouchesItsParent() {
  get("reply", 1)->set("text", Value::text("other"));
  m_session->commit();
  QCOMPARE(touched(), "1"s);
  QVERIFY(!m_session->isModified());
}

void TouchedParentsTest::aDeletedChildTouchesItsParent() {
  m_session->remove(*get("reply", 1));
  m_session->commit();
  QCOMPARE(touched(), "1"s);
  QCOMPARE(m_database->cell("SELECT count(*) FROM reply"), "0"s);
}

void TouchedParentsTest::anUnchangedChildTouchesNothing() {
  const RecordPtr reply = get("reply", 1);
  reply->set("text", Value::text("first"));
  m_session->commit();
  QCOMPARE(touched(), "0"s);
}

void TouchedParentsTest::aValidatorRefusesOrChangesValues() {
  m_session->heap().events().listen("reply", "text", {.set = [](Record&, const Attribute&, const Value& value, const std::optional<Value>&) {
    if (value.isNull() || value.bytes().empty()) throw DbError(ErrorKind::WrongValue, "a reply says something");
    return Value::text("<" + std::string(value.bytes()) + ">");
  }});
  const RecordPtr reply = get("reply", 1);
  QCOMPARE(kindThrown([&] { reply->set("text", Value::text("")); }), std::optional(ErrorKind::WrongValue));
  QVERIFY(!reply->isModified());
  reply->set("text", Value::text("new"));
  m_session->commit();
  QCOMPARE(m_database->cell("SELECT text FROM reply"), "<new>"s);
}

JOINERY_TEST(TouchedParentsTest)
#include "tst_touched_parents.moc"
