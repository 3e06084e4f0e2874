// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QAccessible>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/nasty_values.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/table_page.h"
#include "ui/value/value_editor.h"

using namespace joinery;
using namespace joinery::ui;
using joinery::test::Backend;
using joinery::test::kPatience;
using joinery::test::s;

/// The grid's cells under their editors, by the keyboard alone.
class TestCellEditors : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { test::addBackends(); }
  void init();
  void cleanup();
  void opensAndClosesEveryCellWithoutAChange();
  void keepsWhatDoesNotFitInTheEditor();
  void offersATextAgainThatDidNotFit();
  void editsSeveralLinesInPlace();
  void choosesAReferencedRowByItsLabel();
  void choosesTheWholeOfAKeyOfSeveralColumns();
  void standsBesideTheTableForAssistiveTechnology();
  void setsNullEmptyAndDefaultByKeys();

 private:
  void run(const std::string& script);
  std::unique_ptr<TablePage> show(const char* model);
  QModelIndex cell(TablePage& page, int row, const char* attribute) const;
  QLineEdit* edit(TablePage& page, int row, const char* attribute) const;
  const Change* change(const char* model, std::int64_t id) const { return m_changes->changeOf(model, test::key(id)); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<PendingChanges> m_changes;
};

namespace {

QStringList textsOf(const QAbstractItemModel& model, int row) {
  QStringList texts;
  for (int column = 0; column < model.columnCount(); ++column) texts << model.index(row, column).data().toString();
  return texts;
}

}  // namespace

void TestCellEditors::init() {
  QFETCH_GLOBAL(int, backend);
  const auto which = static_cast<Backend>(backend);
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options = Database::windowOptions();
  options.createIfMissing = true;
  m_engine = which == Backend::Sqlite ? Engine::create(Url::sqliteFile(m_folder->filePath(s("nasty.db")).toStdString()), options) : Engine::create(test::ownDatabaseUrl(), options);
  run(test::nastyTable(which));
  run("CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'nobody');"
      "CREATE TABLE album(id INTEGER PRIMARY KEY, title TEXT DEFAULT 'none', artist_id INTEGER REFERENCES artist(id), year INTEGER);"
      "CREATE TABLE shelf(room VARCHAR(20) NOT NULL, number INTEGER NOT NULL, name TEXT, PRIMARY KEY (room, number));"
      "CREATE TABLE box(id INTEGER PRIMARY KEY, room VARCHAR(20), number INTEGER, FOREIGN KEY (room, number) REFERENCES shelf(room, number));"
      "INSERT INTO shelf VALUES ('north', 1, 'Records'), ('north', 2, 'Tapes'), ('south', 1, 'Rest');"
      "INSERT INTO box VALUES (1, 'north', 1), (2, NULL, NULL);"
      "INSERT INTO artist VALUES (1, 'AC/DC'), (2, 'Accept'), (3, 'Aerosmith'), (44, 'Under_score');"
      "INSERT INTO album VALUES (1, 'High Voltage', 1, 1976), (2, 'two\nlines', 2, NULL);");
  m_database = std::make_unique<Database>(m_engine);
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<PendingChanges>(m_database.get());
}

void TestCellEditors::cleanup() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void TestCellEditors::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

std::unique_ptr<TablePage> TestCellEditors::show(const char* model) {
  TableView view;
  view.model = model;
  auto page = std::make_unique<TablePage>(m_database.get(), m_changes.get(), view);
  page->resize(1'000, 500);
  page->show();
  const bool isShown = QTest::qWaitForWindowActive(page.get()) && QTest::qWaitFor([&] { return !page->isBusy() && page->findChild<GridView*>()->model()->rowCount() > 0; }, kPatience);
  if (!isShown) qWarning("the page is not on screen");
  page->findChild<GridView*>()->setFocus();
  return page;
}

QModelIndex TestCellEditors::cell(TablePage& page, int row, const char* attribute) const {
  return page.findChild<GridView*>()->model()->index(row, m_database->registry()->at(page.view().model).attributeIndex(attribute));
}

QLineEdit* TestCellEditors::edit(TablePage& page, int row, const char* attribute) const {
  auto* grid = page.findChild<GridView*>();
  grid->setCurrentIndex(cell(page, row, attribute));
  QTest::keyClick(grid, Qt::Key_F2);
  // The one before it may not have gone yet.
  auto* editor = qobject_cast<ValueEditor*>(grid->indexWidget(grid->currentIndex()));
  return editor ? qobject_cast<QLineEdit*>(editor->input()) : nullptr;
}

void TestCellEditors::opensAndClosesEveryCellWithoutAChange() {
  const auto page = show("nasty");
  auto* grid = page->findChild<GridView*>();
  int opened = 0;
  const std::initializer_list<Qt::Key> kLeaving{Qt::Key_Return, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Escape, Qt::Key_unknown};
  for (int row = 0; row < grid->model()->rowCount(); ++row) {
    for (int column = 0; column < grid->model()->columnCount(); ++column) {
      const Qt::Key leaving = *(kLeaving.begin() + (row + column) % static_cast<int>(kLeaving.size()));
      grid->setCurrentIndex(grid->model()->index(row, column));
      QTest::keyClick(grid, Qt::Key_F2);
      auto* editor = qobject_cast<ValueEditor*>(grid->indexWidget(grid->currentIndex()));
      if (!editor) continue;
      ++opened;
      QTest::keyClick(editor->input(), Qt::Key_End);
      if (leaving == Qt::Key_unknown) grid->setFocus();
      else QTest::keyClick(editor->input(), leaving);
      QVERIFY2(m_changes->isEmpty(), qPrintable(s("row %1, column %2").arg(row).arg(column)));
      QCoreApplication::processEvents();
    }
  }
  QVERIFY(opened > 300);
  QCOMPARE(m_changes->undoStack().count(), 0);
}

void TestCellEditors::keepsWhatDoesNotFitInTheEditor() {
  const auto page = show("album");
  auto* line = edit(*page, 0, "year");
  QVERIFY(line);
  line->selectAll();
  QTest::keyClicks(line, s("many"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(page->findChild<QLineEdit*>(s("cellLineEditor")) == line);
  QCOMPARE(line->text(), s("many"));
  QVERIFY(line->accessibleDescription().contains(s("does not fit")));
  line->selectAll();
  QTest::keyClicks(line, s("1977"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(change("album", 1)->value("year")->value() == Value::integer(1977));
}

void TestCellEditors::offersATextAgainThatDidNotFit() {
  const auto page = show("album");
  auto* line = edit(*page, 0, "year");
  line->selectAll();
  QTest::keyClicks(line, s("many"));
  page->findChild<GridView*>()->setCurrentIndex(cell(*page, 1, "title"));
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  QVERIFY(m_changes->isEmpty());
  QPushButton* again = nullptr;
  const auto isOffered = [&] {
    for (auto* button : page->findChildren<QPushButton*>())
      if (button->isVisible() && button->text() == s("&Edit again")) again = button;
    return again != nullptr;
  };
  QTRY_VERIFY_WITH_TIMEOUT(isOffered(), kPatience);
  again->click();
  auto* editor = qobject_cast<ValueEditor*>(page->findChild<GridView*>()->indexWidget(cell(*page, 0, "year")));
  QVERIFY(editor);
  QCOMPARE(editor->draft(), s("many"));
  QCOMPARE(page->findChild<GridView*>()->currentIndex(), cell(*page, 0, "year"));
}

void TestCellEditors::editsSeveralLinesInPlace() {
  const auto page = show("album");
  edit(*page, 1, "title");
  auto* lines = page->findChild<QPlainTextEdit*>(s("cellLineEditor"));
  QVERIFY(lines);
  QTest::keyClick(lines, Qt::Key_End, Qt::ControlModifier);
  QTest::keyClick(lines, Qt::Key_Return, Qt::ShiftModifier);
  QTest::keyClicks(lines, s("three"));
  QTest::keyClick(lines, Qt::Key_Return);
  QVERIFY(change("album", 2)->value("title")->value() == Value::text("two\nlines\nthree"));
}

void TestCellEditors::choosesAReferencedRowByItsLabel() {
  const auto page = show("album");
  auto* line = edit(*page, 0, "artist_id");
  QVERIFY(line);
  line->selectAll();
  QTest::keyClicks(line, s("ero"));
  auto* list = line->parentWidget()->findChild<QCompleter*>()->popup();
  QTRY_VERIFY_WITH_TIMEOUT(list->isVisible() && list->model()->rowCount() == 1, kPatience);
  QCOMPARE(textsOf(*list->model(), 0), (QStringList{s("Aerosmith"), s(""), s("3")}));
  QTest::keyClick(list, Qt::Key_Return);
  QTRY_COMPARE(line->text(), s("3"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(change("album", 1)->value("artist_id")->value() == Value::integer(3));
  // As a stored one, it stands beside its row's label; what that is going to be comes first.
  QCOMPARE(cell(*page, 0, "artist_id").data(GridModel::LabelRole).toString(), s("Aerosmith"));
  m_changes->setCell("artist", test::key(3), "name", Value::text("Aerosmith"), Value::text("Renamed"));
  QCOMPARE(cell(*page, 0, "artist_id").data(GridModel::LabelRole).toString(), s("Renamed"));
  m_changes->undoStack().undo();
  // By its key, too; what stands for any letter elsewhere stands for itself here.
  line = edit(*page, 1, "artist_id");
  QTest::keyClicks(line, s("r_s"));
  list = line->parentWidget()->findChild<QCompleter*>()->popup();
  QTRY_VERIFY_WITH_TIMEOUT(list->isVisible() && list->model()->rowCount() == 1, kPatience);
  QCOMPARE(textsOf(*list->model(), 0), (QStringList{s("Under_score"), s(""), s("44")}));
  QTest::keyClick(list, Qt::Key_Escape);
  QTest::keyClick(line, Qt::Key_Escape);
  QVERIFY(!change("album", 2));
  // A row that is still to be added is known by what it will have.
  const std::string ref = m_changes->insertRow("artist", {{"name", Value::text("Newcomer")}});
  m_changes->setCell("album", test::key(2), "artist_id", Value::integer(1), Operand::Reference{ref, "id"});
  QCOMPARE(cell(*page, 1, "artist_id").data(GridModel::LabelRole).toString(), s("Newcomer"));
  // Of a key that was typed nothing is known.
  m_changes->setCell("album", test::key(2), "artist_id", Value::integer(1), Value::integer(44));
  QVERIFY(cell(*page, 1, "artist_id").data(GridModel::LabelRole).toString().isEmpty());
}

void TestCellEditors::choosesTheWholeOfAKeyOfSeveralColumns() {
  const auto page = show("box");
  // The label stands once, behind the last column of the key.
  QCOMPARE(cell(*page, 0, "number").data(GridModel::LabelRole).toString(), s("Records"));
  QVERIFY(cell(*page, 0, "room").data(GridModel::LabelRole).toString().isEmpty());
  auto* line = edit(*page, 0, "number");
  QVERIFY(line);
  line->selectAll();
  QTest::keyClicks(line, s("rest"));
  auto* list = line->parentWidget()->findChild<QCompleter*>()->popup();
  QTRY_VERIFY_WITH_TIMEOUT(list->isVisible() && list->model()->rowCount() == 1, kPatience);
  QCOMPARE(textsOf(*list->model(), 0), (QStringList{s("Rest"), s(""), s("south, 1")}));
  QTest::keyClick(list, Qt::Key_Return);
  QTRY_COMPARE(line->text(), s("1"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(change("box", 1)->value("room")->value() == Value::text("south"));
  // One step; and the column that has the same value is none of the change.
  QVERIFY(!change("box", 1)->value("number"));
  QCOMPARE(cell(*page, 0, "number").data(GridModel::LabelRole).toString(), s("Rest"));
  QCOMPARE(m_changes->undoStack().count(), 1);
  m_changes->undoStack().undo();
  QVERIFY(m_changes->isEmpty());
}

void TestCellEditors::standsBesideTheTableForAssistiveTechnology() {
  const auto page = show("album");
  auto* line = edit(*page, 0, "title");
  QAccessibleInterface* shown = QAccessible::queryAccessibleInterface(line);
  QVERIFY(shown);
  QCOMPARE(shown->text(QAccessible::Name), s("Edit title"));
  // Every step up the tree knows the step down.
  for (QAccessibleInterface* parent = shown->parent(); parent && parent->object() != page.get(); parent = shown->parent()) {
    QVERIFY(parent->indexOfChild(shown) >= 0);
    shown = parent;
  }
  QVERIFY(QAccessible::queryAccessibleInterface(page.get())->indexOfChild(shown) >= 0);
}

void TestCellEditors::setsNullEmptyAndDefaultByKeys() {
  const auto page = show("album");
  auto* grid = page->findChild<GridView*>();
  const auto title = [this] { return change("album", 1) ? change("album", 1)->value("title")->value() : Value::text("High Voltage"); };
  grid->setCurrentIndex(cell(*page, 0, "title"));
  QTest::keyClick(grid, Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(title().isNull());
  QTest::keyClick(grid, Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(title() == Value::text({}));
  QTest::keyClick(grid, Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(title() == Value::text("none"));
  QTest::keyClick(grid, Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  grid->setCurrentIndex(cell(*page, 0, "id"));
  QTest::keyClick(grid, Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(!change("album", 1)->value("id"));
}

JOINERY_TEST(TestCellEditors)
#include "tst_cell_editors.moc"
