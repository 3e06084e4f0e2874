// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/records/json_edit.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// ORACLES T24: a JSON document that is edited in place counts as changed.
class JsonEditTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void marksWhatBecameAnotherDocument();
  void leavesAnEqualDocumentToTheByte();
  void nullIsNoDocument();
  void leavesEverythingWhereTheEditFails();
  void refusesNumbersThatItWouldRound();

 private:
  RecordPtr row(int id) { return m_session->get("setting", {Value::integer(id)}); }
  std::string textOf(int id) { return m_database->cell("SELECT data FROM setting WHERE id = " + std::to_string(id)); }

  std::unique_ptr<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
};

void JsonEditTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_database = std::make_unique<MusicDatabase>(static_cast<Backend>(backend));
  m_database->run("CREATE TABLE setting(id integer PRIMARY KEY, data json);"
                  R"(INSERT INTO setting VALUES (1, '{"size": 9,  "tags": ["a"], "price": 1.10}'), (2, NULL), (3, '{"n": 0.12345678901234567890}'))");
  m_database->reflect();
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry());
}

void JsonEditTest::cleanup() {
  m_session.reset();
  m_database.reset();
}

void JsonEditTest::marksWhatBecameAnotherDocument() {
  const RecordPtr setting = row(1);
  editJson(*setting, "data", [](Json& data) { data["tags"].push_back("b"); });
  QVERIFY(setting->isModified());
  const auto before = m_database->lastStatement();
  m_session->commit();
  QCOMPARE(m_database->statementsAfter(before, "UPDATE").size(), std::size_t{1});
  QCOMPARE(textOf(1), R"({"size":9,"tags":["a","b"],"price":1.1})"s);
  QVERIFY(jsonOf(*setting, "data")["tags"] == Json::array({"a", "b"}));
}

void JsonEditTest::leavesAnEqualDocumentToTheByte() {
  const RecordPtr setting = row(1);
  editJson(*setting, "data", [](Json& data) { data["size"] = 9; });
  QVERIFY(!setting->isModified());
  const auto before = m_database->lastStatement();
  m_session->commit();
  QCOMPARE(m_database->statementsAfter(before, "UPDATE").size(), std::size_t{0});
  QCOMPARE(textOf(1), R"({"size": 9,  "tags": ["a"], "price": 1.10})"s);
}

void JsonEditTest::nullIsNoDocument() {
  editJson(*row(2), "data", [](Json& data) {
    QVERIFY(data.is_null());
    data = {{"new", true}};
  });
  editJson(*row(1), "data", [](Json& data) { data = nullptr; });
  m_session->commit();
  QCOMPARE(textOf(2), R"({"new":true})"s);
  QCOMPARE(textOf(1), "NULL"s);
}

void JsonEditTest::leavesEverythingWhereTheEditFails() {
  const RecordPtr setting = row(1);
  QVERIFY_THROWS_EXCEPTION(std::runtime_error, editJson(*setting, "data", [](Json& data) {
    data["size"] = 10;
    throw std::runtime_error("no");
  }));
  QVERIFY(!setting->isModified());
}

void JsonEditTest::refusesNumbersThatItWouldRound() {
  QCOMPARE(kindThrown([&] { editJson(*row(3), "data", [](Json& data) { data["m"] = 1; }); }), std::optional(ErrorKind::Data));
  QCOMPARE(textOf(3), R"({"n": 0.12345678901234567890})"s);
}

JOINERY_TEST(JsonEditTest)
#include "tst_json_edit.moc"
