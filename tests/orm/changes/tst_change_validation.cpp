// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "orm/changes/change_validation.h"
#include "orm/changes/schema_differences.h"
#include "tests/support/music_changes.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// What is wrong with changes, before and when the database says so, and with the tables under them.
class ChangeValidationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void findsWhatIsMissing_data() { addBackends(); }
  void findsWhatIsMissing();
  void findsUniqueValuesThatAreGivenTwice_data() { addBackends(); }
  void findsUniqueValuesThatAreGivenTwice();
  void aValueThatIsGivenUpMayBeTakenInTheSameUnit_data();
  void aValueThatIsGivenUpMayBeTakenInTheSameUnit();
  void saysWhichValuesCanNotBeGivenUpInTime_data();
  void saysWhichValuesCanNotBeGivenUpInTime();
  void aDeferredKeyNeedsNoOrder_data();
  void aDeferredKeyNeedsNoOrder();
  void findsReferencesToRowsThatGo_data() { addBackends(); }
  void findsReferencesToRowsThatGo();
  void theDatabaseJudgesItsChecks_data() { addBackends(); }
  void theDatabaseJudgesItsChecks();
  void judgesTheChecksOfEveryRow_data() { addBackends(); }
  void judgesTheChecksOfEveryRow();
  void raisesNoFalseAlarm_data() { addBackends(); }
  void raisesNoFalseAlarm();
  void judgesNumbersAsTheyAreStored_data() { addBackends(); }
  void judgesNumbersAsTheyAreStored();
  void aRefusedCommitNamesTheCell_data();
  void aRefusedCommitNamesTheCell();
  void tablesThatAreAsTheyWereDoNotDiffer_data() { addBackends(); }
  void tablesThatAreAsTheyWereDoNotDiffer();
  void saysHowATableDiffers_data();
  void saysHowATableDiffers();

 private:
  const Registry& registry() const { return m_database->models(); }
  ChangeSet read(const char* json) { return m_database->read(json); }
  /// As "1 name: needs a value".
  std::vector<std::string> issues(const char* json) {
    std::vector<std::string> found;
    const ChangeSet changes = read(json);
    auto all = validate(registry(), changes);
    if (all.empty()) all = validateChecks(m_database->connection(), m_database->dialect(), registry(), changes);
    for (const ChangeIssue& issue : all) found.push_back(std::to_string(issue.change) + " " + issue.attribute + ": " + issue.message);
    return found;
  }

  std::unique_ptr<MusicChanges> m_database;
};

void ChangeValidationTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicChanges>(static_cast<MusicDatabase::Backend>(backend));
}

void ChangeValidationTest::cleanup() { m_database.reset(); }

void ChangeValidationTest::findsWhatIsMissing() {
  QCOMPARE(issues(R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": null}},
    {"model": "album", "op": "insert", "values": {"artist_id": 1}},
    {"model": "track", "op": "insert", "values": {"name": "x"}},
    {"model": "track", "op": "insert", "values": {"name": "y", "milliseconds": null}}]})"),
           (std::vector{"1 name: takes no NULL"s, "2 title: needs a value"s, "4 milliseconds: takes no NULL"s}));
}

void ChangeValidationTest::findsUniqueValuesThatAreGivenTwice() {
  const auto found = issues(R"({"changes": [
    {"model": "artist", "op": "insert", "values": {"name": "Same"}},
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Same"}},
    {"model": "invoice", "op": "insert", "values": {"shop": "west", "number": 1}},
    {"model": "invoice", "op": "insert", "values": {"shop": "west", "number": 2}}]})");
  QCOMPARE(found.size(), 2U);
  QVERIFY2(found[0].starts_with("1 name: must be unique") && found[1].starts_with("2 name: must be unique"), found[0].c_str());
  // What is given up may be taken, and a row may keep what it has.
  QVERIFY(issues(R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Other"}},
    {"model": "artist", "op": "insert", "values": {"name": "AC/DC"}}]})").empty());
}

/// By a deletion, also of a row that others refer to until then, and by changes in either order of keys.
void ChangeValidationTest::aValueThatIsGivenUpMayBeTakenInTheSameUnit_data() {
  addBackends("changes", {
    {"an added row takes it", R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "Nobody"}}, {"model": "artist", "op": "delete", "key": 3}]})"},
    {"a changed row takes it", R"({"changes": [{"model": "artist", "op": "update", "key": 1, "values": {"name": "Nobody"}}, {"model": "artist", "op": "delete", "key": 3}]})"},
    {"a chain of changes", R"({"changes": [
      {"model": "artist", "op": "update", "key": 1, "values": {"name": "Accept"}},
      {"model": "artist", "op": "update", "key": 2, "values": {"name": "Nobody"}},
      {"model": "artist", "op": "update", "key": 3, "values": {"name": "New"}}]})"},
    {"a chain the other way", R"({"changes": [
      {"model": "artist", "op": "update", "key": 1, "values": {"name": "New"}},
      {"model": "artist", "op": "update", "key": 2, "values": {"name": "AC/DC"}},
      {"model": "artist", "op": "insert", "values": {"name": "Accept"}}]})"},
    {"rows that refer to it go with it", R"({"changes": [
      {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "Accept"}},
      {"model": "album", "op": "insert", "values": {"title": "x", "artist_id": {"$ref": "a"}}},
      {"model": "artist", "op": "delete", "key": 2},
      {"model": "album", "op": "delete", "key": 2},
      {"model": "track", "op": "delete", "key": 3}]})"},
    {"rows that refer to it turn elsewhere", R"({"changes": [
      {"model": "artist", "op": "insert", "values": {"name": "Accept"}},
      {"model": "artist", "op": "delete", "key": 2},
      {"model": "album", "op": "update", "key": 2, "values": {"artist_id": 1}}]})"},
    {"a key is deleted and added again", R"({"changes": [
      {"model": "invoice", "op": "delete", "key": ["south", 1]},
      {"model": "invoice", "op": "insert", "values": {"shop": "south", "number": 1, "total": 3}}]})"},
    {"a key goes on to another row", R"({"changes": [
      {"model": "invoice", "op": "insert", "values": {"shop": "south", "number": 1}},
      {"model": "invoice", "op": "update", "key": ["south", 1], "values": {"number": 2}}]})"}});
}

void ChangeValidationTest::aValueThatIsGivenUpMayBeTakenInTheSameUnit() {
  QFETCH(QByteArray, changes);
  QCOMPARE(issues(changes), std::vector<std::string>());
  const ChangeSet set = read(changes);
  const auto result = m_database->commit(set);
  QVERIFY2(result.outcome == CommitResult::Outcome::Committed, result.error ? result.error->message().c_str() : "");
}

/// Validation and the database agree where no order helps.
void ChangeValidationTest::saysWhichValuesCanNotBeGivenUpInTime_data() {
  addBackends("changes", {
    {"two rows exchange them", R"({"changes": [
      {"model": "artist", "op": "update", "key": 1, "values": {"name": "Accept"}},
      {"model": "artist", "op": "update", "key": 2, "values": {"name": "AC/DC"}}]})"},
    {"what refers to the deleted row turns to the one that takes it", R"({"changes": [
      {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "Accept"}},
      {"model": "album", "op": "update", "key": 2, "values": {"artist_id": {"$ref": "a"}}},
      {"model": "artist", "op": "delete", "key": 2}]})"}});
}

void ChangeValidationTest::saysWhichValuesCanNotBeGivenUpInTime() {
  QFETCH(QByteArray, changes);
  const auto found = issues(changes);
  QCOMPARE(found.size(), 1U);
  QVERIFY2(found[0].find("name: must be unique, and ") != std::string::npos && found[0].find(" afterwards only") != std::string::npos, found[0].c_str());
  QVERIFY(m_database->commit(read(changes)).failedAttributes == std::vector{"name"s});
}

/// PostgreSQL judges a deferred key when the transaction commits; SQLite has none.
void ChangeValidationTest::aDeferredKeyNeedsNoOrder_data() {
  const char* const exchange = R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Accept"}},
    {"model": "artist", "op": "update", "key": 2, "values": {"name": "AC/DC"}}]})";
  const char* const taken = R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "Accept"}},
    {"model": "album", "op": "update", "key": 2, "values": {"artist_id": {"$ref": "a"}}},
    {"model": "artist", "op": "delete", "key": 2}]})";
  const char* const twice = R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Same"}},
    {"model": "artist", "op": "insert", "values": {"name": "Same"}}]})";
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>("constraint");
  QTest::addColumn<QByteArray>("changes");
  QTest::addColumn<int>("found");
  const auto row = [](const char* name, Backend backend, const char* constraint, const char* changes, int found) {
    if (backend == Backend::Sqlite || !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::newRow(name) << static_cast<int>(backend) << QByteArray(constraint) << QByteArray(changes) << found;
  };
  row("exchanged, at once, SQLite", Backend::Sqlite, "", exchange, 1);
  row("exchanged, with each statement, PostgreSQL", Backend::Postgresql, "DEFERRABLE", exchange, 1);
  row("exchanged, deferred, PostgreSQL", Backend::Postgresql, "DEFERRABLE INITIALLY DEFERRED", exchange, 0);
  row("taken before the deletion, deferred, PostgreSQL", Backend::Postgresql, "DEFERRABLE INITIALLY DEFERRED", taken, 0);
  row("given twice, deferred, PostgreSQL", Backend::Postgresql, "DEFERRABLE INITIALLY DEFERRED", twice, 2);
}

void ChangeValidationTest::aDeferredKeyNeedsNoOrder() {
  QFETCH(const QByteArray, constraint);
  QFETCH(const QByteArray, changes);
  QFETCH(const int, found);
  if (!constraint.isEmpty()) {
    m_database->run("ALTER TABLE artist DROP CONSTRAINT artist_name_key");
    m_database->run("ALTER TABLE artist ADD UNIQUE (name) " + constraint.toStdString());
    m_database->reflect();
  }
  const auto said = issues(changes);
  QVERIFY2(static_cast<int>(said.size()) == found, said.empty() ? "nothing was said" : said[0].c_str());
  // Validation and the database agree.
  const auto result = m_database->commit(read(changes));
  QCOMPARE(result.outcome == CommitResult::Outcome::Committed, found == 0);
}

void ChangeValidationTest::findsReferencesToRowsThatGo() {
  QCOMPARE(issues(R"({"changes": [
    {"model": "artist", "op": "delete", "key": 3},
    {"model": "album", "op": "insert", "values": {"title": "x", "artist_id": 3}},
    {"model": "album", "op": "update", "key": 1, "values": {"artist_id": 2}}]})"),
           (std::vector{"2 artist_id: refers to artist 3, which is deleted here"s}));
  ChangeSet changes = read(R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "new"}},
    {"model": "album", "op": "insert", "values": {"title": "x", "artist_id": {"$ref": "a"}}}]})");
  changes.remove(1);
  const auto dangling = validate(registry(), changes);
  QCOMPARE(dangling.size(), 1U);
  QCOMPARE(dangling.front().attribute, "artist_id"s);
  QCOMPARE(dangling.front().change, 2U);
}

void ChangeValidationTest::theDatabaseJudgesItsChecks() {
  const auto found = issues(R"({"changes": [
    {"model": "track", "op": "insert", "values": {"name": "x", "milliseconds": 0}},
    {"model": "track", "op": "insert", "values": {"name": "y"}},
    {"model": "track", "op": "update", "key": 1, "values": {"milliseconds": -5}},
    {"model": "track", "op": "update", "key": 2, "values": {"milliseconds": 5, "name": "z"}}]})");
  QCOMPARE(found.size(), 2U);
  QVERIFY2(found[0].starts_with("1 milliseconds: must meet ") && found[1].starts_with("3 milliseconds: must meet "), found[0].c_str());
}

/// Many rows to a question; one that can't be asked for does not keep the others from being judged.
void ChangeValidationTest::judgesTheChecksOfEveryRow() {
  constexpr std::uint64_t kMany = 2'345;
  ChangeSet changes;
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    Change insert;
    insert.model = "track";
    insert.values = {{"name", Value::text("x")}, {"milliseconds", i == 7 ? Value::text("no number") : Value::integer(i == 130 || i == kMany ? -1 : 1)}};
    changes.add(insert);
  }
  std::vector<std::pair<std::size_t, std::size_t>> told;
  const auto found = validateChecks(m_database->connection(), m_database->dialect(), registry(), changes, [&](std::size_t done, std::size_t all) { told.emplace_back(done, all); });
  std::vector<std::uint64_t> refused;
  for (const ChangeIssue& issue : found)
    if (issue.change != 7) refused.push_back(issue.change);
  QCOMPARE(refused, (std::vector<std::uint64_t>{130, kMany}));
  QVERIFY(told.size() > 10 && told.front() == std::pair(std::size_t{0}, std::size_t{kMany}) && told.back().first < kMany);
}

/// Everything at once that is right, and it goes through.
void ChangeValidationTest::raisesNoFalseAlarm() {
  constexpr const char* kRight = R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "new"}},
    {"model": "album", "op": "insert", "ref": "b", "values": {"title": "first", "artist_id": {"$ref": "a"}}},
    {"model": "track", "op": "insert", "values": {"name": "one", "album_id": {"$ref": "b"}}},
    {"model": "track", "op": "update", "key": 4, "values": {"album_id": null, "milliseconds": 1}},
    {"model": "album", "op": "delete", "key": 3},
    {"model": "defaults_only", "op": "insert", "values": {}},
    {"model": "employee", "op": "update", "key": 2, "values": {"boss_id": null}},
    {"model": "playlist", "op": "unlink", "key": 1, "relationship": "track", "to": 3},
    {"model": "playlist", "op": "link", "key": 2, "relationship": "track", "to": 3}]})";
  QCOMPARE(issues(kRight), std::vector<std::string>());
  const CommitResult result = m_database->commit(read(kRight));
  QVERIFY2(result.outcome == CommitResult::Outcome::Committed, result.error ? result.error->what() : "");
}

/// Exact numbers travel as text, which SQLite makes a number of when it stores it, and only then.
void ChangeValidationTest::judgesNumbersAsTheyAreStored() {
  m_database->run("CREATE TABLE priced(id integer PRIMARY KEY, price decimal(10,2) CHECK (price < 100), weight integer CHECK (weight > 3))");
  m_database->reflect();
  ChangeSet changes;
  for (const char* price : {"5.50", "500.5"}) {
    Change insert;
    insert.model = "priced";
    insert.values = {{"id", Value::integer(static_cast<std::int64_t>(changes.size()) + 1)}, {"price", Value::text(price)}, {"weight", Value::text(changes.isEmpty() ? "20" : "4")}};
    changes.add(insert);
  }
  const auto found = validateChecks(m_database->connection(), m_database->dialect(), registry(), changes);
  QCOMPARE(found.size(), 1U);
  QVERIFY(found.front().change == 2 && found.front().attribute == "price");
}

void ChangeValidationTest::aRefusedCommitNamesTheCell_data() {
  addBackends("json", {
      {"name: unique", R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "AC/DC"}}]})"},
      {"name: not null", R"({"changes": [{"model": "artist", "op": "update", "key": 2, "values": {"name": null}}]})"},
      {"milliseconds: check", R"({"changes": [{"model": "track", "op": "update", "key": 2, "values": {"name": "a", "milliseconds": -1}}]})"}});
}

void ChangeValidationTest::aRefusedCommitNamesTheCell() {
  QFETCH(const QByteArray, json);
  const QByteArray row = QTest::currentDataTag(), attribute = row.left(row.indexOf(':'));
  const CommitResult result = m_database->commit(read(json.constData()));
  QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted && result.error);
  QVERIFY(result.failedChange == std::optional<std::uint64_t>(1));
  QVERIFY2(result.failedAttributes == std::vector{attribute.toStdString()}, result.error->what());
}

void ChangeValidationTest::tablesThatAreAsTheyWereDoNotDiffer() {
  m_database->run("CREATE TABLE kinds(id integer PRIMARY KEY, a varchar(20), b numeric(12,3), c numeric, d real, e double precision, f date, g timestamp, h char(5), i text, j smallint, k bigint, l boolean, m decimal(4))");
  m_database->reflect();
  ChangeSet changes;
  for (const auto& model : registry().models()) {
    Change change;
    change.kind = Change::Kind::Insert;
    change.model = model->name;
    changes.add(change);
  }
  QVERIFY(changes.size() > 10);
  QCOMPARE(schemaDifferences(m_database->connection(), m_database->dialect(), registry(), changes), std::vector<std::string>());
}

void ChangeValidationTest::saysHowATableDiffers_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>("sql");
  QTest::addColumn<QByteArrayList>("differences");
  struct Case { const char* name; const char* sql; QByteArrayList differences; bool isForSqlite; };
  const Case cases[] = {
      {"dropped", "ALTER TABLE playlist DROP COLUMN name", {"playlist.name is no longer there"}, true},
      {"renamed", "ALTER TABLE playlist RENAME COLUMN name TO label", {"playlist.name is no longer there", "playlist.label is new"}, true},
      {"added", "ALTER TABLE playlist ADD COLUMN mood varchar(10)", {"playlist.mood is new"}, true},
      {"gone", "DROP TABLE playlist_track; DROP TABLE playlist", {"the table playlist is no longer there"}, true},
      {"of another type", "ALTER TABLE playlist ALTER COLUMN name TYPE varchar(20)", {"playlist.name was character varying(120) and is now character varying(20)"}, false},
  };
  for (const Case& each : cases) {
    if (each.isForSqlite) QTest::addRow("%s, SQLite", each.name) << static_cast<int>(Backend::Sqlite) << QByteArray(each.sql) << each.differences;
    if (!qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::addRow("%s, PostgreSQL", each.name) << static_cast<int>(Backend::Postgresql) << QByteArray(each.sql) << each.differences;
  }
}

void ChangeValidationTest::saysHowATableDiffers() {
  QFETCH(const QByteArray, sql);
  QFETCH(const QByteArrayList, differences);
  const ChangeSet changes = read(R"({"changes": [{"model": "playlist", "op": "update", "key": 1, "values": {"name": "mine"}}, {"model": "artist", "op": "update", "key": 1, "values": {"name": "mine"}}]})");
  m_database->run(sql.toStdString());
  std::vector<std::string> expected;
  for (const QByteArray& each : differences) expected.push_back(each.toStdString());
  QCOMPARE(schemaDifferences(m_database->connection(), m_database->dialect(), registry(), changes), expected);
}

JOINERY_TEST(ChangeValidationTest)
#include "tst_change_validation.moc"
