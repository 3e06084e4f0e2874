// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/changes/change_set_document.h"
#include "orm/changes/unit_of_work.h"
#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/session/session.h"
#include "orm/sql/operators.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using Statements = std::vector<std::string>;

/// What sessions do that takes two of them, many rows, or a dialect of other options; the rest is told by scripts.
class TestSemantics : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void refusesARecordOfAnotherSession_data() { addBackends(); }
  void refusesARecordOfAnotherSession();
  void refusesASecondRecordOfAKey_data() { addBackends(); }
  void refusesASecondRecordOfAKey();
  void readsFiveHundredParentsAtATime_data() { addBackends(); }
  void readsFiveHundredParentsAtATime();
  void asksForRelatedRowsByExists_data() { addBackends(); }
  void asksForRelatedRowsByExists();
  void joinsRepeatParents_data() { addBackends(); }
  void joinsRepeatParents();
  void sendsSavepoints_data() { addBackends(); }
  void sendsSavepoints();
  void keepsNothingOfARolledBackTransactionAroundASavepoint_data() { addBackends(); }
  void keepsNothingOfARolledBackTransactionAroundASavepoint();
  void beginsAtTheLevelOfItsDialect_data() { addBackends(); }
  void beginsAtTheLevelOfItsDialect();
  void beginsNothingWithAutocommit_data() { addBackends(); }
  void beginsNothingWithAutocommit();
  void writesNoChangeSetWithAutocommit_data() { addBackends(); }
  void writesNoChangeSetWithAutocommit();

 private:
  Session session() { return Session(m_database->connection(), m_database->dialect(), m_database->registry()); }
  static RecordPtr artist(Session& session, const char* name);
  std::optional<MusicDatabase> m_database;
};

namespace {

template <typename Deed>
std::string kindThrownBy(Deed&& deed) {
  try {
    deed();
    return "none";
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
}

}  // namespace

void TestSemantics::init() {
  QFETCH(int, backend);
  m_database.reset();
  m_database.emplace(static_cast<MusicDatabase::Backend>(backend));
}

RecordPtr TestSemantics::artist(Session& session, const char* name) {
  RecordPtr made = session.make("artist");
  made->set("name", Value::text(name));
  session.add(*made);
  return made;
}

void TestSemantics::refusesARecordOfAnotherSession() {  // R19
  const auto heap = RecordHeap::create();
  const auto open = [&] { return std::make_unique<Session>(m_database->connection(), m_database->dialect(), m_database->registry(), Session::Options{}, heap); };
  auto one = open();
  const RecordPtr held = one->get("artist", {Value::integer(1)});
  {
    const auto other = open();
    QCOMPARE(kindThrownBy([&] { other->add(*held); }), std::string("InvalidRequestError"));
    QCOMPARE(kindThrownBy([&] { other->remove(*held); }), std::string("InvalidRequestError"));
  }
  one->expunge(*held);
  const auto other = open();
  other->add(*held);
  QVERIFY(other->contains(*held));
}

void TestSemantics::refusesASecondRecordOfAKey() {  // R19
  auto one = session();
  const RecordPtr first = one.get("artist", {Value::integer(1)});
  one.expunge(*first);
  const RecordPtr second = one.get("artist", {Value::integer(1)});
  QVERIFY(first.get() != second.get());
  QCOMPARE(kindThrownBy([&] { one.add(*first); }), std::string("InvalidRequestError"));
}

void TestSemantics::readsFiveHundredParentsAtATime() {  // R8
  m_database->run("INSERT INTO artist(id, name) WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2200) SELECT i, 'artist ' || i FROM n");
  m_database->run("INSERT INTO album(id, title, artist_id) SELECT id, 'first', id FROM artist WHERE id >= 1000");
  auto one = session();
  const auto before = m_database->lastStatement();
  const auto artists = one.select({.model = "artist", .filter = {{"id", {{"$gte", 1000}}}}, .sorts = {"+id"}}, {.selectin = {"album"}});
  QCOMPARE(artists.size(), std::size_t{1201});
  QCOMPARE(m_database->statementsAfter(before, "SELECT").size(), std::size_t{4});  // the artists, then 500, 500 and 201 of them
  const auto after = m_database->lastStatement();
  for (const RecordPtr& each : artists) QCOMPARE(each->collection("album").size(), std::size_t{1});
  QCOMPARE(m_database->lastStatement(), after);
}

void TestSemantics::asksForRelatedRowsByExists() {  // R9, T19
  auto one = session();
  const auto before = m_database->lastStatement();
  const auto some = one.select({.model = "artist", .filter = {{"album", {{"title", {{"$like", "%o%"}}}}}}, .sorts = {"+id"}});
  QCOMPARE(some.size(), std::size_t{1});
  const auto of = one.select({.model = "album", .filter = {{"artist", {{"name", "Accept"}}}}});
  QCOMPARE(of.size(), std::size_t{1});
  for (const std::string& sql : m_database->statementsAfter(before, "SELECT")) QVERIFY2(sql.find("EXISTS (SELECT 1 FROM") != std::string::npos && sql.find("JOIN") == std::string::npos, sql.c_str());
}

void TestSemantics::joinsRepeatParents() {  // R9
  using namespace joinery::sql;
  const FromItem artists = table(QualifiedName("artist")), albums = table(QualifiedName("album"));
  const Select plain = Select({artists.column("id")}).from(artists.join(albums, eq(albums.column("artist_id"), artists.column("id")))).orderBy({{artists.column("id")}});
  const auto ids = [&](const Select& select) {
    std::vector<std::int64_t> found;
    const auto batch = fetchAll(m_database->connection(), m_database->dialect().compile(select));
    for (std::size_t row = 0; row < batch->rows(); ++row) found.push_back(batch->at(row, 0).toInteger());
    return found;
  };
  QCOMPARE(ids(plain), (std::vector<std::int64_t>{1, 1, 2}));
  QCOMPARE(ids(plain.distinct()), (std::vector<std::int64_t>{1, 2}));
  auto one = session();
  QCOMPARE(one.select({.model = "artist"}, {.containsEager = {{"album", Json::object()}}}).size(), std::size_t{2});
  // What restricts the records by a join can't be counted by a limit that another joined collection puts into a subquery.
  QVERIFY_THROWS_EXCEPTION(DbError, one.select({.model = "track", .limit = 1}, {.joined = {"playlist"}, .containsEager = {{"album", {{"title", "x"}}}}}));
  QCOMPARE(one.select({.model = "track", .limit = 1}, {.selectin = {"playlist"}, .containsEager = {{"album", {{"title", "x"}}}}}).size(), std::size_t{0});
}

void TestSemantics::sendsSavepoints() {  // R12, T12
  auto one = session();
  const auto before = m_database->lastStatement();
  const RecordPtr outer = artist(one, "outer");
  one.beginNested();
  const RecordPtr undone = artist(one, "undone");
  one.flush();
  one.rollbackNested();
  one.beginNested();
  const RecordPtr kept = artist(one, "kept");
  one.releaseNested();
  one.commit();
  Statements control;
  for (const LoggedStatement& each : m_database->engine()->log().statements(before)) control.push_back(each.sql.substr(0, each.sql.find(' ')));
  std::erase(control, "INSERT");
  QCOMPARE(control, (Statements{"BEGIN", "SAVEPOINT", "ROLLBACK", "SAVEPOINT", "RELEASE", "COMMIT"}));
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name IN ('outer', 'kept', 'undone')"), std::string("2"));
  QCOMPARE(undone->state(), RecordState::Transient);
}

void TestSemantics::keepsNothingOfARolledBackTransactionAroundASavepoint() {  // R12, T12
  auto one = session();
  artist(one, "outer");
  one.beginNested();
  artist(one, "inner");
  one.releaseNested();
  one.rollback();
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name IN ('outer', 'inner')"), std::string("0"));
}

void TestSemantics::beginsAtTheLevelOfItsDialect() {
  const auto serializable = m_database->dialect().withOptions({.schemaTranslateMap = {}, .isolationLevel = IsolationLevel::Serializable});
  const auto before = m_database->lastStatement();
  {
    Session one(m_database->connection(), *serializable, m_database->registry());
    artist(one, "new");
    one.commit();
  }
  const bool isServer = m_database->dialect().name() == "postgresql";
  QCOMPARE(m_database->statementsAfter(before, "BEGIN"), (Statements{isServer ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN"}));
}

void TestSemantics::beginsNothingWithAutocommit() {  // H1
  const auto autocommit = m_database->dialect().withOptions({.schemaTranslateMap = {}, .isolationLevel = IsolationLevel::Autocommit});
  const auto before = m_database->lastStatement();
  {
    Session one(m_database->connection(), *autocommit, m_database->registry());
    QCOMPARE(one.select({.model = "artist"}).size(), std::size_t{3});
    QCOMPARE(m_database->lastStatement(), before + 1);
    const RecordPtr made = artist(one, "stays");
    one.flush();
    one.rollback();
    QCOMPARE(kindThrownBy([&] { one.beginNested(); }), std::string("InvalidRequestError"));
    const RecordPtr taken = artist(one, "stays");
    QCOMPARE(kindThrownBy([&] { one.flush(); }), std::string("IntegrityError"));
    one.rollback();
    one.commit();
  }
  for (const char* word : {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT"}) QVERIFY(m_database->statementsAfter(before, word).empty());
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name = 'stays'"), std::string("1"));
}

void TestSemantics::writesNoChangeSetWithAutocommit() {
  const auto autocommit = m_database->dialect().withOptions({.schemaTranslateMap = {}, .isolationLevel = IsolationLevel::Autocommit});
  const ChangeSet changes = changeSetFromJson(parseJson(R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "half"}}]})"), *m_database->registry());
  const UnitOfWork unit(*m_database->registry(), *autocommit, UnitOfWork::Locking::BeforeImage);
  for (const CommitResult& result : {unit.commit(m_database->connection(), changes), unit.dryRun(m_database->connection(), changes)}) {
    QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted);
    QVERIFY(result.error);
    QCOMPARE(result.error->kind(), ErrorKind::InvalidRequest);
  }
  QCOMPARE(m_database->cell("SELECT count(*) FROM artist WHERE name = 'half'"), std::string("0"));
}

JOINERY_TEST(TestSemantics)
#include "tst_semantics.moc"
