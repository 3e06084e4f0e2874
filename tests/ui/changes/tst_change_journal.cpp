// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QTreeView>

#include "orm/changes/conflict_resolution.h"
#include "orm/changes/seen_row.h"
#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/relations/open_database.h"
#include "ui/changes/change_journal.h"
#include "ui/changes/recovery.h"
#include "ui/changes/recovery_dialog.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using State = RecoveredChange::State;

/// Edits on their way into the journal and out of it again.
class ChangeJournalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void recordsEditsUndoAndRedo();
  void writesDownAStepOfManyRows();
  void keepsADefaultThatIsSet();
  void recordsTheTextsOfConsoles();
  void aCommitEmptiesTheJournal();
  void aRefusedCommitKeepsTheEdits();
  void takesAJournalOverAsOneStep();
  void addsARecoveredRowThatHasGoneAgain();
  void comparesBaseMineAndTheirs();
  void editsWaitWhileACommitIsInDoubt();
  void asksTheDatabaseInsteadOfCommittingAgain();
  void showsTheDifferencesAndAppliesNothing();
  void asksTwiceBeforeItDiscards();
  void closingKeepsForLater();

 private:
  ui::PendingChanges& changes() { return *m_open->changes(); }
  void rename(std::int64_t track, const char* before, const char* after) { changes().setCell("track", key(track), "name", Value::text(before), Value::text(after)); }
  bool isRecorded() const { return m_journal->progress().isRecorded(); }
  /// The journal's owner goes, as when it is killed; what it left.
  std::shared_ptr<OrphanedJournal> orphan();
  void beginAnother();
  ui::RecoveredJournal compared(std::shared_ptr<OrphanedJournal> orphan);
  std::string cell(const std::string& sql);

  QTemporaryDir m_folder;
  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::ChangeJournal> m_journal;
};

void ChangeJournalTest::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  beginAnother();
}

void ChangeJournalTest::beginAnother() {
  m_journal.reset();
  m_journal = std::make_unique<ui::ChangeJournal>(&changes(), m_open->database()->engine()->url(), m_folder.path().toStdString());
}

void ChangeJournalTest::cleanup() {
  m_journal.reset();
  m_open.reset();
  QVERIFY(Journal::waitForDestroyed(std::chrono::minutes(2)));
  FileCalls calls;
  for (auto& each : JournalFolder(m_folder.path().toStdString()).claimOrphans(calls).orphans) each->remove(calls);
}

std::shared_ptr<OrphanedJournal> ChangeJournalTest::orphan() {
  m_journal.reset();
  if (!Journal::waitForDestroyed(std::chrono::minutes(2))) return nullptr;
  FileCalls calls;
  auto found = JournalFolder(m_folder.path().toStdString()).claimOrphans(calls);
  return found.orphans.empty() ? nullptr : std::shared_ptr(std::move(found.orphans.front()));
}

ui::RecoveredJournal ChangeJournalTest::compared(std::shared_ptr<OrphanedJournal> orphan) {
  const auto lease = m_open->database()->engine()->connect(Engine::Access::Read);
  return ui::compareJournal(*lease, m_open->database()->dialect(), *m_open->database()->registry(), std::move(orphan));
}

std::string ChangeJournalTest::cell(const std::string& sql) {
  const auto lease = m_open->database()->engine()->connect(Engine::Access::Read);
  return displayText(fetchAll(*lease->execute(sql))->at(0, 0), {});
}

void ChangeJournalTest::recordsEditsUndoAndRedo() {
  rename(1, "T.N.T.", "a");
  rename(1, "T.N.T.", "b");
  changes().insertRow("artist", {{"name", Value::text("new")}});
  changes().undoStack().undo();
  changes().undoStack().undo();
  changes().undoStack().redo();
  QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), kPatience);
  QCOMPARE(m_journal->progress().recorded, 6u);
  const auto left = orphan();
  QVERIFY(left);
  QCOMPARE(left->content().changes.changes().size(), 1u);
  const Change& change = left->content().changes.changes().front();
  QCOMPARE(std::string(change.value("name")->value().bytes()), "b"s);
  QCOMPARE(std::string(change.beforeValue("name")->bytes()), "T.N.T."s);
}

/// A record for each row, however many cells; an undo of it likewise.
void ChangeJournalTest::writesDownAStepOfManyRows() {
  ui::ChangeStep::Entries entries;
  for (std::int64_t id = 1; id <= 3; ++id)
    entries.push_back(*changes().edited({"track", {}, key(id), {{"name", Value::text("old"), Value::text("new")}, {"milliseconds", Value::integer(id), Value::null()}}}));
  changes().push(QStringLiteral("Set"), std::move(entries));
  QCOMPARE(m_journal->progress().appended, 3u);
  changes().undoStack().undo();
  changes().undoStack().redo();
  QCOMPARE(m_journal->progress().appended, 9u);
  QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), kPatience);
  const auto left = orphan();
  QVERIFY(left);
  QCOMPARE(left->content().changes.changes().size(), 3u);
  for (const Change& change : left->content().changes.changes()) {
    QVERIFY(*change.value("name") == Operand(Value::text("new")) && *change.value("milliseconds") == Operand(Value::null()));
    QVERIFY(*change.beforeValue("milliseconds") == Value::integer(change.key.front().value().toInteger()));
  }
}

void ChangeJournalTest::keepsADefaultThatIsSet() {
  m_open->runAndReopen("CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP); INSERT INTO stamp VALUES (1, 'early')");
  changes().setCell("stamp", key(1), "made", Value::text("early"), Operand::Default{});
  const auto left = orphan();
  QVERIFY(left);
  QCOMPARE(left->content().changes.changes().size(), 1u);
  QVERIFY(left->content().changes.changes().front().value("made")->isDefault());
  const auto recovered = compared(left);
  QVERIFY(recovered.changes[0].state == State::Applies);
  ui::RecoveryDialog dialog(recovered, m_open->database()->registry(), {});
  auto* tree = dialog.findChild<QTreeView*>();
  const QModelIndex made = child(child(tree->model()->index(0, 0), s("Change 1")), s("made"));
  QCOMPARE(made.siblingAtColumn(2).data().toString(), s("CURRENT_TIMESTAMP"));
  changes().revertAll();
  changes().undoStack().clear();
  beginAnother();
  m_journal->takeOver(*left, ui::ChangeJournal::Doubt::Settled);
  QVERIFY(changes().changeOf("stamp", key(1))->value("made")->isDefault());
}

void ChangeJournalTest::recordsTheTextsOfConsoles() {
  m_journal->setConsoleText(s("one"), s("SELECT 1"));
  m_journal->setConsoleText(s("two"), s("SELECT 2"));
  m_journal->setConsoleText(s("one"), std::nullopt);
  const auto left = orphan();
  QVERIFY(left);
  QCOMPARE(left->content().texts, (std::map<std::string, std::string>{{"two", "SELECT 2"}}));
}

void ChangeJournalTest::aCommitEmptiesTheJournal() {
  rename(1, "T.N.T.", "a");
  QSignalSpy committed(&changes(), &ui::PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QVERIFY(!orphan());
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "a"s);
}

void ChangeJournalTest::aRefusedCommitKeepsTheEdits() {
  rename(1, "T.N.T.", "a");
  m_open->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  QSignalSpy failed(&changes(), &ui::PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  const auto left = orphan();
  QVERIFY(left);
  QCOMPARE(left->content().changes.changes().size(), 1u);
  QVERIFY(!left->content().commit);
}

void ChangeJournalTest::takesAJournalOverAsOneStep() {
  const std::string ref = changes().insertRow("artist", {{"name", Value::text("Newcomer")}});
  changes().insertRow("album", {{"title", Value::text("First")}, {"artist_id", Operand::Reference{ref, {}}}});
  rename(1, "T.N.T.", "a");
  const auto left = orphan();
  QVERIFY(left);
  changes().revertAll();
  changes().undoStack().clear();
  beginAnother();
  changes().insertRow("artist", {{"name", Value::text("Other")}});
  const int steps = changes().undoStack().index();
  m_journal->takeOver(*left, ui::ChangeJournal::Doubt::Settled);
  QCOMPARE(changes().changeSet().changes().size(), 4u);
  QCOMPARE(changes().undoStack().index(), steps + 1);
  const auto* album = changes().inserts("album").front();
  const auto* newcomer = changes().inserts("artist").back();
  QCOMPARE(album->value("artist_id")->reference().ref, newcomer->ref);
  QVERIFY(newcomer->ref != changes().inserts("artist").front()->ref);
  // Recovering twice is recovering once.
  const auto again = orphan();
  QVERIFY(again && again->id() != left->id());
  QCOMPARE(again->content().changes.changes().size(), 4u);
  QVERIFY(again->content().takenOver.contains(left->id()));
  changes().undoStack().undo();
  QCOMPARE(changes().changeSet().changes().size(), 1u);
}

void ChangeJournalTest::addsARecoveredRowThatHasGoneAgain() {
  const Model& track = m_open->database()->registry()->at("track");
  const auto shown = m_open->rows("track");
  changes().setCell("track", key(1), "name", Value::text("T.N.T."), Value::text("mine"), seenRow(track, *shown, 0));
  QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), kPatience);
  const auto left = orphan();
  QVERIFY(left);
  changes().revertAll();
  beginAnother();
  for (const char* table : {"playlist_track", "play"}) m_open->run("DELETE FROM " + std::string(table) + " WHERE track_id = 1");
  m_open->run("DELETE FROM track WHERE id = 1");
  QVERIFY(m_journal->takeOver(*left, ui::ChangeJournal::Doubt::Settled) > 0);
  QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), kPatience);
  const Change* recovered = changes().changeOf("track", key(1));
  QVERIFY(recovered);
  QCOMPARE(reasonNotToAddAgain(*recovered, track), std::string());
  // A second time as well.
  const auto again = orphan();
  QVERIFY(again);
  const auto& content = again->content().changes.changes();
  QCOMPARE(content.size(), 1u);
  QCOMPARE(reasonNotToAddAgain(*content.begin(), track), std::string());
}

void ChangeJournalTest::comparesBaseMineAndTheirs() {
  rename(1, "T.N.T.", "mine");
  rename(2, "Live Wire", "same");
  rename(3, "Riff Raff", "x");
  changes().deleteRow("playlist", key(2), {{"id", Value::integer(2)}, {"name", Value::text("Quiet")}});
  m_open->run("UPDATE track SET name = 'theirs' WHERE id = 1; UPDATE track SET name = 'same' WHERE id = 2; DELETE FROM playlist_track WHERE track_id = 3; "
              "DELETE FROM track WHERE id = 3");
  const auto recovered = compared(orphan());
  QCOMPARE(recovered.changes.size(), 4u);
  QVERIFY(recovered.changes[0].state == State::Differs);
  QCOMPARE(std::string(recovered.changes[0].cells[0].base->bytes()), "T.N.T."s);
  QCOMPARE(std::string(recovered.changes[0].cells[0].mine->value().bytes()), "mine"s);
  QCOMPARE(std::string(recovered.changes[0].cells[0].theirs->bytes()), "theirs"s);
  QVERIFY(recovered.changes[1].state == State::AlreadyThere);
  QVERIFY(recovered.changes[2].state == State::RowGone);
  QVERIFY(recovered.changes[3].state == State::Applies);
}

void ChangeJournalTest::editsWaitWhileACommitIsInDoubt() {
  changes().setInDoubt({}, {});
  QVERIFY(changes().isInDoubt());
  rename(1, "T.N.T.", "a");
  QVERIFY(changes().isEmpty());
  changes().endDoubt();
  rename(1, "T.N.T.", "a");
  QVERIFY(!changes().isEmpty());
}

void ChangeJournalTest::asksTheDatabaseInsteadOfCommittingAgain() {
  changes().insertRow("artist", {{"name", Value::text("Newcomer")}});
  rename(1, "T.N.T.", "a");
  const ChangeSet written = changes().changeSet();
  // It went through, and the answer was lost.
  m_open->run("INSERT INTO artist VALUES (77, 'Newcomer'); UPDATE track SET name = 'a' WHERE id = 1");
  changes().setInDoubt(written, CommitMark{{}, {}, {}, {{written.changes()[0].id, "artist", written.changes()[0].ref, {{"id", Value::integer(77)}}}}});
  QSignalSpy committed(&changes(), &ui::PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  QVERIFY(changes().isEmpty() && !changes().isInDoubt());
  QCOMPARE(cell("SELECT count(*) FROM artist WHERE name = 'Newcomer'"), "1"s);
}

void ChangeJournalTest::showsTheDifferencesAndAppliesNothing() {
  rename(1, "T.N.T.", "mine");
  m_journal->setConsoleText(s("c"), s("SELECT 1"));
  m_open->run("UPDATE track SET name = 'theirs' WHERE id = 1");
  const auto left = orphan();
  changes().revertAll();
  ui::RecoveryDialog dialog(compared(left), m_open->database()->registry(), {});
  dialog.show();
  auto* tree = dialog.findChild<QTreeView*>();
  QCOMPARE(tree->accessibleName(), s("Recovered changes"));
  QCOMPARE(titles(*tree->model()), (QStringList{s("track"), s("SQL texts that were not saved")}));
  const QModelIndex row = child(tree->model()->index(0, 0), s("Change 1"));
  QCOMPARE(row.siblingAtColumn(4).data().toString(), s("changed by someone else"));
  const QModelIndex cell = child(row, s("name"));
  QCOMPARE(cell.siblingAtColumn(1).data().toString(), s("T.N.T."));
  QCOMPARE(cell.siblingAtColumn(2).data().toString(), s("mine"));
  QCOMPARE(cell.siblingAtColumn(3).data().toString(), s("theirs"));
  QVERIFY(changes().isEmpty());
  QSignalSpy taken(&dialog, &ui::RecoveryDialog::takeOverRequested);
  dialog.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&dialog, kPatience));
  QTest::keyClick(tree, Qt::Key_Return);
  QCOMPARE(taken.size(), 1);
  QVERIFY(!dialog.isVisible());
}

void ChangeJournalTest::asksTwiceBeforeItDiscards() {
  rename(1, "T.N.T.", "mine");
  ui::RecoveryDialog dialog(compared(orphan()), m_open->database()->registry(), {});
  dialog.show();
  QSignalSpy discarded(&dialog, &ui::RecoveryDialog::discardRequested);
  dialog.findChild<QPushButton*>(s("discard"))->click();
  QCOMPARE(discarded.size(), 0);
  auto* box = dialog.findChild<QMessageBox*>();
  QVERIFY(box);
  for (auto* button : box->buttons())
    if (button->text() == s("&Discard for good")) button->click();
  QCOMPARE(discarded.size(), 1);
}

void ChangeJournalTest::closingKeepsForLater() {
  rename(1, "T.N.T.", "mine");
  ui::RecoveryDialog dialog(compared(orphan()), m_open->database()->registry(), s("not now"));
  dialog.show();
  QVERIFY(!dialog.findChild<QPushButton*>(s("takeOver"))->isEnabled());
  QSignalSpy taken(&dialog, &ui::RecoveryDialog::takeOverRequested), discarded(&dialog, &ui::RecoveryDialog::discardRequested);
  QTest::keyClick(&dialog, Qt::Key_Escape);
  QVERIFY(!dialog.isVisible());
  QVERIFY(taken.isEmpty() && discarded.isEmpty());
}

JOINERY_TEST(ChangeJournalTest)
#include "tst_change_journal.moc"
