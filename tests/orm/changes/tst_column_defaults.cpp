// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <functional>

#include "orm/changes/change_validation.h"
#include "orm/changes/conflict_resolution.h"
#include "orm/changes/outcome_resolver.h"
#include "tests/support/music_changes.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

constexpr const char* kStampTable =
    "CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, two INTEGER NOT NULL DEFAULT (1 + 1) CHECK (two > 0), note JSON DEFAULT '{\"a\": 1}',"
    " plain TEXT, needed TEXT NOT NULL);"
    "INSERT INTO stamp VALUES (1, '2001-02-03 04:05:06', 11, '{}', 'p', 'n'), (2, '2001-02-03 04:05:06', 12, '{}', 'p', 'n');";

constexpr const char* kDefaults = R"({"changes": [
  {"model": "stamp", "op": "update", "key": 1, "values": {"made": {"$default": true}, "two": {"$default": true}, "plain": "q"}}]})";

/// Keeps the mark and does something at the last moment before COMMIT.
struct LastMoment final : CommitWitness {
  CommitMark mark;
  std::function<void()> then = [] {};
  void beforeCommit(const CommitMark& given, const ChangeSet&) override {
    mark = given;
    then();
  }
};

const Value* valueOf(const GeneratedValues& row, const std::string& attribute) {
  const auto found = std::ranges::find(row.values, attribute, &std::pair<std::string, Value>::first);
  return found == row.values.end() ? nullptr : &found->second;
}

}  // namespace

/// Cells that are set to what their column's DEFAULT makes.
class ColumnDefaultsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void aRowThatIsThereGetsItsDefaults_data() { addBackends(); }
  void aRowThatIsThereGetsItsDefaults();
  void thePlanIsWhatRuns_data() { addBackends(); }
  void thePlanIsWhatRuns();
  void aNewRowLeavesThemOut_data() { addBackends(); }
  void aNewRowLeavesThemOut();
  void aColumnWithoutADefaultGetsNull_data() { addBackends(); }
  void aColumnWithoutADefaultGetsNull();
  void aNameInADefaultIsAText_data();
  void aNameInADefaultIsAText();
  void aSequenceGivesTheNextNumber_data() { addBackends(); }
  void aSequenceGivesTheNextNumber();
  void theDocumentKeepsThem_data() { addBackends(); }
  void theDocumentKeepsThem();
  void refusesWhatIsNoDefault_data() { addBackends(); }
  void refusesWhatIsNoDefault();
  void isNotTakenForNull_data() { addBackends(); }
  void isNotTakenForNull();
  void aConflictShowsTheDefaultAsMine_data() { addBackends(); }
  void aConflictShowsTheDefaultAsMine();
  void aLostCommitIsFoundByWhatCameBack_data() { addBackends(); }
  void aLostCommitIsFoundByWhatCameBack();

 private:
  bool isServer() const { return m_database->dialect().name() == "postgresql"; }
  ChangeSet document(const std::string& json) const { return changeSetFromJson(parseJson(json), m_database->models()); }
  std::string errorOf(const std::string& json) const;
  std::vector<std::string> issues(const char* json);
  std::string cell(const char* sql) { return m_database->cell(sql); }
  std::unique_ptr<MusicChanges> m_database;
};

void ColumnDefaultsTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicChanges>(static_cast<MusicDatabase::Backend>(backend));
  m_database->run(kStampTable);
  m_database->reflect();
}

void ColumnDefaultsTest::cleanup() { m_database.reset(); }

std::string ColumnDefaultsTest::errorOf(const std::string& json) const {
  try {
    document(json);
  } catch (const DbError& error) {
    return error.message();
  }
  return {};
}

std::vector<std::string> ColumnDefaultsTest::issues(const char* json) {
  std::vector<std::string> found;
  const ChangeSet changes = m_database->read(json);
  auto all = validate(m_database->models(), changes);
  if (all.empty()) all = validateChecks(m_database->connection(), m_database->dialect(), m_database->models(), changes);
  for (const ChangeIssue& issue : all) found.push_back(issue.attribute + ": " + issue.message);
  return found;
}

void ColumnDefaultsTest::aRowThatIsThereGetsItsDefaults() {
  const CommitResult result = m_database->commit(m_database->read(kDefaults));
  QVERIFY2(result.outcome == Outcome::Committed, result.error ? result.error->what() : "");
  QCOMPARE(cell("SELECT count(*) FROM stamp WHERE id = 1 AND two = 2 AND plain = 'q' AND made > '2020-01-01'"), "1"s);
  QCOMPARE(cell("SELECT count(*) FROM stamp WHERE id = 2 AND two = 12 AND made < '2020-01-01'"), "1"s);
  // What the database made of them comes back.
  QCOMPARE(result.generated.size(), std::size_t{1});
  QCOMPARE(result.generated[0].change, std::uint64_t{1});
  QCOMPARE(result.generated[0].values.size(), std::size_t{2});
  QVERIFY(valueOf(result.generated[0], "two") && *valueOf(result.generated[0], "two") == Value::integer(2));
  QCOMPARE(displayText(*valueOf(result.generated[0], "made"), {}), cell("SELECT made FROM stamp WHERE id = 1"));
}

void ColumnDefaultsTest::thePlanIsWhatRuns() {
  const ChangeSet changes = m_database->read(kDefaults);
  const auto planned = m_database->unit().plan(changes);
  QCOMPARE(planned.size(), std::size_t{1});
  const std::string wanted = isServer() ? "made = DEFAULT, two = DEFAULT" : "made = (CURRENT_TIMESTAMP), two = (1 + 1)";
  QVERIFY2(planned[0].statement.sql.find(wanted) != std::string::npos, planned[0].statement.sql.c_str());
  QVERIFY(previewSql(planned[0], m_database->dialect()).find(wanted) != std::string::npos);
  const auto before = m_database->lastStatement();
  QVERIFY(m_database->commit(changes).outcome == Outcome::Committed);
  QCOMPARE(m_database->statementsAfter(before, "UPDATE"), std::vector<std::string>{planned[0].statement.sql});
}

void ColumnDefaultsTest::aNewRowLeavesThemOut() {
  const ChangeSet changes = document(R"({"changes": [
    {"model": "stamp", "op": "insert", "ref": "s", "values": {"id": 3, "made": {"$default": true}, "two": {"$default": true}, "needed": "n"}},
    {"model": "stamp", "op": "insert", "values": {"id": 4, "two": {"$ref": "s", "attribute": "two"}, "needed": "n"}}]})");
  const auto planned = m_database->unit().plan(changes);
  QVERIFY(planned[0].statement.sql.find("DEFAULT") == std::string::npos);
  const CommitResult result = m_database->commit(changes);
  QVERIFY2(result.outcome == Outcome::Committed, result.error ? result.error->what() : "");
  QCOMPARE(cell("SELECT count(*) FROM stamp WHERE id IN (3, 4) AND two = 2 AND made > '2020-01-01'"), "2"s);
}

void ColumnDefaultsTest::aColumnWithoutADefaultGetsNull() {
  const CommitResult result = m_database->commit(m_database->read(R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "values": {"plain": {"$default": true}}}]})"));
  QVERIFY2(result.outcome == Outcome::Committed, result.error ? result.error->what() : "");
  QCOMPARE(cell("SELECT plain FROM stamp WHERE id = 1"), "NULL"s);
}

/// Of SQLite alone: there are columns of these names, and the default is none of them.
void ColumnDefaultsTest::aNameInADefaultIsAText_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>("byDefault");
  const auto add = [](const char* sql) { QTest::newRow(sql) << static_cast<int>(Backend::Sqlite) << QByteArray(sql); };
  for (const char* sql : {"other", "\"other\"", "[other]", "`other`", "\"o\"\"r\"", "('a\"b' || 'it''s')", "(1 -- 'x\n + 1)", "(1 -- x\n)", "x'00ff'", "TRUE", "-7", "'it''s'", "CURRENT_DATE", "(length('other') + 1)"})
    add(sql);
}

void ColumnDefaultsTest::aNameInADefaultIsAText() {
  QFETCH(const QByteArray, byDefault);
  m_database->run("CREATE TABLE named(id INTEGER PRIMARY KEY, v DEFAULT " + byDefault.toStdString() + ", other TEXT)");
  m_database->run("INSERT INTO named(id, v, other) VALUES (1, 'old', 'wrong')");
  m_database->run("INSERT INTO named(id) VALUES (2)");
  m_database->reflect();
  const CommitResult result = m_database->commit(m_database->read(R"({"changes": [{"model": "named", "op": "update", "key": 1, "values": {"v": {"$default": true}}}]})"));
  QVERIFY2(result.outcome == Outcome::Committed, result.error ? result.error->what() : "");
  QCOMPARE(cell("SELECT typeof(v) || quote(v) FROM named WHERE id = 1"), cell("SELECT typeof(v) || quote(v) FROM named WHERE id = 2"));
}

void ColumnDefaultsTest::aSequenceGivesTheNextNumber() {
  constexpr const char* kNext = R"({"changes": [{"model": "artist", "op": "update", "key": 1, "values": {"id": {"$default": true}}}]})";
  if (!isServer()) {
    const CommitResult result = m_database->commit(m_database->read(kNext));
    QVERIFY(result.error && result.error->message().find("when a row is added") != std::string::npos);
    return;
  }
  m_database->run("CREATE SEQUENCE numbers START 500; CREATE TABLE numbered(id bigint PRIMARY KEY DEFAULT nextval('numbers'), n bigint DEFAULT nextval('numbers') CHECK (n > 0), u uuid DEFAULT gen_random_uuid());"
                  "INSERT INTO numbered VALUES (1, 2, NULL)");
  m_database->reflect();
  const ChangeSet changes = m_database->read(R"({"changes": [{"model": "numbered", "op": "update", "key": 1, "values": {"n": {"$default": true}, "u": {"$default": true}}}]})");
  // To look at changes makes no number.
  QVERIFY(validateChecks(m_database->connection(), m_database->dialect(), m_database->models(), changes).empty());
  const CommitResult result = m_database->commit(changes);
  QVERIFY2(result.outcome == Outcome::Committed, result.error ? result.error->what() : "");
  QCOMPARE(cell("SELECT n FROM numbered WHERE id = 1 AND u IS NOT NULL"), "500"s);
  // A key, too.
  QVERIFY(m_database->commit(m_database->read(R"({"changes": [{"model": "numbered", "op": "update", "key": 1, "values": {"id": {"$default": true}}}]})")).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT id FROM numbered"), "501"s);
}

void ColumnDefaultsTest::theDocumentKeepsThem() {
  const Json json = parseJson(R"({"changes": [
    {"model": "stamp", "op": "update", "key": 1, "values": {"made": {"$default": true}, "note": {"$default": true}}},
    {"model": "stamp", "op": "insert", "values": {"note": "{\"$default\": true}", "needed": {"$default": true}}}]})");
  const ChangeSet changes = changeSetFromJson(json, m_database->models());
  QVERIFY(changes.changes()[0].value("note")->isDefault());
  QVERIFY(*changes.changes()[0].value("note") == Operand(Operand::Default{}));
  // A JSON text that looks so is data.
  QVERIFY(*changes.changes()[1].value("note") == Operand(Value::text("{\"$default\": true}")));
  QCOMPARE(changeSetToJson(changes, m_database->models()).dump(2), json.dump(2));
}

void ColumnDefaultsTest::refusesWhatIsNoDefault() {
  const auto update = [](const std::string& values) { return R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "values": )" + values + "}]}"; };
  QCOMPARE(errorOf(update(R"({"made": {"$default": false}})")), "/changes/0/values/made: a column's default is {\"$default\": true}"s);
  QCOMPARE(errorOf(update(R"({"made": {"$default": true, "x": 1}})")), "/changes/0/values/made: a column's default is {\"$default\": true}"s);
  QVERIFY(!errorOf(R"({"changes": [{"model": "stamp", "op": "delete", "key": {"$default": true}}]})").empty());
  QVERIFY(!errorOf(R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "before": {"made": {"$default": true}}, "values": {}}]})").empty());
}

void ColumnDefaultsTest::isNotTakenForNull() {
  QCOMPARE(issues(kDefaults), std::vector<std::string>{});
  QCOMPARE(issues(R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "values": {"needed": {"$default": true}}}]})"), std::vector{"needed: has no default, and takes no NULL"s});
}

void ColumnDefaultsTest::aConflictShowsTheDefaultAsMine() {
  ChangeSet changes = m_database->read(kDefaults);
  m_database->run("UPDATE stamp SET two = 13 WHERE id = 1");
  const CommitResult result = m_database->commit(changes);
  QCOMPARE(result.conflicts.size(), std::size_t{1});
  const auto& cells = result.conflicts[0].cells;
  const auto two = std::ranges::find(cells, "two"s, &Conflict::Cell::attribute);
  QVERIFY(two != cells.end() && two->mine && two->mine->isDefault() && two->base == Value::integer(11) && two->theirs == Value::integer(13));
  ConflictResolution mine;
  for (const Conflict::Cell& each : cells) mine.cells.push_back({each.attribute, ConflictResolution::Take::Mine, {}});
  changes.put(1, resolvedChange(*changes.find(1), result.conflicts[0], mine, m_database->models().at("stamp")));
  QVERIFY(m_database->commit(changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT two FROM stamp WHERE id = 1"), "2"s);
}

void ColumnDefaultsTest::aLostCommitIsFoundByWhatCameBack() {
  const ChangeSet changes = m_database->read(R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "values": {"two": {"$default": true}}}]})");
  LastMoment witness;
  const OutcomeResolver resolver(m_database->models(), m_database->dialect());
  const auto outcome = [&] {
    CommitMark mark = witness.mark;
    if (!mark.timeline.empty()) mark.timeline = "0000FFFF";  // the rows alone tell
    return resolver.resolve(m_database->connection(), changes, mark, 0ms).outcome;
  };
  witness.then = [&] { m_database->connection().execute("ROLLBACK"); };
  m_database->unit().commit(m_database->connection(), changes, &witness);
  QVERIFY(outcome() == Outcome::NotCommitted);
  witness.then = [] {};
  QVERIFY(m_database->unit().commit(m_database->connection(), changes, &witness).outcome == Outcome::Committed);
  QVERIFY(outcome() == Outcome::Committed);
}

JOINERY_TEST(ColumnDefaultsTest)
#include "tst_column_defaults.moc"
