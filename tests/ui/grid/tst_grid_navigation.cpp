// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "grid_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_navigation.h"

using namespace joinery;
using namespace joinery::test;

class TestGridNavigation : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_data = std::make_unique<GridDatabase>(); }
  void cleanupTestCase() { m_data.reset(); }
  void goesToARowByItsNumber();
  void saysWhenARowIsBeyondTheEnd();
  void goesToARowByItsKey_data();
  void goesToARowByItsKey();
  void saysWhenNoRowHasTheKey();
  void waitsForARowThatIsNotCountedYet();
  void findsOnAndBackAndGoesRound_data();
  void findsOnAndBackAndGoesRound();
  void findsWithCaseAndWholeCells_data();
  void findsWithCaseAndWholeCells();
  void saysWhenNothingIsFound();
  void findsWhatTheCellHolds();
  void landsBeforeTheRowsAreCounted();
  void readsNoRowsOnTheWay();
  void closesAndGivesTheFocusBack();

 private:
  static ui::GridNavigation* navigationOf(ui::TablePage& page) { return page.findChild<ui::GridNavigation*>(); }
  static void jump(ui::TablePage& page, int by, const QString& text);
  static void find(ui::TablePage& page, int column, const QString& text);
  static QString foundNote(ui::TablePage& page) { return navigationOf(page)->findBar()->note(); }
  std::unique_ptr<GridDatabase> m_data;
};

void TestGridNavigation::jump(ui::TablePage& page, int by, const QString& text) {
  QTest::keyClick(gridOf(page), Qt::Key_G, Qt::ControlModifier);
  auto* bar = navigationOf(page)->jumpBar();
  QVERIFY(bar->isVisible());
  bar->findChild<QComboBox*>(s("goBy"))->setCurrentIndex(by);
  auto* field = bar->findChild<QLineEdit*>(s("goTo"));
  QVERIFY(field->hasFocus());
  field->setText(text);
  QTest::keyClick(field, Qt::Key_Return);
}

void TestGridNavigation::find(ui::TablePage& page, int column, const QString& text) {
  gridOf(page)->setCurrentIndex(gridOf(page)->model()->index(gridOf(page)->currentIndex().row(), column));
  QTest::keyClick(gridOf(page), Qt::Key_F3);
  auto* field = navigationOf(page)->findBar()->findChild<QLineEdit*>(s("findText"));
  QTRY_VERIFY(field->isVisible() && field->hasFocus());
  field->setText(text);
  QTest::keyClick(field, Qt::Key_Return);
}

void TestGridNavigation::goesToARowByItsNumber() {
  const auto page = m_data->show("many");
  // Far outside of the model's window.
  jump(*page, 0, s("140,001"));
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("140001"), kPatience);
  QCOMPARE(gridOf(*page)->currentGlobalRow(), 140'000);
  jump(*page, 0, s("2"));
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("2"), kPatience);
}

void TestGridNavigation::saysWhenARowIsBeyondTheEnd() {
  const auto page = m_data->show("number");
  jump(*page, 0, s("3001"));
  QVERIFY(navigationOf(*page)->jumpBar()->note().contains(s("3,000")));
  QCOMPARE(gridOf(*page)->currentGlobalRow(), 0);
  jump(*page, 0, s("-4"));
  QVERIFY(!navigationOf(*page)->jumpBar()->note().isEmpty());
}

void TestGridNavigation::goesToARowByItsKey_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::addColumn<QByteArrayList>("sorts");
  QTest::addColumn<QString>("key");
  QTest::addColumn<int>("column");
  QTest::addColumn<QString>("text");
  QTest::newRow("in the order of keys") << QByteArray("many") << QByteArrayList{} << "123456" << 0 << "123456";
  QTest::newRow("sorted") << QByteArray("number") << QByteArrayList{"-part"} << "1500" << 0 << "1500";
  QTest::newRow("two columns") << QByteArray("pair") << QByteArrayList{} << "0, Word 300300" << 2 << "300";
  QTest::newRow("two columns as JSON") << QByteArray("pair") << QByteArrayList{} << R"([0, "Word 300300"])" << 2 << "300";
}

void TestGridNavigation::goesToARowByItsKey() {
  QFETCH(QByteArray, model);
  QFETCH(QByteArrayList, sorts);
  QFETCH(QString, key);
  QFETCH(int, column);
  QFETCH(QString, text);
  std::vector<std::string> sortKeys;
  for (const auto& sort : sorts) sortKeys.push_back(sort.toStdString());
  const auto page = m_data->show(model.constData(), sortKeys);
  jump(*page, 1, key);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, column), text, kPatience);
}

void TestGridNavigation::saysWhenNoRowHasTheKey() {
  const auto page = m_data->show("number");
  auto* bar = navigationOf(*page)->jumpBar();
  jump(*page, 1, s("7777"));
  QTRY_VERIFY_WITH_TIMEOUT(bar->note().startsWith(s("No row")), kPatience);
  jump(*page, 1, s("seven"));
  QVERIFY2(bar->note().contains(s("id")), qPrintable(bar->note()));
  QCOMPARE(gridOf(*page)->currentGlobalRow(), 0);
}

void TestGridNavigation::waitsForARowThatIsNotCountedYet() {
  const auto page = m_data->show("many");
  page->setFilter(parseJson(R"({"part": {"$gt": 0}})"));
  // Nothing is known of the new rows yet.
  jump(*page, 0, s("100000"));
  QTRY_COMPARE_WITH_TIMEOUT(gridOf(*page)->currentGlobalRow(), 99'999, kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("116666"), kPatience);
}

void TestGridNavigation::findsOnAndBackAndGoesRound_data() {
  QTest::addColumn<QByteArray>("model");
  QTest::newRow("a table") << QByteArray("number");
  QTest::newRow("a view without a key") << QByteArray("shown");
}

void TestGridNavigation::findsOnAndBackAndGoesRound() {
  QFETCH(QByteArray, model);
  const auto page = m_data->show(model.constData());
  const int column = model == "number" ? 2 : 1;
  // Rows 777, 1777 and 2777.
  find(*page, column, s("word 777"));
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("777"), kPatience);
  auto* field = navigationOf(*page)->findBar()->findChild<QLineEdit*>(s("findText"));
  QTest::keyClick(field, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("1777"), kPatience);
  QTest::keyClick(field, Qt::Key_F3);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("2777"), kPatience);
  QVERIFY(!foundNote(*page).contains(s("from the beginning")));
  QTest::keyClick(field, Qt::Key_F3);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("777"), kPatience);
  QVERIFY(foundNote(*page).contains(s("from the beginning")));
  QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("2777"), kPatience);
  QVERIFY(foundNote(*page).contains(s("from the end")));
  QTest::keyClick(gridOf(*page), Qt::Key_F3, Qt::ShiftModifier);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("1777"), kPatience);
  QCOMPARE(gridOf(*page)->currentIndex().column(), column);
}

void TestGridNavigation::findsWithCaseAndWholeCells_data() {
  QTest::addColumn<int>("column");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("matchCase");
  QTest::addColumn<bool>("wholeCell");
  QTest::addColumn<QString>("id");
  QTest::newRow("a part") << 2 << "WORD 40" << false << false << "40";
  QTest::newRow("its case") << 2 << "Word 40" << true << false << "40";
  QTest::newRow("another case") << 2 << "wORD 40" << true << false << "";
  QTest::newRow("the whole cell") << 2 << "word 4" << false << true << "4";
  QTest::newRow("a number's digits") << 0 << "299" << false << false << "299";
  QTest::newRow("a percent sign is no pattern") << 2 << "w%d" << false << false << "";
}

void TestGridNavigation::findsWithCaseAndWholeCells() {
  QFETCH(int, column);
  QFETCH(QString, text);
  QFETCH(bool, matchCase);
  QFETCH(bool, wholeCell);
  QFETCH(QString, id);
  const auto page = m_data->show("number");
  navigationOf(*page)->openFind(column);
  auto* bar = navigationOf(*page)->findBar();
  bar->setText(text);
  bar->findChild<QAbstractButton*>(s("findMatchCase"))->setChecked(matchCase);
  bar->findChild<QAbstractButton*>(s("findWholeCell"))->setChecked(wholeCell);
  QTest::keyClick(bar, Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(!bar->note().isEmpty() && !navigationOf(*page)->isBusy(), kPatience);
  if (id.isEmpty()) QCOMPARE(bar->note(), s("Not found"));
  else QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), id, kPatience);
}

void TestGridNavigation::saysWhenNothingIsFound() {
  const auto page = m_data->show("number");
  find(*page, 2, s("nothing like it"));
  QTRY_COMPARE_WITH_TIMEOUT(foundNote(*page), s("Not found"), kPatience);
  QCOMPARE(gridOf(*page)->currentGlobalRow(), 0);
}

void TestGridNavigation::findsWhatTheCellHolds() {
  const auto page = m_data->show("number");
  gridOf(*page)->setCurrentIndex(gridOf(*page)->model()->index(41, 2));
  QTest::keyClick(gridOf(*page), Qt::Key_F3, Qt::ControlModifier);
  QCOMPARE(navigationOf(*page)->findBar()->text(), s("Word 42"));
  // "Word 420" holds it too.
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("420"), kPatience);
}

void TestGridNavigation::landsBeforeTheRowsAreCounted() {
  ui::TableView view;
  view.model = "many";
  view.sorts = {"-part"};
  ui::TablePage page(m_data->database(), m_data->changes(), view);
  page.resize(600, 400);
  page.show();
  auto* source = page.findChild<ui::PageSource*>();
  QSignalSpy read(source, &ui::PageSource::pageRead);
  QVERIFY(read.wait(kPatience));
  page.stop();
  QTRY_VERIFY_WITH_TIMEOUT(!source->isScanning() && !source->isReading(), kPatience);
  if (source->query()->index().isComplete()) QSKIP("the rows were counted before they could be stopped");
  QTest::keyClick(gridOf(page), Qt::Key_G, Qt::ControlModifier);
  navigationOf(page)->jumpBar()->findChild<QComboBox*>(s("goBy"))->setCurrentIndex(1);
  auto* field = navigationOf(page)->jumpBar()->findChild<QLineEdit*>(s("goTo"));
  field->setText(s("70000"));
  QTest::keyClick(field, Qt::Key_Return);
  QTRY_COMPARE_WITH_TIMEOUT(currentText(page, 0), s("70000"), kPatience);
  // 70,000 is of part 0, the last of seven; of it those with greater ids come first.
  QCOMPARE(gridOf(page)->currentGlobalRow(), 150'000 - 70'000 / 7);
}

void TestGridNavigation::readsNoRowsOnTheWay() {
  const auto page = m_data->show("many");
  auto* source = page->findChild<ui::PageSource*>();
  QSignalSpy read(source, &ui::PageSource::pageRead);
  find(*page, 0, s("149999"));
  QTRY_COMPARE_WITH_TIMEOUT(currentText(*page, 0), s("149999"), kPatience);
  QTRY_VERIFY(!page->isBusy());
  QVERIFY(read.size() <= 4);
}

void TestGridNavigation::closesAndGivesTheFocusBack() {
  const auto page = m_data->show("number");
  navigationOf(*page)->openFind(1);
  QVERIFY(navigationOf(*page)->findBar()->isVisible());
  QTest::keyClick(navigationOf(*page)->findBar()->findChild<QLineEdit*>(s("findText")), Qt::Key_Escape);
  QVERIFY(!navigationOf(*page)->findBar()->isVisible());
  QVERIFY(gridOf(*page)->hasFocus());
}

JOINERY_TEST(TestGridNavigation)
#include "tst_grid_navigation.moc"
