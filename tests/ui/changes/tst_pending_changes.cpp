// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/relations/open_database.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using ui::PendingChanges;

namespace {

std::vector<std::uint64_t> ids(const ChangeSet& set) {
  std::vector<std::uint64_t> found;
  for (const Change& change : set.changes()) found.push_back(change.id);
  return found;
}

/// What an observer hears.
struct Told final : ui::ChangeObserver {
  int puts = 0, steps = 0;
  void changePut(std::uint64_t, const SharedChange&) override { ++puts; }
  void stepEnded() override { ++steps; }
  void commitEnded(CommitResult::Outcome) override {}
  std::shared_ptr<CommitWitness> commitWitness() override { return nullptr; }
  std::pair<int, int> taken() { return {std::exchange(puts, 0), std::exchange(steps, 0)}; }
};

/// Everything that a set says of its changes.
std::vector<std::string> texts(const ChangeSet& set) {
  std::vector<std::string> found;
  for (const Change& change : set.changes()) {
    std::string text = std::to_string(change.id) + " " + change.model + (change.seen ? " seen" : "");
    for (const auto& [name, value] : change.values) text += " " + name + "=" + (value.isValue() ? displayText(value.value(), {}) : "?");
    if (change.before)
      for (const auto& [name, value] : *change.before) text += " " + name + ":" + displayText(value, {});
    found.push_back(text);
  }
  return found;
}

}  // namespace

class TstPendingChanges : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void keepsOneChangeForARow();
  void settingACellBackRemovesTheChange();
  void keepsWhatWasReadFirst();
  void editsAnAddedRow();
  void dropsAnAddedRow();
  void aDeletionTakesTheRowsEditsWithIt();
  void undoesAndRedoesEachStep();
  void undoesAGroupAsOne();
  void revertsACellAndKeepsTheOthers();
  void revertsARow();
  void revertsEverythingAsOneStep();
  void runsExactlyWhatItPreviewed();
  void saysWhyAPlanCannotBeMade();
  void previewsOnlyTheLatestState();
  void writesEverythingAndClears();
  void commitsNothingWhereNothingChanged();
  void refusesEditsWhileItCommits();
  void keepsEverythingWhenTheDatabaseRefuses();
  void commitsOnceTheMistakeIsMended();
  void reportsAConflictByCell();
  void reportsARowThatIsGone();
  void canGoWhileItCommits();
  void aGroupIsToldOnceAndIsOneStep();
  void cellsOfManyRowsAreOneChangeForEachRow();
  void undoRedoAndRevertRestoreManyCellsExactly();
  void tellsItsObserverOfEachRowAndOfTheStepsEnd();
  void anAddedRowIsFoundWithinItsGroup();
  void revertsATable();
  void undoesMoreStepsThanAnybodyMakes();
  void commitsAChosenPartAndKeepsTheRest();
  void givesTheRestTheKeysOfNewRows();
  void refusesToCommitNothing();
  void saysWhatIsWrongBeforeTheCommit();
  void refusesTablesThatAreNoLongerTheSame();
  void decidesConflictsAsOneStep();

 private:
  PendingChanges& changes() { return *m_open->changes(); }
  /// Both cells of the first rows of a table, as one step.
  void setManyCells(std::int64_t rows);
  const Change* change(const std::string& model, std::int64_t id) { return changes().changeOf(model, key(id)); }
  void rename(std::int64_t artist, const char* before, const char* after) {
    changes().setCell("artist", key(artist), "name", Value::text(before), Value::text(after));
  }
  std::string name(const std::string& model, std::size_t row) {
    const auto rows = m_open->rows(model);
    return displayText(rows->at(row, static_cast<std::size_t>(rows->indexOf(model == "album" ? "title" : "name"))), {});
  }
  /// The statements of the writer's transaction.
  std::vector<std::string> written();
  /// Commits and expects a refusal.
  CommitResult refusedCommit();

  std::unique_ptr<test::OpenDatabase> m_open;
};

void TstPendingChanges::init() { m_open = std::make_unique<test::OpenDatabase>(); }

void TstPendingChanges::cleanup() { m_open.reset(); }

std::vector<std::string> TstPendingChanges::written() {
  std::vector<std::string> found;
  bool within = false;
  for (const LoggedStatement& statement : m_open->database()->engine()->log().statements()) {
    if (statement.connection != "writer") continue;
    if (statement.sql.starts_with("COMMIT")) within = false;
    // Equal statements may go to the engine as one, with several sets of values.
    if (within) found.insert(found.end(), statement.bindSets, statement.sql);
    if (statement.sql.starts_with("BEGIN")) within = true;
  }
  return found;
}

CommitResult TstPendingChanges::refusedCommit() {
  CommitResult result;
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  const auto connection = connect(&changes(), &PendingChanges::failed, this, [&result](const CommitResult& what) { result = what; });
  changes().commit();
  if (!failed.wait(kPatience)) qWarning("the commit did not fail");
  disconnect(connection);
  if (committed.count() > 0) qWarning("the commit went through");
  return result;
}

void TstPendingChanges::keepsOneChangeForARow() {
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low Voltage"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::null());
  QCOMPARE(changed.count(), 2);
  QCOMPARE(changes().changeSet().changes().size(), 1U);
  const Change* found = change("album", 1);
  QVERIFY(found);
  QCOMPARE(found->values.size(), 2U);
  QVERIFY(found->value("title")->value() == Value::text("Low Voltage"));
  QVERIFY(found->value("year")->value().isNull());
  QVERIFY(*found->beforeValue("year") == Value::integer(1976));
  QVERIFY(!change("album", 2));
  QVERIFY(!change("artist", 1));
}

void TstPendingChanges::settingACellBackRemovesTheChange() {
  rename(1, "AC/DC", "AC-DC");
  changes().setCell("artist", key(1), "name", Value::text("AC-DC"), Value::text("AC/DC"));
  QVERIFY(changes().isEmpty());
  QVERIFY(!change("artist", 1));
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  rename(1, "AC/DC", "AC/DC");
  QCOMPARE(changed.count(), 0);
}

void TstPendingChanges::keepsWhatWasReadFirst() {
  rename(1, "AC/DC", "first");
  rename(1, "first", "second");
  QVERIFY(*change("artist", 1)->beforeValue("name") == Value::text("AC/DC"));
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text("second"));
}

void TstPendingChanges::editsAnAddedRow() {
  const auto ref = changes().insertRow("album");
  const auto other = changes().insertRow("album", {{"title", Value::text("Other")}});
  QVERIFY(ref != other);
  QCOMPARE(changes().inserts("album").size(), 2U);
  QVERIFY(changes().inserts("artist").empty());
  changes().setInsertedCell(ref, "title", Value::text("Fresh"));
  QVERIFY(changes().insertByRef(ref)->value("title")->value() == Value::text("Fresh"));
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  changes().setInsertedCell(ref, "title", Value::text("Fresh"));
  QCOMPARE(changed.count(), 0);
  changes().clearInsertedCell(ref, "title");
  QVERIFY(!changes().insertByRef(ref)->value("title"));
  changes().undoStack().undo();
  QVERIFY(changes().insertByRef(ref)->value("title"));
}

void TstPendingChanges::dropsAnAddedRow() {
  const auto ref = changes().insertRow("album");
  changes().removeInserted(ref);
  QVERIFY(changes().isEmpty());
  QVERIFY(!changes().insertByRef(ref));
  changes().removeInserted("no such row");
  changes().undoStack().undo();
  QVERIFY(changes().insertByRef(ref));
}

void TstPendingChanges::aDeletionTakesTheRowsEditsWithIt() {
  rename(2, "Nobody", "Somebody");
  changes().deleteRow("artist", key(2), {{"name", Value::text("Nobody")}});
  QCOMPARE(changes().changeSet().changes().size(), 1U);
  QCOMPARE(change("artist", 2)->kind, Change::Kind::Delete);
  rename(2, "Nobody", "Anybody");
  QCOMPARE(change("artist", 2)->kind, Change::Kind::Delete);
  changes().deleteRow("artist", key(2), {});
  QVERIFY2(change("artist", 2)->beforeValue("name"), "a second deletion took the image away");
  changes().undoStack().undo();
  QCOMPARE(change("artist", 2)->kind, Change::Kind::Update);
  QVERIFY(change("artist", 2)->value("name")->value() == Value::text("Somebody"));
}

void TstPendingChanges::undoesAndRedoesEachStep() {
  rename(1, "AC/DC", "first");
  rename(1, "first", "second");
  changes().link("playlist", key(1), "track", key(2));
  QUndoStack& stack = changes().undoStack();
  stack.undo();
  QCOMPARE(changes().changeSet().changes().size(), 1U);
  stack.undo();
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text("first"));
  stack.undo();
  QVERIFY(changes().isEmpty());
  QVERIFY(!change("artist", 1));
  QVERIFY(!stack.canUndo());
  while (stack.canRedo()) stack.redo();
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text("second"));
  QCOMPARE(changes().changeSet().counts().linked, 1);
}

void TstPendingChanges::undoesAGroupAsOne() {
  changes().beginGroup(QStringLiteral("Delete 2 row(s)"));
  changes().deleteRow("track", key(1), {});
  changes().deleteRow("track", key(2), {});
  changes().endGroup();
  QCOMPARE(changes().undoStack().count(), 1);
  changes().undoStack().undo();
  QVERIFY(changes().isEmpty());
}

void TstPendingChanges::revertsACellAndKeepsTheOthers() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low Voltage"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::integer(1977));
  const auto id = change("album", 1)->id;
  changes().revertCell(id, "title");
  QVERIFY(!change("album", 1)->value("title"));
  QVERIFY(!change("album", 1)->beforeValue("title"));
  QVERIFY(change("album", 1)->value("year"));
  changes().revertCell(id, "notes");
  QVERIFY(change("album", 1));
  changes().revertCell(id, "year");
  QVERIFY(changes().isEmpty());
  changes().undoStack().undo();
  QVERIFY(change("album", 1)->value("year"));
}

void TstPendingChanges::revertsARow() {
  rename(1, "AC/DC", "mine");
  changes().deleteRow("artist", key(2), {});
  changes().revert(change("artist", 1)->id);
  QVERIFY(!change("artist", 1));
  QVERIFY(change("artist", 2));
  changes().undoStack().undo();
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text("mine"));
}

void TstPendingChanges::revertsEverythingAsOneStep() {
  rename(1, "AC/DC", "mine");
  changes().insertRow("album");
  changes().deleteRow("artist", key(2), {});
  changes().unlink("playlist", key(1), "track", key(3));
  const auto before = ids(changes().changeSet());
  changes().revertAll();
  QVERIFY(changes().isEmpty());
  QVERIFY(!change("artist", 2));
  changes().undoStack().undo();
  QVERIFY2(ids(changes().changeSet()) == before, "the changes came back in another order");
  QVERIFY(change("artist", 2));
}

void TstPendingChanges::runsExactlyWhatItPreviewed() {
  const auto artist = changes().insertRow("artist", {{"name", Value::text("Rose Tattoo")}});
  changes().insertRow("album", {{"title", Value::text("Rose Tattoo")}, {"artist_id", Operand::Reference{artist, ""}}});
  rename(1, "AC/DC", "AC⚡DC");
  changes().deleteRow("playlist", key(1), {});
  QSignalSpy planned(&changes(), &PendingChanges::planChanged);
  QVERIFY(planned.wait(kPatience));
  QVERIFY2(changes().plan(), changes().plan() ? "" : changes().plan().error().message().c_str());
  std::vector<std::string> previewed;
  for (const PlannedStatement& statement : *changes().plan()) previewed.push_back(statement.statement.sql);
  // Two inserts, an update, the playlist and its two links.
  QCOMPARE(previewed.size(), 6U);
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  const auto sent = written();
  QCOMPARE(sent.size(), previewed.size());
  for (std::size_t i = 0; i < sent.size(); ++i) QCOMPARE(sent[i], previewed[i]);
}

void TstPendingChanges::saysWhyAPlanCannotBeMade() {
  const auto album = changes().insertRow("album", {{"title", Value::text("Orphan")}, {"artist_id", Operand::Reference{"gone", ""}}});
  QSignalSpy planned(&changes(), &PendingChanges::planChanged);
  QVERIFY(planned.wait(kPatience));
  QVERIFY(!changes().plan());
  QVERIFY2(changes().plan().error().message().find("gone") != std::string::npos, changes().plan().error().message().c_str());
  changes().setInsertedCell(album, "artist_id", Value::integer(1));
  QVERIFY(planned.wait(kPatience));
  QVERIFY(changes().plan());
  QCOMPARE(changes().plan()->size(), 1U);
}

void TstPendingChanges::previewsOnlyTheLatestState() {
  QSignalSpy planned(&changes(), &PendingChanges::planChanged);
  rename(1, "AC/DC", "first");
  rename(2, "Nobody", "second");
  changes().undoStack().undo();
  QVERIFY(planned.wait(kPatience));
  QCOMPARE(changes().plan()->size(), 1U);
  QCOMPARE(planned.count(), 1);
  changes().revertAll();
  QVERIFY(planned.wait(kPatience));
  QVERIFY(changes().plan()->empty());
}

void TstPendingChanges::writesEverythingAndClears() {
  rename(1, "AC/DC", "AC⚡DC");
  const auto album = changes().insertRow("album", {{"title", Value::text("Back in Black")}, {"artist_id", Value::integer(1)}});
  changes().deleteRow("track", key(2), {});
  QSignalSpy committing(&changes(), &PendingChanges::committingChanged);
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  changes().commit();
  QVERIFY(changes().isCommitting());
  QVERIFY(!changes().isEmpty());
  QVERIFY(committed.wait(kPatience));
  QVERIFY(!changes().isCommitting());
  QCOMPARE(committing.count(), 2);
  QCOMPARE(failed.count(), 0);
  const auto result = committed.at(0).at(0).value<CommitResult>();
  QCOMPARE(result.generated.size(), 1U);
  QCOMPARE(result.generated.front().ref, album);
  QVERIFY(changes().isEmpty());
  QVERIFY(!change("artist", 1));
  QVERIFY(!changes().undoStack().canUndo());
  QCOMPARE(name("artist", 0), "AC⚡DC"s);
  QCOMPARE(name("album", 3), "Back in Black"s);
  QCOMPARE(m_open->rows("track")->rows(), 2U);
}

void TstPendingChanges::commitsNothingWhereNothingChanged() {
  QSignalSpy committing(&changes(), &PendingChanges::committingChanged);
  changes().commit();
  QVERIFY(!changes().isCommitting());
  QCOMPARE(committing.count(), 0);
}

void TstPendingChanges::refusesEditsWhileItCommits() {
  // Refused by the database, so that the set is still there afterwards.
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  const int steps = changes().undoStack().count();
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  changes().commit();
  rename(2, "Nobody", "late");
  changes().insertRow("album");
  changes().revertAll();
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  QCOMPARE(failed.count(), 1);
  QCOMPARE(changes().changeSet().changes().size(), 1U);
  QVERIFY(!change("artist", 2));
  QCOMPARE(changes().undoStack().count(), steps);
  rename(2, "Nobody", "in time");
  QVERIFY(change("artist", 2));
}

void TstPendingChanges::keepsEverythingWhenTheDatabaseRefuses() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low Voltage"));
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  const auto bad = change("artist", 1)->id;
  const CommitResult result = refusedCommit();
  QCOMPARE(result.outcome, CommitResult::Outcome::NotCommitted);
  QVERIFY(result.error);
  QCOMPARE(result.error->kind(), ErrorKind::Integrity);
  QVERIFY2(result.error->message().find("artist.name") != std::string::npos, result.error->message().c_str());
  QVERIFY(result.failedChange == bad);
  QCOMPARE(changes().changeSet().changes().size(), 2U);
  QVERIFY(changes().undoStack().canUndo());
  QVERIFY(!changes().isCommitting());
  QCOMPARE(name("album", 0), "High Voltage"s);
}

void TstPendingChanges::commitsOnceTheMistakeIsMended() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low Voltage"));
  QVERIFY(refusedCommit().error);
  rename(1, "AC/DC", "mended");
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(name("artist", 0), "mended"s);
  QCOMPARE(name("album", 0), "Low Voltage"s);
}

void TstPendingChanges::reportsAConflictByCell() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "Somebody");
  m_open->run("UPDATE artist SET name = 'theirs' WHERE id = 1");
  const CommitResult result = refusedCommit();
  QCOMPARE(result.conflicts.size(), 1U);
  const Conflict& conflict = result.conflicts.front();
  QCOMPARE(conflict.change, change("artist", 1)->id);
  QCOMPARE(conflict.model, "artist"s);
  QVERIFY(conflict.key == key(1));
  QVERIFY(!conflict.deleted);
  QCOMPARE(conflict.cells.size(), 1U);
  const Conflict::Cell& cell = conflict.cells.front();
  QCOMPARE(cell.attribute, "name"s);
  QVERIFY(cell.base == Value::text("AC/DC"));
  QVERIFY(cell.mine == Value::text("mine"));
  QVERIFY(cell.theirs == Value::text("theirs"));
  QCOMPARE(changes().changeSet().changes().size(), 2U);
  QCOMPARE(name("artist", 1), "Nobody"s);
}

void TstPendingChanges::reportsARowThatIsGone() {
  rename(2, "Nobody", "mine");
  m_open->run("DELETE FROM artist WHERE id = 2");
  const CommitResult result = refusedCommit();
  QCOMPARE(result.conflicts.size(), 1U);
  QVERIFY(result.conflicts.front().deleted);
  QVERIFY(!changes().isEmpty());
}

void TstPendingChanges::canGoWhileItCommits() {
  auto going = std::make_unique<PendingChanges>(m_open->database());
  going->setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("last words"));
  QSignalSpy committed(going.get(), &PendingChanges::committed);
  going->commit();
  going.reset();
  QCOMPARE(committed.count(), 0);
  const std::string left = name("artist", 0);
  QVERIFY2(left == "AC/DC" || left == "last words", left.c_str());
}

/// A hundred thousand rows: were each told by itself, or looked for one by one, nobody would see the end.
void TstPendingChanges::aGroupIsToldOnceAndIsOneStep() {
  constexpr std::int64_t kMany = 100'000;
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  changes().beginGroup(QStringLiteral("Paste"));
  for (std::int64_t id = 1; id <= kMany; ++id) rename(id, "before", "after");
  changes().endGroup();
  QCOMPARE(changed.count(), 1);
  QCOMPARE(changes().undoStack().count(), 1);
  QCOMPARE(changes().changeSet().counts().updated, static_cast<int>(kMany));
  QVERIFY(change("artist", kMany));
  changes().undoStack().undo();
  QCOMPARE(changed.count(), 2);
  QVERIFY(changes().isEmpty() && !change("artist", kMany));
  changes().undoStack().redo();
  changes().revertAll();
  QCOMPARE(changed.count(), 4);
  QVERIFY(changes().isEmpty());
}

void TstPendingChanges::setManyCells(std::int64_t rows) {
  ui::ChangeStep::Entries entries;
  const auto seen = std::make_shared<const std::vector<std::pair<std::string, Value>>>();
  for (std::int64_t id = 1; id <= rows; ++id) {
    PendingChanges::RowCells row{"artist", {}, key(id), {{"name", Value::text("before"), Value::null()}, {"id", Value::integer(id), Value::integer(-id)}}, seen};
    if (auto entry = changes().edited(row)) entries.push_back(std::move(*entry));
  }
  changes().push(QStringLiteral("Set NULL"), std::move(entries));
}

void TstPendingChanges::cellsOfManyRowsAreOneChangeForEachRow() {
  constexpr std::int64_t kMany = 3'000;
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  rename(7, "before", "typed");
  setManyCells(kMany);
  QCOMPARE(changed.count(), 2);
  QCOMPARE(changes().undoStack().count(), 2);
  QCOMPARE(changes().changeSet().counts().updated, static_cast<int>(kMany));
  const Change* typed = change("artist", 7);
  QVERIFY(typed && typed->value("name")->value().isNull() && *typed->value("id") == Operand(Value::integer(-7)) && typed->seen);
  QVERIFY(*typed->beforeValue("name") == Value::text("before"));
  // Set back to what was read the row has no change.
  PendingChanges::RowCells back{"artist", {}, key(7), {{"name", Value::text("before"), Value::text("before")}, {"id", Value::integer(7), Value::integer(7)}}};
  const auto entry = changes().edited(back);
  QVERIFY(entry && entry->before && !entry->after);
  QVERIFY2(change("artist", 7) == typed, "asking what would become of it changed it");
}

void TstPendingChanges::undoRedoAndRevertRestoreManyCellsExactly() {
  rename(7, "before", "typed");
  rename(5'000, "before", "elsewhere");
  const auto before = texts(changes().changeSet());
  setManyCells(3'000);
  const auto after = texts(changes().changeSet());
  QSignalSpy changed(&changes(), &PendingChanges::changed);
  changes().undoStack().undo();
  QCOMPARE(texts(changes().changeSet()), before);
  QVERIFY(change("artist", 7) && !change("artist", 8));
  changes().undoStack().redo();
  QVERIFY(texts(changes().changeSet()) == after);
  QVERIFY(change("artist", 8));
  changes().revertAll();
  QVERIFY(changes().isEmpty() && !change("artist", 8));
  changes().undoStack().undo();
  QVERIFY(texts(changes().changeSet()) == after);
  QCOMPARE(changed.count(), 4);
}

void TstPendingChanges::tellsItsObserverOfEachRowAndOfTheStepsEnd() {
  using Heard = std::pair<int, int>;
  Told told;
  changes().setObserver(&told);
  setManyCells(40);
  QCOMPARE(told.taken(), Heard(40, 1));
  changes().undoStack().undo();
  QCOMPARE(told.taken(), Heard(40, 1));
  changes().undoStack().redo();
  changes().revertAll();
  QCOMPARE(told.taken(), Heard(80, 2));
  changes().beginGroup(QStringLiteral("Paste"));
  for (std::int64_t id = 1; id <= 5; ++id) rename(id, "before", "after");
  changes().endGroup();
  QCOMPARE(told.taken(), Heard(5, 1));
  rename(9, "before", "after");
  QCOMPARE(told.taken(), Heard(1, 1));
  changes().setObserver(nullptr);
}

void TstPendingChanges::anAddedRowIsFoundWithinItsGroup() {
  changes().beginGroup(QStringLiteral("Paste as new rows"));
  const auto first = changes().insertRow("artist");
  const auto second = changes().insertRow("artist");
  changes().setInsertedCell(first, "name", Value::text("one"));
  changes().setInsertedCell(second, "name", Value::text("two"));
  changes().removeInserted(first);
  changes().endGroup();
  QCOMPARE(changes().inserts("artist").size(), 1U);
  QVERIFY(changes().insertByRef(second)->value("name")->value() == Value::text("two"));
  changes().undoStack().undo();
  QVERIFY(changes().isEmpty());
  changes().undoStack().redo();
  QCOMPARE(changes().inserts("artist").size(), 1U);
}

void TstPendingChanges::revertsATable() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "mine");
  changes().insertRow("album");
  changes().revertTable("artist");
  QCOMPARE(changes().changeSet().size(), 1U);
  changes().undoStack().undo();
  QCOMPARE(changes().changeSet().size(), 3U);
}

void TstPendingChanges::undoesMoreStepsThanAnybodyMakes() {
  constexpr int kSteps = 5'000;
  for (int step = 0; step < kSteps; ++step) changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text(std::to_string(step)));
  QCOMPARE(changes().undoStack().count(), kSteps);
  while (changes().undoStack().canUndo()) changes().undoStack().undo();
  QVERIFY(changes().isEmpty());
  changes().undoStack().setIndex(kSteps);
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text(std::to_string(kSteps - 1)));
}

void TstPendingChanges::commitsAChosenPartAndKeepsTheRest() {
  rename(1, "AC/DC", "first");
  const auto artist = changes().insertRow("artist", {{"name", Value::text("Rose Tattoo")}});
  changes().insertRow("album", {{"title", Value::text("Scarred")}, {"artist_id", Operand::Reference{artist, "id"}}});
  rename(1, "AC/DC", "second");
  changes().setLeftOut({change("artist", 1)->id, changes().insertByRef(artist)->id});
  QSignalSpy planned(&changes(), &PendingChanges::planChanged);
  QVERIFY(planned.wait(kPatience));
  QVERIFY(changes().isPrepared());
  QCOMPARE(changes().plan()->size(), 2U);
  QCOMPARE(changes().prepared().taken.size(), 1U);
  QCOMPARE(changes().prepared().taken.front().change, changes().insertByRef(artist)->id);
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(written().size(), 2U);
  QCOMPARE(name("artist", 0), "AC/DC"s);
  QCOMPARE(m_open->rows("album")->rows(), 4U);
  QCOMPARE(changes().changeSet().size(), 1U);
  QVERIFY(changes().leftOut().empty());
  // Both steps of the row that stayed, and only they, can be undone.
  QCOMPARE(changes().undoStack().count(), 2);
  changes().undoStack().undo();
  QVERIFY(change("artist", 1)->value("name")->value() == Value::text("first"));
  changes().undoStack().redo();
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(name("artist", 0), "second"s);
  QVERIFY(!changes().undoStack().canUndo());
}

void TstPendingChanges::givesTheRestTheKeysOfNewRows() {
  const auto artist = changes().insertRow("artist", {{"name", Value::text("Rose Tattoo")}});
  const auto album = changes().insertRow("album", {{"title", Value::text("Scarred")}, {"artist_id", Operand::Reference{artist, ""}}});
  changes().setInsertedCell(album, "year", Value::integer(1982));
  changes().setLeftOut({changes().insertByRef(album)->id});
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QVERIFY(!changes().insertByRef(artist));
  QVERIFY(changes().insertByRef(album)->value("artist_id")->value() == Value::integer(3));
  changes().undoStack().undo();
  QVERIFY(changes().insertByRef(album)->value("artist_id")->value() == Value::integer(3));
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(name("album", 3), "Scarred"s);
}

void TstPendingChanges::refusesToCommitNothing() {
  rename(1, "AC/DC", "mine");
  changes().setLeftOut({change("artist", 1)->id});
  QSignalSpy committing(&changes(), &PendingChanges::committingChanged);
  changes().commit();
  QCOMPARE(committing.count(), 0);
  // What comes later is not left out.
  rename(2, "Nobody", "mine");
  changes().commit();
  QCOMPARE(committing.count(), 1);
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(name("artist", 0), "AC/DC"s);
  QCOMPARE(name("artist", 1), "mine"s);
}

void TstPendingChanges::saysWhatIsWrongBeforeTheCommit() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  const auto id = change("artist", 1)->id;
  QSignalSpy issues(&changes(), &PendingChanges::issuesChanged);
  QVERIFY(issues.wait(kPatience));
  QVERIFY(changes().issueOf(id, "name") && !changes().issueOf(id, "") && !changes().issueOf(id, "id"));
  const CommitResult result = refusedCommit();
  QVERIFY2(written().empty(), "it was sent all the same");
  QVERIFY(result.failedChange == id);
  // The database judges where a person wants it to.
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  changes().commit(PendingChanges::Checking::AtTheDatabase);
  QVERIFY(failed.wait(kPatience));
  QVERIFY(!written().empty());
  QVERIFY(changes().issueOf(id, "name"));
  rename(1, "AC/DC", "mended");
  QVERIFY(changes().issues().empty());
}

void TstPendingChanges::refusesTablesThatAreNoLongerTheSame() {
  rename(1, "AC/DC", "mine");
  m_open->run("ALTER TABLE artist RENAME COLUMN name TO label");
  const CommitResult result = refusedCommit();
  QVERIFY(result.error);
  QVERIFY2(result.error->message().ends_with("artist.name is no longer there; artist.label is new."), result.error->what());
  QVERIFY(written().empty());
  QVERIFY(!changes().isEmpty());
}

void TstPendingChanges::decidesConflictsAsOneStep() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "mine too");
  m_open->run("UPDATE artist SET name = 'theirs' WHERE id = 1; DELETE FROM artist WHERE id = 2");
  QCOMPARE(refusedCommit().conflicts.size(), 2U);
  QCOMPARE(changes().conflicts().size(), 2U);
  QCOMPARE(changes().issues().size(), 2U);
  const auto first = change("artist", 1)->id, second = change("artist", 2)->id;
  const int steps = changes().undoStack().count();
  const ConflictResolution byCell{{{"name", ConflictResolution::Take::Mine, {}}}, ConflictResolution::Take::Theirs}, whole{{}, ConflictResolution::Take::Mine};
  changes().resolve(changes().conflicts(), {{first, byCell}, {second, whole}});
  QCOMPARE(changes().undoStack().count(), steps + 1);
  QVERIFY(changes().conflicts().empty() && changes().issues().empty());
  QVERIFY(*change("artist", 1)->beforeValue("name") == Value::text("theirs"));
  QCOMPARE(changes().inserts("artist").size(), 1U);
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(name("artist", 0), "mine"s);
  QCOMPARE(name("artist", 1), "mine too"s);
}

JOINERY_TEST(TstPendingChanges)
#include "tst_pending_changes.moc"
