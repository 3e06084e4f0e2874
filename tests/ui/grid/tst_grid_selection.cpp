// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "grid_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_columns.h"
#include "ui/grid/selection_copy.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;
using ui::SelectedRange;

class TestGridSelection : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_data = std::make_unique<GridDatabase>(); }
  void cleanupTestCase() { m_data.reset(); }
  void cleanup();
  void selectsAllRowsAsOneRange();
  void addsUpWhatIsSelected_data();
  void addsUpWhatIsSelected();
  void addsUpPendingChangesToo();
  void countsWhatIsShownOnly();
  void keepsTheSelectionWhenTheWindowMoves();
  void extendsFromRowsFarAway();
  void extendsByTheMouse();
  void selectsWholeRowsAndColumns();
  void copiesAFewCellsAtOnce();
  void copiesAndPastesByKeys();
  void copiesInTheOrderOfTheColumns();
  void copiesManyRowsByAWorker();
  void copiesManyRowsWithTheirPendingChanges();
  void stopsCopying();
  void refusesWhatIsTooLargeForTheClipboard();
  void deletesSelectedRowsThatWereNotRead();
  void doesNotDeleteMillionsAtOnce();
  void listsNoCellsOfLargeSelections();
  void tellsTheRowsThatAreSelected();

 private:
  static ui::MessageBar* messagesOf(ui::TablePage& page) { return page.findChild<ui::MessageBar*>(); }
  static QString clipboard() { return QGuiApplication::clipboard()->text(); }
  static void select(ui::TablePage& page, const std::vector<SelectedRange>& ranges) { gridOf(page)->selection()->selectRanges(ranges); }
  std::unique_ptr<GridDatabase> m_data;
};

void TestGridSelection::cleanup() {
  m_data->changes()->revertAll();
  QSettings().clear();
}

void TestGridSelection::selectsAllRowsAsOneRange() {
  const auto page = m_data->show("many");
  const QAbstractItemModelTester tester(gridOf(*page)->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  QTest::keyClick(gridOf(*page), Qt::Key_A, Qt::ControlModifier);
  const auto ranges = gridOf(*page)->selection()->ranges();
  // What the model's window holds, and the rest.
  QCOMPARE(ranges.size(), std::size_t{2});
  QVERIFY(page->selectionText().startsWith(s("300,000 cell")));
}

void TestGridSelection::addsUpWhatIsSelected_data() {
  QTest::addColumn<qint64>("first");
  QTest::addColumn<qint64>("last");
  QTest::addColumn<QString>("text");
  QTest::newRow("all") << qint64{0} << qint64{SelectedRange::kToEnd} << "150,000 cell(s) · sum 11250075000 · average 75000.5 · min 1 · max 150000";
  QTest::newRow("the rest behind a row") << qint64{50'000} << qint64{149'999} << "100,000 cell(s) · sum 10000050000 · average 100000.5 · min 50001 · max 150000";
  QTest::newRow("those in the middle") << qint64{20'000} << qint64{119'999} << "100,000 cell(s) · sum 7000050000 · average 70000.5 · min 20001 · max 120000";
  QTest::newRow("a few that were not read") << qint64{99'999} << qint64{100'002} << "4 cell(s) · sum 400006 · average 100001.5 · min 100000 · max 100003";
  QTest::newRow("two on screen") << qint64{1} << qint64{2} << "2 cell(s) · sum 5 · average 2.5 · min 2 · max 3";
}

void TestGridSelection::addsUpWhatIsSelected() {
  QFETCH(qint64, first);
  QFETCH(qint64, last);
  QFETCH(QString, text);
  const auto page = m_data->show("many");
  select(*page, {{first, last, 0, 0}});
  QTRY_COMPARE_WITH_TIMEOUT(page->selectionText(), text, kPatience);
}

void TestGridSelection::addsUpPendingChangesToo() {
  const auto page = m_data->show("many");
  m_data->changes()->setCell("many", key(140'000), "part", Value::integer(0), Value::integer(1'000'000));
  m_data->changes()->insertRow("many", {{"part", Value::integer(5'000'000)}});
  gridOf(*page)->selectWholeColumn(1);
  // 7 * 21,428 + 4 rows: the last four are of parts 1, 2, 3 and 4; the parts of a seven make 21.
  const qint64 plain = 21'428 * 21 + 1 + 2 + 3 + 4;
  const auto wanted = s("sum %1 ").arg(plain + 6'000'000 - 140'000 % 7);
  QTRY_VERIFY_WITH_TIMEOUT(page->selectionText().contains(wanted), kPatience);
  QVERIFY(page->selectionText().startsWith(s("150,001 cell")));
}

void TestGridSelection::countsWhatIsShownOnly() {
  const auto page = m_data->show("number");
  page->findChild<ui::GridColumns*>()->setHidden(1, true);
  gridOf(*page)->selectAll();
  QVERIFY(page->selectionText().startsWith(s("9,000 cell")));
}

void TestGridSelection::keepsTheSelectionWhenTheWindowMoves() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  const std::vector<SelectedRange> wanted{{10, 12, 0, 1}};
  select(*page, wanted);
  grid->scrollToGlobalRow(140'000);
  QVERIFY(grid->selectionModel()->selection().isEmpty());
  QCOMPARE(grid->selection()->ranges(), wanted);
  grid->scrollToGlobalRow(0);
  QCOMPARE(grid->selection()->ranges(), wanted);
  QVERIFY(grid->selectionModel()->isSelected(grid->model()->index(11, 1)));
}

void TestGridSelection::extendsFromRowsFarAway() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  grid->setCurrentGlobalRow(100, 0);
  QTest::keyClick(grid, Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(grid->currentGlobalRow(), 149'999);
  QVERIFY(page->selectionText().startsWith(s("149,900 cell")));
  QTest::keyClick(grid, Qt::Key_Up, Qt::ShiftModifier);
  QTest::keyClick(grid, Qt::Key_Right, Qt::ShiftModifier);
  QVERIFY2(page->selectionText().startsWith(s("299,798 cell")), qPrintable(page->selectionText()));
  QTest::keyClick(grid, Qt::Key_Home, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY2(page->selectionText().startsWith(s("202 cell")), qPrintable(page->selectionText()));
  QTest::keyClick(grid, Qt::Key_Down);
  QCOMPARE(page->selectionText(), QString());
}

void TestGridSelection::extendsByTheMouse() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  const auto place = [&](int row, int column) { return grid->visualRect(grid->model()->index(row, column)).center(); };
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, place(2, 0));
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::ShiftModifier, place(5, 1));
  QVERIFY(page->selectionText().startsWith(s("8 cell")));
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::ControlModifier, place(7, 0));
  QVERIFY(page->selectionText().startsWith(s("9 cell")));
  QTest::mousePress(grid->viewport(), Qt::LeftButton, {}, place(1, 0));
  for (int row = 1; row <= 4; ++row) QTest::mouseMove(grid->viewport(), place(row, 1));
  QTest::mouseRelease(grid->viewport(), Qt::LeftButton, {}, place(4, 1));
  QVERIFY2(page->selectionText().startsWith(s("8 cell")), qPrintable(page->selectionText()));
}

void TestGridSelection::selectsWholeRowsAndColumns() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  grid->setCurrentGlobalRow(3, 1);
  QTest::keyClick(grid, Qt::Key_Space, Qt::ShiftModifier);
  QCOMPARE(grid->selection()->ranges(), (std::vector<SelectedRange>{{3, 3, 0, 3}}));
  QTest::keyClick(grid, Qt::Key_Space, Qt::ControlModifier);
  QVERIFY(page->selectionText().startsWith(s("3,000 cell")));
}

void TestGridSelection::copiesAFewCellsAtOnce() {
  const auto page = m_data->show("number");
  select(*page, {{0, 1, 0, 2}});
  page->copySelection(true);
  QCOMPARE(clipboard(), s("id\tpart\tword\n1\t1\tword 1\n2\t2\tWord 2"));
}

void TestGridSelection::copiesAndPastesByKeys() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  select(*page, {{0, 1, 2, 2}});
  QTest::keyClick(grid, Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(clipboard(), s("word 1\nWord 2"));
  grid->setCurrentGlobalRow(4, 2);
  QTest::keyClick(grid, Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(grid->model()->index(4, 2).data().toString(), s("word 1"));
  QCOMPARE(grid->model()->index(5, 2).data().toString(), s("Word 2"));
}

void TestGridSelection::copiesInTheOrderOfTheColumns() {
  const auto page = m_data->show("number");
  auto* columns = page->findChild<ui::GridColumns*>();
  columns->move(2, -1);
  columns->setHidden(0, true);
  select(*page, {{0, 0, 0, 2}});
  page->copySelection(false);
  QCOMPARE(clipboard(), s("word 1\t1"));
  gridOf(*page)->setCurrentGlobalRow(5, 2);
  page->paste();
  QCOMPARE(currentText(*page, 2), s("word 1"));
  QCOMPARE(currentText(*page, 1), s("1"));
}

void TestGridSelection::copiesManyRowsByAWorker() {
  const auto page = m_data->show("many");
  QSignalSpy copied(page->findChild<ui::SelectionCopy*>(), &ui::SelectionCopy::copied);
  gridOf(*page)->selectAll();
  page->copySelection(true);
  QVERIFY(page->isBusy());
  QVERIFY(copied.wait(kPatience));
  const QStringList lines = clipboard().split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 150'001);
  QCOMPARE(lines.first(), s("id\tpart"));
  QCOMPARE(lines.at(100'000), s("100000\t%1").arg(100'000 % 7));
  QCOMPARE(lines.last(), s("150000\t%1").arg(150'000 % 7));
  QVERIFY(messagesOf(*page)->text().contains(s("150,000")));
}

void TestGridSelection::copiesManyRowsWithTheirPendingChanges() {
  const auto page = m_data->show("many");
  m_data->changes()->setCell("many", key(120'000), "part", Value::integer(120'000 % 7), Value::integer(77));
  m_data->changes()->insertRow("many", {{"part", Value::integer(55)}});
  QSignalSpy copied(page->findChild<ui::SelectionCopy*>(), &ui::SelectionCopy::copied);
  gridOf(*page)->selectWholeColumn(1);
  page->copySelection(false);
  QVERIFY(copied.wait(kPatience));
  const QStringList lines = clipboard().split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 150'001);
  QCOMPARE(lines.first(), s("55"));
  QCOMPARE(lines.at(120'000), s("77"));
}

void TestGridSelection::stopsCopying() {
  const auto page = m_data->show("many");
  QGuiApplication::clipboard()->setText(s("as it was"));
  QSignalSpy stopped(page->findChild<ui::SelectionCopy*>(), &ui::SelectionCopy::stopped);
  gridOf(*page)->selectAll();
  page->copySelection(false);
  page->stop();
  QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
  QCOMPARE(clipboard(), s("as it was"));
}

void TestGridSelection::refusesWhatIsTooLargeForTheClipboard() {
  m_data->run("CREATE TABLE IF NOT EXISTS large(id INTEGER PRIMARY KEY, text TEXT);"
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) INSERT INTO large SELECT i, printf('%.*c', 6000, 'x') FROM n");
  QSignalSpy opened(m_data->database(), &ui::Database::opened);
  m_data->database()->open();
  QVERIFY(opened.wait(kPatience));
  const auto page = m_data->show("large");
  QGuiApplication::clipboard()->setText(s("as it was"));
  QSignalSpy tooLarge(page->findChild<ui::SelectionCopy*>(), &ui::SelectionCopy::tooLarge);
  QSignalSpy exported(page.get(), &ui::TablePage::exportRequested);
  gridOf(*page)->selectAll();
  page->copySelection(false);
  QVERIFY(tooLarge.wait(kPatience));
  QCOMPARE(clipboard(), s("as it was"));
  QVERIFY(messagesOf(*page)->text().contains(s("64 MiB")));
  for (auto* button : messagesOf(*page)->findChildren<QAbstractButton*>())
    if (button->text().contains(s("xport"))) button->click();
  QCOMPARE(exported.size(), 1);
}

void TestGridSelection::deletesSelectedRowsThatWereNotRead() {
  const auto page = m_data->show("many");
  select(*page, {{100'000, 100'002, 0, 0}, {5, 5, 1, 1}});
  page->deleteSelectedRows();
  QTRY_COMPARE_WITH_TIMEOUT(m_data->changes()->changeSet().counts().deleted, 4, kPatience);
  const Change* change = m_data->changes()->changeOf("many", key(100'002));
  QVERIFY(change && change->kind == Change::Kind::Delete);
  QVERIFY(change->beforeValue("part") && *change->beforeValue("part") == Value::integer(100'002 % 7));
  QVERIFY(m_data->changes()->changeOf("many", key(6)));
}

void TestGridSelection::doesNotDeleteMillionsAtOnce() {
  const auto page = m_data->show("many");
  gridOf(*page)->selectAll();
  page->deleteSelectedRows();
  QVERIFY(m_data->changes()->isEmpty());
  QVERIFY2(messagesOf(*page)->text().contains(s("150,000")), qPrintable(messagesOf(*page)->text()));
}

/// Two thousand columns of many rows are millions of cells: none of these verbs may list them.
void TestGridSelection::listsNoCellsOfLargeSelections() {
  const auto page = m_data->show("wide");
  gridOf(*page)->selectAll();
  QVERIFY(page->selectionText().startsWith(s("600,000 cell")));
  QGuiApplication::clipboard()->setText(s("1"));
  page->paste();
  QVERIFY(messagesOf(*page)->text().contains(s("600,000")));
  QVERIFY(m_data->changes()->isEmpty());
}

/// For an export: whole rows as the database has them, however many cells of them are selected.
void TestGridSelection::tellsTheRowsThatAreSelected() {
  const auto page = m_data->show("many");
  const auto told = [&] {
    const auto rows = page->selectedRows();
    if (!rows) return s("none");
    QString text = QString::number(rows->rowCount);
    for (const auto& [first, count] : rows->ranges) text += s(" %1+%2").arg(QString::number(first), count ? QString::number(*count) : s("all"));
    return text;
  };
  select(*page, {{5, 5, 0, 1}});
  QCOMPARE(told(), s("none"));
  select(*page, {{10, 12, 0, 0}, {12, 14, 1, 1}, {100'000, 100'000, 0, 1}});
  QCOMPARE(told(), s("6 10+5 100000+1"));
  gridOf(*page)->selectAll();
  QCOMPARE(told(), s("150000 0+all"));
  QCOMPARE(page->countedRows(), std::optional<std::int64_t>(150'000));
  m_data->changes()->insertRow("many", {{"part", Value::integer(5)}});
  select(*page, {{0, 3, 0, 0}});
  QCOMPARE(told(), s("3 0+3"));
  select(*page, {{0, SelectedRange::kToEnd, 0, 0}});
  QCOMPARE(told(), s("150000 0+all"));
}

JOINERY_TEST(TestGridSelection)
#include "tst_grid_selection.moc"
