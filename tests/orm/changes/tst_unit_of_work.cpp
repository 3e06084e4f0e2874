// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/changes/change_set_document.h"
#include "orm/changes/unit_of_work.h"
#include "tests/support/memory_peak.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

using Locking = UnitOfWork::Locking;
using Outcome = CommitResult::Outcome;

/// New rows, each of which refers to the one made after it.
ChangeSet chainOfEmployees(std::size_t rows) {
  ChangeSet changes;
  for (std::size_t i = 0; i < rows; ++i) {
    Change change;
    change.model = "employee";
    change.ref = "e" + std::to_string(i);
    change.values = {{"name", Operand(Value::text("n"))}};
    if (i + 1 < rows) change.values.emplace_back("boss_id", Operand(Operand::Reference{"e" + std::to_string(i + 1), ""}));
    changes.add(std::move(change));
  }
  return changes;
}

}  // namespace

class UnitOfWorkTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void insertsParentsFirstWhateverTheOrder_data() { addBackends(); }
  void insertsParentsFirstWhateverTheOrder();
  void leavesNothingWhenOneValueIsBad_data() { addBackends(); }
  void leavesNothingWhenOneValueIsBad();
  void namesTheChangeOfABatchThatFails_data() { addBackends(); }
  void namesTheChangeOfABatchThatFails();
  void namesTheChangeOfABatchThatIsStale_data() { addBackends(); }
  void namesTheChangeOfABatchThatIsStale();
  void reportsAStaleImageWithBaseMineAndTheirs_data() { addBackends(); }
  void reportsAStaleImageWithBaseMineAndTheirs();
  void reportsARowThatIsGone_data() { addBackends(); }
  void reportsARowThatIsGone();
  void comparesImagesByBytes_data() { addBackends(); }
  void comparesImagesByBytes();
  void readsTheImagesThatAreMissing_data() { addBackends(); }
  void readsTheImagesThatAreMissing();
  void holdsNoLargeCellOfADeletedRow_data() { addBackends(); }
  void holdsNoLargeCellOfADeletedRow();
  void sortsRowsOfATreeByTheirParents_data() { addBackends(); }
  void sortsRowsOfATreeByTheirParents();
  void deletesChildrenFirst_data() { addBackends(); }
  void deletesChildrenFirst();
  void deletesTheLinksOfADeletedRow_data() { addBackends(); }
  void deletesTheLinksOfADeletedRow();
  void namesTheRowsThatKeepARowFromBeingDeleted_data() { addBackends(); }
  void namesTheRowsThatKeepARowFromBeingDeleted();
  void linksAndUnlinks_data() { addBackends(); }
  void linksAndUnlinks();
  void saysWhenALinkIsThereAlreadyOrGone_data() { addBackends(); }
  void saysWhenALinkIsThereAlreadyOrGone();
  void linksThroughAForeignKey_data() { addBackends(); }
  void linksThroughAForeignKey();
  void refersToCompositeKeys_data() { addBackends(); }
  void refersToCompositeKeys();
  void insertsARowOfDefaults_data() { addBackends(); }
  void insertsARowOfDefaults();
  void splitsACycleIntoInsertAndUpdate_data() { addBackends(); }
  void splitsACycleIntoInsertAndUpdate();
  void deletesACycle_data() { addBackends(); }
  void deletesACycle();
  void refusesACycleWithoutPostUpdate_data() { addBackends(); }
  void refusesACycleWithoutPostUpdate();
  void switchesRowsOnlyWithoutLocking_data() { addBackends(); }
  void switchesRowsOnlyWithoutLocking();
  void refusesWhatCannotBeWritten_data() { addBackends(); }
  void refusesWhatCannotBeWritten();
  void mergesChangesOfOneRow_data() { addBackends(); }
  void mergesChangesOfOneRow();
  void showsThePlanWithReferences_data() { addBackends(); }
  void showsThePlanWithReferences();
  void sendsItsFrameItsPlanAndNothingElse_data() { addBackends(); }
  void sendsItsFrameItsPlanAndNothingElse();
  void undoesADryRun_data() { addBackends(); }
  void undoesADryRun();
  void writesALongChainOfRows_data() { addBackends(); }
  void writesALongChainOfRows();

 private:
  ChangeSet document(const char* json) const { return changeSetFromJson(parseJson(json), *m_database->registry()); }
  UnitOfWork unit(Locking locking = Locking::BeforeImage) const { return UnitOfWork(*m_database->registry(), m_database->dialect(), locking); }
  /// Reads images, then commits.
  CommitResult apply(const char* json, Locking locking = Locking::BeforeImage);
  CommitResult apply(ChangeSet changes, Locking locking = Locking::BeforeImage);
  std::string cell(const char* sql) { return m_database->cell(sql); }
  /// What runs, as "INSERT artist; UPDATE …".
  std::vector<std::string> planned(const ChangeSet& changes, Locking locking = Locking::BeforeImage) const;

  std::unique_ptr<MusicDatabase> m_database;
};

void UnitOfWorkTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(static_cast<MusicDatabase::Backend>(backend));
}

void UnitOfWorkTest::cleanup() { m_database.reset(); }

CommitResult UnitOfWorkTest::apply(const char* json, Locking locking) { return apply(document(json), locking); }

CommitResult UnitOfWorkTest::apply(ChangeSet changes, Locking locking) {
  CommitResult result;
  result.conflicts = unit(locking).readImages(m_database->connection(), changes);
  if (!result.conflicts.empty()) return result;
  result = unit(locking).commit(m_database->connection(), changes);
  if (result.error) qDebug("%s | %s | %s", result.error->what(), result.error->detail.c_str(), result.error->hint.c_str());
  return result;
}

std::vector<std::string> UnitOfWorkTest::planned(const ChangeSet& changes, Locking locking) const {
  std::vector<std::string> names;
  for (const PlannedStatement& statement : unit(locking).plan(changes)) {
    const char* verbs[] = {"INSERT ", "UPDATE ", "DELETE "};
    names.push_back(verbs[static_cast<int>(statement.verb)] + statement.table.name);
  }
  return names;
}

void UnitOfWorkTest::insertsParentsFirstWhateverTheOrder() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "track", "op": "insert", "values": {"name": "t1", "album_id": {"$ref": "b1"}}},
    {"model": "track", "op": "insert", "values": {"name": "t2", "album_id": {"$ref": "b1"}}},
    {"model": "album", "op": "insert", "values": {"title": "New", "artist_id": {"$ref": "a1"}}, "ref": "b1"},
    {"model": "track", "op": "insert", "values": {"name": "t3", "album_id": {"$ref": "b1.id"}, "milliseconds": 4000}},
    {"model": "artist", "op": "insert", "values": {"name": "Newcomer"}, "ref": "a1"}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(result.generated.size(), std::size_t{5});
  QCOMPARE(result.generated[0].model, "track"s);
  QCOMPARE(result.generated[4].ref, "a1"s);
  QCOMPARE(result.generated[4].values.front().first, "id"s);
  const std::string artist = displayText(result.generated[4].values.front().second, {});
  QCOMPARE(cell(("SELECT count(*) FROM track t JOIN album b ON b.id = t.album_id WHERE b.title = 'New' AND b.artist_id = " + artist).c_str()), "3"s);
  // The default and the computed column come back too.
  const auto& values = result.generated[0].values;
  const auto milliseconds = std::ranges::find(values, "milliseconds"s, &std::pair<std::string, Value>::first);
  QVERIFY(milliseconds != values.end() && milliseconds->second.toInteger() == 1000);
  QVERIFY(std::ranges::find(values, "seconds"s, &std::pair<std::string, Value>::first) != values.end());
}

void UnitOfWorkTest::leavesNothingWhenOneValueIsBad() {
  const ChangeSet changes = document(R"({"changes": [
    {"model": "artist", "op": "insert", "values": {"name": "Newcomer"}, "ref": "a1"},
    {"model": "album", "op": "insert", "values": {"title": "New", "artist_id": {"$ref": "a1"}}, "ref": "b1"},
    {"model": "track", "op": "insert", "values": {"name": "bad", "album_id": {"$ref": "b1"}, "milliseconds": -1}}]})");
  const CommitResult result = unit().commit(m_database->connection(), changes);
  QVERIFY(result.outcome == Outcome::NotCommitted);
  QVERIFY(result.error && result.error->kind() == ErrorKind::Integrity);
  QCOMPARE(result.failedChange.value(), changes.changes()[2].id);
  QVERIFY(result.conflicts.empty() && result.generated.empty());
  QCOMPARE(cell("SELECT count(*) FROM artist"), "3"s);
  QVERIFY(m_database->connection().transactionState() == Connection::TransactionState::Idle);
}

void UnitOfWorkTest::namesTheChangeOfABatchThatFails() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "track", "op": "update", "key": 1, "values": {"milliseconds": 1000}},
    {"model": "track", "op": "update", "key": 2, "values": {"milliseconds": -5}},
    {"model": "track", "op": "update", "key": 3, "values": {"milliseconds": 3000}}]})");
  QVERIFY(result.error && result.error->kind() == ErrorKind::Integrity);
  QCOMPARE(result.failedChange.value(), 2U);
  QCOMPARE(cell("SELECT sum(milliseconds) FROM track"), "26000"s);
}

void UnitOfWorkTest::namesTheChangeOfABatchThatIsStale() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "track", "op": "update", "key": 1, "before": {"milliseconds": 5000}, "values": {"milliseconds": 1000}},
    {"model": "track", "op": "update", "key": 2, "before": {"milliseconds": 6000}, "values": {"milliseconds": 2000}},
    {"model": "track", "op": "update", "key": 3, "before": {"milliseconds": 7001}, "values": {"milliseconds": 3000}}]})");
  QVERIFY(result.error && result.error->kind() == ErrorKind::StaleData);
  QCOMPARE(result.failedChange.value(), 3U);
  QCOMPARE(result.conflicts.size(), std::size_t{1});
  QCOMPARE(result.conflicts.front().key, std::vector<Value>{Value::integer(3)});
  QCOMPARE(cell("SELECT sum(milliseconds) FROM track"), "26000"s);
}

void UnitOfWorkTest::reportsAStaleImageWithBaseMineAndTheirs() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "artist", "op": "update", "key": 2, "before": {"name": "Accept"}, "values": {"name": "Renamed"}},
    {"model": "artist", "op": "update", "key": 1, "before": {"name": "AC-DC"}, "values": {"name": "mine"}}]})");
  QVERIFY(result.outcome == Outcome::NotCommitted);
  QVERIFY(result.error && result.error->kind() == ErrorKind::StaleData);
  QCOMPARE(result.conflicts.size(), std::size_t{1});
  const Conflict& conflict = result.conflicts.front();
  QVERIFY(!conflict.deleted && conflict.model == "artist" && conflict.change == 2 && result.failedChange.value() == 2U);
  QVERIFY(conflict.key == std::vector<Value>{Value::integer(1)});
  QCOMPARE(conflict.cells.size(), std::size_t{1});
  QVERIFY(conflict.cells[0].base == Value::text("AC-DC") && *conflict.cells[0].mine == Value::text("mine") && conflict.cells[0].theirs == Value::text("AC/DC"));
  QCOMPARE(cell("SELECT name FROM artist WHERE id = 2"), "Accept"s);
}

void UnitOfWorkTest::reportsARowThatIsGone() {
  const CommitResult unread = apply(R"({"changes": [{"model": "artist", "op": "delete", "key": 77}]})");
  QVERIFY(unread.conflicts.size() == 1 && unread.conflicts[0].deleted);
  const CommitResult read = apply(R"({"changes": [{"model": "artist", "op": "update", "key": 77, "before": {"name": "x"}, "values": {"name": "y"}}]})");
  QVERIFY(read.conflicts.size() == 1 && read.conflicts[0].deleted);
  QVERIFY(read.outcome == Outcome::NotCommitted && read.error->kind() == ErrorKind::StaleData);
}

void UnitOfWorkTest::comparesImagesByBytes() {
  const CommitResult result = apply(R"({"changes": [{"model": "artist", "op": "update", "key": 1, "before": {"name": "ac/dc"}, "values": {"name": "y"}}]})");
  QCOMPARE(result.conflicts.size(), std::size_t{1});
  QVERIFY(apply(R"({"changes": [{"model": "employee", "op": "update", "key": 1, "before": {"boss_id": null, "name": "Ada"}, "values": {"boss_id": 4}}]})").outcome == Outcome::Committed);
  QVERIFY(apply(R"({"changes": [{"model": "invoice", "op": "update", "key": ["north", 1], "values": {"total": "11.25"}}]})").outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT total FROM invoice WHERE shop = 'north'"), "11.25"s);
}

void UnitOfWorkTest::readsTheImagesThatAreMissing() {
  ChangeSet changes = document(R"({"changes": [
    {"model": "artist", "op": "update", "key": 3, "values": {"name": "Somebody"}},
    {"model": "line", "op": "delete", "key": 3}, {"model": "track", "op": "delete", "key": 4}]})");
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QVERIFY(*changes.changes()[0].beforeValue("name") == Value::text("Nobody"));
  QCOMPARE(changes.changes()[1].before->size(), std::size_t{4});
  QVERIFY(changes.changes()[2].beforeValue("seconds") == nullptr);
  // Someone else is quicker.
  m_database->run("UPDATE line SET what = 'found' WHERE id = 3");
  const CommitResult result = unit().commit(m_database->connection(), changes);
  QCOMPARE(result.conflicts.size(), std::size_t{1});
  QCOMPARE(result.conflicts[0].cells.size(), std::size_t{1});
  QVERIFY(result.conflicts[0].cells[0].theirs == Value::text("found") && !result.conflicts[0].cells[0].mine);
  QCOMPARE(cell("SELECT count(*) FROM track"), "4"s);
}

void UnitOfWorkTest::holdsNoLargeCellOfADeletedRow() {
  QFETCH(int, backend);
  const bool isSqlite = static_cast<MusicDatabase::Backend>(backend) == MusicDatabase::Backend::Sqlite;
  if (!isSqlite) m_database->run("ALTER TABLE line ALTER COLUMN what TYPE text");
  m_database->reflect();
  m_database->run(isSqlite ? "UPDATE line SET what = replace(hex(zeroblob(30000000)), '0', 'z') WHERE id = 3" : "UPDATE line SET what = repeat('z', 60000000) WHERE id = 3");
  const std::string others = cell("SELECT count(*) FROM line WHERE id <> 3");
  ChangeSet changes = document(R"({"changes": [{"model": "line", "op": "delete", "key": 3}]})");
  const MemoryPeak peak;
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QVERIFY2(peak.growth() < (16U << 20U), qPrintable(QString::number(peak.growth())));
  // All others are compared.
  QVERIFY(changes.changes()[0].beforeValue("what") == nullptr && changes.changes()[0].beforeValue("shop") != nullptr);
  m_database->run("UPDATE line SET shop = 'north', number = 1 WHERE id = 3");
  const CommitResult refused = unit().commit(m_database->connection(), changes);
  QVERIFY2(refused.conflicts.size() == 1, refused.error ? refused.error->what() : "no error");
  changes = document(R"({"changes": [{"model": "line", "op": "delete", "key": 3}]})");
  const MemoryPeak atCommit;
  QVERIFY(apply(changes).outcome == Outcome::Committed);
  QVERIFY2(atCommit.growth() < (16U << 20U), qPrintable(QString::number(atCommit.growth())));
  QCOMPARE(cell("SELECT count(*) FROM line"), others);
}

void UnitOfWorkTest::sortsRowsOfATreeByTheirParents() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "employee", "op": "insert", "values": {"name": "leaf", "boss_id": {"$ref": "e2"}}},
    {"model": "employee", "op": "insert", "values": {"name": "middle", "boss_id": {"$ref": "e1"}}, "ref": "e2"},
    {"model": "employee", "op": "insert", "values": {"name": "top", "boss_id": 1}, "ref": "e1"},
    {"model": "employee", "op": "insert", "values": {"id": 51, "name": "under", "boss_id": 52}},
    {"model": "employee", "op": "insert", "values": {"id": 52, "name": "over"}}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT c.name FROM employee a JOIN employee b ON b.boss_id = a.id JOIN employee c ON c.boss_id = b.id WHERE a.name = 'top'"), "leaf"s);
  QCOMPARE(cell("SELECT boss_id FROM employee WHERE id = 51"), "52"s);
}

void UnitOfWorkTest::deletesChildrenFirst() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "employee", "op": "delete", "key": 1}, {"model": "employee", "op": "delete", "key": 2},
    {"model": "employee", "op": "delete", "key": 3}, {"model": "employee", "op": "delete", "key": 4},
    {"model": "artist", "op": "delete", "key": 2}, {"model": "album", "op": "delete", "key": 2},
    {"model": "track", "op": "update", "key": 3, "values": {"album_id": 1}}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM employee"), "0"s);
  QCOMPARE(cell("SELECT count(*) FROM artist"), "2"s);
  m_database->run("INSERT INTO employee VALUES (1, 'Ada', NULL), (2, 'Ben', 1), (3, 'Cem', 2)");
  QVERIFY(apply(R"({"changes": [{"model": "employee", "op": "delete", "key": 1}, {"model": "employee", "op": "delete", "key": 3},
                                {"model": "employee", "op": "delete", "key": 2}]})", Locking::None).outcome == Outcome::Committed);
}

void UnitOfWorkTest::deletesTheLinksOfADeletedRow() {
  ChangeSet changes = document(R"({"changes": [{"model": "playlist", "op": "delete", "key": 1},
    {"model": "playlist", "op": "unlink", "key": 1, "relationship": "track", "to": 3}]})");
  const std::uint64_t playlist = changes.changes()[0].id;
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QCOMPARE(changes.changes().size(), std::size_t{3});
  QCOMPARE(changes.changes()[2].cause, playlist);
  QCOMPARE(planned(changes), (std::vector<std::string>{"DELETE playlist_track", "DELETE playlist_track", "DELETE playlist"}));
  QCOMPARE(changeSetToJson(changes, *m_database->registry())["changes"].size(), std::size_t{2});
  QVERIFY(unit().commit(m_database->connection(), changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM playlist_track"), "0"s);
  QCOMPARE(cell("SELECT count(*) FROM track"), "4"s);
}

void UnitOfWorkTest::namesTheRowsThatKeepARowFromBeingDeleted() {
  const CommitResult result = apply(R"({"changes": [{"model": "artist", "op": "delete", "key": 1}]})");
  QVERIFY(result.outcome == Outcome::NotCommitted && result.error->kind() == ErrorKind::Integrity);
  QVERIFY2(result.error->hint.starts_with("2 rows of album refer to it"), result.error->hint.c_str());
}

void UnitOfWorkTest::linksAndUnlinks() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "playlist", "op": "link", "key": {"$ref": "p"}, "relationship": "track", "to": {"$ref": "t"}},
    {"model": "track", "op": "link", "key": {"$ref": "t"}, "relationship": "playlist", "to": {"$ref": "p"}},
    {"model": "playlist", "op": "link", "key": {"$ref": "p"}, "relationship": "track", "to": 1},
    {"model": "playlist", "op": "insert", "values": {"name": "Fresh"}, "ref": "p"},
    {"model": "track", "op": "insert", "values": {"name": "Tune"}, "ref": "t"},
    {"model": "playlist", "op": "unlink", "key": 1, "relationship": "track", "to": 3},
    {"model": "playlist", "op": "link", "key": 2, "relationship": "track", "to": 2},
    {"model": "playlist", "op": "unlink", "key": 2, "relationship": "track", "to": 2}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM playlist_track l JOIN playlist p ON p.id = l.playlist_id WHERE p.name = 'Fresh'"), "2"s);
  QCOMPARE(cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 1"), "1"s);
  QCOMPARE(cell("SELECT count(*) FROM playlist_track WHERE playlist_id = 2"), "0"s);
}

void UnitOfWorkTest::saysWhenALinkIsThereAlreadyOrGone() {
  const CommitResult there = apply(R"({"changes": [{"model": "playlist", "op": "link", "key": 1, "relationship": "track", "to": 1}]})");
  QVERIFY(there.outcome == Outcome::NotCommitted && there.error->kind() == ErrorKind::Integrity);
  QVERIFY2(there.error->hint.find("linked already") != std::string::npos, there.error->hint.c_str());
  const CommitResult gone = apply(R"({"changes": [{"model": "playlist", "op": "unlink", "key": 1, "relationship": "track", "to": 2}]})");
  QVERIFY(gone.conflicts.size() == 1 && gone.conflicts[0].deleted && gone.error->kind() == ErrorKind::StaleData);
}

void UnitOfWorkTest::linksThroughAForeignKey() {
  QVERIFY(apply(R"({"changes": [{"model": "artist", "op": "link", "key": 3, "relationship": "album", "to": 2},
                                {"model": "track", "op": "link", "key": 1, "relationship": "album", "to": 3},
                                {"model": "album", "op": "unlink", "key": 1, "relationship": "track", "to": 2}]})").outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT artist_id FROM album WHERE id = 2"), "3"s);
  QCOMPARE(cell("SELECT album_id FROM track WHERE id = 1"), "3"s);
  QCOMPARE(cell("SELECT album_id FROM track WHERE id = 2"), "NULL"s);
  const CommitResult notLinked = apply(R"({"changes": [{"model": "album", "op": "unlink", "key": 1, "relationship": "track", "to": 4}]})");
  QVERIFY(notLinked.conflicts.size() == 1 && !notLinked.conflicts[0].deleted);
  QVERIFY(notLinked.conflicts[0].cells[0].theirs == Value::integer(3) && notLinked.conflicts[0].cells[0].base == Value::integer(1));
  const CommitResult required = apply(R"({"changes": [{"model": "artist", "op": "unlink", "key": 1, "relationship": "album", "to": 1}]})");
  QVERIFY(required.error && required.error->kind() == ErrorKind::InvalidRequest);
}

void UnitOfWorkTest::refersToCompositeKeys() {
  const CommitResult result = apply(R"({"changes": [
    {"model": "line", "op": "insert", "values": {"what": "mic", "shop": {"$ref": "i"}, "number": {"$ref": "i"}}, "ref": "l"},
    {"model": "invoice", "op": "insert", "values": {"shop": "west", "number": 7, "total": null}, "ref": "i"},
    {"model": "invoice", "op": "link", "key": {"$ref": "i"}, "relationship": "line", "to": 3}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM line WHERE shop = 'west' AND number = 7"), "2"s);
}

void UnitOfWorkTest::insertsARowOfDefaults() {
  const CommitResult result = apply(R"({"changes": [{"model": "defaults_only", "op": "insert"}]})");
  QVERIFY(result.outcome == Outcome::Committed);
  QCOMPARE(result.generated[0].values.size(), std::size_t{2});
  QVERIFY(result.generated[0].values[1].second == Value::text("here"));
  QVERIFY(apply(R"({"changes": [{"model": "defaults_only", "op": "insert", "values": {"id": null}}]})").outcome == Outcome::Committed);
}

void UnitOfWorkTest::splitsACycleIntoInsertAndUpdate() {
  const ChangeSet changes = document(R"({"changes": [
    {"model": "band", "op": "insert", "values": {"name": "b", "leader_id": {"$ref": "p"}}, "ref": "b"},
    {"model": "person", "op": "insert", "values": {"name": "p", "band_id": {"$ref": "b"}}, "ref": "p"}]})");
  QCOMPARE(planned(changes), (std::vector<std::string>{"INSERT band", "INSERT person", "UPDATE band"}));
  QVERIFY(apply(changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT p.name FROM band b JOIN person p ON p.id = b.leader_id AND p.band_id = b.id"), "p"s);
  // A row that refers to itself.
  QVERIFY(apply(R"({"changes": [{"model": "employee", "op": "insert", "values": {"name": "own boss", "boss_id": {"$ref": "e"}}, "ref": "e"}]})").outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM employee WHERE id = boss_id"), "1"s);
}

void UnitOfWorkTest::deletesACycle() {
  m_database->run("INSERT INTO band(id, name) VALUES (1, 'b'); INSERT INTO person VALUES (1, 'p', 1); UPDATE band SET leader_id = 1");
  ChangeSet changes = document(R"({"changes": [{"model": "band", "op": "delete", "key": 1}, {"model": "person", "op": "delete", "key": 1}]})");
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QCOMPARE(planned(changes), (std::vector<std::string>{"UPDATE band", "DELETE person", "DELETE band"}));
  QVERIFY(apply(changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM band"), "0"s);
}

void UnitOfWorkTest::refusesACycleWithoutPostUpdate() {
  const std::uint64_t before = m_database->lastStatement();
  const ChangeSet changes = document(R"({"changes": [
    {"model": "knot", "op": "insert", "values": {"next_id": {"$ref": "k2"}}, "ref": "k1"},
    {"model": "knot", "op": "insert", "values": {"next_id": {"$ref": "k1"}}, "ref": "k2"}]})");
  const CommitResult result = unit().commit(m_database->connection(), changes);
  QVERIFY(result.error && result.error->kind() == ErrorKind::CircularDependency);
  QCOMPARE(m_database->lastStatement(), before);
  // A row may refer to itself by a key that it brings along.
  QVERIFY(apply(R"({"changes": [{"model": "knot", "op": "insert", "values": {"id": 5, "next_id": 5}}]})").outcome == Outcome::Committed);
}

void UnitOfWorkTest::switchesRowsOnlyWithoutLocking() {
  const char* json = R"({"changes": [{"model": "playlist", "op": "delete", "key": 2},
                                     {"model": "playlist", "op": "insert", "values": {"id": 2, "name": "Second"}}]})";
  QCOMPARE(planned(document(json), Locking::None), (std::vector<std::string>{"UPDATE playlist"}));
  QVERIFY(apply(json, Locking::None).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT name FROM playlist WHERE id = 2"), "Second"s);
  // Before-images need both statements: the row that goes is the one that was seen.
  QVERIFY(apply(json).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT name FROM playlist WHERE id = 2"), "Second"s);
}

void UnitOfWorkTest::refusesWhatCannotBeWritten() {
  Change change;
  change.kind = Change::Kind::Update;
  change.model = "loud";
  const auto errorOf = [&] {
    ChangeSet changes;
    changes.add(change);
    const CommitResult result = unit().commit(m_database->connection(), changes);
    return result.error ? result.error->message() : std::string();
  };
  QVERIFY2(errorOf().find("is a view") != std::string::npos, errorOf().c_str());
  change.model = "keyless";
  QVERIFY2(errorOf().find("can't be told apart") != std::string::npos, errorOf().c_str());
  change.model = "track";
  change.key = {Operand(Value::integer(1))};
  change.values = {{"seconds", Operand(Value::integer(1))}};
  QVERIFY2(errorOf().find("computed") != std::string::npos, errorOf().c_str());
  change.values = {{"name", Operand(Value::text("x"))}};
  QVERIFY2(errorOf().find("read the row first") != std::string::npos, errorOf().c_str());
  change.key = {Operand(Value())};
  QVERIFY2(errorOf().find("read-only") != std::string::npos, errorOf().c_str());
}

void UnitOfWorkTest::mergesChangesOfOneRow() {
  ChangeSet changes = document(R"({"changes": [
    {"model": "track", "op": "update", "key": 1, "before": {"name": "One"}, "values": {"name": "Uno"}},
    {"model": "track", "op": "update", "key": 1, "before": {"milliseconds": 5000}, "values": {"milliseconds": 5001}},
    {"model": "line", "op": "update", "key": 3, "values": {"what": "x"}}, {"model": "line", "op": "delete", "key": 3}]})");
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  QCOMPARE(planned(changes), (std::vector<std::string>{"UPDATE track", "DELETE line"}));
  QCOMPARE(unit().plan(changes)[0].changes.size(), std::size_t{2});
  QVERIFY(apply(changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT name FROM track WHERE milliseconds = 5001"), "Uno"s);
}

void UnitOfWorkTest::showsThePlanWithReferences() {
  const ChangeSet changes = document(R"({"changes": [
    {"model": "album", "op": "insert", "values": {"title": "it's", "artist_id": {"$ref": "a1"}}},
    {"model": "artist", "op": "insert", "values": {"name": "A"}, "ref": "a1"}]})");
  const std::vector<PlannedStatement> statements = unit().plan(changes);
  const std::string preview = previewSql(statements[1], m_database->dialect());
  QVERIFY2(preview.find(":a1.id") != std::string::npos && preview.find("'it''s'") != std::string::npos, preview.c_str());
  QCOMPARE(statements[1].references.size(), std::size_t{1});
  // What ran is what was planned.
  const std::uint64_t before = m_database->lastStatement();
  QVERIFY(apply(changes).outcome == Outcome::Committed);
  QCOMPARE(m_database->statementsAfter(before, "INSERT"), (std::vector<std::string>{statements[0].statement.sql, statements[1].statement.sql}));
}

void UnitOfWorkTest::sendsItsFrameItsPlanAndNothingElse() {
  ChangeSet changes = document(R"({"changes": [
    {"model": "artist", "op": "insert", "values": {"name": "Newcomer"}, "ref": "a1"},
    {"model": "album", "op": "insert", "values": {"title": "New", "artist_id": {"$ref": "a1"}}},
    {"model": "track", "op": "update", "key": 1, "values": {"name": "other"}},
    {"model": "playlist", "op": "delete", "key": 1}]})");
  QVERIFY(unit().readImages(m_database->connection(), changes).empty());
  const UnitOfWork::Frame frame = unit().frame();
  std::vector<std::string> expected = frame.before;
  for (const PlannedStatement& planned : unit().plan(changes)) expected.push_back(planned.statement.sql);
  expected.insert(expected.end(), frame.after.begin(), frame.after.end());
  const std::uint64_t before = m_database->lastStatement();
  QVERIFY(unit().commit(m_database->connection(), changes).outcome == Outcome::Committed);
  std::vector<std::string> sent;
  for (const LoggedStatement& statement : m_database->engine()->log().statements(before)) sent.insert(sent.end(), std::max<std::size_t>(1, statement.bindSets), statement.sql);
  QCOMPARE(sent, expected);
}

void UnitOfWorkTest::undoesADryRun() {
  const CommitResult result = unit().dryRun(m_database->connection(), document(R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "A"}}]})"));
  QVERIFY(result.outcome == Outcome::NotCommitted && !result.error && result.generated.size() == 1);
  QCOMPARE(cell("SELECT count(*) FROM artist"), "3"s);
  const CommitResult refused = unit().dryRun(m_database->connection(), document(R"({"changes": [{"model": "artist", "op": "insert", "values": {"name": "Accept"}}]})"));
  QVERIFY(refused.error && refused.error->kind() == ErrorKind::Integrity);
}

void UnitOfWorkTest::writesALongChainOfRows() {
  const ChangeSet changes = chainOfEmployees(5'000);
  const auto statements = unit().plan(changes);
  QCOMPARE(statements.front().ref, "e4999"s);
  QVERIFY(unit().commit(m_database->connection(), changes).outcome == Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM employee"), "5004"s);
}

JOINERY_TEST(UnitOfWorkTest)
#include "tst_unit_of_work.moc"
