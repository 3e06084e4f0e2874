// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/music_changes.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

constexpr const char* kShelves = R"(
CREATE TABLE shelf(id integer PRIMARY KEY, code text);
CREATE TABLE book(id integer PRIMARY KEY, title text NOT NULL, shelf_id integer REFERENCES shelf(id) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO shelf VALUES (1, 'A'), (2, 'B'), (3, 'C');
INSERT INTO book VALUES (1, 'One', 1), (2, 'Two', 1), (3, 'Three', 2);
)";

bool hasServer() { return !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES"); }

}  // namespace

/// What the database judges only when a transaction ends.
class DeferredConstraintsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cleanup() { m_database.reset(); }
  void aDryRunSaysWhatTheCommitWouldSay_data() { addRefusals(); }
  void aDryRunSaysWhatTheCommitWouldSay();
  void aRefusalAtTheEndNamesTheCell_data() { addRefusals(); }
  void aRefusalAtTheEndNamesTheCell();
  void whatATriggerWroteIsNobodysFault_data() { addBackends(); }
  void whatATriggerWroteIsNobodysFault();
  void aDryRunTakesWhatIsMendedByItsEnd_data() { addMended(); }
  void aDryRunTakesWhatIsMendedByItsEnd();
  void rowsThatWereWrongBeforeAreNotHeldAgainstIt();

 private:
  static void addRefusals();
  static void addMended();
  void open(Backend backend);
  ChangeSet read(const QByteArray& changes) { return m_database->read(("{\"changes\": [" + changes + "]}").constData()); }
  CommitResult dryRun(const ChangeSet& changes) { return m_database->unit().dryRun(m_database->connection(), changes); }
  /// Every row as one text.
  std::string rows() {
    return m_database->cell("SELECT coalesce(sum(id * 10 + coalesce(shelf_id, 0)), 0) FROM book") + " " +
           m_database->cell("SELECT sum(id) FROM shelf") + m_database->cell("SELECT min(code) || max(code) || count(DISTINCT code) FROM shelf");
  }

  std::unique_ptr<MusicChanges> m_database;
};

void DeferredConstraintsTest::open(Backend backend) {
  m_database = std::make_unique<MusicChanges>(backend);
  m_database->run(kShelves);
  // SQLite has none of these.
  if (backend == Backend::Postgresql) m_database->run("ALTER TABLE shelf ADD CONSTRAINT one_code UNIQUE (code) DEFERRABLE INITIALLY DEFERRED");
  m_database->reflect();
}

/// `named`: the change that is at fault, and its cells.
void DeferredConstraintsTest::addRefusals() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>("changes");
  QTest::addColumn<QByteArray>("named");
  const auto row = [](Backend backend, const char* name, const char* changes, const char* named) {
    if (backend == Backend::Sqlite || hasServer()) QTest::addRow("%s, %s", name, backend == Backend::Sqlite ? "SQLite" : "PostgreSQL") << static_cast<int>(backend) << QByteArray(changes) << QByteArray(named);
  };
  for (const Backend backend : {Backend::Sqlite, Backend::Postgresql}) {
    row(backend, "a new row refers to nothing", R"({"model": "book", "op": "insert", "values": {"id": 5, "title": "Five", "shelf_id": 2}},
      {"model": "book", "op": "insert", "values": {"id": 6, "title": "Six", "shelf_id": 98}}, {"model": "book", "op": "insert", "values": {"id": 7, "title": "Seven"}})", "2 shelf_id");
    row(backend, "a changed row refers to nothing", R"({"model": "book", "op": "update", "key": 2, "values": {"shelf_id": 3}},
      {"model": "book", "op": "update", "key": 1, "values": {"title": "Won", "shelf_id": 99}}, {"model": "book", "op": "update", "key": 3, "values": {"title": "Tree"}})", "2 shelf_id");
    row(backend, "others refer to a deleted row", R"({"model": "shelf", "op": "delete", "key": 3}, {"model": "shelf", "op": "delete", "key": 1})", "2");
    row(backend, "others refer to a changed key", R"({"model": "book", "op": "update", "key": 1, "values": {"title": "Won"}},
      {"model": "shelf", "op": "update", "key": 2, "values": {"id": 9, "code": "Z"}})", "2 id");
    row(backend, "a new row refers to a deleted one", R"({"model": "shelf", "op": "delete", "key": 3},
      {"model": "book", "op": "insert", "values": {"id": 6, "title": "Six", "shelf_id": 3}})", "2 shelf_id");
  }
  row(Backend::Postgresql, "a changed row takes a value", R"({"model": "shelf", "op": "update", "key": 1, "values": {"code": "D"}},
      {"model": "shelf", "op": "update", "key": 2, "values": {"code": "C"}})", "2 code");
  row(Backend::Postgresql, "a new row takes a value", R"({"model": "shelf", "op": "insert", "values": {"id": 8, "code": "D"}},
      {"model": "shelf", "op": "insert", "values": {"id": 9, "code": "A"}})", "2 code");
  row(Backend::Postgresql, "two take the same value", R"({"model": "shelf", "op": "update", "key": 1, "values": {"code": "Same"}},
      {"model": "shelf", "op": "update", "key": 2, "values": {"code": "Same"}})", "2 code");
}

/// Without an error it is rolled back all the same; with one the two say the same.
void DeferredConstraintsTest::aDryRunSaysWhatTheCommitWouldSay() {
  QFETCH(const int, backend);
  QFETCH(const QByteArray, changes);
  open(static_cast<Backend>(backend));
  const std::string before = rows();
  const CommitResult tried = dryRun(read(changes));
  QVERIFY2(tried.error, "a dry run has no objection");
  QVERIFY(tried.error->kind() == ErrorKind::Integrity && tried.outcome == Outcome::NotCommitted);
  QVERIFY(m_database->connection().transactionState() == Connection::TransactionState::Idle);
  const CommitResult committed = m_database->commit(read(changes));
  QVERIFY(committed.outcome == Outcome::NotCommitted && committed.error);
  QCOMPARE(tried.error->message(), committed.error->message());
  QCOMPARE(tried.error->nativeCode, committed.error->nativeCode);
  QCOMPARE(tried.error->sqlState, committed.error->sqlState);
  QCOMPARE(rows(), before);
}

/// Of a commit and of a dry run alike; nothing is committed.
void DeferredConstraintsTest::aRefusalAtTheEndNamesTheCell() {
  QFETCH(const int, backend);
  QFETCH(const QByteArray, changes);
  QFETCH(const QByteArray, named);
  open(static_cast<Backend>(backend));
  const std::string before = rows();
  for (const CommitResult& result : {dryRun(read(changes)), m_database->commit(read(changes))}) {
    QVERIFY(result.outcome == Outcome::NotCommitted && result.error && result.failedChange);
    QByteArray found = QByteArray::number(*result.failedChange);
    for (const std::string& attribute : result.failedAttributes) found += ' ' + QByteArray::fromStdString(attribute);
    QCOMPARE(found, named);
    QVERIFY(!result.error->detail.empty());
  }
  QCOMPARE(rows(), before);
}

/// A row of the unit that is right is not blamed for one that is wrong and not of the unit.
void DeferredConstraintsTest::whatATriggerWroteIsNobodysFault() {
  QFETCH(const int, backend);
  open(static_cast<Backend>(backend));
  if (backend == static_cast<int>(Backend::Sqlite)) {
    m_database->run("CREATE TRIGGER spoils AFTER UPDATE OF title ON book BEGIN UPDATE book SET shelf_id = 99 WHERE id = 3; END");
  } else {
    m_database->run("CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE book SET shelf_id = 99 WHERE id = 3; RETURN NULL; END'");
    m_database->run("CREATE TRIGGER spoils AFTER UPDATE OF title ON book FOR EACH ROW EXECUTE FUNCTION spoil()");
  }
  const CommitResult result = m_database->commit(read(R"({"model": "book", "op": "update", "key": 1, "values": {"title": "Won", "shelf_id": 2}})"));
  QVERIFY(result.outcome == Outcome::NotCommitted && result.error && result.error->kind() == ErrorKind::Integrity);
  QVERIFY(!result.failedChange && result.failedAttributes.empty());
}

void DeferredConstraintsTest::addMended() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>("changes");
  const auto row = [](Backend backend, const char* name, const char* changes) {
    if (backend == Backend::Sqlite || hasServer()) QTest::addRow("%s, %s", name, backend == Backend::Sqlite ? "SQLite" : "PostgreSQL") << static_cast<int>(backend) << QByteArray(changes);
  };
  for (const Backend backend : {Backend::Sqlite, Backend::Postgresql}) {
    row(backend, "who referred refers elsewhere", R"({"model": "shelf", "op": "delete", "key": 2}, {"model": "book", "op": "update", "key": 3, "values": {"shelf_id": 3}})");
    row(backend, "the row comes with it", R"({"model": "book", "op": "insert", "values": {"id": 6, "title": "Six", "shelf_id": 8}}, {"model": "shelf", "op": "insert", "values": {"id": 8}})");
  }
  row(Backend::Postgresql, "two exchange their values", R"({"model": "shelf", "op": "update", "key": 1, "values": {"code": "B"}}, {"model": "shelf", "op": "update", "key": 2, "values": {"code": "A"}})");
}

void DeferredConstraintsTest::aDryRunTakesWhatIsMendedByItsEnd() {
  QFETCH(const int, backend);
  QFETCH(const QByteArray, changes);
  open(static_cast<Backend>(backend));
  const std::string before = rows();
  const CommitResult tried = dryRun(read(changes));
  QVERIFY2(!tried.error, tried.error ? tried.error->what() : "");
  QCOMPARE(rows(), before);
  QVERIFY(m_database->commit(read(changes)).outcome == Outcome::Committed);
}

/// SQLite counts what a transaction broke; what was broken in the file before it does not count.
void DeferredConstraintsTest::rowsThatWereWrongBeforeAreNotHeldAgainstIt() {
  open(Backend::Sqlite);
  m_database->run("PRAGMA foreign_keys = OFF");
  m_database->run("INSERT INTO book VALUES (4, 'Four', 77)");
  m_database->run("PRAGMA foreign_keys = ON");
  const QByteArray changes = R"({"model": "book", "op": "update", "key": 4, "values": {"title": "Vier"}}, {"model": "book", "op": "update", "key": 3, "values": {"shelf_id": 3}})";
  const CommitResult tried = dryRun(read(changes));
  QVERIFY2(!tried.error, tried.error ? tried.error->what() : "");
  QVERIFY(m_database->commit(read(changes)).outcome == Outcome::Committed);
}

JOINERY_TEST(DeferredConstraintsTest)
#include "tst_deferred_constraints.moc"
