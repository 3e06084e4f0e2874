// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/navigator/catalogue_model.h"
#include "ui/navigator/catalogue_state.h"
#include "ui/navigator/navigator.h"

using namespace joinery;
using namespace joinery::test;
using ui::CatalogueModel;

/// A database of many tables in the window's tree.
class TstNavigator : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void init();
  void showsAllTables();
  void findsTablesAndColumns();
  void showsOnlyTheColumnsThatWereFound();
  void opensTheBestMatch();
  void opensWhatIsStillBeingFound();
  void showsTheLastSearchOnly();
  void saysWhereNothingWasFound();
  void marksTheModelInFront();
  void canGoWhileItSearches();
  void showsTheNamesWhileTheCatalogueIsRead();
  void stopsTheReadingAndGoesOnByRetry();
  void readsOnWhereATableIsWanted();
  void saysWhyTheCatalogueIsNotRead();
  void appliesRenamesAndDeletesSavedViewsByKeys();
  void opensDiagrams();

 private:
  static constexpr int kTables = 10'000;
  QLineEdit* box() const { return m_navigator->findChild<QLineEdit*>(); }
  QTreeView* tree() const { return m_navigator->findChild<QTreeView*>(); }
  int shown() const { return tree()->model()->rowCount(tree()->model()->index(0, 0)); }
  QModelIndex table(int row) const { return tree()->model()->index(row, 0, tree()->model()->index(0, 0)); }
  bool search(const char* text) {
    QSignalSpy searched(m_navigator.get(), &ui::Navigator::searched);
    box()->setText(s(text));
    return searched.count() > 0 || searched.wait(kPatience);
  }

  QPushButton* button(const char* name) const { return m_navigator->findChild<QPushButton*>(s(name)); }
  /// One that nothing is known of yet, in the tree.
  std::unique_ptr<ui::Database> beginReading();

  QTemporaryDir m_folder;
  std::unique_ptr<ui::Database> m_database;
  std::unique_ptr<ui::Navigator> m_navigator;
};

void TstNavigator::initTestCase() {
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(Url::sqliteFile(m_folder.filePath(s("many.db")).toStdString()), options);
  {
    auto writer = engine->connect(Engine::Access::Write);
    writer->execute("BEGIN");
    for (int i = 0; i < kTables; ++i) {
      const std::string number = std::to_string(i);
      writer->execute("CREATE TABLE table_" + number + "(id INTEGER PRIMARY KEY, first_" + number + " TEXT, second TEXT, third TEXT, fourth TEXT)");
    }
    writer->execute("COMMIT");
  }
  m_database = std::make_unique<ui::Database>(engine);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
}

void TstNavigator::cleanupTestCase() {
  m_navigator.reset();
  m_database.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(10)));
}

void TstNavigator::init() {
  m_navigator = std::make_unique<ui::Navigator>();
  m_navigator->resize(240, 600);
  m_navigator->show();
  m_navigator->setDatabase(m_database.get());
  QVERIFY(QTest::qWaitForWindowExposed(m_navigator.get()));
}

void TstNavigator::showsAllTables() {
  QCOMPARE(shown(), kTables);
  QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
  QCOMPARE(tree()->model()->rowCount(table(0)), 5);
}

void TstNavigator::findsTablesAndColumns() {
  QVERIFY(search("TABLE_99"));
  QCOMPARE(shown(), 111);
  QCOMPARE(tree()->model()->rowCount(table(0)), 5);
  QVERIFY(search(""));
  QCOMPARE(shown(), kTables);
}

void TstNavigator::showsOnlyTheColumnsThatWereFound() {
  QVERIFY(search("first_1234"));
  QCOMPARE(shown(), 1);
  QCOMPARE(table(0).data().toString(), s("table_1234"));
  QCOMPARE(tree()->model()->rowCount(table(0)), 1);
  QCOMPARE(tree()->model()->index(0, 0, table(0)).data(CatalogueModel::kSearchRole).toString(), s("first_1234"));
  QCOMPARE(tree()->model()->index(0, 0, table(0)).data(CatalogueModel::kModelRole).toString(), s("table_1234"));
}

void TstNavigator::opensTheBestMatch() {
  QSignalSpy activated(m_navigator.get(), &ui::Navigator::modelActivated);
  QVERIFY(search("table_99"));
  // It is marked, and Down from the box goes to it.
  QCOMPARE(tree()->currentIndex().data().toString(), s("table_99"));
  QTest::keyClick(box(), Qt::Key_Return);
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated[0][0].toString(), s("table_99"));
}

void TstNavigator::opensWhatIsStillBeingFound() {
  QSignalSpy activated(m_navigator.get(), &ui::Navigator::modelActivated);
  box()->setText(s("first_77"));
  QTest::keyClick(box(), Qt::Key_Return);
  QCOMPARE(activated.count(), 0);
  QVERIFY(activated.wait(kPatience));
  QVERIFY(activated[0][0].toString().startsWith(s("table_77")));
}

void TstNavigator::showsTheLastSearchOnly() {
  QSignalSpy searched(m_navigator.get(), &ui::Navigator::searched);
  for (const char* text : {"t", "ta", "table_5", "table_55", "table_555", "table_5555"}) box()->setText(s(text));
  QVERIFY(searched.wait(kPatience));
  QCOMPARE(shown(), 1);
  QTest::qWait(200);
  QCOMPARE(searched.count(), 1);
  QCOMPARE(shown(), 1);
}

void TstNavigator::saysWhereNothingWasFound() {
  QVERIFY(search("no such thing"));
  QCOMPARE(shown(), 0);
  QSignalSpy activated(m_navigator.get(), &ui::Navigator::modelActivated);
  QTest::keyClick(box(), Qt::Key_Return);
  QCOMPARE(activated.count(), 0);
}

void TstNavigator::marksTheModelInFront() {
  m_navigator->setCurrentModel(s("table_9000"));
  QCOMPARE(tree()->currentIndex().data().toString(), s("table_9000"));
}

void TstNavigator::canGoWhileItSearches() {
  box()->setText(s("f"));
  m_navigator.reset();
}

std::unique_ptr<ui::Database> TstNavigator::beginReading() {
  auto database = std::make_unique<ui::Database>(m_database->engine());
  m_navigator->setDatabase(database.get());
  database->open();
  return database;
}

void TstNavigator::showsTheNamesWhileTheCatalogueIsRead() {
  const auto database = beginReading();
  QCOMPARE(shown(), 0);
  int named = 0;
  connect(database.get(), &ui::Database::outlined, this, [&] { named = database->registry() ? 0 : shown(); });
  QSignalSpy opened(database.get(), &ui::Database::opened);
  auto* state = m_navigator->findChild<ui::CatalogueState*>();
  QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(s("of 10,000 tables")), kPatience);
  QCOMPARE(named, kTables);
  QCOMPARE(state->findChild<QProgressBar*>()->maximum(), kTables);
  QCOMPARE(tree()->model()->rowCount(table(0)), 0);
  QVERIFY(button("stopCatalogue")->isVisible());
  QVERIFY(search("TABLE_99"));
  QCOMPARE(shown(), 111);
  QVERIFY(opened.wait(kPatience));
  QTRY_COMPARE_WITH_TIMEOUT(tree()->model()->rowCount(table(0)), 5, kPatience);
  QCOMPARE(state->text(), QString());
  m_navigator->setDatabase(nullptr);
}

void TstNavigator::stopsTheReadingAndGoesOnByRetry() {
  const auto database = beginReading();
  QSignalSpy failed(database.get(), &ui::Database::failed);
  auto* stop = button("stopCatalogue");
  QTRY_VERIFY_WITH_TIMEOUT(stop->isVisible(), kPatience);
  QTest::mouseClick(stop, Qt::LeftButton);
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY(!database->registry());
  QVERIFY(!stop->isVisible());
  QVERIFY(m_navigator->findChild<ui::CatalogueState*>()->text().contains(s("not read to its end")));
  QSignalSpy opened(database.get(), &ui::Database::opened);
  QTest::mouseClick(button("retryCatalogue"), Qt::LeftButton);
  QVERIFY(opened.wait(kPatience));
  QCOMPARE(shown(), kTables);
  QVERIFY(!button("retryCatalogue")->isVisible());
  m_navigator->setDatabase(nullptr);
}

void TstNavigator::readsOnWhereATableIsWanted() {
  const auto database = beginReading();
  QSignalSpy failed(database.get(), &ui::Database::failed);
  connect(database.get(), &ui::Database::outlined, database.get(), &ui::Database::stop);
  QVERIFY(failed.wait(kPatience));
  QCOMPARE(shown(), kTables);
  disconnect(database.get(), &ui::Database::outlined, database.get(), &ui::Database::stop);
  QSignalSpy activated(m_navigator.get(), &ui::Navigator::modelActivated);
  QSignalSpy opened(database.get(), &ui::Database::opened);
  Q_EMIT tree()->activated(table(7));
  QCOMPARE(activated.count(), 1);
  QVERIFY(database->isOpening());
  QVERIFY(opened.wait(kPatience));
  m_navigator->setDatabase(nullptr);
}

void TstNavigator::saysWhyTheCatalogueIsNotRead() {
  const QString file = m_folder.filePath(s("later.db"));
  ui::Database database(Engine::create(Url::sqliteFile(file.toStdString())));
  QSignalSpy failed(&database, &ui::Database::failed);
  m_navigator->setDatabase(&database);
  database.open();
  QVERIFY(failed.wait(kPatience));
  QVERIFY(m_navigator->findChild<ui::CatalogueState*>()->text().contains(s("later.db was not read")));
  QVERIFY(QFile::copy(m_folder.filePath(s("many.db")), file));
  QSignalSpy opened(&database, &ui::Database::opened);
  QTest::mouseClick(button("retryCatalogue"), Qt::LeftButton);
  QVERIFY(opened.wait(kPatience));
  QCOMPARE(shown(), kTables);
  m_navigator->setDatabase(nullptr);
}

void TstNavigator::appliesRenamesAndDeletesSavedViewsByKeys() {
  m_navigator->setSavedViews({s("Loud"), s("Quiet")});
  const auto views = [this] { return tree()->model()->index(0, 0, tree()->model()->index(0, 0)); };
  QVERIFY(tree()->isExpanded(views()));
  QSignalSpy applied(m_navigator.get(), &ui::Navigator::savedViewActivated);
  QSignalSpy renamed(m_navigator.get(), &ui::Navigator::savedViewRenameRequested);
  QSignalSpy deleted(m_navigator.get(), &ui::Navigator::savedViewDeleteRequested);
  QSignalSpy opened(m_navigator.get(), &ui::Navigator::modelActivated);
  tree()->setCurrentIndex(tree()->model()->index(1, 0, views()));
  QTest::keyClick(tree(), Qt::Key_Return);
  QTest::keyClick(tree(), Qt::Key_F2);
  QTest::keyClick(tree(), Qt::Key_Delete);
  QCOMPARE(applied, QList<QList<QVariant>>{{s("Quiet")}});
  QCOMPARE(renamed, QList<QList<QVariant>>{{s("Quiet")}});
  QCOMPARE(deleted, QList<QList<QVariant>>{{s("Quiet")}});
  QCOMPARE(opened.count(), 0);
  // The search box finds them too.
  QVERIFY(search("loud"));
  QCOMPARE(tree()->model()->rowCount(views()), 1);
  applied.clear();
  QTest::keyClick(box(), Qt::Key_Return);
  QCOMPARE(applied, QList<QList<QVariant>>{{s("Loud")}});
  QVERIFY(search(""));
  QCOMPARE(tree()->model()->rowCount(views()), 2);
  m_navigator->setSavedViews({});
}

void TstNavigator::opensDiagrams() {
  m_navigator->setDiagrams({s("Sales"), s("Stock")});
  const QModelIndex diagrams = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
  QCOMPARE(diagrams.data().toString(), s("Diagrams"));
  QVERIFY(tree()->isExpanded(diagrams));
  QSignalSpy activated(m_navigator.get(), &ui::Navigator::diagramActivated), opened(m_navigator.get(), &ui::Navigator::modelActivated);
  tree()->setCurrentIndex(tree()->model()->index(1, 0, diagrams));
  QTest::keyClick(tree(), Qt::Key_Return);
  QCOMPARE(activated, QList<QList<QVariant>>{{s("Stock")}});
  QVERIFY(search("sales"));
  QTest::keyClick(box(), Qt::Key_Return);
  QCOMPARE(activated.last()[0].toString(), s("Sales"));
  QCOMPARE(opened.count(), 0);
  QVERIFY(search(""));
  m_navigator->setDiagrams({});
}

JOINERY_TEST(TstNavigator)
#include "tst_navigator.moc"
