// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_driver.h"
#include "ui/relations/record_form.h"
#include "ui/widgets/issue_mark.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using joinery::test::child;
using Column = ui::RelationTreeModel::Column;

namespace {

QString description(const QModelIndex& index) { return index.data(Qt::AccessibleDescriptionRole).toString(); }

}  // namespace

/// What is wrong with pending changes, at its cells in the record form and the relation tree.
class TstRelationIssues : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void marksAFieldBeforeTheCommit();
  void marksAFieldThatTheDatabaseRefused();
  void marksTheFirstFieldOfARowThatIsWrongAsAWhole();
  void keepsTheCursorWhenAMarkComes();
  void tellsOfARefusedTextBeforeTheMark();
  void followsTheRow();
  void marksAPlaceOfTheTreeBeforeTheCommit();
  void marksCellsInTheirColumns();
  void marksAnAddedRowOfTheTree();
  void marksALinkThatTheDatabaseRefused();
  void paintsTheMarkInTheTree();
  void findsACellInTheTree();

 private:
  ui::PendingChanges& changes() { return *m_open->changes(); }
  void awaitIssues() { QTRY_VERIFY_WITH_TIMEOUT(!changes().issues().empty(), kPatience); }
  void refuse();
  void showForm(const std::string& model, std::size_t row) { m_form->setRow(model, m_open->rows(model), row); }
  QLineEdit* line(const char* attribute) const { return m_form->findChild<QLineEdit*>(s("field_") + s(attribute)); }
  /// The attributes of the form that are marked, each with what is said below it.
  QStringList marked() const;

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::RecordForm> m_form;
  std::unique_ptr<test::TreeDriver> m_tree;
};

void TstRelationIssues::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_form = std::make_unique<ui::RecordForm>();
  m_form->resize(400, 500);
  m_form->setDatabase(m_open->database(), m_open->changes());
  m_form->show();
  m_tree = std::make_unique<test::TreeDriver>(m_open->database(), m_open->changes());
  QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
}

void TstRelationIssues::cleanup() {
  m_tree.reset();
  m_form.reset();
  m_open.reset();
}

void TstRelationIssues::refuse() {
  QSignalSpy failed(&changes(), &ui::PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
}

QStringList TstRelationIssues::marked() const {
  QStringList list;
  for (const auto* mark : m_form->findChildren<ui::IssueMark*>()) {
    if (!mark->isVisible()) continue;
    const QWidget* field = mark->parentWidget()->parentWidget();
    for (const auto* label : field->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly))
      if (label->isVisible()) list << mark->parentWidget()->focusProxy()->accessibleName() + s(": ") + label->text();
  }
  return list;
}

void TstRelationIssues::marksAFieldBeforeTheCommit() {
  showForm("album", 0);
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::null());
  awaitIssues();
  QCOMPARE(marked(), QStringList{s("title: takes no NULL")});
  QVERIFY(line("title")->accessibleDescription().startsWith(s("takes no NULL, TEXT")));
  QVERIFY(line("title")->toolTip().contains(s("takes no NULL")));
  // Over the whole of the editor, and marked as a changed value still.
  const auto* mark = m_form->findChild<ui::IssueMark*>();
  QCOMPARE(mark->rect(), mark->parentWidget()->rect());
  QCOMPARE(line("title")->palette().color(QPalette::Base), ui::Theme::instance().color(ui::Theme::Role::ChangedCell));
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("T.N.T."));
  QCOMPARE(marked(), QStringList());
  QVERIFY(!line("title")->accessibleDescription().contains(s("NULL")));
}

void TstRelationIssues::marksAFieldThatTheDatabaseRefused() {
  showForm("shelf", 0);
  changes().setCell("shelf", {Value::text("north"), Value::integer(1)}, "room", Value::text("north"), Value::text("south"));
  refuse();
  // Of the constraint's columns the one that was written.
  QVERIFY2(marked().size() == 1 && marked().first().startsWith(s("room: ")) && marked().first().contains(s("UNIQUE")), qPrintable(marked().join(s("; "))));
  changes().undoStack().undo();
  QCOMPARE(marked(), QStringList());
}

void TstRelationIssues::marksTheFirstFieldOfARowThatIsWrongAsAWhole() {
  showForm("album", 0);
  // The engine does not say which of the columns refers to nothing.
  changes().setCell("album", key(1), "artist_id", Value::integer(1), Value::integer(77));
  refuse();
  QCOMPARE(marked().size(), 1);
  QVERIFY2(marked().first().startsWith(s("id: ")), qPrintable(marked().first()));
}

void TstRelationIssues::keepsTheCursorWhenAMarkComes() {
  showForm("album", 0);
  line("title")->setFocus();
  line("title")->setCursorPosition(4);
  changes().setCell("album", key(2), "title", Value::text("Powerage"), Value::null());
  line("title")->setCursorPosition(4);
  awaitIssues();
  QCOMPARE(line("title")->cursorPosition(), 4);
}

void TstRelationIssues::tellsOfARefusedTextBeforeTheMark() {
  showForm("amount", 0);
  changes().setCell("amount", key(1), "amount", Value::integer(5), Value::null());
  awaitIssues();
  QCOMPARE(marked(), QStringList{s("amount: takes no NULL")});
  QLineEdit* amount = line("amount");
  amount->setFocus();
  amount->insert(s("many"));
  QTest::keyClick(amount, Qt::Key_Return);
  QCOMPARE(marked().size(), 1);
  QVERIFY2(!marked().first().contains(s("NULL")), qPrintable(marked().first()));
  QTest::keyClick(amount, Qt::Key_Escape);
  QCOMPARE(marked(), QStringList{s("amount: takes no NULL")});
}

void TstRelationIssues::followsTheRow() {
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::null());
  awaitIssues();
  showForm("album", 1);
  QCOMPARE(marked(), QStringList());
  showForm("album", 0);
  QCOMPARE(marked(), QStringList{s("title: takes no NULL")});
  const auto added = changes().insertRow("artist");
  awaitIssues();
  m_form->setInserted("artist", added);
  QCOMPARE(marked(), QStringList{s("name: needs a value")});
}

void TstRelationIssues::marksAPlaceOfTheTreeBeforeTheCommit() {
  m_tree->showRow("album", key(1));
  const QPersistentModelIndex track = m_tree->go({s("album: High Voltage"), s("track"), s("T.N.T.")});
  QVERIFY(track.isValid());
  QSignalSpy repainted(m_tree->model(), &QAbstractItemModel::dataChanged);
  changes().setCell("track", key(1), "name", Value::text("T.N.T."), Value::null());
  awaitIssues();
  QVERIFY(repainted.count() > 0);
  QCOMPARE(description(track), s("name: takes no NULL"));
  QVERIFY(track.data(Qt::ToolTipRole).toString().contains(s("name: takes no NULL\n")));
  QCOMPARE(description(track.sibling(track.row(), Column::DetailsColumn)), QString());
  QCOMPARE(description(track.sibling(1, 0)), QString());
  changes().undoStack().undo();
  QCOMPARE(description(track), QString());
}

void TstRelationIssues::marksCellsInTheirColumns() {
  m_tree->tree().setShowsColumns(true);
  m_tree->showRows({.model = "amount"});
  const QPersistentModelIndex row = m_tree->model()->index(0, 0);
  changes().setCell("amount", key(1), "amount", Value::integer(5), Value::null());
  awaitIssues();
  const QModelIndex cell = m_tree->model()->indexOf({"amount", key(1), {}, "amount"});
  QVERIFY(cell.column() >= Column::FirstCellColumn || cell.column() == Column::RowColumn);
  QVERIFY2(description(cell).endsWith(s("takes no NULL")), qPrintable(description(cell)));
  int marks = 0;
  for (int column = 0; column < Column::ColumnCount; ++column)
    if (!m_tree->view()->isColumnHidden(column) && !description(row.sibling(0, column)).isEmpty()) ++marks;
  QCOMPARE(marks, 1);
}

void TstRelationIssues::marksAnAddedRowOfTheTree() {
  m_tree->showRow("album", key(1));
  changes().insertRow("track", {{"album_id", Value::integer(1)}, {"milliseconds", Value::integer(7)}});
  awaitIssues();
  const QModelIndex added = m_tree->go({s("album: High Voltage"), s("track"), s("")});
  QVERIFY(m_tree->model()->node(added) && !m_tree->model()->node(added)->ref.empty());
  QCOMPARE(description(added), s("name: needs a value"));
}

void TstRelationIssues::marksALinkThatTheDatabaseRefused() {
  m_tree->showRow("playlist", key(2));
  changes().link("playlist", key(2), "track", key(1));
  m_tree->go({s("playlist: Quiet"), s("track")});
  m_open->run("CREATE TRIGGER never BEFORE INSERT ON playlist_track BEGIN SELECT RAISE(ABORT, 'not this one'); END");
  refuse();
  const QModelIndex linked = m_tree->go({s("playlist: Quiet"), s("track"), s("T.N.T.")});
  QVERIFY2(description(linked).contains(s("not this one")), qPrintable(description(linked)));
}

void TstRelationIssues::paintsTheMarkInTheTree() {
  m_tree->showRow("album", key(1));
  const QPersistentModelIndex top = m_tree->model()->index(0, 0);
  const auto hasRed = [&] {
    const QRect cell = m_tree->view()->visualRect(top);
    const QImage image = m_tree->view()->viewport()->grab(cell).toImage();
    return image.pixelColor(image.width() / 2, 1) == ui::Theme::instance().color(ui::Theme::Role::ErrorText);
  };
  QVERIFY(!hasRed());
  changes().setCell("album", key(1), "title", Value::text("High Voltage"), Value::null());
  awaitIssues();
  QVERIFY(hasRed());
}

void TstRelationIssues::findsACellInTheTree() {
  m_tree->showRow("album", key(1));
  const QPersistentModelIndex track = m_tree->go({s("album: High Voltage"), s("track"), s("Live Wire")});
  m_tree->go({s("album: High Voltage")});
  QVERIFY(m_tree->tree().goTo({"track", key(2), {}, "name"}));
  QCOMPARE(m_tree->view()->currentIndex(), QModelIndex(track));
  // Its column is not among those on show.
  QVERIFY(m_tree->tree().goTo({"track", key(1), {}, "milliseconds"}));
  QCOMPARE(m_tree->view()->currentIndex().data().toString(), s("T.N.T."));
  QVERIFY(!m_tree->tree().goTo({"track", key(3), {}, "name"}));
  QVERIFY(!m_tree->tree().goTo({"artist", {}, "new9", "name"}));
}

JOINERY_TEST(TstRelationIssues)
#include "tst_relation_issues.moc"
