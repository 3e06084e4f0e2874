// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/session/batched_delete.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;

/// T14: rows that go some at a time. Artists 1000 to 1024, and three others; lines of invoices.
class BatchedDeleteTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup() { m_session.reset(); }
  void countsThenDeletesInBatches_data() { addBackends(); }
  void countsThenDeletesInBatches();
  void tellsRecordsThatAreHeld_data() { addBackends(); }
  void tellsRecordsThatAreHeld();
  void mayBeCommittedBetweenBatches_data() { addBackends(); }
  void mayBeCommittedBetweenBatches();
  void goesOnByKeysOfSeveralColumns_data() { addBackends(); }
  void goesOnByKeysOfSeveralColumns();
  void leavesWhatTheCriteriaHide_data() { addBackends(); }
  void leavesWhatTheCriteriaHide();
  void refusesWhatHasNoKey_data() { addBackends(); }
  void refusesWhatHasNoKey();

 private:
  static Json some() { return {{"id", {{"$gte", 1000}}}}; }
  std::size_t sent(const char* word) const { return m_database->statementsAfter(m_start, word).size(); }

  std::optional<MusicDatabase> m_database;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_start = 0;
};

void BatchedDeleteTest::init() {
  QFETCH(int, backend);
  m_session.reset();
  m_database.reset();
  m_database.emplace(static_cast<Backend>(backend));
  m_database->run("INSERT INTO artist(id, name) WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1024) SELECT i, 'artist ' || i FROM n");
  m_session = std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry());
  m_start = m_database->lastStatement();
}

void BatchedDeleteTest::countsThenDeletesInBatches() {  // T14
  BatchedDelete batches(*m_session, "artist", some(), 10);
  QCOMPARE(sent(""), std::size_t{0});
  QCOMPARE(batches.count(), std::int64_t{25});
  QCOMPARE(batches.next(), std::int64_t{10});
  QCOMPARE(sent("DELETE"), std::size_t{1});
  QCOMPARE(batches.count(), std::int64_t{15});
  std::vector<std::int64_t> told;
  QCOMPARE(batches.run([&](std::int64_t deleted) { told.push_back(deleted); }), std::int64_t{15});
  QCOMPARE(told, (std::vector<std::int64_t>{10, 15}));
  QCOMPARE(sent("DELETE"), std::size_t{3});
  QCOMPARE(batches.next(), std::int64_t{0});
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist"), std::string("3"));
}

void BatchedDeleteTest::tellsRecordsThatAreHeld() {  // T14
  const RecordPtr gone = m_session->get("artist", {Value::integer(1003)}), stays = m_session->get("artist", {Value::integer(3)});
  const RecordPtr fresh = m_session->make("artist");
  fresh->set("id", Value::integer(1100));
  fresh->set("name", Value::text("not written yet"));
  m_session->add(*fresh);
  QCOMPARE(BatchedDelete(*m_session, "artist", some(), 7).run(), std::int64_t{26});
  QCOMPARE(gone->state(), RecordState::Deleted);
  QCOMPARE(fresh->state(), RecordState::Deleted);
  QCOMPARE(stays->state(), RecordState::Persistent);
  m_session->commit();
  QCOMPARE(gone->state(), RecordState::Detached);
  QVERIFY(!m_session->get("artist", {Value::integer(1003)}));
}

void BatchedDeleteTest::mayBeCommittedBetweenBatches() {  // T14
  BatchedDelete batches(*m_session, "artist", some(), 10);
  batches.next();
  m_session->commit();
  batches.next();
  m_session->rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE id >= 1000"), std::string("15"));
  QCOMPARE(BatchedDelete(*m_session, "artist", some(), 10).run([&](std::int64_t) { m_session->commit(); }), std::int64_t{15});
  m_session->rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE id >= 1000"), std::string("0"));
  QCOMPARE(sent("COMMIT"), std::size_t{3});
}

void BatchedDeleteTest::goesOnByKeysOfSeveralColumns() {  // T14
  m_database->run("INSERT INTO invoice VALUES ('east', 1, 1), ('east', 2, 1), ('east', 3, 1), ('west', 1, 1)");
  BatchedDelete batches(*m_session, "invoice", {{"total", {{"$eq", 1}}}}, 3);
  QCOMPARE(batches.next(), std::int64_t{3});
  QCOMPARE(batches.next(), std::int64_t{1});
  QCOMPARE(m_database->cell("SELECT count(*) FROM invoice"), std::string("2"));
  // What refers to a row is the database's matter.
  QCOMPARE(kindThrown([&] { BatchedDelete(*m_session, "invoice", Json::object()).run(); }), ErrorKind::Integrity);
}

void BatchedDeleteTest::leavesWhatTheCriteriaHide() {  // T14, T17
  m_session->criteria().add({"low", "artist", {{"id", {{"$lt", 1020}}}}});
  BatchedDelete batches(*m_session, "artist", some());
  QCOMPARE(batches.count(), std::int64_t{20});
  QCOMPARE(batches.run(), std::int64_t{20});
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE id >= 1000"), std::string("5"));
}

void BatchedDeleteTest::refusesWhatHasNoKey() {  // T3, T14
  for (const char* model : {"keyless", "loud"}) QCOMPARE(kindThrown([&] { BatchedDelete(*m_session, model, Json::object()); }), ErrorKind::InvalidRequest);
}

JOINERY_TEST(BatchedDeleteTest)
#include "tst_batched_delete.moc"
