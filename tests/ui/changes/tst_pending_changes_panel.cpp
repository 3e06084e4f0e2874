// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/relations/open_database.h"
#include "ui/changes/pending_changes_model.h"
#include "ui/changes/pending_changes_panel.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using ui::PendingChanges;
using ui::PendingChangesModel;

class TstPendingChangesPanel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void carriesItsAccessibleNames();
  void showsTheNamesOfWhatWasChangedWhole();
  void offersNothingWithoutADatabase();
  void offersWhatCanBeDone();
  void offersNothingWhileItCommits();
  void undoesAndRedoesByItsButtons();
  void showsTheStatementsThatWillRun();
  void saysWhyItCannotCommit();
  void commitsByItsButton();
  void showsWhichRowWasRefusedAndWhy();
  void showsAConflictByCell();
  void revertsTheSelectedCellOrRow();
  void asksBeforeItRevertsEverything();
  void opensTheRowOfAChange();
  void livesOnWhenTheChangesGo();
  void choosesByKeyboardWhatIsCommitted();
  void saysWhatGoesAlong();
  void goesFromErrorToError();
  void saysWhatRedoBringsBack();
  void revertsATable();
  void decidesConflictsInItsDialog();
  void keepsWhatCanBeDoneWhenTheThemeChanges();
  void staysAtItsLineAndRevertsItByDelete();
  void followsVeryManyChangesAtOnce();

 private:
  PendingChanges& changes() { return *m_open->changes(); }
  QPushButton* button(const char* name) const {
    for (auto* each : m_panel->findChildren<QPushButton*>())
      if (each->accessibleName() == s(name)) return each;
    return nullptr;
  }
  QString enabled() const {
    QString names;
    for (const char* name : {"Commit", "Revert", "Undo", "Redo"})
      if (button(name)->isEnabled()) names += s(name) + QLatin1Char(' ');
    return names.trimmed();
  }
  QTreeView* tree() const { return m_panel->findChild<QTreeView*>(s("pendingChanges")); }
  QString preview() const { return m_panel->findChild<QPlainTextEdit*>(s("previewSql"))->toPlainText(); }
  ui::MessageBar* messages() const { return m_panel->findChild<ui::MessageBar*>(); }
  QString details() const {
    QStringList texts;
    for (const auto* label : messages()->findChildren<ui::PlainLabel*>()) texts << label->text();
    return texts.join(QLatin1Char('\n'));
  }
  void rename(std::int64_t artist, const char* before, const char* after) {
    changes().setCell("artist", key(artist), "name", Value::text(before), Value::text(after));
  }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::PendingChangesPanel> m_panel;
};

void TstPendingChangesPanel::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_panel = std::make_unique<ui::PendingChangesPanel>();
  m_panel->resize(900, 260);
  m_panel->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
  m_panel->setChanges(m_open->database(), m_open->changes());
}

void TstPendingChangesPanel::cleanup() {
  m_panel.reset();
  m_open.reset();
}

void TstPendingChangesPanel::carriesItsAccessibleNames() {
  for (const char* name : {"Commit", "Revert", "Undo", "Redo"}) QVERIFY2(button(name), name);
  QCOMPARE(tree()->accessibleName(), s("Pending changes"));
  QCOMPARE(m_panel->findChild<QPlainTextEdit*>(s("previewSql"))->accessibleName(), s("Preview SQL"));
}

void TstPendingChangesPanel::showsTheNamesOfWhatWasChangedWhole() {
  rename(1, "AC/DC", "mine");
  const QModelIndex attribute = tree()->model()->index(0, 0, tree()->model()->index(0, 0, tree()->model()->index(0, 0)));
  QCOMPARE(attribute.data().toString(), s("name"));
  QVERIFY(tree()->visualRect(attribute).width() >= tree()->sizeHintForIndex(attribute).width());
}

void TstPendingChangesPanel::offersNothingWithoutADatabase() {
  rename(1, "AC/DC", "mine");
  m_panel->setChanges(nullptr, nullptr);
  QCOMPARE(enabled(), QString());
  QVERIFY(!tree()->model());
}

void TstPendingChangesPanel::offersWhatCanBeDone() {
  QCOMPARE(enabled(), QString());
  rename(1, "AC/DC", "mine");
  QCOMPARE(enabled(), s("Commit Revert Undo"));
  changes().undoStack().undo();
  QCOMPARE(enabled(), s("Redo"));
  changes().undoStack().redo();
  QCOMPARE(enabled(), s("Commit Revert Undo"));
}

void TstPendingChangesPanel::offersNothingWhileItCommits() {
  rename(1, "AC/DC", "mine");
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  changes().commit();
  QCOMPARE(enabled(), QString());
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(enabled(), QString());
}

void TstPendingChangesPanel::undoesAndRedoesByItsButtons() {
  rename(1, "AC/DC", "mine");
  button("Undo")->click();
  QVERIFY(changes().isEmpty());
  button("Redo")->click();
  QVERIFY(!changes().isEmpty());
}

void TstPendingChangesPanel::showsTheStatementsThatWillRun() {
  rename(1, "AC/DC", "it's mine");
  QTRY_VERIFY_WITH_TIMEOUT(preview().contains(s("UPDATE")), kPatience);
  QVERIFY2(preview().contains(s("'it''s mine'")), qPrintable(preview()));
  QVERIFY(preview().endsWith(QLatin1Char(';')));
  changes().revertAll();
  QTRY_COMPARE_WITH_TIMEOUT(preview(), QString(), kPatience);
}

void TstPendingChangesPanel::saysWhyItCannotCommit() {
  changes().insertRow("album", {{"title", Value::text("Orphan")}, {"artist_id", Operand::Reference{"gone", ""}}});
  QTRY_VERIFY_WITH_TIMEOUT(preview().startsWith(s("-- can't be committed: ")), kPatience);
}

void TstPendingChangesPanel::commitsByItsButton() {
  rename(1, "AC/DC", "mine");
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  button("Commit")->click();
  QVERIFY(committed.wait(kPatience));
  QCOMPARE(messages()->text(), s("Committed."));
  QVERIFY(messages()->isVisible());
  rename(2, "Nobody", "mine");
  QVERIFY2(!messages()->isVisible(), "an old message stayed");
}

void TstPendingChangesPanel::showsWhichRowWasRefusedAndWhy() {
  rename(2, "Nobody", "mine");
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  QSignalSpy attention(m_panel.get(), &ui::PendingChangesPanel::attentionRequested);
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  button("Commit")->click();
  QVERIFY(failed.wait(kPatience));
  QCOMPARE(attention.count(), 1);
  QVERIFY2(messages()->text().startsWith(s("Not committed, nothing was changed")), qPrintable(messages()->text()));
  QVERIFY2(messages()->text().contains(s("artist.name")), qPrintable(messages()->text()));
  const QModelIndex artists = tree()->model()->index(0, 0);
  QVERIFY(!artists.model()->index(0, 0, artists).data(PendingChangesModel::FailedRole).toBool());
  QVERIFY(artists.model()->index(1, 0, artists).data(PendingChangesModel::FailedRole).toBool());
  QCOMPARE(enabled(), s("Commit Revert Undo"));
}

void TstPendingChangesPanel::showsAConflictByCell() {
  rename(1, "AC/DC", "mine");
  m_open->run("UPDATE artist SET name = 'theirs' WHERE id = 1");
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  button("Commit")->click();
  QVERIFY(failed.wait(kPatience));
  QVERIFY2(messages()->text().startsWith(s("Not committed")), qPrintable(messages()->text()));
  QVERIFY2(details().contains(s("artist 1\n    name: was AC/DC, is now theirs, yours mine")), qPrintable(details()));
  const QModelIndex artists = tree()->model()->index(0, 0);
  QVERIFY(artists.model()->index(0, 0, artists).data(PendingChangesModel::FailedRole).toBool());
}

void TstPendingChangesPanel::revertsTheSelectedCellOrRow() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("a"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::null());
  const auto row = [this] { return tree()->model()->index(0, 0, tree()->model()->index(0, 0)); };
  QVERIFY2(tree()->isExpanded(row()), "the cells of a change are not in sight");
  tree()->setCurrentIndex(tree()->model()->index(1, PendingChangesModel::Before, row()));
  button("Revert")->click();
  QVERIFY(!changes().changeOf("album", key(1))->value("year"));
  QVERIFY(changes().changeOf("album", key(1))->value("title"));
  tree()->setCurrentIndex(row());
  button("Revert")->click();
  QVERIFY(changes().isEmpty());
}

void TstPendingChangesPanel::asksBeforeItRevertsEverything() {
  rename(1, "AC/DC", "mine");
  changes().insertRow("album");
  const auto answer = [this](const char* text) {
    auto* box = m_panel->findChild<QMessageBox*>();
    QVERIFY(box);
    for (auto* each : box->buttons())
      if (each->text().remove(QLatin1Char('&')) == s(text)) each->click();
    QTRY_VERIFY(!m_panel->findChild<QMessageBox*>());
  };
  tree()->setCurrentIndex({});
  button("Revert")->click();
  answer("Cancel");
  QVERIFY(!changes().isEmpty());
  button("Revert")->click();
  answer("Revert all");
  QVERIFY(changes().isEmpty());
  button("Undo")->click();
  QCOMPARE(changes().changeSet().changes().size(), 2U);
}

void TstPendingChangesPanel::opensTheRowOfAChange() {
  rename(1, "AC/DC", "mine");
  changes().insertRow("album");
  QSignalSpy activated(m_panel.get(), &ui::PendingChangesPanel::rowActivated);
  const auto* model = tree()->model();
  Q_EMIT tree()->activated(model->index(0, 0, model->index(1, 0)));
  QCOMPARE(activated.count(), 0);
  Q_EMIT tree()->activated(model->index(0, 0));
  QCOMPARE(activated.count(), 0);
  Q_EMIT tree()->activated(model->index(0, 0, model->index(0, 0)));
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated.at(0).at(0).toString(), s("artist"));
}

void TstPendingChangesPanel::livesOnWhenTheChangesGo() {
  auto going = std::make_unique<PendingChanges>(m_open->database());
  m_panel->setChanges(m_open->database(), going.get());
  going->insertRow("album");
  m_panel->setChanges(m_open->database(), m_open->changes());
  going.reset();
  QCOMPARE(enabled(), QString());
  rename(1, "AC/DC", "mine");
  QCOMPARE(enabled(), s("Commit Revert Undo"));
}

void TstPendingChangesPanel::choosesByKeyboardWhatIsCommitted() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "mine");
  const auto row = [this](int number) { return tree()->model()->index(number, 0, tree()->model()->index(0, 0)); };
  QVERIFY(!row(0).data(Qt::CheckStateRole).isValid());
  button("Choose")->click();
  QCOMPARE(row(0).data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));
  tree()->setCurrentIndex(row(0));
  QTest::keyClick(tree(), Qt::Key_Space);
  QCOMPARE(row(0).data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
  QCOMPARE(row(0).parent().data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
  QTRY_VERIFY_WITH_TIMEOUT(preview().count(s("UPDATE")) == 1, kPatience);
  QVERIFY(m_panel->findChild<ui::PlainLabel*>(s("changesSummary"))->text().startsWith(s("1 of 2 changes")));
  QSignalSpy committed(&changes(), &PendingChanges::committed);
  button("Commit")->click();
  QVERIFY(committed.wait(kPatience));
  QVERIFY(changes().changeOf("artist", key(1)) && !changes().changeOf("artist", key(2)));
  // The whole table, and then nothing is left to commit.
  tree()->setCurrentIndex(tree()->model()->index(0, 0));
  QTest::keyClick(tree(), Qt::Key_Space);
  QVERIFY(!button("Commit")->isEnabled());
  button("Choose")->click();
  QVERIFY(button("Commit")->isEnabled());
}

void TstPendingChangesPanel::saysWhatGoesAlong() {
  const auto artist = changes().insertRow("artist", {{"name", Value::text("new")}});
  changes().insertRow("album", {{"title", Value::text("first")}, {"artist_id", Operand::Reference{artist, "id"}}});
  button("Choose")->click();
  const QModelIndex line = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
  tree()->setCurrentIndex(line);
  QTest::keyClick(tree(), Qt::Key_Space);
  const auto note = [this] { return tree()->model()->index(0, PendingChangesModel::Note, tree()->model()->index(0, 0)).data().toString(); };
  QTRY_COMPARE_WITH_TIMEOUT(note(), s("goes along: its artist_id refers to that new row"), kPatience);
  QVERIFY(!tree()->isColumnHidden(PendingChangesModel::Note));
  QVERIFY2(m_panel->findChild<ui::PlainLabel*>(s("changesSummary"))->text().contains(s("1 more that they need")), qPrintable(m_panel->findChild<ui::PlainLabel*>(s("changesSummary"))->text()));
}

void TstPendingChangesPanel::goesFromErrorToError() {
  QVERIFY(!button("Next error")->isEnabled());
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::null());
  rename(2, "Nobody", "right");
  const auto added = changes().insertRow("track");
  QTRY_VERIFY_WITH_TIMEOUT(button("Next error")->isEnabled(), kPatience);
  QSignalSpy cell(m_panel.get(), &ui::PendingChangesPanel::errorReached);
  const auto reached = [&](qsizetype number) { return cell.at(number).at(0).value<ui::CellPlace>(); };
  button("Next error")->click();
  QCOMPARE(cell.count(), 1);
  QCOMPARE(reached(0).model, std::string("artist"));
  QCOMPARE(reached(0).attribute, std::string("name"));
  QVERIFY(reached(0).key == key(1));
  QCOMPARE(tree()->currentIndex().data().toString(), s("name"));
  button("Next error")->click();
  QCOMPARE(reached(1).model, std::string("track"));
  QCOMPARE(reached(1).ref, added);
  // Round, and back.
  button("Next error")->click();
  QCOMPARE(reached(2).model, std::string("artist"));
  m_panel->goToError(ui::PendingChangesPanel::Towards::Previous);
  QCOMPARE(reached(3).model, std::string("track"));
}

void TstPendingChangesPanel::saysWhatRedoBringsBack() {
  rename(1, "AC/DC", "mine");
  button("Undo")->click();
  QCOMPARE(m_panel->findChild<ui::PlainLabel*>(s("changesSummary"))->text(), s("Nothing is pending. Redo brings back: Change name"));
  button("Redo")->click();
  QVERIFY(m_panel->findChild<ui::PlainLabel*>(s("changesSummary"))->isHidden());
}

void TstPendingChangesPanel::revertsATable() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "mine");
  changes().insertRow("album");
  tree()->setCurrentIndex(tree()->model()->index(0, 0));
  button("Revert")->click();
  QCOMPARE(changes().changeSet().size(), 1U);
}

void TstPendingChangesPanel::decidesConflictsInItsDialog() {
  rename(1, "AC/DC", "mine");
  m_open->run("UPDATE artist SET name = 'theirs' WHERE id = 1");
  QSignalSpy failed(&changes(), &PendingChanges::failed), committed(&changes(), &PendingChanges::committed);
  button("Commit")->click();
  QVERIFY(failed.wait(kPatience));
  const QModelIndex cell = tree()->model()->index(0, 0, tree()->model()->index(0, 0, tree()->model()->index(0, 0)));
  QVERIFY(cell.data(PendingChangesModel::FailedRole).toBool());
  button("Conflicts")->click();
  auto* dialog = m_panel->findChild<QDialog*>(s("conflictDialog"));
  QVERIFY(dialog);
  dialog->findChild<QPushButton*>(s("takeMine"))->click();
  dialog->findChild<QPushButton*>(s("applyResolutions"))->click();
  QVERIFY(changes().conflicts().empty() && !button("Conflicts")->isEnabled());
  QVERIFY(m_open->rows("artist")->at(0, 1).bytes() == std::string_view("theirs"));
  button("Commit")->click();
  QVERIFY(committed.wait(kPatience));
  QVERIFY(m_open->rows("artist")->at(0, 1).bytes() == std::string_view("mine"));
}

/// A theme that changes at dusk takes no button away.
void TstPendingChangesPanel::keepsWhatCanBeDoneWhenTheThemeChanges() {
  rename(1, "AC/DC", "mine");
  m_open->run("UPDATE artist SET name = 'theirs' WHERE id = 1");
  QSignalSpy failed(&changes(), &PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  const auto offered = [this] {
    QStringList texts;
    for (const auto* each : messages()->findChildren<QPushButton*>()) texts << each->text();
    return texts.join(QLatin1Char(' '));
  };
  QCOMPARE(offered(), s("Dec&ide…"));
  const auto before = ui::Theme::instance().choice();
  ui::Theme::instance().setChoice(ui::Theme::Choice::Dark);
  ui::Theme::instance().setChoice(ui::Theme::Choice::Light);
  ui::Theme::instance().setChoice(before);
  QCOMPARE(offered(), s("Dec&ide…"));
  QVERIFY(messages()->isVisible());
}

void TstPendingChangesPanel::staysAtItsLineAndRevertsItByDelete() {
  rename(1, "AC/DC", "mine");
  rename(2, "Nobody", "another");
  const auto line = [this](int row) { return tree()->model()->index(row, 0, tree()->model()->index(0, 0)); };
  tree()->setCurrentIndex(line(1));
  rename(1, "AC/DC", "mine again");
  QCOMPARE(tree()->currentIndex().data().toString(), line(1).data().toString());
  tree()->setCurrentIndex(line(0));
  m_panel->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_panel.get(), kPatience));
  tree()->setFocus();
  QTest::keyClick(tree(), Qt::Key_Delete);
  QCOMPARE(changes().changeSet().size(), 1U);
  // The next one has its place.
  QCOMPARE(tree()->currentIndex().data().toString(), line(0).data().toString());
  QTest::keyClick(tree(), Qt::Key_Delete);
  QVERIFY(changes().isEmpty());
}

/// A block that is pasted or deleted: the tree is made anew once, and has its tables open only.
void TstPendingChangesPanel::followsVeryManyChangesAtOnce() {
  constexpr int kMany = 3'000;
  QSignalSpy rebuilt(tree()->model(), &QAbstractItemModel::modelReset);
  changes().beginGroup(s("Paste"));
  for (int i = 1; i <= kMany; ++i) rename(i, "before", "after");
  changes().endGroup();
  QTRY_COMPARE_WITH_TIMEOUT(tree()->model()->rowCount(tree()->model()->index(0, 0)), kMany, kPatience);
  const QModelIndex table = tree()->model()->index(0, 0);
  QCOMPARE(rebuilt.count(), 1);
  QVERIFY(tree()->isExpanded(table));
  QVERIFY(!tree()->isExpanded(tree()->model()->index(0, 0, table)));
  changes().undoStack().undo();
  QTRY_COMPARE_WITH_TIMEOUT(tree()->model()->rowCount(), 0, kPatience);
}

JOINERY_TEST(TstPendingChangesPanel)
#include "tst_pending_changes_panel.moc"
