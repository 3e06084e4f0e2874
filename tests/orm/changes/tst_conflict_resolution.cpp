// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "orm/changes/conflict_resolution.h"
#include "orm/changes/row_reader.h"
#include "orm/changes/seen_row.h"
#include "tests/support/music_changes.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using Take = ConflictResolution::Take;

/// Conflicts as the database reports them, decided, and committed again.
class ConflictResolutionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void mineOverwritesWhatWasSeenAndNothingElse_data() { addBackends(); }
  void mineOverwritesWhatWasSeenAndNothingElse();
  void theirsTakesTheCellBack_data() { addBackends(); }
  void theirsTakesTheCellBack();
  void theirsOfOneCellKeepsTheOthers_data() { addBackends(); }
  void theirsOfOneCellKeepsTheOthers();
  void editedIsWrittenOverTheirs_data() { addBackends(); }
  void editedIsWrittenOverTheirs();
  void aRowThatIsGoneIsDroppedOrAddedAgain_data() { addBackends(); }
  void aRowThatIsGoneIsDroppedOrAddedAgain();
  void aRowIsAddedAgainAsItWasSeen_data() { addBackends(); }
  void aRowIsAddedAgainAsItWasSeen();
  void aRowOfACompositeKeyIsAddedAgain_data() { addBackends(); }
  void aRowOfACompositeKeyIsAddedAgain();
  void theirsOfACellIsWhatIsSeenFromThenOn_data() { addBackends(); }
  void theirsOfACellIsWhatIsSeenFromThenOn();
  void aRowThatIsNotKnownWholeIsNotAddedAgain_data() { addBackends(); }
  void aRowThatIsNotKnownWholeIsNotAddedAgain();
  void aDeletionOfAChangedRowIsKeptOrDropped_data() { addBackends(); }
  void aDeletionOfAChangedRowIsKeptOrDropped();
  void aLinkThatLostItsRaceIsMadeOrDropped_data() { addBackends(); }
  void aLinkThatLostItsRaceIsMadeOrDropped();

 private:
  const Registry& registry() const { return m_database->models(); }
  ChangeSet read(const char* json) { return m_database->read(json); }
  /// Commits and expects one conflict.
  Conflict conflictOf(const ChangeSet& changes) {
    const CommitResult result = m_database->commit(changes);
    if (result.outcome != CommitResult::Outcome::NotCommitted || result.conflicts.size() != 1) qFatal("that is no conflict");
    return result.conflicts.front();
  }
  /// The change as it is decided, in the set.
  void resolve(ChangeSet& changes, const Conflict& conflict, const ConflictResolution& resolution) {
    const Change change = *changes.find(conflict.change);
    changes.put(conflict.change, resolvedChange(change, conflict, resolution, registry().at(change.model)));
  }
  /// The row of the first change is shown as it is.
  void show(ChangeSet& changes) {
    Change& change = *changes.edit(changes.changes().front().id);
    const Model& model = registry().at(change.model);
    std::vector<std::string> columns;
    std::vector<std::pair<std::string, Value>> where;
    for (const Attribute& attribute : model.attributes) columns.push_back(attribute.column.name);
    for (std::size_t i = 0; i < change.key.size(); ++i) where.emplace_back(model.attribute(model.keyAttributes()[i])->column.name, change.key[i].value());
    change.seen = seenRow(model, *readRows(m_database->connection(), m_database->dialect(), *model.table, columns, where), 0);
  }
  bool commits(const ChangeSet& changes) { return m_database->commit(changes).outcome == CommitResult::Outcome::Committed; }
  std::string cell(const char* sql) { return m_database->cell(sql); }

  std::unique_ptr<MusicChanges> m_database;
};

void ConflictResolutionTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicChanges>(static_cast<MusicDatabase::Backend>(backend));
}

void ConflictResolutionTest::cleanup() { m_database.reset(); }

constexpr const char* kRename = R"({"changes": [{"model": "track", "op": "update", "key": 1, "values": {"name": "mine", "milliseconds": 1}}]})";

void ConflictResolutionTest::mineOverwritesWhatWasSeenAndNothingElse() {
  ChangeSet changes = read(kRename);
  m_database->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  const Conflict seen = conflictOf(changes);
  resolve(changes, seen, {{{"name", Take::Mine, {}}, {"milliseconds", Take::Mine, {}}}, Take::Theirs});
  // Another one comes before the second try: that was not seen.
  m_database->run("UPDATE track SET name = 'third' WHERE id = 1");
  const Conflict again = conflictOf(changes);
  const auto name = std::ranges::find(again.cells, "name"s, &Conflict::Cell::attribute);
  QVERIFY(name != again.cells.end() && name->base == Value::text("theirs") && name->theirs == Value::text("third") && name->mine == Value::text("mine"));
  resolve(changes, again, {{{"name", Take::Mine, {}}, {"milliseconds", Take::Mine, {}}}, Take::Theirs});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "mine"s);
  QCOMPARE(cell("SELECT milliseconds FROM track WHERE id = 1"), "1"s);
}

void ConflictResolutionTest::theirsTakesTheCellBack() {
  ChangeSet changes = read(R"({"changes": [{"model": "track", "op": "update", "key": 1, "values": {"name": "mine"}}]})");
  m_database->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  resolve(changes, conflictOf(changes), {{{"name", Take::Theirs, {}}}, Take::Theirs});
  QVERIFY(changes.isEmpty());
}

void ConflictResolutionTest::theirsOfOneCellKeepsTheOthers() {
  ChangeSet changes = read(kRename);
  m_database->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  resolve(changes, conflictOf(changes), {{{"name", Take::Theirs, {}}, {"milliseconds", Take::Mine, {}}}, Take::Theirs});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "theirs"s);
  QCOMPARE(cell("SELECT milliseconds FROM track WHERE id = 1"), "1"s);
}

void ConflictResolutionTest::editedIsWrittenOverTheirs() {
  ChangeSet changes = read(kRename);
  m_database->run("UPDATE track SET name = 'theirs', milliseconds = 77 WHERE id = 1");
  resolve(changes, conflictOf(changes), {{{"name", Take::Edited, Value::text("both")}, {"milliseconds", Take::Edited, Value::integer(77)}}, Take::Theirs});
  // What is there already is not written.
  QCOMPARE(changes.changes().front().values.size(), 1U);
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "both"s);
}

void ConflictResolutionTest::aRowThatIsGoneIsDroppedOrAddedAgain() {
  ChangeSet changes = read(kRename);
  m_database->run("DELETE FROM playlist_track WHERE track_id = 1; DELETE FROM track WHERE id = 1");
  const Conflict gone = conflictOf(changes);
  QVERIFY(gone.deleted);
  ChangeSet dropped = changes;
  resolve(dropped, gone, {{}, Take::Theirs});
  QVERIFY(dropped.isEmpty());
  changes.edit(gone.change)->seen = seenRow(registry().at("track"), [](const Attribute&) { return Value::null(); });
  resolve(changes, gone, {{}, Take::Mine});
  QCOMPARE(changes.counts().inserted, 1);
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "mine"s);
}

constexpr const char* kRenameOnly = R"({"changes": [{"model": "track", "op": "update", "key": 1, "values": {"name": "mine"}}]})";

void ConflictResolutionTest::aRowIsAddedAgainAsItWasSeen() {
  ChangeSet changes = read(kRenameOnly);
  show(changes);
  m_database->run("DELETE FROM playlist_track WHERE track_id = 1; DELETE FROM track WHERE id = 1");
  const Conflict gone = conflictOf(changes);
  resolve(changes, gone, {{}, Take::Mine});
  QVERIFY(!changes.changes().front().value("seconds"));
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1 AND album_id = 1 AND milliseconds = 5000 AND seconds = 5"), "mine"s);
}

void ConflictResolutionTest::aRowOfACompositeKeyIsAddedAgain() {
  ChangeSet changes = read(R"({"changes": [{"model": "invoice", "op": "update", "key": ["south", 1], "values": {"number": 5}}]})");
  show(changes);
  m_database->run("DELETE FROM invoice WHERE shop = 'south'");
  resolve(changes, conflictOf(changes), {{}, Take::Mine});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT number FROM invoice WHERE shop = 'south' AND total = 20"), "5"s);
}

void ConflictResolutionTest::theirsOfACellIsWhatIsSeenFromThenOn() {
  ChangeSet changes = read(kRename);
  show(changes);
  m_database->run("UPDATE track SET milliseconds = 9000 WHERE id = 1");
  resolve(changes, conflictOf(changes), {{{"name", Take::Mine, {}}, {"milliseconds", Take::Theirs, {}}}, Take::Theirs});
  m_database->run("DELETE FROM playlist_track WHERE track_id = 1; DELETE FROM track WHERE id = 1");
  resolve(changes, conflictOf(changes), {{}, Take::Mine});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT milliseconds FROM track WHERE id = 1 AND name = 'mine'"), "9000"s);
}

void ConflictResolutionTest::aRowThatIsNotKnownWholeIsNotAddedAgain() {
  ChangeSet changes = read(kRenameOnly);
  m_database->run("DELETE FROM playlist_track WHERE track_id = 1; DELETE FROM track WHERE id = 1");
  const Conflict gone = conflictOf(changes);
  resolve(changes, gone, {{}, Take::Mine});
  QCOMPARE(changes.counts().updated, 1);
  const Model& track = registry().at("track");
  QCOMPARE(reasonNotToAddAgain(changes.changes().front(), track), "The row can't be added again as it was. Not known any more: album_id, milliseconds. Take theirs, and add a row by hand."s);
  Change& change = *changes.edit(gone.change);
  change.seen = seenRow(track, [](const Attribute& attribute) { return attribute.name == "milliseconds" ? std::nullopt : std::optional(Value::integer(1)); });
  QCOMPARE(reasonNotToAddAgain(change, track), "The row can't be added again as it was. Not read whole: milliseconds. Take theirs, and add a row by hand."s);
  change.seen = seenRow(track, [](const Attribute&) { return Value::integer(1); });
  QCOMPARE(reasonNotToAddAgain(change, track), ""s);
  Model always = track;
  always.attributes.front().column.generation = schema::Generation::IdentityAlways;
  QVERIFY(reasonNotToAddAgain(change, always).find("the database makes the values of id") != std::string::npos);
}

void ConflictResolutionTest::aDeletionOfAChangedRowIsKeptOrDropped() {
  ChangeSet changes = read(R"({"changes": [{"model": "track", "op": "delete", "key": 2}]})");
  m_database->run("UPDATE track SET milliseconds = 9 WHERE id = 2");
  const Conflict conflict = conflictOf(changes);
  ChangeSet dropped = changes;
  resolve(dropped, conflict, {{}, Take::Theirs});
  QVERIFY(dropped.isEmpty());
  resolve(changes, conflict, {{}, Take::Mine});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT count(*) FROM track WHERE id = 2"), "0"s);
}

void ConflictResolutionTest::aLinkThatLostItsRaceIsMadeOrDropped() {
  ChangeSet changes = read(R"({"changes": [{"model": "album", "op": "link", "key": 2, "relationship": "track", "to": 1}]})");
  m_database->run("UPDATE track SET album_id = 3 WHERE id = 1");
  const Conflict conflict = conflictOf(changes);
  ChangeSet dropped = changes;
  resolve(dropped, conflict, {{}, Take::Theirs});
  QVERIFY(dropped.isEmpty());
  resolve(changes, conflict, {{}, Take::Mine});
  QVERIFY(commits(changes));
  QCOMPARE(cell("SELECT album_id FROM track WHERE id = 1"), "2"s);
}

JOINERY_TEST(ConflictResolutionTest)
#include "tst_conflict_resolution.moc"
