// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QFile>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/grid/filter_header.h"
#include "ui/grid/table_page.h"
#include "ui/relations/relation_tree.h"
#include "ui/shell/main_window.h"
#include "ui/shell/saved_views.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/table_tab.h"
#include "ui/widgets/message_bar.h"
#include "ui/workspace/save_view_dialog.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;

/// Views that are saved and applied in the window, and the way back through what a tab has shown.
class TstSavedViews : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void cleanup();
  void appliesWhatWasSaved_data() { addBackends(); }
  void appliesWhatWasSaved();
  void aViewWithAFilterAloneLeavesTheRest();
  void saysThatATableIsGone();
  void renamesAndDeletesWhenAskedTo();
  void asksBeforeItClosesWithWhatIsNotSaved();
  void offersTheConnectionsOfAWorkspaceAndOpensNone();
  void tellsWhatIsWrongWithAWorkspace();
  void showsTheStatementThatIsSent_data() { addBackends(); }
  void showsTheStatementThatIsSent();
  void prunesTheTreeOfTheView();
  void goesBackAndForwardOverFiltersAndOrders();
  void typingIntoAQuickFilterIsOnePlace();
  void goesBackToTheTabThatAReferenceWasFollowedFrom();
  void everyTabHasItsOwnWayBack();

 private:
  void open(Backend backend = Backend::Sqlite);
  ui::TablePage* show(const char* model, const char* filter = "{}", std::vector<std::string> sorts = {}) {
    ui::TableView view;
    view.model = model;
    view.filter = parseJson(filter);
    view.sorts = std::move(sorts);
    m_window->openTable(view);
    return m_window->tabs()->currentTable();
  }
  QAction* action(const char* name) const { return m_window->findChild<QAction*>(s(name)); }
  std::string filter() const { return m_window->tabs()->currentTable()->view().filter.dump(); }
  Url url() const { return m_window->database()->engine()->url(); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<ui::MainWindow> m_window;
};

void TstSavedViews::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_saved_views"));
}

void TstSavedViews::open(Backend backend) {
  m_folder = std::make_unique<QTemporaryDir>();
  Engine::Options options;
  options.createIfMissing = true;
  const Url url = backend == Backend::Sqlite ? Url::sqliteFile(m_folder->filePath(s("music.db")).toStdString()) : ownDatabaseUrl();
  {
    const auto engine = Engine::create(url, options);
    auto writer = engine->connect(Engine::Access::Write);
    if (backend == Backend::Sqlite) fetchAll(*writer->execute("PRAGMA journal_mode = wal"));
    for (const std::string& statement : writer->splitStatements(
             "DROP TABLE IF EXISTS album; DROP TABLE IF EXISTS artist;"
             "CREATE TABLE artist(id integer PRIMARY KEY, name text, founded integer);"
             "CREATE TABLE album(id integer PRIMARY KEY, title text, artist_id integer REFERENCES artist(id));"
             "INSERT INTO artist VALUES (1, 'AC/DC', 1973), (2, 'Accept', 1976), (3, 'Nobody', 2001);"
             "INSERT INTO album VALUES (10, 'Powerage', 1), (20, 'Restless', 2)"))
      fetchAll(*writer->execute(statement));
  }
  m_window = std::make_unique<ui::MainWindow>();
  m_window->show();
  QSignalSpy opened(m_window.get(), &ui::MainWindow::databaseOpened);
  m_window->openDatabase(url);
  QVERIFY(opened.count() > 0 || opened.wait(kPatience));
}

void TstSavedViews::cleanup() {
  m_window.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

void TstSavedViews::appliesWhatWasSaved() {
  QFETCH(int, backend);
  open(static_cast<Backend>(backend));
  auto* page = show("artist", R"({"founded": {"$lt": 2000}})", {"-name"});
  page->arrangeColumns({{{"name", false, 150}, {"founded", false, {}}, {"id", true, {}}}, 1});
  m_window->relationTree()->setOpenedPaths("artist", {s("album")});
  action("saveView")->trigger();
  auto* dialog = m_window->findChild<ui::SaveViewDialog*>();
  QVERIFY(dialog);
  QTest::keyClicks(dialog->findChild<QLineEdit*>(s("viewName")), s("Old & loud"));
  QTest::keyClick(dialog, Qt::Key_Return);
  const SavedView* saved = m_window->workspace()->view(url(), "Old & loud");
  QVERIFY(saved);
  QCOMPARE(saved->columns->size(), std::size_t(2));
  QCOMPARE(saved->treePaths, std::vector<std::string>{"album"});

  page->setView({.model = "artist"});
  page->arrangeColumns({});
  m_window->relationTree()->setOpenedPaths("artist", {});
  m_window->savedViews()->apply(s("Old & loud"));
  QCOMPARE(filter(), std::string(R"({"founded":{"$lt":2000}})"));
  QCOMPARE(page->view().sorts, std::vector<std::string>{"-name"});
  const ui::ColumnLayout layout = page->columnLayout();
  QCOMPARE(layout.frozen, 1);
  QCOMPARE(layout.columns[0].name, std::string("name"));
  QCOMPARE(layout.columns[0].width, std::optional(150));
  QVERIFY(layout.columns[2].hidden && layout.columns[2].name == "id");
  QCOMPARE(m_window->relationTree()->openedPaths("artist"), QStringList{s("album")});
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 2")), kPatience);
}

void TstSavedViews::aViewWithAFilterAloneLeavesTheRest() {
  open();
  m_window->workspace()->putView(url(), {.name = "One", .model = "artist", .filter = parseJson(R"({"id": 1})")});
  auto* page = show("artist", "{}", {"+founded"});
  m_window->savedViews()->apply(s("One"));
  QCOMPARE(filter(), std::string(R"({"id":1})"));
  QCOMPARE(page->view().sorts, std::vector<std::string>{"+founded"});
}

void TstSavedViews::saysThatATableIsGone() {
  open();
  m_window->workspace()->putView(url(), {.name = "Gone", .model = "nowhere"});
  m_window->savedViews()->apply(s("Gone"));
  const auto bars = m_window->findChildren<ui::MessageBar*>();
  QVERIFY(std::any_of(bars.begin(), bars.end(), [](const ui::MessageBar* bar) { return bar->text().contains(s("nowhere")); }));
}

void TstSavedViews::renamesAndDeletesWhenAskedTo() {
  open();
  m_window->workspace()->putView(url(), {.name = "One", .model = "artist"});
  auto* navigator = m_window->findChild<QTreeView*>(s("navigator"));
  const QModelIndex views = navigator->model()->index(0, 0, navigator->model()->index(0, 0));
  QCOMPARE(views.data().toString(), s("Saved views"));
  navigator->setCurrentIndex(navigator->model()->index(0, 0, views));
  QTest::keyClick(navigator, Qt::Key_F2);
  auto* dialog = m_window->findChild<QInputDialog*>();
  QVERIFY(dialog);
  dialog->setTextValue(s("Two"));
  dialog->accept();
  QVERIFY(m_window->workspace()->view(url(), "Two"));
  QCOMPARE(navigator->model()->index(0, 0, views).data().toString(), s("Two"));
  navigator->setCurrentIndex(navigator->model()->index(0, 0, navigator->model()->index(0, 0, navigator->model()->index(0, 0))));
  QTest::keyClick(navigator, Qt::Key_Delete);
  auto* box = m_window->findChild<QMessageBox*>();
  QVERIFY(box && m_window->workspace()->view(url(), "Two"));
  for (auto* button : box->buttons())
    if (box->buttonRole(button) == QMessageBox::AcceptRole) QTest::mouseClick(button, Qt::LeftButton);
  QVERIFY(!m_window->workspace()->view(url(), "Two"));
  QVERIFY(navigator->model()->index(0, 0, navigator->model()->index(0, 0)).data().toString() != s("Saved views"));
  m_window->workspace()->clear();
}

void TstSavedViews::offersTheConnectionsOfAWorkspaceAndOpensNone() {
  open();
  const QString path = m_folder->filePath(s("w.joinery"));
  Workspace workspace;
  workspace.connectionTo(Url::sqliteFile(m_folder->filePath(s("other.db")).toStdString())).name = "Other & more";
  WorkspaceFile(path.toStdString()).write(workspace, WorkspaceFile::Existing::Replace);
  const auto before = m_window->database();
  QSignalSpy opened(m_window->workspace(), &ui::WorkspaceDocument::opened);
  m_window->workspace()->open(path);
  QVERIFY(opened.wait(kPatience));
  QCOMPARE(m_window->database(), before);
  QVERIFY(!QFile::exists(m_folder->filePath(s("other.db"))));
  QMenu* menu = nullptr;
  for (auto* each : m_window->findChildren<QMenu*>())
    if (each->title() == s("Wor&kspace's connections")) menu = each;
  QVERIFY(menu && menu->isEnabled());
  Q_EMIT menu->aboutToShow();
  QCOMPARE(menu->actions().size(), 1);
  QCOMPARE(menu->actions().first()->text(), s("Other && more"));
  // A file that is missing is said to be, and not made.
  QSignalSpy failed(m_window.get(), &ui::MainWindow::databaseFailed);
  menu->actions().first()->trigger();
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY(!QFile::exists(m_folder->filePath(s("other.db"))));
}

void TstSavedViews::tellsWhatIsWrongWithAWorkspace() {
  open();
  QFile file(m_folder->filePath(s("w.joinery")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("{\"version\": 1, \"connections\": [{\"name\": \"a\", \"url\": \"postgresql://u:hunter2@h/d\"}]}");
  file.close();
  QSignalSpy failed(m_window->workspace(), &ui::WorkspaceDocument::failed);
  m_window->workspace()->open(file.fileName());
  QVERIFY(failed.wait(kPatience));
  const auto bars = m_window->findChildren<ui::MessageBar*>();
  const auto bar = std::find_if(bars.begin(), bars.end(), [](const ui::MessageBar* each) { return each->text().contains(s("/connections/0/url")); });
  QVERIFY(bar != bars.end());
  QVERIFY(!(*bar)->text().contains(s("hunter2")));
}

void TstSavedViews::showsTheStatementThatIsSent() {
  QFETCH(int, backend);
  open(static_cast<Backend>(backend));
  // By the key: of an order that no index serves the keys are read first; so they are for a filter where readers keep writers waiting.
  auto* page = show("album", R"({"artist": {"name": "AC/DC"}})", {"-id"});
  m_window->tabs()->currentTableTab()->setFilterBuilderVisible(true);
  QString shown;
  for (const auto* text : m_window->findChildren<QPlainTextEdit*>())
    if (text->accessibleName() == s("Filter SQL")) shown = text->toPlainText();
  QVERIFY2(shown.contains(s("\nWHERE ")) && shown.contains(s("\nORDER BY ")), qPrintable(shown));
  QTRY_VERIFY_WITH_TIMEOUT(page->statusText().endsWith(s("of 1")), kPatience);
  const Dialect& dialect = m_window->database()->dialect();
  const auto isSent = [&](const auto& statement) {
    CompiledStatement sent;
    sent.sql = statement.sql;
    if (!statement.binds.empty()) sent.binds = statement.binds[0];
    return QString::fromStdString(dialect.withLiterals(sent)) == QString(shown).replace(QLatin1Char('\n'), QLatin1Char(' '));
  };
  const auto statements = m_window->database()->engine()->log().statements();
  QVERIFY(std::any_of(statements.begin(), statements.end(), isSent));
}

void TstSavedViews::prunesTheTreeOfTheView() {
  open();
  m_window->workspace()->putView(url(), {.name = "Pruned", .model = "artist", .filter = parseJson(R"({"id": 1})"), .prune = parseJson(R"({"album": {"title": "none"}})")});
  m_window->savedViews()->apply(s("Pruned"));
  auto* tree = m_window->relationTree()->findChild<QTreeView*>();
  const auto branch = [&] { return tree->model()->index(0, 0, tree->model()->index(0, 0)).data().toString(); };
  QTRY_COMPARE_WITH_TIMEOUT(branch(), s("album (0 after pruning)"), kPatience);
  m_window->tabs()->currentTable()->setView({.model = "artist", .filter = parseJson(R"({"id": 1})")});
  QTRY_COMPARE_WITH_TIMEOUT(branch(), s("album (1)"), kPatience);
  m_window->workspace()->clear();
}

void TstSavedViews::asksBeforeItClosesWithWhatIsNotSaved() {
  open();
  m_window->workspace()->putView(url(), {.name = "One", .model = "artist"});
  QVERIFY(!m_window->close());
  auto* box = m_window->findChild<QMessageBox*>();
  QVERIFY(box && box->isVisible());
  QTest::keyClick(box, Qt::Key_Escape);
  QVERIFY(m_window->isVisible());
  QVERIFY(m_window->workspace()->view(url(), "One"));
  const QString path = m_folder->filePath(s("w.joinery"));
  QSignalSpy saved(m_window->workspace(), &ui::WorkspaceDocument::saved);
  m_window->workspace()->saveAs(path);
  QVERIFY(saved.wait(kPatience));
  m_window->workspace()->putView(url(), {.name = "Two", .model = "artist"});
  QVERIFY(!m_window->close());
  QMessageBox* asked = nullptr;
  for (auto* each : m_window->findChildren<QMessageBox*>())
    if (each->isVisible()) asked = each;
  QVERIFY(asked);
  QTest::mouseClick(asked->button(QMessageBox::Save), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
  QCOMPARE(WorkspaceFile(path.toStdString()).read().connections[0].views.size(), std::size_t(2));
}

void TstSavedViews::goesBackAndForwardOverFiltersAndOrders() {
  open();
  auto* page = show("artist");
  QVERIFY(!m_window->tabs()->canGoBack());
  page->setFilter(parseJson(R"({"id": 1})"));
  page->setSorts({"-name"});
  page->setFilter(parseJson(R"({"id": 2})"));
  QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
  QCOMPARE(filter(), std::string(R"({"id":1})"));
  QCOMPARE(page->view().sorts, std::vector<std::string>{"-name"});
  m_window->tabs()->goBack();
  QVERIFY(page->view().sorts.empty());
  m_window->tabs()->goBack();
  QCOMPARE(filter(), std::string("{}"));
  QVERIFY(!m_window->tabs()->canGoBack());
  QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
  QCOMPARE(filter(), std::string(R"({"id":1})"));
  // Another way ahead is forgotten.
  page->setFilter(parseJson(R"({"id": 3})"));
  QVERIFY(!m_window->tabs()->canGoForward());
}

void TstSavedViews::typingIntoAQuickFilterIsOnePlace() {
  open();
  auto* page = show("artist");
  auto* header = page->findChild<ui::FilterHeader*>();
  for (const char* text : {"A", "Ac", "Acc"}) {
    header->setFilterText(1, s(text));
    Q_EMIT header->filterEdited(1);
  }
  QCOMPARE(page->effectiveFilter().dump(), std::string(R"({"name":{"$ilike":"%Acc%"}})"));
  m_window->tabs()->goBack();
  QVERIFY(page->effectiveFilter().empty());
  QCOMPARE(header->filterText(1), QString());
  QVERIFY(!m_window->tabs()->canGoBack());
  m_window->tabs()->goForward();
  QCOMPARE(header->filterText(1), s("Acc"));
  QCOMPARE(page->effectiveFilter().dump(), std::string(R"({"name":{"$ilike":"%Acc%"}})"));
}

void TstSavedViews::goesBackToTheTabThatAReferenceWasFollowedFrom() {
  open();
  show("artist", R"({"id": 2})");
  auto* album = show("album");
  album->setFilter(parseJson(R"({"id": 10})"));
  ui::TableView followed;
  followed.model = "artist";
  followed.filter = parseJson(R"({"id": 1})");
  Q_EMIT album->openRequested(followed);
  QCOMPARE(m_window->tabs()->currentTable()->view(), followed);
  m_window->tabs()->goBack();
  QCOMPARE(m_window->tabs()->currentTable(), album);
  QCOMPARE(filter(), std::string(R"({"id":10})"));
  // The other tab is as it was before, too.
  QCOMPARE(m_window->tabs()->tableOf("artist")->view().filter.dump(), std::string(R"({"id":2})"));
  m_window->tabs()->goForward();
  QCOMPARE(m_window->tabs()->currentTable()->view(), followed);
  m_window->tabs()->goBack();
  m_window->tabs()->goBack();
  QCOMPARE(filter(), std::string("{}"));
  QCOMPARE(m_window->tabs()->currentTable(), album);
}

void TstSavedViews::everyTabHasItsOwnWayBack() {
  open();
  auto* artist = show("artist");
  artist->setFilter(parseJson(R"({"id": 1})"));
  auto* album = show("album");
  album->setFilter(parseJson(R"({"id": 10})"));
  m_window->tabs()->setCurrentIndex(0);
  m_window->tabs()->goBack();
  QCOMPARE(m_window->tabs()->currentTable(), artist);
  QCOMPARE(filter(), std::string("{}"));
  QCOMPARE(album->view().filter.dump(), std::string(R"({"id":10})"));
  // A tab that was followed from and closed is no way back.
  m_window->tabs()->closePage(0);
  m_window->tabs()->goBack();
  QCOMPARE(filter(), std::string("{}"));
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  QVERIFY(!m_window->tabs()->canGoBack());
}

JOINERY_TEST(TstSavedViews)
#include "tst_saved_views.moc"
