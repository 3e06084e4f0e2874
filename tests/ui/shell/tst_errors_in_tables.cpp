// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_model.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/table_page.h"
#include "ui/shell/inspector.h"
#include "ui/shell/cell_arrival.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/tree_tab.h"

using namespace joinery;
using namespace joinery::test;
using ui::GridModel;

/// What is wrong with pending changes, marked in the tables and gone to from anywhere by F8.
class ErrorsInTablesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void marksTheCellBeforeTheCommit();
  void goesToTheCellInItsTab();
  void goesToAnAddedRow();
  void opensTheTableOfARowThatNoTabShows();
  void marksWhatTheDatabaseRefused();
  void goesToARowThatIsWrongAsAWhole();
  void givesTheCellTheKeyboard();
  void staysInTheTreeThatShowsTheRow();
  void staysInTheForm();
  void leavesThePersonWhoMovesOnWhereTheyAre();

 private:
  ui::PendingChanges& changes() { return *m_window->changes(); }
  void show(const char* model) {
    ui::TableView view;
    view.model = model;
    m_window->openTable(view);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->tabs()->currentTable() && !m_window->tabs()->currentTable()->isBusy(), kPatience);
  }
  ui::GridView* grid() const { return m_window->tabs()->currentTable()->findChild<ui::GridView*>(); }
  QString issue() const { return grid()->currentIndex().data(GridModel::IssueRole).toString(); }
  void goOn() { m_window->findChild<QAction*>(s("nextError"))->trigger(); }
  void awaitIssues() { QTRY_VERIFY_WITH_TIMEOUT(!changes().issues().empty(), kPatience); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::MainWindow> m_window;
};

void ErrorsInTablesTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_errors_in_tables"));
}

void ErrorsInTablesTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  const std::string path = m_folder->filePath(s("errors.db")).toStdString();
  m_engine = Engine::create(Url::sqliteFile(path), options);
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const char* statement : {"CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0))", "CREATE TABLE pet(id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner INTEGER REFERENCES person)",
                                "INSERT INTO person VALUES (1, 'Ada', 36), (2, 'Ben', 41), (3, 'Cem', 29)", "INSERT INTO pet VALUES (1, 'Rex', 1), (2, 'Tib', NULL)"})
    fetchAll(*writer->execute(statement));
  writer.release();
  m_window = std::make_unique<ui::MainWindow>();
  m_window->resize(1200, 760);
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openUrl(QString::fromStdString(path));
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
}

void ErrorsInTablesTest::cleanup() {
  changes().revertAll();
  m_window.reset();
  m_engine.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

void ErrorsInTablesTest::marksTheCellBeforeTheCommit() {
  show("person");
  changes().setCell("person", key(2), "age", Value::integer(41), Value::integer(-1));
  QSignalSpy repainted(grid()->model(), &QAbstractItemModel::dataChanged);
  awaitIssues();
  QVERIFY(repainted.count() > 0);
  const auto* model = grid()->model();
  QVERIFY2(model->index(1, 2).data(GridModel::IssueRole).toString().startsWith(s("must meet")), qPrintable(model->index(1, 2).data(GridModel::IssueRole).toString()));
  QVERIFY(model->index(1, 2).data(Qt::ToolTipRole).toString().contains(s("must meet")));
  for (const auto& [row, column] : {std::pair(0, 2), std::pair(1, 0), std::pair(1, 1), std::pair(2, 2)}) QVERIFY(model->index(row, column).data(GridModel::IssueRole).toString().isEmpty());
  changes().undoStack().undo();
  QVERIFY(model->index(1, 2).data(GridModel::IssueRole).toString().isEmpty());
}

void ErrorsInTablesTest::goesToTheCellInItsTab() {
  show("person");
  show("pet");
  changes().setCell("person", key(3), "name", Value::text("Cem"), Value::null());
  awaitIssues();
  m_window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kPatience));
  QTest::keyClick(m_window.get(), Qt::Key_F8);
  QTRY_COMPARE_WITH_TIMEOUT(m_window->tabs()->currentTable()->view().model, std::string("person"), kPatience);
  QCOMPARE(grid()->currentIndex().row(), 2);
  QCOMPARE(issue(), s("takes no NULL"));
  QVERIFY(m_window->tabs()->currentTable()->view().filter.empty());
}

void ErrorsInTablesTest::goesToAnAddedRow() {
  show("person");
  changes().insertRow("person", {{"age", Value::integer(1)}});
  changes().insertRow("person", {{"name", Value::text("Dee")}});
  awaitIssues();
  goOn();
  QCOMPARE(issue(), s("needs a value"));
  QCOMPARE(grid()->currentIndex().row(), 0);
}

void ErrorsInTablesTest::opensTheTableOfARowThatNoTabShows() {
  show("pet");
  changes().setCell("person", key(2), "name", Value::text("Ben"), Value::null());
  awaitIssues();
  goOn();
  QTRY_COMPARE_WITH_TIMEOUT(m_window->tabs()->currentTable()->view().model, std::string("person"), kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(issue(), s("takes no NULL"), kPatience);
}

void ErrorsInTablesTest::marksWhatTheDatabaseRefused() {
  show("person");
  // Only the database knows that the name is another row's.
  changes().setCell("person", key(1), "name", Value::text("Ada"), Value::text("Cem"));
  QSignalSpy failed(&changes(), &ui::PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  QVERIFY(grid()->model()->index(0, 1).data(GridModel::IssueRole).toString().contains(s("person.name")));
  goOn();
  QCOMPARE(grid()->currentIndex(), grid()->model()->index(0, 1));
}

void ErrorsInTablesTest::goesToARowThatIsWrongAsAWhole() {
  show("pet");
  // The engine does not say which of the columns refers to nothing.
  changes().setCell("pet", key(2), "owner", Value::null(), Value::integer(77));
  QSignalSpy failed(&changes(), &ui::PendingChanges::failed);
  changes().commit();
  QVERIFY(failed.wait(kPatience));
  goOn();
  QCOMPARE(grid()->currentIndex(), grid()->model()->index(1, 0));
  QVERIFY(!issue().isEmpty());
}

void ErrorsInTablesTest::givesTheCellTheKeyboard() {
  show("person");
  changes().setCell("person", key(3), "name", Value::text("Cem"), Value::null());
  awaitIssues();
  m_window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kPatience));
  m_window->findChild<QWidget*>(s("pendingChanges"))->setFocus();
  goOn();
  QCOMPARE(QApplication::focusWidget(), grid());
  QCOMPARE(issue(), s("takes no NULL"));
}

void ErrorsInTablesTest::staysInTheTreeThatShowsTheRow() {
  show("pet");
  auto* tab = m_window->tabs()->openTree({.model = "person"}, Json::object(), {});
  QTRY_VERIFY_WITH_TIMEOUT(!tab->isBusy(), kPatience);
  changes().setCell("person", key(2), "age", Value::integer(41), Value::integer(-1));
  awaitIssues();
  m_window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kPatience));
  goOn();
  QCOMPARE(m_window->tabs()->currentPage(), tab);
  const auto* view = tab->findChild<QTreeView*>(s("relationTree"));
  QVERIFY2(view->currentIndex().data(Qt::AccessibleDescriptionRole).toString().startsWith(s("must meet")), qPrintable(view->currentIndex().data().toString()));
  QVERIFY(!view->isColumnHidden(view->currentIndex().column()));
  QCOMPARE(view->currentIndex().row(), 1);
  QCOMPARE(QApplication::focusWidget(), view);
  // That row is in no tree.
  changes().undoStack().undo();
  changes().setCell("pet", key(1), "name", Value::text("Rex"), Value::null());
  awaitIssues();
  goOn();
  QTRY_COMPARE_WITH_TIMEOUT(issue(), s("takes no NULL"), kPatience);
}

void ErrorsInTablesTest::staysInTheForm() {
  show("person");
  changes().setCell("person", key(2), "name", Value::text("Ben"), Value::null());
  changes().setCell("pet", key(1), "name", Value::text("Rex"), Value::null());
  awaitIssues();
  m_window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kPatience));
  auto* form = m_window->findChild<ui::RecordForm*>();
  m_window->findChild<ui::Inspector*>()->setCurrentWidget(form);
  grid()->setCurrentIndex(grid()->model()->index(0, 0));
  form->findChild<QWidget*>(s("field_id"))->setFocus();
  goOn();
  QCOMPARE(grid()->currentIndex().row(), 1);
  QCOMPARE(QApplication::focusWidget()->objectName(), s("field_name"));
  goOn();
  // Its table is opened first.
  QTRY_COMPARE_WITH_TIMEOUT(m_window->tabs()->currentTable()->view().model, std::string("pet"), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == s("field_name"), kPatience);
  QVERIFY(form->isAncestorOf(QApplication::focusWidget()));
  QVERIFY(QApplication::focusWidget()->accessibleDescription().contains(s("takes no NULL")));
}

void ErrorsInTablesTest::leavesThePersonWhoMovesOnWhereTheyAre() {
  show("person");
  changes().setCell("pet", key(1), "name", Value::text("Rex"), Value::null());
  awaitIssues();
  m_window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kPatience));
  auto* form = m_window->findChild<ui::RecordForm*>();
  m_window->findChild<ui::Inspector*>()->setCurrentWidget(form);
  grid()->setCurrentIndex(grid()->model()->index(0, 0));
  form->findChild<QWidget*>(s("field_id"))->setFocus();
  goOn();
  ui::TablePage* table = m_window->tabs()->currentTable();
  QCOMPARE(table->view().model, std::string("pet"));
  const QPointer<ui::CellArrival> arrival = table->findChild<ui::CellArrival*>();
  QVERIFY(arrival);
  QCoreApplication::sendPostedEvents(arrival, QEvent::MetaCall);
  auto* list = m_window->findChild<QWidget*>(s("pendingChanges"));
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Home);
  QTRY_VERIFY_WITH_TIMEOUT(!arrival && !table->isBusy() && grid()->model()->rowCount() == 1, kPatience);
  QCOMPARE(QApplication::focusWidget(), list);
}

JOINERY_TEST(ErrorsInTablesTest)
#include "tst_errors_in_tables.moc"
