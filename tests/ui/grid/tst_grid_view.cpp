// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "grid_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"

using namespace joinery;
using namespace joinery::test;

class TestGridView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_data = std::make_unique<GridDatabase>(); }
  void cleanupTestCase() { m_data.reset(); }
  void scrollsByTheWheelPastItsWindow();
  void scrollsByLessThanARow();
  void showsPlaceholdersUntilPagesArrive();
  void goesToTheLastRowAndBack();
  void saysWhichRowsAreOnScreen();
  void showsTheLastRowsBeforeTheyAreCounted_data();
  void showsTheLastRowsBeforeTheyAreCounted();
  void staysAtTheEndWhileRowsAreCounted();

 private:
  static void turnWheel(ui::GridView& grid, int degrees);
  std::unique_ptr<GridDatabase> m_data;
};

void TestGridView::turnWheel(ui::GridView& grid, int eighths) {
  const QPointF middle = grid.viewport()->rect().center();
  QWheelEvent event(middle, grid.viewport()->mapToGlobal(middle), {}, {0, -eighths}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(grid.viewport(), &event);
}

void TestGridView::scrollsByTheWheelPastItsWindow() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  const QAbstractItemModelTester tester(grid->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const auto* model = qobject_cast<ui::GridModel*>(grid->model());
  grid->scrollToGlobalRow(ui::GridModel::kMostRows - 1'100);
  QCOMPARE(model->windowStart(), 0);
  auto before = grid->firstVisibleRow();
  for (int turn = 0; turn < 100; ++turn) {
    turnWheel(*grid, 10 * 120);
    QCoreApplication::processEvents();
    QVERIFY(grid->firstVisibleRow() > before);
    QVERIFY(grid->firstVisibleRow() < before + 200);
    before = grid->firstVisibleRow();
  }
  QVERIFY(model->windowStart() > 0);
  QVERIFY(before > ui::GridModel::kMostRows);
  QTRY_COMPARE_WITH_TIMEOUT(grid->model()->index(static_cast<int>(before - model->windowStart()), 0).data().toLongLong(), before + 1, kPatience);
}

void TestGridView::scrollsByLessThanARow() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  turnWheel(*grid, 15);
  QVERIFY(grid->verticalScrollBar()->value() > 0);
  QVERIFY(grid->verticalScrollBar()->value() < grid->rowHeight(0));
}

void TestGridView::showsPlaceholdersUntilPagesArrive() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  grid->scrollToGlobalRow(100'000);
  const int row = grid->rowAt(20);
  QVERIFY(!grid->model()->index(row, 0).data(ui::GridModel::LoadedRole).toBool());
  QVERIFY(!grid->grab().isNull());
  QTRY_VERIFY_WITH_TIMEOUT(grid->model()->index(row, 0).data(ui::GridModel::LoadedRole).toBool(), kPatience);
}

void TestGridView::goesToTheLastRowAndBack() {
  const auto page = m_data->show("many");
  auto* grid = gridOf(*page);
  QTest::keyClick(grid, Qt::Key_End, Qt::ControlModifier);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("150000"), kPatience);
  QVERIFY(grid->viewport()->rect().contains(grid->visualRect(grid->currentIndex())));
  QCOMPARE(grid->rowScrollBar()->value(), grid->rowScrollBar()->maximum());
  QTest::keyClick(grid, Qt::Key_Home, Qt::ControlModifier);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("1"), kPatience);
  QCOMPARE(grid->rowScrollBar()->value(), 0);
}

/// Whatever part of a row the height leaves over.
void TestGridView::saysWhichRowsAreOnScreen() {
  const auto page = m_data->show("number");
  auto* grid = gridOf(*page);
  const int height = grid->verticalHeader()->defaultSectionSize();
  for (const int over : {0, 1, height / 2, height - 1}) {
    page->resize(page->width(), page->height() + 10 * height + over - grid->viewport()->height());
    QTRY_COMPARE_WITH_TIMEOUT(grid->viewport()->height(), 10 * height + over, kPatience);
    grid->setCurrentGlobalRow(0, 0);
    grid->scrollToGlobalRow(0);
    QTRY_COMPARE_WITH_TIMEOUT(page->statusText(), s("1–10 of 3,000"), kPatience);
    grid->rowScrollBar()->setValue(1);
    QCOMPARE(page->statusText(), s("2–11 of 3,000"));
    grid->rowScrollBar()->setValue(grid->rowScrollBar()->maximum());
    QCOMPARE(page->statusText(), s("2,991–3,000 of 3,000"));
  }
}

void TestGridView::showsTheLastRowsBeforeTheyAreCounted_data() {
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QByteArray>("filter");
  QTest::addColumn<qint64>("last");
  QTest::addColumn<qint64>("rows");
  QTest::newRow("by key") << QByteArrayList{} << QByteArray("{}") << qint64{150'000} << qint64{150'000};
  QTest::newRow("sorted") << QByteArrayList{"-part"} << QByteArray("{}") << qint64{7} << qint64{150'000};
  QTest::newRow("filtered") << QByteArrayList{} << QByteArray(R"({"part": 3})") << qint64{149'999} << qint64{21'429};
}

void TestGridView::showsTheLastRowsBeforeTheyAreCounted() {
  QFETCH(QByteArrayList, sorts);
  QFETCH(QByteArray, filter);
  QFETCH(qint64, last);
  QFETCH(qint64, rows);
  PagedQuery::Spec spec;
  spec.model = "many";
  spec.filter = parseJson(filter.toStdString());
  for (const auto& sort : sorts) spec.sorts.push_back(sort.toStdString());
  ui::PageSource source(m_data->database());
  QSignalSpy read(&source, &ui::PageSource::pageRead);
  source.setQuery(std::make_shared<PagedQuery>(m_data->database()->registry(), m_data->database()->dialect(), spec));
  QVERIFY(read.wait(kPatience));
  source.stop();
  QTRY_VERIFY_WITH_TIMEOUT(!source.isScanning() && !source.isReading(), kPatience);
  if (source.isRowCountExact()) QSKIP("the rows were counted before they could be stopped");
  QSignalSpy failed(&source, &ui::PageSource::failed);
  ui::GridModel model(&source, m_data->changes());
  const auto lastId = [&] {
    const auto row = source.row(source.rowCount() - 1);
    return row ? row->batch->at(row->row, 0).toInteger() : -1;
  };
  // Looked at when they arrive: the rows are counted on after that.
  QString number, firstNumber;
  std::int64_t rowsThen = 0;
  connect(&source, &ui::PageSource::pageRead, &model, [&] {
    if (!number.isEmpty() || source.isRowCountExact() || lastId() != last) return;
    model.setWindowStart(source.rowCount());
    number = model.headerData(model.rowCount() - 1, Qt::Vertical).toString();
    model.setWindowStart(0);
    firstNumber = model.headerData(0, Qt::Vertical).toString();
    rowsThen = source.rowCount();
  });
  source.request(source.rowCount() - 20, source.rowCount());
  source.requestEnd();
  QTRY_VERIFY_WITH_TIMEOUT(!number.isEmpty() || source.isRowCountExact(), kPatience);
  if (number.isEmpty()) QSKIP("the rows were counted before their end was read");
  QCOMPARE(number, s("~%1").arg(rowsThen));
  QCOMPARE(firstNumber, s("1"));
  QVERIFY(rowsThen <= rows + 256);
  QVERIFY(source.row(0));
  QVERIFY(failed.isEmpty());
}

void TestGridView::staysAtTheEndWhileRowsAreCounted() {
  ui::TableView view;
  view.model = "many";
  view.filter = parseJson(R"({"part": {"$ne": 3}})");
  ui::TablePage page(m_data->database(), m_data->changes(), view);
  page.resize(600, 400);
  page.show();
  auto* source = page.findChild<ui::PageSource*>();
  QSignalSpy read(source, &ui::PageSource::pageRead);
  QVERIFY(read.wait(kPatience));
  QTest::keyClick(gridOf(page), Qt::Key_End, Qt::ControlModifier);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(page, 0), s("150000"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(source->isRowCountExact() && !page.isBusy(), kPatience);
  QCOMPARE(source->rowCount(), 128'571);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(page, 0), s("150000"), kPatience);
  QCOMPARE(gridOf(page)->currentGlobalRow(), 128'570);
}

JOINERY_TEST(TestGridView)
#include "tst_grid_view.moc"
