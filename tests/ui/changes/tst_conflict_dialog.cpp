// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include "orm/changes/seen_row.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/relations/open_database.h"
#include "ui/changes/conflict_dialog.h"
#include "ui/changes/conflict_text.h"
#include "ui/widgets/plain_label.h"

using namespace joinery;
using namespace joinery::test;
using Take = ConflictResolution::Take;

/// Conflicts as a person decides them, by keyboard.
class ConflictDialogTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void carriesItsAccessibleNames();
  void showsBaseMineAndTheirs();
  void showsADefaultByItsExpression();
  void wantsEveryDecision();
  void decidesACellByItsKeys();
  void takesAnEditedValue();
  void refusesATextThatDoesNotFit();
  void leavesTheEditorByEscape();
  void decidesARowThatIsGone();
  void addsARowAgainAsItWasShown();
  void refusesToAddARowThatIsNotKnownWhole();
  void decidesADeletion();

 private:
  ui::PendingChanges& changes() { return *m_open->changes(); }
  /// Commits into the conflicts and shows them.
  void conflict(const char* theirs);
  QPushButton* button(const char* name) const {
    for (auto* each : m_dialog->findChildren<QPushButton*>())
      if (each->accessibleName() == s(name)) return each;
    return nullptr;
  }
  QTreeView* tree() const { return m_dialog->findChild<QTreeView*>(s("conflicts")); }
  /// The line of the first row, or of a cell of it.
  QModelIndex row() const { return tree()->model()->index(0, 0, tree()->model()->index(0, 0)); }
  QModelIndex cell(const char* attribute) const { return child(row(), s(attribute)); }
  static QString result(const QModelIndex& line) { return line.siblingAtColumn(4).data().toString(); }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::ConflictDialog> m_dialog;
};

void ConflictDialogTest::init() { m_open = std::make_unique<test::OpenDatabase>(); }

void ConflictDialogTest::cleanup() {
  m_dialog.reset();
  m_open.reset();
}

void ConflictDialogTest::conflict(const char* theirs) {
  m_open->run(theirs);
  QSignalSpy failed(&changes(), &ui::PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  m_dialog = std::make_unique<ui::ConflictDialog>(changes().conflicts(), changes().changeSet(), m_open->database()->registry());
  new QAbstractItemModelTester(tree()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_dialog.get());
  m_dialog->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void ConflictDialogTest::carriesItsAccessibleNames() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  conflict("UPDATE artist SET name = 'theirs' WHERE id = 1");
  for (const char* name : {"Take mine", "Take theirs", "Edit", "All mine", "All theirs", "Apply", "Cancel"}) QVERIFY2(button(name), name);
  QCOMPARE(tree()->accessibleName(), s("Conflicts"));
}

void ConflictDialogTest::showsBaseMineAndTheirs() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("mine"));
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::null());
  conflict("UPDATE album SET title = 'theirs' WHERE id = 1");
  const QModelIndex title = cell("title");
  QCOMPARE(title.siblingAtColumn(1).data().toString(), s("High Voltage"));
  QCOMPARE(title.siblingAtColumn(2).data().toString(), s("mine"));
  QCOMPARE(title.siblingAtColumn(3).data().toString(), s("theirs"));
  QCOMPARE(result(title), s("not decided"));
  // Nobody else touched it.
  QCOMPARE(result(cell("year")), s("mine: NULL"));
  QCOMPARE(tree()->currentIndex(), title);
}

void ConflictDialogTest::showsADefaultByItsExpression() {
  m_open->runAndReopen("CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP); INSERT INTO stamp VALUES (1, 'early')");
  changes().setCell("stamp", key(1), "made", Value::text("early"), Operand::Default{});
  conflict("UPDATE stamp SET made = 'late'");
  const QModelIndex made = cell("made");
  QCOMPARE(made.siblingAtColumn(1).data().toString(), s("early"));
  QCOMPARE(made.siblingAtColumn(2).data().toString(), s("CURRENT_TIMESTAMP"));
  QVERIFY(ui::conflictText(changes().conflicts(), *m_open->database()->registry()).contains(s("yours CURRENT_TIMESTAMP")));
  QTest::mouseClick(button("Take mine"), Qt::LeftButton);
  QCOMPARE(result(made), s("mine: CURRENT_TIMESTAMP"));
  changes().resolve(changes().conflicts(), m_dialog->resolutions());
  QVERIFY(changes().changeOf("stamp", key(1))->value("made")->isDefault());
  QSignalSpy committed(&changes(), &ui::PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
}

void ConflictDialogTest::wantsEveryDecision() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  changes().setCell("artist", key(2), "name", Value::text("Nobody"), Value::text("mine"));
  conflict("UPDATE artist SET name = 'theirs ' || id");
  QVERIFY(!button("Apply")->isEnabled());
  button("Take mine")->click();
  QVERIFY(!button("Apply")->isEnabled());
  // On to the next by itself.
  button("Take theirs")->click();
  QVERIFY(button("Apply")->isEnabled());
  QSignalSpy resolved(m_dialog.get(), &ui::ConflictDialog::resolved);
  button("Apply")->click();
  QCOMPARE(resolved.count(), 1);
  const auto resolutions = m_dialog->resolutions();
  QVERIFY(resolutions.at(changes().changeOf("artist", key(1))->id).cells.front().take == Take::Mine);
  QVERIFY(resolutions.at(changes().changeOf("artist", key(2))->id).cells.front().take == Take::Theirs);
}

void ConflictDialogTest::decidesACellByItsKeys() {
  changes().setCell("artist", key(1), "name", Value::text("AC/DC"), Value::text("mine"));
  conflict("UPDATE artist SET name = 'theirs' WHERE id = 1");
  m_dialog->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_dialog.get(), kPatience));
  QTest::keyClick(tree(), Qt::Key_T, Qt::AltModifier);
  QTRY_COMPARE_WITH_TIMEOUT(result(cell("name")), s("theirs: theirs"), kPatience);
  QTest::keyClick(tree(), Qt::Key_M, Qt::AltModifier);
  QTRY_COMPARE_WITH_TIMEOUT(result(cell("name")), s("mine: mine"), kPatience);
  QTest::keyClick(tree(), Qt::Key_Return);
  QVERIFY(!m_dialog->isVisible());
}

void ConflictDialogTest::takesAnEditedValue() {
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::integer(1977));
  conflict("UPDATE album SET year = 1980 WHERE id = 1");
  button("Edit")->click();
  auto* editor = tree()->findChild<QLineEdit*>();
  QVERIFY(editor);
  QCOMPARE(editor->text(), s("1977"));
  editor->setText(s("1999"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(result(cell("year")), s("edited: 1999"));
  const auto resolutions = m_dialog->resolutions();
  QVERIFY(resolutions.begin()->second.cells.front().edited == Value::integer(1999));
}

void ConflictDialogTest::refusesATextThatDoesNotFit() {
  changes().setCell("amount", key(1), "amount", Value::integer(5), Value::integer(7));
  conflict("UPDATE amount SET amount = 6 WHERE id = 1");
  button("Edit")->click();
  auto* editor = tree()->findChild<QLineEdit*>();
  QVERIFY(editor);
  editor->setText(s("many"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(result(cell("amount")), s("not decided"));
  QVERIFY(!button("Apply")->isEnabled());
}

void ConflictDialogTest::leavesTheEditorByEscape() {
  changes().setCell("album", key(1), "year", Value::integer(1976), Value::integer(1977));
  conflict("UPDATE album SET year = 1980 WHERE id = 1");
  button("Edit")->click();
  auto* editor = tree()->findChild<QLineEdit*>();
  QVERIFY(editor);
  const auto* state = m_dialog->findChild<QWidget*>(s("conflictState"));
  QVERIFY2(state->accessibleDescription().startsWith(s("Edit year: ")), qPrintable(state->accessibleDescription()));
  editor->setText(s("1999"));
  QTest::keyClick(editor, Qt::Key_Escape);
  QTRY_COMPARE(result(cell("year")), s("not decided"));
  QCOMPARE(state->accessibleDescription(), s("1 decision(s) to make."));
  QVERIFY(m_dialog->isVisible() && m_dialog->resolutions().empty());
}

void ConflictDialogTest::decidesARowThatIsGone() {
  changes().setCell("artist", key(2), "name", Value::text("Nobody"), Value::text("mine"));
  conflict("DELETE FROM artist WHERE id = 2");
  QCOMPARE(row().siblingAtColumn(3).data().toString(), s("deleted"));
  button("Take mine")->click();
  QCOMPARE(result(row()), s("add the row again"));
  button("Take theirs")->click();
  QCOMPARE(result(row()), s("drop my change"));
  QVERIFY(!button("Edit")->isEnabled());
  QVERIFY(m_dialog->resolutions().begin()->second.row == Take::Theirs);
}

void ConflictDialogTest::addsARowAgainAsItWasShown() {
  const auto shown = m_open->rows("album");
  const auto seen = seenRow(m_open->database()->registry()->at("album"), *shown, 1);
  changes().setCell("album", key(2), "title", Value::text("Powerage"), Value::text("mine"), seen);
  conflict("UPDATE track SET album_id = NULL; DELETE FROM album WHERE id = 2");
  button("All mine")->click();
  QCOMPARE(result(row()), s("add the row again"));
  changes().resolve(changes().conflicts(), m_dialog->resolutions());
  QSignalSpy committed(&changes(), &ui::PendingChanges::committed);
  changes().commit();
  QVERIFY(committed.wait(kPatience));
  const auto now = m_open->rows("album");
  QCOMPARE(now->rows(), shown->rows());
  for (std::size_t column = 0; column < now->columnCount(); ++column)
    QVERIFY(Value(now->at(1, column)) == (now->column(column).label == "title" ? Value::text("mine") : Value(shown->at(1, column))));
}

void ConflictDialogTest::refusesToAddARowThatIsNotKnownWhole() {
  changes().setCell("album", key(3), "title", Value::text("Lost"), Value::text("mine"));
  conflict("DELETE FROM album WHERE id = 3");
  auto* state = m_dialog->findChild<ui::PlainLabel*>(s("conflictState"));
  QVERIFY(!button("Take mine")->isEnabled());
  QVERIFY2(state->text().contains(s("Not known any more: artist_id, year, cover, notes.")), qPrintable(state->text()));
  button("All mine")->click();
  QCOMPARE(result(row()), s("not decided"));
  QVERIFY(!button("Apply")->isEnabled());
  button("Take theirs")->click();
  QVERIFY(button("Apply")->isEnabled());
}

void ConflictDialogTest::decidesADeletion() {
  changes().deleteRow("artist", key(2), {{"id", Value::integer(2)}, {"name", Value::text("Nobody")}});
  conflict("UPDATE artist SET name = 'theirs' WHERE id = 2");
  button("All mine")->click();
  QCOMPARE(result(row()), s("delete it all the same"));
  button("All theirs")->click();
  QCOMPARE(result(row()), s("keep the row"));
}

JOINERY_TEST(ConflictDialogTest)
#include "tst_conflict_dialog.moc"
