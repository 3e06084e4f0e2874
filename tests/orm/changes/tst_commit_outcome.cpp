// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <functional>
#include <optional>

#include "orm/changes/change_set_document.h"
#include "orm/changes/outcome_resolver.h"
#include "orm/engine/execution.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

/// Keeps the mark and does something at the last moment before COMMIT.
struct Witness final : CommitWitness {
  std::optional<CommitMark> mark;
  int calls = 0;
  std::function<void()> then = [] {};
  void beforeCommit(const CommitMark& given, const ChangeSet&) override {
    mark = given;
    ++calls;
    then();
  }
};

constexpr const char* kMixed = R"({"changes": [
  {"model": "artist", "op": "insert", "values": {"name": "Newcomer"}, "ref": "a1"},
  {"model": "album", "op": "insert", "values": {"title": "First", "artist_id": {"$ref": "a1"}}},
  {"model": "track", "op": "update", "key": 1, "values": {"name": "Renamed"}},
  {"model": "track", "op": "delete", "key": 4},
  {"model": "playlist", "op": "link", "key": 2, "relationship": "track", "to": 2}]})";

}  // namespace

/// What came of a commit, when no answer came.
class CommitOutcomeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void tellsTheMarkBeforeItCommits_data() { addBackends(); }
  void tellsTheMarkBeforeItCommits();
  void findsACommitThatWentThrough_data() { addBackends(); }
  void findsACommitThatWentThrough();
  void findsACommitThatDidNot_data() { addBackends(); }
  void findsACommitThatDidNot();
  void asksTheRowsOfAnotherTimeline_data() { addPostgresql(); }
  void asksTheRowsOfAnotherTimeline();
  void doesNotBelieveATransactionIdOfAnotherTimeline_data() { addPostgresql(); }
  void doesNotBelieveATransactionIdOfAnotherTimeline();
  void doesNotBelieveACommittedTransactionWhoseRowsAreAsTheyWere_data() { addPostgresql(); }
  void doesNotBelieveACommittedTransactionWhoseRowsAreAsTheyWere();
  void anIdOfTheFutureLeavesItToTheRows_data() { addPostgresql(); }
  void anIdOfTheFutureLeavesItToTheRows();
  void waitsForATransactionInProgressAndNoLonger_data() { addPostgresql(); }
  void waitsForATransactionInProgressAndNoLonger();
  void rowsThatSayNeitherLeaveItUnknown_data() { addBackends(); }
  void rowsThatSayNeitherLeaveItUnknown();
  void anotherRowUnderTheSameKeyIsNotOurs_data() { addBackends(); }
  void anotherRowUnderTheSameKeyIsNotOurs();
  void rowsThatSayBothLeaveItUnknown_data() { addBackends(); }
  void rowsThatSayBothLeaveItUnknown();
  void aLostCommitIsUnknownAndThenResolved_data() { addPostgresql(); }
  void aLostCommitIsUnknownAndThenResolved();
  void onlyWholeUnitsAreTriedAgain_data() { addPostgresql(); }
  void onlyWholeUnitsAreTriedAgain();

 private:
  static void addPostgresql() {
    QTest::addColumn<int>("backend");
    if (!qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::newRow("PostgreSQL") << static_cast<int>(Backend::Postgresql);
    else QTest::newRow("no server") << -1;
  }
  UnitOfWork unit() const { return UnitOfWork(*m_database->registry(), m_database->dialect(), UnitOfWork::Locking::BeforeImage); }
  ChangeSet read(const char* json);
  CommitResult commit(const ChangeSet& changes) { return unit().commit(m_database->connection(), changes, &m_witness); }
  OutcomeResolver::Answer resolve(const ChangeSet& changes, const CommitMark& mark, std::chrono::milliseconds patience = 0ms) {
    return OutcomeResolver(*m_database->registry(), m_database->dialect()).resolve(m_database->connection(), changes, mark, patience);
  }
  /// The rows alone, as on a server that has another history.
  OutcomeResolver::Answer resolveByRows(const ChangeSet& changes, CommitMark mark) {
    if (!mark.timeline.empty()) mark.timeline = "0000FFFF";
    return resolve(changes, mark);
  }

  std::unique_ptr<MusicDatabase> m_database;
  Witness m_witness;
};

void CommitOutcomeTest::init() {
  QFETCH(int, backend);
  if (backend < 0) QSKIP("no PostgreSQL server");
  m_database = std::make_unique<MusicDatabase>(static_cast<MusicDatabase::Backend>(backend));
  m_witness = {};
}

void CommitOutcomeTest::cleanup() { m_database.reset(); }

ChangeSet CommitOutcomeTest::read(const char* json) {
  ChangeSet changes = changeSetFromJson(parseJson(json), *m_database->registry());
  if (!unit().readImages(m_database->connection(), changes).empty()) qFatal("rows are gone");
  return changes;
}

void CommitOutcomeTest::tellsTheMarkBeforeItCommits() {
  QFETCH(const int, backend);
  std::string countedThen;
  m_witness.then = [&] { countedThen = m_database->cell("SELECT count(*) FROM artist"); };
  const CommitResult result = commit(read(kMixed));
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(countedThen, "4"s);  // inside the transaction
  QVERIFY(m_witness.mark.has_value());
  QCOMPARE(m_witness.mark->generated.size(), 2u);
  const bool isServer = static_cast<Backend>(backend) == Backend::Postgresql;
  QCOMPARE(!m_witness.mark->transactionId.empty(), isServer);
  QCOMPARE(!m_witness.mark->systemIdentifier.empty(), isServer);
  QCOMPARE(m_witness.mark->timeline.size(), isServer ? std::size_t{8} : std::size_t{0});
}

void CommitOutcomeTest::findsACommitThatWentThrough() {
  const ChangeSet changes = read(kMixed);
  QVERIFY(commit(changes).outcome == Outcome::Committed);
  QVERIFY(resolve(changes, *m_witness.mark).outcome == Outcome::Committed);
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::Committed);
}

void CommitOutcomeTest::findsACommitThatDidNot() {
  const ChangeSet changes = read(kMixed);
  // COMMIT finds nothing to commit: the transaction was rolled back at the last moment.
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  QVERIFY(commit(changes).outcome != Outcome::Committed);
  QVERIFY(resolve(changes, *m_witness.mark).outcome == Outcome::NotCommitted);
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::NotCommitted);
}

void CommitOutcomeTest::asksTheRowsOfAnotherTimeline() {
  const ChangeSet changes = read(R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "Newcomer"}}]})");
  QVERIFY(commit(changes).outcome == Outcome::Committed);
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::Committed);
  m_database->run("DELETE FROM artist WHERE name = 'Newcomer'");
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::NotCommitted);
}

void CommitOutcomeTest::doesNotBelieveATransactionIdOfAnotherTimeline() {  // B3
  const ChangeSet changes = read(kMixed);
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  commit(changes);
  CommitMark mark = *m_witness.mark;
  // Another client's transaction bears the id after the failover, and was committed.
  mark.transactionId = m_database->cell("SELECT pg_current_xact_id()::text");
  QVERIFY(resolveByRows(changes, mark).outcome == Outcome::NotCommitted);
}

void CommitOutcomeTest::doesNotBelieveACommittedTransactionWhoseRowsAreAsTheyWere() {
  const ChangeSet changes = read(kMixed);
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  commit(changes);
  CommitMark mark = *m_witness.mark;
  mark.transactionId = m_database->cell("SELECT pg_current_xact_id()::text");
  QVERIFY(resolve(changes, mark).outcome == Outcome::Unknown);
}

void CommitOutcomeTest::anIdOfTheFutureLeavesItToTheRows() {
  const ChangeSet changes = read(kMixed);
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  commit(changes);
  CommitMark mark = *m_witness.mark;
  mark.transactionId = "999999999";
  QVERIFY(resolve(changes, mark).outcome == Outcome::NotCommitted);
}

void CommitOutcomeTest::rowsThatSayNeitherLeaveItUnknown() {
  const ChangeSet changes = read(R"({"changes": [{"model": "track", "op": "update", "key": 1, "values": {"name": "x"}}]})");
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  commit(changes);
  m_database->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  const auto answer = resolveByRows(changes, *m_witness.mark);
  QVERIFY(answer.outcome == Outcome::Unknown);
  QVERIFY(!answer.reason.empty());
}

/// A key that was rolled back may be given to another client's row.
void CommitOutcomeTest::anotherRowUnderTheSameKeyIsNotOurs() {
  const ChangeSet changes = read(R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "Newcomer"}}]})");
  m_witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  QVERIFY(commit(changes).outcome != Outcome::Committed);
  const std::string key = displayText(m_witness.mark->generated.front().values.front().second, {});
  m_database->run("INSERT INTO artist VALUES (" + key + ", 'theirs')");
  QVERIFY(resolve(changes, *m_witness.mark).outcome != Outcome::Committed);
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome != Outcome::Committed);
  m_database->run("UPDATE artist SET name = 'Newcomer' WHERE id = " + key);
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::Committed);
}

void CommitOutcomeTest::waitsForATransactionInProgressAndNoLonger() {
  const ChangeSet changes = read(kMixed);
  OutcomeResolver::Answer then;
  m_witness.then = [&] {
    const auto other = m_database->engine()->connect(Engine::Access::Read);
    then = OutcomeResolver(*m_database->registry(), m_database->dialect()).resolve(*other, changes, *m_witness.mark, 200ms);
  };
  QVERIFY(commit(changes).outcome == Outcome::Committed);
  QVERIFY(then.outcome == Outcome::Unknown);
  QVERIFY(resolve(changes, *m_witness.mark).outcome == Outcome::Committed);
}

void CommitOutcomeTest::rowsThatSayBothLeaveItUnknown() {
  const ChangeSet changes = read(R"({"changes": [{"model": "track", "op": "update", "key": 1, "values": {"name": "x"}},
                                                 {"model": "track", "op": "update", "key": 2, "values": {"name": "y"}}]})");
  QVERIFY(commit(changes).outcome == Outcome::Committed);
  m_database->run("UPDATE track SET name = 'Two' WHERE id = 2");
  QVERIFY(resolveByRows(changes, *m_witness.mark).outcome == Outcome::Unknown);
}

void CommitOutcomeTest::aLostCommitIsUnknownAndThenResolved() {  // B1
  const ChangeSet changes = read(kMixed);
  const std::string pid = m_database->cell("SELECT pg_backend_pid()");
  m_witness.then = [&] {
    const auto other = m_database->engine()->connect(Engine::Access::Write);
    fetchAll(*other->execute("SELECT pg_terminate_backend(" + pid + ", 5000)"));
  };
  CommitResult result = commit(changes);
  QVERIFY(result.outcome == Outcome::Unknown);
  QCOMPARE(m_witness.calls, 1);
  m_database->giveBack();
  const auto answer = resolve(changes, result.mark, 5s);
  QVERIFY(answer.outcome == Outcome::NotCommitted);
  result.settle(answer.outcome, answer.reason);
  QVERIFY(result.error->kind() == ErrorKind::ConnectionLost);
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist"), "3"s);
}

/// 40001 and 40P01 alone, three times at most, the images checked each time.
void CommitOutcomeTest::onlyWholeUnitsAreTriedAgain() {  // B6
  const auto attempts = [&](const char* state) {
    m_database->run("DROP TRIGGER IF EXISTS refuses ON artist; CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                    "'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''"s + state + "''; END';"
                    "CREATE CONSTRAINT TRIGGER refuses AFTER UPDATE ON artist DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()");
    m_witness.calls = 0;
    const CommitResult result = commit(read(R"({"changes": [{"model": "artist", "op": "update", "key": 1, "values": {"name": "x"}}]})"));
    if (result.outcome == Outcome::Committed) return -1;
    return m_witness.calls;
  };
  QCOMPARE(attempts("40001"), 3);
  QCOMPARE(attempts("40P01"), 3);
  QCOMPARE(attempts("40003"), 1);
  QCOMPARE(attempts("08007"), 1);
  QCOMPARE(attempts("23505"), 1);
  QCOMPARE(attempts("55P03"), 1);
}

JOINERY_TEST(CommitOutcomeTest)
#include "tst_commit_outcome.moc"
