// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <limits>

#include "orm/core/db_error.h"
#include "orm/session/session.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// So many new records that they are inserted several at a time, where the engine takes them so.
class TestManyNewRecords : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void eachHasTheKeyOfItsRow_data() { addBackends(); }
  void eachHasTheKeyOfItsRow();
  void keysAreRightWhereTheLargestIsTaken_data() { addBackends(); }
  void keysAreRightWhereTheLargestIsTaken();
  void keysAreRightWhereATriggerAddsRows_data() { addBackends(); }
  void keysAreRightWhereATriggerAddsRows();
  void aTriggerThatNobodyKnowsOfIsAnErrorAndNothingIsWritten_data() { addBackends(); }
  void aTriggerThatNobodyKnowsOfIsAnErrorAndNothingIsWritten();
  void theRefusedOneIsTold_data() { addBackends(); }
  void theRefusedOneIsTold();
  void theyAreTransientAfterARollback_data() { addBackends(); }
  void theyAreTransientAfterARollback();

 private:
  std::vector<RecordPtr> artists(Session& session, int count);
  void addTrigger();
  void compareWithRows(const std::vector<RecordPtr>& records);
  bool isPostgresql() const { return m_database->dialect().name() == "postgresql"; }
  std::optional<MusicDatabase> m_database;
};

void TestManyNewRecords::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
}

std::vector<RecordPtr> TestManyNewRecords::artists(Session& session, int count) {
  std::vector<RecordPtr> records;
  for (int i = 0; i < count; ++i) {
    records.push_back(session.make("artist"));
    records.back()->set("name", Value::text("many " + std::to_string(i)));
    session.add(*records.back());
  }
  return records;
}

/// Some rows are followed by one that nobody asked for; not the first two, by which numbers are tried.
void TestManyNewRecords::addTrigger() {
  m_database->run("CREATE TRIGGER follow AFTER INSERT ON artist WHEN NEW.name LIKE '%9' BEGIN INSERT INTO artist (name) VALUES ('after ' || NEW.name); END");
}

void TestManyNewRecords::compareWithRows(const std::vector<RecordPtr>& records) {
  for (const RecordPtr& record : records)
    QCOMPARE(m_database->cell("SELECT name FROM artist WHERE id = " + std::to_string(record->value("id").toInteger())), std::string(record->value("name").bytes()));
}

void TestManyNewRecords::eachHasTheKeyOfItsRow() {
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 333);
  session.flush();
  for (std::size_t i = 1; i < records.size(); ++i) QCOMPARE(records[i]->value("id").toInteger(), records[i - 1]->value("id").toInteger() + 1);
  compareWithRows(records);
  session.commit();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'many%'"), std::string("333"));
  QVERIFY(session.get("artist", records[200]->identity()) == records[200]);
}

void TestManyNewRecords::keysAreRightWhereTheLargestIsTaken() {
  if (isPostgresql()) QSKIP("a sequence does not look at the largest key");
  m_database->run("INSERT INTO artist (id, name) VALUES (" + std::to_string(std::numeric_limits<std::int64_t>::max()) + ", 'the last')");
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 200);
  session.flush();
  compareWithRows(records);
}

void TestManyNewRecords::keysAreRightWhereATriggerAddsRows() {
  if (isPostgresql()) QSKIP("RETURNING names each row there");
  addTrigger();
  m_database->reflect();
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 200);
  session.flush();
  compareWithRows(records);
}

void TestManyNewRecords::aTriggerThatNobodyKnowsOfIsAnErrorAndNothingIsWritten() {
  if (isPostgresql()) QSKIP("RETURNING names each row there");
  addTrigger();
  const std::string before = m_database->cell("SELECT count(*) FROM artist");
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 200);
  QVERIFY_THROWS_EXCEPTION(DbError, session.flush());
  session.rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist"), before);
  QCOMPARE(records[150]->state(), RecordState::Transient);
  QCOMPARE(std::string(records[150]->value("name").bytes()), std::string("many 150"));
}

void TestManyNewRecords::theRefusedOneIsTold() {
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 300);
  records[217]->set("name", Value());
  try {
    session.flush();
    QFAIL("a name that is NULL was taken");
  } catch (const DbError& error) {
    QCOMPARE(error.kind(), ErrorKind::Integrity);
    QVERIFY2(error.message().find("name") != std::string::npos, error.what());
    if (!isPostgresql()) QCOMPARE(error.failedSet, std::optional<std::size_t>(217));
  }
  session.rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name LIKE 'many%'"), std::string("0"));
}

void TestManyNewRecords::theyAreTransientAfterARollback() {
  Session session(m_database->connection(), m_database->dialect(), m_database->registry());
  const std::vector<RecordPtr> records = artists(session, 300);
  session.flush();
  const std::int64_t key = records[299]->value("id").toInteger();
  session.rollback();
  QCOMPARE(records[299]->state(), RecordState::Transient);
  QVERIFY(records[299]->identity().empty());
  QCOMPARE(records[299]->value("id").toInteger(), key);
  QCOMPARE(std::string(records[299]->value("name").bytes()), std::string("many 299"));
  session.add(*records[299]);
  session.commit();
  QCOMPARE(m_database->cell("SELECT name FROM artist WHERE id = " + std::to_string(key)), std::string("many 299"));
}

JOINERY_TEST(TestManyNewRecords)
#include "tst_many_new_records.moc"
