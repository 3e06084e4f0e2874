// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "grid_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/columns_dialog.h"
#include "ui/grid/grid_columns.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

class TestGridColumns : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_data = std::make_unique<GridDatabase>(); }
  void cleanupTestCase() { m_data.reset(); }
  void cleanup();
  void showsOtherColumnsWhenTheCatalogueIsReadAgain();
  void keepsFrozenColumnsAtTheLeft();
  void followsFrozenColumnsWithTheMouse();
  void paintsFrozenColumnsOverTheOthers();
  void showsTheCurrentCellBesideFrozenColumns();
  void freezesWhatIsDraggedAmongTheFrozen();
  void leavesRoomBesideFrozenColumns();
  void editsInFrozenColumns();
  void hidesAColumnAndItsFilter();
  void neverHidesTheLastColumn();
  void movesColumnsByKeys();
  void movesColumnsByDragging();
  void remembersTheColumnsOfATable();
  void forgetsThemOnReset();
  void fitsTheFirstPages();
  void arrangesManyInTheDialog();
  void goesFromFilterToFilterAsTheColumnsStand();
  void keepsTheFiltersBelowTheNames();
  void hasBoxesForWhatIsOnScreenOnly();
  void offersAllOfItInTheMenuOfAColumn();
  void sortsFromTheMenu();

 private:
  static QStringList shown(ui::TablePage& page);
  static ui::GridColumns* columnsOf(ui::TablePage& page) { return page.findChild<ui::GridColumns*>(); }
  static void trigger(ui::TablePage& page, const char* action);
  std::unique_ptr<GridDatabase> m_data;
};

void TestGridColumns::cleanup() {
  QSettings().clear();
  m_data->changes()->revertAll();
}

QStringList TestGridColumns::shown(ui::TablePage& page) {
  QStringList names;
  for (const int column : columnsOf(page)->shownColumns()) names << gridOf(page)->model()->headerData(column, Qt::Horizontal).toString();
  return names;
}

void TestGridColumns::trigger(ui::TablePage& page, const char* action) { page.findChild<QAction*>(QString::fromLatin1(action))->trigger(); }

void TestGridColumns::showsOtherColumnsWhenTheCatalogueIsReadAgain() {
  GridDatabase data;
  const auto page = data.show("number");
  auto* header = gridOf(*page)->filterHeader();
  TableView view = page->view();
  view.quick = {{"part", s("1")}, {"word", s("contains nothing")}};
  page->setView(view);
  data.run("ALTER TABLE number RENAME COLUMN word TO term; ALTER TABLE number ADD COLUMN extra TEXT DEFAULT 'here'; ALTER TABLE number DROP COLUMN note");
  QSignalSpy read(data.database(), &ui::Database::opened);
  data.database()->open();
  QTRY_VERIFY_WITH_TIMEOUT(!read.isEmpty(), kPatience);
  QCOMPARE(shown(*page), (QStringList{s("id"), s("part"), s("term"), s("extra")}));
  // The filter of the column that is there stays; the other went with its column.
  QCOMPARE(header->filterText(1), s("1"));
  QCOMPARE(header->filterText(2), QString());
  QCOMPARE(page->view().quick.size(), std::size_t(1));
  auto* model = gridOf(*page)->model();
  QTRY_COMPARE_WITH_TIMEOUT(model->index(0, 3).data().toString(), s("here"), kPatience);
  QCOMPARE(model->index(0, 1).data().toString(), s("1"));
}

void TestGridColumns::keepsFrozenColumnsAtTheLeft() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  grid->setCurrentIndex(grid->model()->index(3, 2));
  trigger(*page, "freezeColumn");
  QCOMPARE(shown(*page), (QStringList{s("word"), s("id"), s("part"), s("note")}));
  auto* header = grid->filterHeader();
  QCOMPARE(header->frozenCount(), 1);
  page->resize(420, 400);
  grid->horizontalScrollBar()->setValue(grid->horizontalScrollBar()->maximum());
  QVERIFY(grid->horizontalScrollBar()->value() > 0);
  QCOMPARE(grid->visualRect(grid->model()->index(0, 2)).left(), 0);
  QCOMPARE(grid->indexAt(QPoint(10, 5)).column(), 2);
  QCOMPARE(header->columnAt(10), 2);
  QVERIFY(grid->visualRect(grid->model()->index(0, 0)).left() < 0);
  QTRY_VERIFY(page->findChild<QLineEdit*>(s("quickFilter_word")));
  auto* box = page->findChild<QLineEdit*>(s("quickFilter_word"));
  QCOMPARE(box->mapTo(page.get(), QPoint()).x(), grid->viewport()->mapTo(page.get(), QPoint()).x());
  trigger(*page, "freezeColumn");
  QCOMPARE(header->frozenCount(), 0);
  QVERIFY(grid->visualRect(grid->model()->index(0, 2)).left() < 0);
}

void TestGridColumns::followsFrozenColumnsWithTheMouse() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  columnsOf(*page)->setFrozen(0, true);
  page->resize(420, 400);
  grid->horizontalScrollBar()->setValue(grid->horizontalScrollBar()->maximum());
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(grid->model()->index(2, 0)).center());
  QCOMPARE(grid->currentIndex(), grid->model()->index(2, 0));
  QVERIFY(grid->horizontalScrollBar()->value() > 0);
  // A click on the frozen header sorts by that column, not by the one below.
  QTest::mouseClick(grid->filterHeader()->viewport(), Qt::LeftButton, {}, QPoint(20, 8));
  QCOMPARE(page->view().sorts, std::vector<std::string>{"+id"});
}

void TestGridColumns::paintsFrozenColumnsOverTheOthers() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  columnsOf(*page)->setFrozen(0, true);
  page->resize(420, 400);
  QTRY_VERIFY(!page->isBusy());
  const QRect first(0, 0, grid->filterHeader()->frozenWidth() - 2, grid->viewport()->height());
  const QImage before = grid->viewport()->grab(first).toImage();
  const QImage headerBefore = grid->filterHeader()->viewport()->grab(first).toImage();
  grid->horizontalScrollBar()->setValue(grid->horizontalScrollBar()->maximum() / 2);
  QCOMPARE(grid->viewport()->grab(first).toImage(), before);
  QCOMPARE(grid->filterHeader()->viewport()->grab(first).toImage(), headerBefore);
}

void TestGridColumns::showsTheCurrentCellBesideFrozenColumns() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  columnsOf(*page)->setFrozen(0, true);
  page->resize(420, 400);
  grid->setCurrentIndex(grid->model()->index(0, 3));
  QVERIFY(grid->horizontalScrollBar()->value() > 0);
  const int scrolled = grid->horizontalScrollBar()->value();
  grid->setCurrentIndex(grid->model()->index(0, 0));
  QCOMPARE(grid->horizontalScrollBar()->value(), scrolled);
  QTest::keyClick(grid, Qt::Key_Right);
  QCOMPARE(grid->currentIndex().column(), 1);
  QVERIFY(grid->visualRect(grid->currentIndex()).left() >= grid->filterHeader()->frozenWidth());
}

void TestGridColumns::freezesWhatIsDraggedAmongTheFrozen() {
  const auto page = m_data->show("number");
  auto* header = gridOf(*page)->filterHeader();
  columnsOf(*page)->setFrozen(0, true);
  header->moveSection(3, 0);
  QCOMPARE(header->frozenCount(), 2);
  header->moveSection(0, 2);
  QCOMPARE(header->frozenCount(), 1);
}

void TestGridColumns::leavesRoomBesideFrozenColumns() {
  const auto page = m_data->show("number");
  auto* header = gridOf(*page)->filterHeader();
  for (int column = 0; column < 4; ++column) columnsOf(*page)->setFrozen(column, true);
  page->resize(380, 400);
  QCOMPARE(header->frozenCount(), 4);
  QVERIFY(header->frozenWidth() < header->width());
  QVERIFY(!header->isFrozen(3));
}

void TestGridColumns::editsInFrozenColumns() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  columnsOf(*page)->setFrozen(2, true);
  page->resize(420, 400);
  grid->horizontalScrollBar()->setValue(grid->horizontalScrollBar()->maximum());
  const auto cell = grid->model()->index(1, 2);
  grid->setCurrentIndex(cell);
  QTest::keyClick(grid, Qt::Key_F2);
  auto* editor = page->findChild<QLineEdit*>(s("cellLineEditor"));
  QVERIFY(editor);
  QCOMPARE(editor->mapTo(page.get(), QPoint()).x(), grid->viewport()->mapTo(page.get(), grid->visualRect(cell).topLeft()).x());
  editor->selectAll();
  QTest::keyClicks(editor, s("changed"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(cell.data().toString(), s("changed"));
}

void TestGridColumns::hidesAColumnAndItsFilter() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  grid->setCurrentIndex(grid->model()->index(2, 1));
  QVERIFY(page->findChild<QLineEdit*>(s("quickFilter_part"))->isVisible());
  QTest::keyClick(grid, Qt::Key_0, Qt::ControlModifier);
  QCOMPARE(shown(*page), (QStringList{s("id"), s("word"), s("note")}));
  QCOMPARE(grid->currentIndex(), grid->model()->index(2, 2));
  QTRY_VERIFY(!page->findChild<QLineEdit*>(s("quickFilter_part")));
  columnsOf(*page)->setHidden(1, false);
  QTRY_VERIFY(page->findChild<QLineEdit*>(s("quickFilter_part")));
}

void TestGridColumns::neverHidesTheLastColumn() {
  const auto page = m_data->show("many");
  for (int column = 0; column < 2; ++column) columnsOf(*page)->setHidden(column, true);
  QCOMPARE(shown(*page), QStringList{s("part")});
}

void TestGridColumns::movesColumnsByKeys() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  grid->setCurrentIndex(grid->model()->index(0, 1));
  QTest::keyClick(grid, Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
  QCOMPARE(shown(*page), (QStringList{s("id"), s("word"), s("part"), s("note")}));
  QTest::keyClick(grid, Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
  QTest::keyClick(grid, Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
  QTest::keyClick(grid, Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
  QCOMPARE(shown(*page), (QStringList{s("part"), s("id"), s("word"), s("note")}));
  const int width = grid->columnWidth(1);
  QTest::keyClick(grid, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
  QVERIFY(grid->columnWidth(1) > width);
  QTest::keyClick(grid, Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
  QCOMPARE(grid->columnWidth(1), width);
}

void TestGridColumns::movesColumnsByDragging() {
  const auto page = m_data->show("number");
  auto* header = gridOf(*page)->filterHeader();
  const QPoint from(header->sectionViewportPosition(0) + 20, 8);
  const QPoint to(header->sectionViewportPosition(1) + header->sectionSize(1) - 15, 8);
  QTest::mousePress(header->viewport(), Qt::LeftButton, {}, from);
  for (int step = 1; step <= 10; ++step) QTest::mouseMove(header->viewport(), from + (to - from) * step / 10);
  QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, to);
  QCOMPARE(shown(*page).mid(0, 2), (QStringList{s("part"), s("id")}));
}

void TestGridColumns::remembersTheColumnsOfATable() {
  {
    const auto page = m_data->show("number");
    auto* columns = columnsOf(*page);
    columns->setHidden(1, true);
    columns->setFrozen(2, true);
    columns->move(3, -1);
    gridOf(*page)->setColumnWidth(3, 211);
  }
  const auto page = m_data->show("number");
  QCOMPARE(shown(*page), (QStringList{s("word"), s("note"), s("id")}));
  QCOMPARE(gridOf(*page)->filterHeader()->frozenCount(), 1);
  QCOMPARE(gridOf(*page)->columnWidth(3), 211);
  // Of another table nothing is known.
  const auto other = m_data->show("many");
  QCOMPARE(shown(*other), (QStringList{s("id"), s("part")}));
}

void TestGridColumns::forgetsThemOnReset() {
  {
    const auto page = m_data->show("number");
    const int width = gridOf(*page)->columnWidth(3);
    columnsOf(*page)->setHidden(0, true);
    columnsOf(*page)->setFrozen(3, true);
    gridOf(*page)->setColumnWidth(3, 77);
    trigger(*page, "resetColumns");
    QCOMPARE(shown(*page), (QStringList{s("id"), s("part"), s("word"), s("note")}));
    QCOMPARE(gridOf(*page)->filterHeader()->frozenCount(), 0);
    QCOMPARE(gridOf(*page)->columnWidth(3), width);
  }
  QVERIFY(QSettings().allKeys().filter(s("columns/")).isEmpty());
}

void TestGridColumns::fitsTheFirstPages() {
  m_data->run("CREATE TABLE widths(id INTEGER PRIMARY KEY, short TEXT, longer TEXT);"
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO widths SELECT i, 'x', "
              "CASE i WHEN 200 THEN 'thirty letters are here, it is so' WHEN 1900 THEN 'this one comes far too late to be measured by anybody' ELSE 'x' END FROM n");
  QSignalSpy opened(m_data->database(), &ui::Database::opened);
  m_data->database()->open();
  QVERIFY(opened.wait(kPatience));
  const auto page = m_data->show("widths");
  auto* grid = gridOf(*page);
  const QFontMetrics metrics(grid->font());
  const int needed = metrics.horizontalAdvance(s("thirty letters are here, it is so"));
  QTRY_VERIFY(grid->columnWidth(2) >= needed);
  QVERIFY(grid->columnWidth(2) < needed + 40);
  QVERIFY(grid->columnWidth(1) < needed);
  const int width = grid->columnWidth(2);
  QTest::keyClick(grid, Qt::Key_End, Qt::ControlModifier);
  QTRY_COMPARE(currentText(*page, 0), s("2000"));
  QCOMPARE(grid->columnWidth(2), width);
}

void TestGridColumns::arrangesManyInTheDialog() {
  const auto page = m_data->show("number");
  QTest::keyClick(gridOf(*page), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
  auto* dialog = page->findChild<ui::ColumnsDialog*>();
  QVERIFY(dialog);
  auto* list = dialog->findChild<QListWidget*>(s("columnList"));
  QCOMPARE(list->count(), 4);
  dialog->findChild<QLineEdit*>(s("searchColumns"))->setText(s("o"));
  // "word" and "note" are found, and hidden; the others stay.
  dialog->findChild<QAbstractButton*>(s("hideAllColumns"))->click();
  dialog->findChild<QLineEdit*>(s("searchColumns"))->clear();
  list->setCurrentRow(1);
  dialog->findChild<QAbstractButton*>(s("columnUp"))->click();
  dialog->findChild<QSpinBox*>(s("frozenColumns"))->setValue(1);
  QTest::keyClick(list, Qt::Key_Return);
  QCOMPARE(shown(*page), (QStringList{s("part"), s("id")}));
  QCOMPARE(gridOf(*page)->filterHeader()->frozenCount(), 1);
}

void TestGridColumns::goesFromFilterToFilterAsTheColumnsStand() {
  const auto page = m_data->show("number");
  auto* columns = columnsOf(*page);
  columns->move(0, 1);
  columns->setHidden(2, true);
  gridOf(*page)->setCurrentIndex(gridOf(*page)->model()->index(0, 1));
  page->focusQuickFilter();
  const auto focused = [&] { return page->focusWidget() ? page->focusWidget()->objectName() : QString(); };
  QCOMPARE(focused(), s("quickFilter_part"));
  QTest::keyClick(page->focusWidget(), Qt::Key_Tab);
  QCOMPARE(focused(), s("quickFilter_id"));
  QTest::keyClick(page->focusWidget(), Qt::Key_Tab);
  QCOMPARE(focused(), s("quickFilter_note"));
  QTest::keyClick(page->focusWidget(), Qt::Key_Backtab);
  QCOMPARE(focused(), s("quickFilter_id"));
  QTest::keyClicks(page->focusWidget(), s("=7"));
  QTest::keyClick(page->focusWidget(), Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(page->statusText(), s("1–1 of 1"), kPatience);
}

void TestGridColumns::keepsTheFiltersBelowTheNames() {
  const auto page = m_data->show("number");
  auto* header = gridOf(*page)->filterHeader();
  const auto top = [&](const QWidget* widget) { return widget->mapTo(page.get(), QPoint()).y(); };
  auto* box = page->findChild<QLineEdit*>(s("quickFilter_id"));
  const int below = top(box) - top(header);
  const int before = top(header);
  page->findChild<ui::MessageBar*>()->showMessage(ui::MessageBar::Kind::Information, s("moves all of it"));
  QTRY_VERIFY(top(header) > before);
  QTRY_COMPARE(top(box) - top(header), below);
}

void TestGridColumns::hasBoxesForWhatIsOnScreenOnly() {
  const auto page = m_data->show("wide");
  auto* grid = gridOf(*page);
  QCOMPARE(grid->model()->columnCount(), 2'000);
  const auto boxes = [&] { return page->findChildren<QLineEdit*>(QRegularExpression(s("^quickFilter_"))); };
  QVERIFY(boxes().size() < 40);
  auto* first = page->findChild<QLineEdit*>(s("quickFilter_id"));
  QTest::keyClicks(first, s("=5"));
  QTest::keyClick(first, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(page->statusText(), s("1–1 of 1"), kPatience);
  grid->setFocus();
  grid->setCurrentIndex(grid->model()->index(0, 1'999));
  QTRY_VERIFY(page->findChild<QLineEdit*>(s("quickFilter_c1999")));
  QVERIFY(boxes().size() < 40);
  QCOMPARE(currentText(*page, 1'999), s("2004"));
  // What was typed is there when its box is on screen again.
  grid->setCurrentIndex(grid->model()->index(0, 0));
  QTRY_VERIFY(page->findChild<QLineEdit*>(s("quickFilter_id")));
  QCOMPARE(page->findChild<QLineEdit*>(s("quickFilter_id"))->text(), s("=5"));
}

void TestGridColumns::offersAllOfItInTheMenuOfAColumn() {
  const auto page = m_data->show("number");
  auto* columns = columnsOf(*page);
  std::unique_ptr<QMenu> menu(columns->makeMenu(2));
  menu->setAttribute(Qt::WA_DeleteOnClose, false);
  const auto actions = menu->actions();
  for (QAction* action : columns->actions()) QVERIFY(actions.contains(action));
  // The menu's column is meant, whatever cell is current.
  trigger(*page, "freezeColumn");
  QCOMPARE(shown(*page).front(), s("word"));
  trigger(*page, "hideColumn");
  QCOMPARE(shown(*page), (QStringList{s("id"), s("part"), s("note")}));
}

void TestGridColumns::sortsFromTheMenu() {
  const auto page = m_data->show("number");
  std::unique_ptr<QMenu> menu(columnsOf(*page)->makeMenu(1));
  menu->setAttribute(Qt::WA_DeleteOnClose, false);
  for (QAction* action : menu->actions())
    if (action->text().contains(s("descending"))) action->trigger();
  QCOMPARE(page->view().sorts, std::vector<std::string>{"-part"});
  auto* header = gridOf(*page)->filterHeader();
  QCOMPARE(header->sortIndicatorSection(), 1);
  QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
  page->setSorts({});
  QCOMPARE(header->sortIndicatorSection(), -1);
}

JOINERY_TEST(TestGridColumns)
#include "tst_grid_columns.moc"
