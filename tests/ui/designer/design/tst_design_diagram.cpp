// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QMenu>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/design/design_page.h"
#include "ui/designer/design/name_on_card.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// A schema is designed on its diagram by the pointer and by keys; what it does stands in one order of steps, and is kept.
class TstDesignDiagram : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void nothingIsThereUntilADesignIsStarted();
  void startingAnewAsksFirst();
  void aDesignStartsFromTheOpenDatabase();
  void aDoubleClickPutsATableThereToBeNamed();
  void aNameIsTypedOnTheCardAndIsOneRename();
  void escLeavesTheNameAsItWas();
  void theNameEditorGoesFromRowToRow();
  void insertAddsAColumn();
  void aLineFromColumnToColumnIsAForeignKey();
  void aLineFromTheTableBringsItsColumn();
  void aLineBackToItsTableRefersToItself();
  void escLetsGoOfTheLineThenOfTheTool();
  void whatCannotReferIsToldAndChangesNothing();
  void oneLineMakesTheLinkTableBetweenBoth();
  void deleteRemovesTheChosenTables();
  void deleteRemovesTheMarkedColumn();
  void menusActOnCardRowAndLine();
  void stepsOfBothAreUndoneInOneOrder();
  void aRenamedTableKeepsItsPlace();
  void whatIsChosenHereIsShownThere();
  void issuesAreMarkedOnTheirCards();
  void thePlacesAreKeptWithTheDesign();
  void aQueryIsTypedAsOneStep();
  void everyControlHasAName();
  void looksAsItShould();

 private:
  DesignDiagram* diagram() const { return m_page->diagram(); }
  DesignView* view() const { return diagram()->view(); }
  const DiagramModel& model() const { return *diagram()->panel()->model(); }
  const DiagramCard& card(const char* name) const { return model().cards()[static_cast<std::size_t>(model().cardOf(QualifiedName(name)))]; }
  const schema::Table& table(const char* name) const { return *m_page->design()->metadata().find(QualifiedName(name)); }
  bool has(const char* name) const { return m_page->design()->metadata().find(QualifiedName(name)) != nullptr; }
  CardSpot spot(const char* name, const char* column = "") const { return {model().cardOf(QualifiedName(name)), *column ? card(name).rowOf(column) : -1}; }
  QPoint at(const char* name, const char* column = "") const { return view()->placeOf(spot(name, column)).center(); }
  NameOnCard* editor() const { return m_page->findChild<NameOnCard*>(); }
  void type(const char* name, int end = Qt::Key_Return);
  void put(const char* name, const QPointF& place);
  void drag(const QPoint& from, const QPoint& to, const std::vector<QPoint>& over = {});
  void move(const QPoint& to);
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(view(), static_cast<Qt::Key>(key), modifiers); }
  QMenu* menuAt(const QPoint& place);
  void settle() { QTRY_VERIFY_WITH_TIMEOUT(!m_page->isBusy(), kPatience); }
  QUndoStack& steps() const { return m_page->design()->undoStack(); }
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<DesignPage> m_page;
};

void TstDesignDiagram::init() {
  m_document = std::make_unique<WorkspaceDocument>();
  m_page = std::make_unique<DesignPage>(m_document.get());
  m_page->resize(1200, 900);
  m_page->show();
  m_page->startEmpty("sqlite");
  put("authors", {-500, -80});
  put("books", {-100, -80});
  steps().clear();
}

void TstDesignDiagram::cleanup() {
  m_page.reset();
  m_document.reset();
}

void TstDesignDiagram::type(const char* name, int end) {
  NameOnCard* edit = editor();
  QVERIFY(edit);
  edit->selectAll();
  QTest::keyClicks(edit, s(name));
  QTest::keyClick(edit, static_cast<Qt::Key>(end));
  QTRY_VERIFY(editor() != edit);
}

/// A table of that name by a double click.
void TstDesignDiagram::put(const char* name, const QPointF& place) {
  view()->ensureVisible(QRectF(place, QSizeF(200, 100)));
  QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, view()->mapFromScene(place));
  type(name);
}

void TstDesignDiagram::move(const QPoint& to) {
  // QTest::mouseMove tells of no button.
  QMouseEvent event(QEvent::MouseMove, to, view()->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(view()->viewport(), &event);
}

void TstDesignDiagram::drag(const QPoint& from, const QPoint& to, const std::vector<QPoint>& over) {
  QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, from);
  for (const QPoint& each : over) move(each);
  move((from + to) / 2);
  move(to);
  QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, to);
}

QMenu* TstDesignDiagram::menuAt(const QPoint& place) {
  QContextMenuEvent event(QContextMenuEvent::Mouse, place, view()->viewport()->mapToGlobal(place));
  QApplication::sendEvent(view()->viewport(), &event);
  return m_page->findChild<QMenu*>(s("designMenu"));
}

void TstDesignDiagram::nothingIsThereUntilADesignIsStarted() {
  WorkspaceDocument document;
  DesignPage page(&document);
  page.resize(900, 600);
  page.show();
  QVERIFY(page.findChild<DesignStart*>()->isVisible());
  QVERIFY(!page.diagram()->isVisible());
  QVERIFY(!page.findChild<QPushButton*>(s("startFromDatabase"))->isEnabled());
  QVERIFY(!document.isModified());
  page.findChild<QPushButton*>(s("startPostgresql"))->click();
  QVERIFY(page.diagram()->isVisible());
  QCOMPARE(std::string(page.design()->dialect().name()), std::string("postgresql"));
  QCOMPARE(page.findChild<QToolButton*>(s("designEngine"))->text(), s("PostgreSQL"));
  QVERIFY(page.statusText().startsWith(s("PostgreSQL")));
  QVERIFY(document.designedSchema());
  document.clear();
  QVERIFY(page.findChild<DesignStart*>()->isVisible());
}

void TstDesignDiagram::startingAnewAsksFirst() {
  for (const bool goesOn : {false, true}) {
    m_page->startEmpty("postgresql");
    auto* box = m_page->findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(has("books"));
    for (auto* button : box->buttons())
      if (goesOn == (box->buttonRole(button) == QMessageBox::AcceptRole)) {
        button->click();
        break;
      }
    QTRY_VERIFY(!m_page->findChild<QMessageBox*>());
    QCOMPARE(has("books"), !goesOn);
  }
  QCOMPARE(std::string(m_page->design()->dialect().name()), std::string("postgresql"));
  QVERIFY(model().cards().empty());
}

void TstDesignDiagram::aDesignStartsFromTheOpenDatabase() {
  const QTemporaryDir folder;
  const Url url = Url::sqliteFile(folder.filePath(s("music.db")).toStdString());
  Engine::Options options;
  options.createIfMissing = true;
  {
    const auto engine = Engine::create(url, options);
    auto writer = engine->connect(Engine::Access::Write);
    for (const char* each : {"CREATE TABLE artist (id INTEGER PRIMARY KEY)", "CREATE TABLE album (id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artist)"}) fetchAll(*writer->execute(each));
  }
  Database database(Engine::create(url, Database::windowOptions()));
  QSignalSpy opened(&database, &Database::opened);
  database.open();
  QVERIFY(opened.wait(kPatience));
  WorkspaceDocument document;
  DesignPage page(&document);
  page.setDatabase(&database);
  page.findChild<QPushButton*>(s("startFromDatabase"))->click();
  QCOMPARE(page.design()->metadata().tables().size(), std::size_t(2));
  QVERIFY(page.design()->sinceRevision().empty());
  QVERIFY(!page.design()->isNew(page.design()->metadata().tables().front()->name));
  QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), kPatience);
  QVERIFY(!page.diagram()->panel()->model()->needsLayout());
}

void TstDesignDiagram::aDoubleClickPutsATableThereToBeNamed() {
  const QPointF place(-300, 120);
  QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, view()->mapFromScene(place));
  QVERIFY(editor());
  QVERIFY(has("new_table"));
  QVERIFY((card("new_table").position - place).manhattanLength() < 60);
  type("shops");
  QVERIFY(has("shops"));
  QVERIFY((card("shops").position - place).manhattanLength() < 60);
}

void TstDesignDiagram::aNameIsTypedOnTheCardAndIsOneRename() {
  m_page->design()->markRevision();
  QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, at("books"));
  type("titles");
  QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, at("titles", "id"));
  type("number");
  QCOMPARE(table("titles").columns.front().name, std::string("number"));
  const auto operations = m_page->design()->recorded();
  QCOMPARE(operations.size(), std::size_t(2));
  QVERIFY(std::holds_alternative<migration::Rename>(operations[0]));
  QVERIFY(std::holds_alternative<migration::RenameColumn>(operations[1]));
  QCOMPARE(m_page->editor()->table(), QualifiedName("titles"));
  QCOMPARE(steps().count(), 2);
}

void TstDesignDiagram::escLeavesTheNameAsItWas() {
  view()->setCurrentSpot(spot("books", "id"));
  key(Qt::Key_F2);
  QCOMPARE(editor()->text(), s("id"));
  type("wrong", Qt::Key_Escape);
  QCOMPARE(table("books").columns.front().name, std::string("id"));
  QCOMPARE(steps().count(), 0);
  QVERIFY(view()->hasFocus());
}

void TstDesignDiagram::theNameEditorGoesFromRowToRow() {
  view()->setCurrentSpot(spot("books"));
  key(Qt::Key_F2);
  QCOMPARE(editor()->text(), s("books"));
  type("titles", Qt::Key_Down);
  QCOMPARE(editor()->text(), s("id"));
  type("nr");
  QCOMPARE(table("titles").columns.front().name, std::string("nr"));
}

void TstDesignDiagram::insertAddsAColumn() {
  view()->setCurrentSpot(spot("books"));
  key(Qt::Key_Insert);
  type("title");
  QCOMPARE(table("books").columns.back().name, std::string("title"));
  QCOMPARE(card("books").rows.size(), std::size_t(2));
}

void TstDesignDiagram::aLineFromColumnToColumnIsAForeignKey() {
  QVERIFY(m_page->diagram()->edits()->addColumn(QualifiedName("books")) == "new_column");
  key(Qt::Key_L, Qt::ControlModifier);
  QVERIFY(diagram()->actions().drawForeignKey->isChecked());
  QVERIFY(m_page->selectionText().contains(s("Esc")));
  drag(at("books", "new_column"), at("authors", "id"));
  QCOMPARE(table("books").foreignKeys.size(), std::size_t(1));
  QCOMPARE(table("books").foreignKeys[0].columns, std::vector<std::string>{"new_column"});
  QCOMPARE(table("books").foreignKeys[0].referredColumns, std::vector<std::string>{"id"});
  QCOMPARE(table("books").columns.size(), std::size_t(2));
  QCOMPARE(model().lines().size(), std::size_t(1));
  QCOMPARE(steps().count(), 2);
}

void TstDesignDiagram::aLineFromTheTableBringsItsColumn() {
  view()->setTool(DesignView::Tool::ForeignKey);
  drag(at("books"), at("authors"));
  QCOMPARE(table("books").columns.back().name, std::string("authors_id"));
  QCOMPARE(table("books").foreignKeys[0].referredTable, QualifiedName("authors"));
  QVERIFY(table("authors").foreignKeys.empty());
  QCOMPARE(steps().count(), 1);
}

void TstDesignDiagram::aLineBackToItsTableRefersToItself() {
  view()->setTool(DesignView::Tool::ForeignKey);
  drag(at("books"), at("books"));
  QVERIFY(table("books").foreignKeys.empty());
  drag(at("books"), at("books"), {at("authors")});
  QCOMPARE(table("books").foreignKeys.size(), std::size_t(1));
  QCOMPARE(table("books").foreignKeys[0].referredTable, QualifiedName("books"));
}

void TstDesignDiagram::escLetsGoOfTheLineThenOfTheTool() {
  view()->setTool(DesignView::Tool::ForeignKey);
  QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, at("books"));
  move(at("authors"));
  QVERIFY(view()->isDrawing());
  key(Qt::Key_Escape);
  QVERIFY(!view()->isDrawing());
  QCOMPARE(view()->tool(), DesignView::Tool::ForeignKey);
  QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, at("authors"));
  QVERIFY(table("books").foreignKeys.empty());
  key(Qt::Key_Escape);
  QCOMPARE(view()->tool(), DesignView::Tool::Choose);
  QVERIFY(!diagram()->actions().drawForeignKey->isChecked());
}

void TstDesignDiagram::whatCannotReferIsToldAndChangesNothing() {
  QVERIFY(diagram()->edits()->setKeyColumn(QualifiedName("authors"), "id", false));
  steps().clear();
  const schema::MetaData before = m_page->design()->metadata();
  view()->setTool(DesignView::Tool::ManyToMany);
  drag(at("books"), at("authors"));
  QVERIFY(m_page->design()->metadata() == before);
  QCOMPARE(steps().count(), 0);
  QVERIFY(m_page->findChild<MessageBar*>()->text().contains(s("authors")));
}

void TstDesignDiagram::oneLineMakesTheLinkTableBetweenBoth() {
  view()->setTool(DesignView::Tool::ManyToMany);
  drag(at("books", "id"), at("authors", "id"));
  QVERIFY(has("books_authors"));
  const QPointF middle = (card("books").rect().center() + card("authors").rect().center()) / 2;
  QVERIFY((card("books_authors").rect().center() - middle).manhattanLength() < 120);
  for (const char* other : {"books", "authors"}) QVERIFY(!card("books_authors").rect().intersects(card(other).rect()));
  QCOMPARE(model().lines().size(), std::size_t(2));
  QCOMPARE(m_page->editor()->table(), QualifiedName("books_authors"));
  QCOMPARE(steps().count(), 1);
  steps().undo();
  QVERIFY(!has("books_authors"));
}

void TstDesignDiagram::deleteRemovesTheChosenTables() {
  QVERIFY(diagram()->edits()->refer({QualifiedName("books")}, {QualifiedName("authors")}));
  view()->setCurrentSpot(spot("authors"));
  key(Qt::Key_Delete);
  QVERIFY(!has("authors"));
  QVERIFY(table("books").foreignKeys.empty());
  steps().undo();
  QCOMPARE(table("books").foreignKeys.size(), std::size_t(1));
  diagram()->panel()->scene()->selectCards({0, 1});
  key(Qt::Key_Delete);
  QVERIFY(m_page->design()->metadata().tables().empty());
  steps().undo();
  QCOMPARE(m_page->design()->metadata().tables().size(), std::size_t(2));
}

void TstDesignDiagram::deleteRemovesTheMarkedColumn() {
  QVERIFY(!diagram()->edits()->addColumn(QualifiedName("books")).empty());
  QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at("books", "new_column"));
  key(Qt::Key_Delete);
  QCOMPARE(table("books").columns.size(), std::size_t(1));
}

void TstDesignDiagram::menusActOnCardRowAndLine() {
  QVERIFY(diagram()->edits()->refer({QualifiedName("books")}, {QualifiedName("authors")}));
  settle();
  QMenu* menu = menuAt(at("books", "authors_id"));
  QVERIFY(menu->findChild<QAction*>(s("removeColumn")));
  QVERIFY(!menu->findChild<QAction*>(s("keyColumn"))->isChecked());
  menu->findChild<QAction*>(s("keyColumn"))->trigger();
  QCOMPARE(table("books").primaryKey->columns.size(), std::size_t(2));
  delete menu;
  settle();
  const LinePath path = diagram()->panel()->scene()->routing()->paths().at(0);
  const QPoint onLine = view()->mapFromScene((path.at(0) + path.at(1)) / 2);
  QVERIFY(view()->lineAt(onLine) == 0);
  QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, onLine);
  QVERIFY(m_page->findChild<QWidget*>(s("foreignKeys"))->isVisible());
  menu = menuAt(onLine);
  QVERIFY(menu->findChild<QAction*>(s("editForeignKey")));
  menu->findChild<QAction*>(s("removeForeignKey"))->trigger();
  QVERIFY(table("books").foreignKeys.empty());
  delete menu;
  menu = menuAt(view()->mapFromScene(QPointF(-300, 160)));
  menu->findChild<QAction*>(s("addTableHere"))->trigger();
  QVERIFY(has("new_table"));
}

void TstDesignDiagram::stepsOfBothAreUndoneInOneOrder() {
  const QPointF before = card("books").position;
  view()->setCurrentSpot(spot("books"));
  key(Qt::Key_Down);
  QVERIFY(card("books").position != before);
  QVERIFY(!diagram()->edits()->addColumn(QualifiedName("books")).empty());
  key(Qt::Key_Right);
  QCOMPARE(steps().count(), 3);
  key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(table("books").columns.size(), std::size_t(2));
  key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(table("books").columns.size(), std::size_t(1));
  QVERIFY(card("books").position != before);
  key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(card("books").position, before);
  while (steps().canRedo()) steps().redo();
  QCOMPARE(table("books").columns.size(), std::size_t(2));
  QCOMPARE(card("books").position, before + QPointF(20, 20));
  QVERIFY(m_page->undoStack() == &steps());
}

void TstDesignDiagram::aRenamedTableKeepsItsPlace() {
  const QPointF place = card("books").position;
  view()->setCurrentSpot(spot("books"));
  key(Qt::Key_Down);
  QVERIFY(diagram()->edits()->renameTable(QualifiedName("books"), "titles"));
  QCOMPARE(card("titles").position, place + QPointF(0, 20));
  steps().undo();
  QCOMPARE(card("books").position, place + QPointF(0, 20));
  steps().undo();
  QCOMPARE(card("books").position, place);
  steps().redo();
  steps().redo();
  QCOMPARE(card("titles").position, place + QPointF(0, 20));
  QVERIFY(m_document->designedSchema()->at("diagram").dump().find("titles") != std::string::npos);
}

void TstDesignDiagram::whatIsChosenHereIsShownThere() {
  QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at("authors"));
  QCOMPARE(m_page->editor()->table(), QualifiedName("authors"));
  m_page->showTable(QualifiedName("books"));
  QCOMPARE(diagram()->panel()->scene()->selectedCards(), QSet<int>{model().cardOf(QualifiedName("books"))});
  key(Qt::Key_Return);
  QVERIFY(m_page->findChild<QTableView*>(s("columnsGrid"))->hasFocus());
}

void TstDesignDiagram::issuesAreMarkedOnTheirCards() {
  const auto describe = [this] { return diagram()->panel()->scene()->cards()[static_cast<std::size_t>(model().cardOf(QualifiedName("books")))]->description(); };
  QVERIFY(!describe().contains(s("wobble")));
  m_page->showTable(QualifiedName("books"));
  m_page->findChild<QCheckBox*>(s("strict"))->click();
  PartModel* columns = m_page->findChild<PartView*>(s("columns"))->model();
  QVERIFY(columns->add());
  QVERIFY(columns->setData(columns->index(1, 1), s("wobble"), Qt::EditRole));
  QVERIFY(describe().contains(s("wobble")));
  steps().undo();
  QVERIFY(!describe().contains(s("wobble")));
}

void TstDesignDiagram::thePlacesAreKeptWithTheDesign() {
  Json json = *m_document->designedSchema();
  json["diagram"]["later"] = "kept";
  m_document->putDesignedSchema(json);
  QTRY_COMPARE(model().cards().size(), std::size_t(2));
  view()->setCurrentSpot(spot("books"));
  key(Qt::Key_Down);
  const QPointF place = card("books").position;
  const QTemporaryDir folder;
  QSignalSpy saved(m_document.get(), &WorkspaceDocument::saved);
  m_document->saveAs(folder.filePath(s("w.joinery")));
  QVERIFY(saved.wait(kPatience));
  WorkspaceDocument other;
  DesignPage page(&other);
  QSignalSpy opened(&other, &WorkspaceDocument::opened);
  other.open(folder.filePath(s("w.joinery")));
  QVERIFY(opened.wait(kPatience));
  const DiagramModel& read = *page.diagram()->panel()->model();
  QCOMPARE(read.cards()[static_cast<std::size_t>(read.cardOf(QualifiedName("books")))].position, place);
  QVERIFY(!page.isBusy() || !read.needsLayout());
  page.addTable();
  QCOMPARE(read.cards()[static_cast<std::size_t>(read.cardOf(QualifiedName("books")))].position, place);
  QCOMPARE(other.designedSchema()->at("diagram").at("later").get<std::string>(), std::string("kept"));
}

void TstDesignDiagram::aQueryIsTypedAsOneStep() {
  m_page->addView();
  m_page->design()->markRevision();
  steps().clear();
  auto* query = m_page->findChild<QPlainTextEdit*>(s("viewQuery"));
  query->setFocus();
  query->moveCursor(QTextCursor::End);
  QTest::keyClicks(query, s(", 2 AS two"));
  QCOMPARE(table("new_view").definition, std::string("SELECT 1 AS one, 2 AS two"));
  QCOMPARE(steps().count(), 1);
  QCOMPARE(m_page->design()->recorded().size(), std::size_t(1));
  view()->setFocus();
  query->setFocus();
  QTest::keyClicks(query, s(", 3"));
  QCOMPARE(steps().count(), 2);
  steps().undo();
  QCOMPARE(query->toPlainText(), s("SELECT 1 AS one, 2 AS two"));
  steps().undo();
  QCOMPARE(table("new_view").definition, std::string("SELECT 1 AS one"));
  QVERIFY(m_page->design()->recorded().empty());
  // What is typed and taken back is no step.
  QTest::keyClicks(query, s("x"));
  QTest::keyClick(query, Qt::Key_Backspace);
  QVERIFY(!steps().canUndo());
}

void TstDesignDiagram::everyControlHasAName() {
  for (const auto* button : m_page->findChildren<QToolButton*>())
    if (button->isVisible() && button->objectName() != s("qt_toolbar_ext_button")) QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), qPrintable(button->objectName()));
  for (const auto* action : diagram()->findChildren<QAction*>())
    if (!action->isSeparator() && !action->menu() && action->parent() == &diagram()->actions()) QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
  QCOMPARE(view()->accessibleName(), s("Diagram"));
  QCOMPARE(m_page->findChild<QToolButton*>(s("designEngine"))->accessibleName(), s("Engine"));
}

/// JOINERY_TEST_PICTURES names a folder for what a person is to look at.
void TstDesignDiagram::looksAsItShould() {
  put("publisher", {-300, 100});
  for (const char* name : {"title", "isbn", "price"}) {
    view()->setCurrentSpot(spot("books"));
    key(Qt::Key_Insert);
    type(name);
  }
  view()->setTool(DesignView::Tool::ManyToMany);
  drag(at("books"), at("authors"));
  view()->setTool(DesignView::Tool::ForeignKey);
  drag(at("books"), at("publisher"));
  PartModel* columns = m_page->findChild<PartView*>(s("columns"))->model();
  m_page->showTable(QualifiedName("books"));
  m_page->findChild<QCheckBox*>(s("strict"))->click();
  QVERIFY(columns->setData(columns->index(3, 1), s("MONEY"), Qt::EditRole));
  settle();
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  const auto shoot = [&](const char* what) {
    for (const auto& [choice, theme] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
      Theme::instance().install(choice);
      QCoreApplication::processEvents();
      const QImage picture = m_page->grab().toImage();
      QCOMPARE(picture.size(), m_page->size() * m_page->devicePixelRatioF());
      if (!folder.isEmpty()) QVERIFY(picture.save(QStringLiteral("%1/%2_%3_%4.png").arg(folder, s(what), theme).arg(m_page->devicePixelRatioF())));
    }
  };
  view()->setTool(DesignView::Tool::Choose);
  shoot("design");
  view()->setTool(DesignView::Tool::ForeignKey);
  QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, at("publisher"));
  move(at("authors", "id"));
  shoot("drawing");
  key(Qt::Key_Escape);
  key(Qt::Key_Escape);
  view()->setCurrentSpot(spot("books", "title"));
  key(Qt::Key_F2);
  shoot("naming");
  editor()->deleteLater();
  WorkspaceDocument empty;
  m_page = std::make_unique<DesignPage>(&empty);
  m_page->resize(900, 600);
  m_page->show();
  shoot("start");
  m_page.reset();
}

JOINERY_TEST(TstDesignDiagram)
#include "tst_design_diagram.moc"
