// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/changes/pending_changes_panel.h"
#include "ui/connections/job_list.h"
#include "ui/connections/file_chooser.h"
#include "ui/connections/open_dialog.h"
#include "ui/connections/recent_connections.h"
#include "ui/console/console_page.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/cell_arrival.h"
#include "ui/shell/designs.h"
#include "ui/shell/diagrams.h"
#include "ui/shell/inspector.h"
#include "ui/shell/journals.h"
#include "ui/shell/migrations.h"
#include "ui/shell/model_pages.h"
#include "ui/shell/panes.h"
#include "ui/shell/sample_database.h"
#include "ui/shell/saved_views.h"
#include "ui/shell/statement_log_view.h"
#include "ui/shell/status_line.h"
#include "ui/shell/tab_area.h"
#include "ui/shell/transfers.h"
#include "ui/shell/tree_tab.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/workspace_actions.h"
#include "ui/shell/workspace_models.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

struct MainWindow::Private {
  explicit Private(MainWindow* window)
      : actions(new Actions(window)),
        recent(new RecentConnections(window)),
        navigator(new Navigator(window)),
        messages(new MessageBar(window)),
        centre(new QStackedWidget(window)),
        welcome(new WelcomePage(recent, window)),
        tabs(new TabArea(window)),
        inspector(new Inspector(window)),
        bottom(new QTabWidget(window)),
        pending(new PendingChangesPanel(window)),
        log(new StatementLogView(window)),
        status(new StatusLine(window)),
        jobs(new JobList(window)),
        transfers(new Transfers(actions, navigator, tabs, window)),
        workspace(new WorkspaceDocument(window)),
        workspaceActions(new WorkspaceActions(workspace, actions, messages, window)),
        workspaceModels(new WorkspaceModels(workspace, messages, window)),
        savedViews(new SavedViews({workspace, actions, navigator, tabs, inspector->relationTree(), messages}, window)),
        diagrams(new Diagrams(workspace, actions, navigator, tabs, window)),
        modelPages(new ModelPages(workspace, actions, navigator, tabs, window)),
        designs(new Designs(workspace, actions, navigator, tabs, window)),
        migrations(new Migrations(workspace, actions, tabs, messages, window)),
        journals(new Journals(messages, tabs, status, window)) {}

  Actions* actions;
  RecentConnections* recent;
  Navigator* navigator;
  MessageBar* messages;
  QStackedWidget* centre;
  WelcomePage* welcome;
  TabArea* tabs;
  Inspector* inspector;
  QTabWidget* bottom;
  PendingChangesPanel* pending;
  StatementLogView* log;
  StatusLine* status;
  JobList* jobs;
  Transfers* transfers;
  WorkspaceDocument* workspace;
  WorkspaceActions* workspaceActions;
  WorkspaceModels* workspaceModels;
  SavedViews* savedViews;
  Diagrams* diagrams;
  ModelPages* modelPages;
  Designs* designs;
  Migrations* migrations;
  Journals* journals;
  QPointer<CellArrival> arrival;
  Database* database = nullptr;
  Database* opening = nullptr;
  PendingChanges* changes = nullptr;
  std::optional<TableView> wanted;
};

namespace {

QDockWidget* makeDock(QMainWindow* window, const QString& objectName, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, window);
  dock->setObjectName(objectName);
  dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
  dock->setWidget(content);
  window->addDockWidget(area, dock);
  return dock;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), d(std::make_unique<Private>(this)) {
  setWindowTitle(tr("Joinery"));
  setObjectName(QStringLiteral("mainWindow"));
  // Room for the frame.
  resize(QSize(1360, 860).boundedTo(screen()->availableSize() - QSize(8, 48)));
  auto* centre = new QWidget(this);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->messages);
  layout->addWidget(d->centre, 1);
  d->centre->addWidget(d->welcome);
  d->centre->addWidget(d->tabs);
  setCentralWidget(centre);
  setStatusBar(d->status);
  d->status->setJobs(d->jobs);

  d->bottom->setDocumentMode(true);
  d->bottom->addTab(d->pending, tr("&Pending changes"));
  d->bottom->addTab(d->log, tr("Statement lo&g"));
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  auto* left = makeDock(this, QStringLiteral("navigatorDock"), tr("Database"), d->navigator, Qt::LeftDockWidgetArea);
  auto* right = makeDock(this, QStringLiteral("inspectorDock"), tr("Inspector"), d->inspector, Qt::RightDockWidgetArea);
  auto* below = makeDock(this, QStringLiteral("bottomDock"), tr("Changes and log"), d->bottom, Qt::BottomDockWidgetArea);
  resizeDocks({left, right}, {230, 370}, Qt::Horizontal);
  resizeDocks({below}, {180}, Qt::Vertical);
  connectActions();
  new Panes({d->navigator, d->centre, d->inspector, d->pending, d->log}, d->actions->nextPane, d->actions->previousPane, this);
  connectParts();
  fillRecentMenu();
  restoreState();
  updateActions();
}

MainWindow::~MainWindow() {
  // The pages use the database's workers; they go first.
  d->tabs->setDatabase(nullptr, nullptr);
}

void MainWindow::connectActions() {
  Actions& a = *d->actions;
  const auto onTable = [this](QAction* action, void (TablePage::*verb)()) {
    connect(action, &QAction::triggered, this, [this, verb] {
      if (auto* table = d->tabs->currentTable()) (table->*verb)();
    });
  };
  connect(a.openFile, &QAction::triggered, this, [this] { chooseDatabaseFile(this, [this](const QString& path) { openUrl(path); }); });
  connect(a.openUrl, &QAction::triggered, this, [this] {
    auto* dialog = new OpenDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OpenDialog::chosen, this, &MainWindow::openDatabase);
    dialog->open();
  });
  connect(a.openSample, &QAction::triggered, this, &MainWindow::openSample);
  connect(a.quit, &QAction::triggered, this, &QWidget::close);
  connect(a.undo, &QAction::triggered, this, [this] { if (auto* stack = undoStack()) stack->undo(); });
  connect(a.redo, &QAction::triggered, this, [this] { if (auto* stack = undoStack()) stack->redo(); });
  connect(a.commit, &QAction::triggered, this, [this] { if (d->changes) d->changes->commit(); });
  connect(a.revert, &QAction::triggered, this, [this] {
    if (!d->changes || d->changes->isEmpty()) return;
    askQuestion(this, tr("Revert all changes?"), tr("Everything that is not committed is dropped. Undo brings it back."),
                tr("&Revert"), [this] { d->changes->revertAll(); });
  });
  onTable(a.addRow, &TablePage::addRow);
  onTable(a.deleteRows, &TablePage::deleteSelectedRows);
  onTable(a.duplicateRows, &TablePage::duplicateSelectedRows);
  onTable(a.paste, &TablePage::paste);
  onTable(a.quickFilter, &TablePage::focusQuickFilter);
  for (auto* copy : {a.copy, a.copyWithHeaders})
    connect(copy, &QAction::triggered, this, [this, withHeaders = copy == a.copyWithHeaders] { if (auto* table = d->tabs->currentTable()) table->copySelection(withHeaders); });
  const auto fillByTable = [this](QMenu* menu, QList<QAction*> (TablePage::*actions)() const) {
    connect(menu, &QMenu::aboutToShow, this, [this, menu, actions] {
      menu->clear();
      if (auto* table = d->tabs->currentTable()) menu->addActions((table->*actions)());
    });
  };
  fillByTable(a.columns, &TablePage::columnActions);
  fillByTable(a.go, &TablePage::goActions);
  fillByTable(a.cells, &TablePage::cellActions);
  connect(a.filterBuilder, &QAction::triggered, this, [this](bool on) { if (auto* tab = d->tabs->currentTableTab()) tab->setFilterBuilderVisible(on); });
  connect(a.showTree, &QAction::triggered, this, &MainWindow::showTree);
  connect(a.search, &QAction::triggered, d->navigator, &Navigator::focusSearch);
  connect(a.valueViewer, &QAction::triggered, this, &MainWindow::showValue);
  connect(a.valueWindow, &QAction::triggered, d->inspector, &Inspector::showValueWindow);
  connect(a.refresh, &QAction::triggered, this, [this] {
    if (d->database) d->database->open();
    if (auto* page = d->tabs->currentPage()) page->refresh();
    d->inspector->relationTree()->refresh();
  });
  connect(a.stop, &QAction::triggered, this, [this] {
    if (d->opening) d->opening->stop();
    if (d->database) d->database->stop();
    if (d->changes) d->changes->stop();
    if (auto* page = d->tabs->currentPage()) page->stop();
  });
  connect(a.back, &QAction::triggered, d->tabs, &TabArea::goBack);
  connect(a.forward, &QAction::triggered, d->tabs, &TabArea::goForward);
  connect(a.newConsole, &QAction::triggered, this, [this] { if (d->database) d->tabs->openConsole(); });
  connect(a.closeTab, &QAction::triggered, this, [this] { d->tabs->closePage(d->tabs->currentIndex()); });
  const auto step = [this](int by) {
    const int count = d->tabs->count();
    if (count > 0) d->tabs->setCurrentIndex((d->tabs->currentIndex() + by + count) % count);
  };
  connect(a.nextTab, &QAction::triggered, this, [step] { step(1); });
  connect(a.previousTab, &QAction::triggered, this, [step] { step(-1); });
  const auto theme = [this](QAction* action, Theme::Choice choice, const QString& name) {
    action->setChecked(Theme::instance().choice() == choice);
    connect(action, &QAction::triggered, this, [choice, name] {
      Theme::instance().setChoice(choice);
      QSettings().setValue(QStringLiteral("window/theme"), name);
    });
  };
  theme(a.themeDesktop, Theme::Choice::Desktop, QStringLiteral("desktop"));
  theme(a.themeLight, Theme::Choice::Light, QStringLiteral("light"));
  theme(a.themeDark, Theme::Choice::Dark, QStringLiteral("dark"));
  const auto tellAbout = [this] { d->messages->showMessage(MessageBar::Kind::Information, tr("Joinery %1: a database browser that understands relations. GPL-3.0-or-later.").arg(QCoreApplication::applicationVersion())); };
  connect(a.about, &QAction::triggered, this, tellAbout);
}

void MainWindow::connectParts() {
  connect(d->welcome, &WelcomePage::openFileRequested, d->actions->openFile, &QAction::trigger);
  connect(d->welcome, &WelcomePage::openUrlRequested, d->actions->openUrl, &QAction::trigger);
  connect(d->welcome, &WelcomePage::openSampleRequested, this, &MainWindow::openSample);
  connect(d->welcome, &WelcomePage::designRequested, d->actions->designSchema, &QAction::trigger);
  connect(d->welcome, &WelcomePage::recentChosen, this, &MainWindow::openUrl);
  connect(d->workspaceActions, &WorkspaceActions::connectionChosen, this, &MainWindow::openUrl);
  connect(d->recent, &RecentConnections::changed, this, &MainWindow::fillRecentMenu);
  connect(d->navigator, &Navigator::modelActivated, this, [this](const QString& model) {
    TableView view;
    view.model = toStdString(model);
    openTable(view);
  });
  connect(d->tabs, &TabArea::currentPageChanged, this, [this] {
    auto* table = d->tabs->currentTable();
    d->inspector->setPage(table);
    d->navigator->setCurrentModel(table ? toQString(table->view().model) : QString());
    d->centre->setCurrentWidget(d->database || d->tabs->count() > 0 ? static_cast<QWidget*>(d->tabs) : d->welcome);
    updateActions();
    updateStatus();
  });
  connect(d->tabs, &TabArea::pageStatusChanged, this, &MainWindow::updateStatus);
  connect(d->tabs, &TabArea::pageStatusChanged, this, &MainWindow::updateUndo);
  connect(d->tabs, &TabArea::historyChanged, this, &MainWindow::updateActions);
  connect(d->tabs, &TabArea::databaseChanged, this, [this] { if (d->database) d->database->open(); });
  connect(d->transfers, &Transfers::databaseChanged, d->actions->refresh, &QAction::trigger);
  connect(d->tabs, &TabArea::cellEditorRequested, this, &MainWindow::showValue);
  connect(d->diagrams, &Diagrams::tableRequested, d->navigator, &Navigator::modelActivated);
  connect(d->migrations, &Migrations::openRequested, this, &MainWindow::openDatabase);
  connect(d->journals, &Journals::openRequested, this, &MainWindow::openUrl);
  connect(d->inspector, &Inspector::rowActivated, this, &MainWindow::showRelated);
  connect(d->tabs, &TabArea::rowActivated, this, &MainWindow::showRelated);
  connect(d->pending, &PendingChangesPanel::refreshRequested, d->actions->refresh, &QAction::trigger);
  connect(d->pending, &PendingChangesPanel::attentionRequested, this, [this] { d->bottom->setCurrentWidget(d->pending); });
  connect(d->pending, &PendingChangesPanel::cellActivated, this, &MainWindow::showCell);
  connect(d->pending, &PendingChangesPanel::errorReached, this, &MainWindow::goToCell);
  connect(d->actions->nextError, &QAction::triggered, d->pending, [this] { d->pending->goToError(PendingChangesPanel::Towards::Next); });
  connect(d->actions->previousError, &QAction::triggered, d->pending, [this] { d->pending->goToError(PendingChangesPanel::Towards::Previous); });
}

void MainWindow::openUrl(const QString& url) {
  try {
    openDatabase(Url::parse(toStdString(url)));
  } catch (const DbError& error) {
    d->messages->showError({}, error);
    Q_EMIT databaseFailed(error);
  }
}

void MainWindow::openDatabase(const Url& url) {
  try {
    auto* database = new Database(Engine::create(url, Database::windowOptions()), this);
    if (d->opening) d->opening->deleteLater();
    d->opening = database;
    d->jobs->watch(*database->engine());
    d->workspaceModels->watch(database);
    connect(database, &Database::opened, this, [this, database] {
      if (d->opening != database) return;
      d->opening = nullptr;
      whenSettled([this, database] { adopt(database); }, [database] { database->deleteLater(); });
    });
    connect(database, &Database::failed, this, [this, database, url](const DbError& error) {
      if (d->opening == database) {
        const QString name = toQString(url.toString());
        if (error.kind() == ErrorKind::Cancelled) d->messages->showMessage(MessageBar::Kind::Information, tr("Opening %1 was stopped.").arg(name));
        else d->messages->showError(tr("Could not open %1").arg(name), error);
        d->messages->addAction(tr("&Retry"), [this] { if (d->opening) d->opening->open(); });
      } else {
        d->messages->showError(tr("Could not read the catalogue of %1 again; what is shown is as it was").arg(database->displayName()), error);
        d->messages->addAction(tr("&Retry"), [this] { if (d->database) d->database->open(); });
      }
      updateActions();
      Q_EMIT databaseFailed(error);
    });
    connect(database, &Database::openingChanged, this, [this, database] { if (d->opening == database && database->isOpening()) d->messages->clear(); });
    if (!d->database) d->navigator->setDatabase(database);
    database->open();
    updateActions();
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not open %1").arg(toQString(url.toString())), error);
    Q_EMIT databaseFailed(error);
  }
}

void MainWindow::adopt(Database* database) {
  d->tabs->setDatabase(nullptr, nullptr);
  Database* old = d->database;
  PendingChanges* oldChanges = d->changes;
  d->database = database;
  d->changes = new PendingChanges(database, this);
  connect(d->changes, &PendingChanges::changed, this, &MainWindow::updateActions);
  connect(d->changes, &PendingChanges::changed, this, [this] { d->status->setChanges(d->changes); });
  connect(d->changes, &PendingChanges::committingChanged, this, [this] { d->status->setChanges(d->changes); });
  connect(d->changes, &PendingChanges::committingChanged, this, &MainWindow::updateActions);
  connect(d->changes, &PendingChanges::committed, this, [this] {
    for (auto* page : d->tabs->pages()) page->refresh();
    d->inspector->relationTree()->refresh();
  });
  connect(&d->changes->undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
  d->tabs->setDatabase(database, d->changes);
  d->navigator->setDatabase(database);
  d->inspector->setDatabase(database, d->changes);
  d->pending->setChanges(database, d->changes);
  d->log->setEngine(database->engine());
  d->status->setDatabase(database);
  d->transfers->setDatabase(database);
  d->savedViews->setDatabase(database);
  d->diagrams->setDatabase(database);
  d->modelPages->setDatabase(database);
  d->designs->setDatabase(database);
  d->migrations->setDatabase(database, d->changes);
  d->journals->setDatabase(database, d->changes);
  d->status->setChanges(d->changes);
  delete oldChanges;
  delete old;
  d->recent->add(database->engine()->url());
  d->centre->setCurrentWidget(d->tabs);
  d->messages->clear();
  setWindowTitle(tr("%1 — Joinery").arg(database->displayName()));
  for (const QString& id : QSettings().value(QStringLiteral("consoles/%1").arg(database->displayName())).toStringList()) d->tabs->openConsole(id);
  if (d->wanted) {
    const TableView view = *std::exchange(d->wanted, std::nullopt);
    openTable(view);
  }
  updateActions();
  updateStatus();
  Q_EMIT databaseOpened();
}

void MainWindow::whenSettled(std::function<void()> proceed, std::function<void()> stay) {
  if (d->changes && d->changes->isCommitting()) {
    d->messages->showMessage(MessageBar::Kind::Information, tr("The commit has not ended yet: this goes on when it has."));
    d->messages->addAction(tr("&Stop the commit"), [this] { if (d->changes) d->changes->stop(); });
    const auto later = static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection);
    connect(d->changes, &PendingChanges::committingChanged, this, [this, proceed = std::move(proceed), stay = std::move(stay)] {
      d->messages->clear();
      whenSettled(proceed, stay);
    }, later);
    return;
  }
  if (!d->changes || d->changes->isEmpty()) return proceed();
  askQuestion(this, tr("Drop the pending changes?"),
              tr("%1 has changes that are not committed. They are lost if you go on.").arg(d->database->displayName()),
              tr("&Drop the changes"), std::move(proceed), std::move(stay));
}

void MainWindow::openTable(const TableView& view) {
  if (!d->database) {
    d->wanted = view;
    if (d->opening && d->opening->outline())
      d->messages->showMessage(MessageBar::Kind::Information, tr("%1 is shown as soon as the catalogue is read.").arg(toQString(view.model)));
    return;
  }
  const Model* model = d->database->registry()->find(view.model);
  if (!model) {
    d->messages->showMessage(MessageBar::Kind::Error, tr("%1 has no table or view called %2.").arg(d->database->displayName(), toQString(view.model)));
    return;
  }
  TableView known = view;
  known.model = model->name;
  d->tabs->openTable(known);
}

void MainWindow::showRelated(const QString& model, const std::vector<Value>& key) {
  const Model* found = d->database ? d->database->registry()->find(toStdString(model)) : nullptr;
  if (!found) return;
  TableView view;
  view.model = found->name;
  const auto names = found->keyAttributes();
  for (std::size_t i = 0; i < key.size() && i < names.size(); ++i)
    view.filter[names[i]] = jsonFromValue(key[i], found->attribute(names[i])->column.type);
  openTable(view);
}

void MainWindow::goToCell(const CellPlace& cell) {
  RelationTree* beside = d->inspector->relationTree();
  if (beside->isAncestorOf(QApplication::focusWidget()) && beside->goTo(cell)) return;
  const auto* tab = qobject_cast<TreeTab*>(d->tabs->currentPage());
  if (!tab || !tab->tree()->goTo(cell)) showCell(cell);
}

void MainWindow::showCell(const CellPlace& cell) {
  // Who works in the form goes on there.
  const bool isInForm = d->inspector->form()->isAncestorOf(QApplication::focusWidget()) || (d->arrival && d->arrival->isOfForm());
  RecordForm* form = isInForm ? d->inspector->form() : nullptr;
  delete d->arrival;
  const auto goTo = [&](TablePage* table) {
    d->arrival = new CellArrival(cell, table, form);
    const bool isThere = d->arrival->arrive();
    if (isThere) delete d->arrival;
    return isThere;
  };
  TablePage* table = d->tabs->bringToFront(cell.model);
  if (!table || !goTo(table)) {
    delete d->arrival;
    TableView all;
    all.model = cell.model;
    if (cell.ref.empty()) showRelated(toQString(cell.model), cell.key);
    else openTable(all);
    table = d->tabs->currentTable();
    if (table) goTo(table);
  }
  if (table && !form) table->setFocus();
}

void MainWindow::showTree() {
  const TablePage* table = d->tabs->currentTable();
  if (!table) return;
  const TableView& view = table->view();
  d->tabs->openTree({view.model, table->effectiveFilter(), view.sorts}, view.prune, d->inspector->relationTree()->openedPaths(view.model));
}

void MainWindow::openSample() {
  const Result<QString> copy = ownSampleDatabase();
  if (copy) openUrl(*copy);
  else d->messages->showError(tr("Could not open the sample database"), copy.error());
}

void MainWindow::updateActions() {
  Actions& a = *d->actions;
  const auto* table = d->tabs->currentTable();
  const auto* model = table && d->database ? d->database->registry()->find(table->view().model) : nullptr;
  const bool writable = model && model->readOnlyReason().empty() && !d->database->engine()->isReadOnly();
  for (auto* action : {a.addRow, a.deleteRows, a.duplicateRows, a.paste}) action->setEnabled(writable);
  for (auto* action : {a.copy, a.copyWithHeaders, a.quickFilter, a.filterBuilder, a.showTree, a.valueViewer, a.valueWindow}) action->setEnabled(table != nullptr);
  for (auto* menu : {a.columns, a.go, a.cells}) menu->setEnabled(table != nullptr);
  const auto* tab = d->tabs->currentTableTab();
  a.filterBuilder->setChecked(tab && tab->isFilterBuilderVisible());
  a.newConsole->setEnabled(d->database != nullptr);
  a.closeTab->setEnabled(d->tabs->count() > 0);
  a.refresh->setEnabled(d->database != nullptr);
  a.back->setEnabled(d->tabs->canGoBack());
  a.forward->setEnabled(d->tabs->canGoForward());
  // While a commit runs the set stays what is being written.
  const bool editable = d->changes && !d->changes->isCommitting() && !d->changes->isInDoubt();
  for (auto* action : {a.commit, a.revert}) action->setEnabled(editable && !d->changes->isEmpty());
  updateUndo();
}

void MainWindow::updateUndo() {
  const auto* stack = undoStack();
  d->actions->undo->setEnabled(stack && stack->canUndo());
  d->actions->redo->setEnabled(stack && stack->canRedo());
}

QUndoStack* MainWindow::undoStack() const {
  if (auto* page = d->tabs->currentPage(); page && page->undoStack()) return page->undoStack();
  // While a commit runs the set stays what is being written.
  const bool isEditable = d->changes && !d->changes->isCommitting() && !d->changes->isInDoubt();
  return isEditable ? &d->changes->undoStack() : nullptr;
}

void MainWindow::showValue() {
  // A panel that was closed comes back.
  if (auto* dock = findChild<QDockWidget*>(QStringLiteral("inspectorDock"))) dock->show();
  d->inspector->showValue();
}

void MainWindow::updateStatus() { d->status->setPage(d->tabs->currentPage()); }

void MainWindow::fillRecentMenu() {
  d->actions->recent->clear();
  for (const QString& url : d->recent->urls())
    connect(d->actions->recent->addAction(QString(url).replace(QLatin1Char('&'), QStringLiteral("&&"))), &QAction::triggered, this, [this, url] { openUrl(url); });
  d->actions->recent->setEnabled(!d->recent->urls().isEmpty());
}

void MainWindow::restoreState() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
  QMainWindow::restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
}

void MainWindow::saveState() {
  QSettings settings;
  settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
  settings.setValue(QStringLiteral("window/state"), QMainWindow::saveState());
  if (d->database) settings.setValue(QStringLiteral("consoles/%1").arg(d->database->displayName()), d->tabs->consoleTextIds());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (d->changes && !d->changes->isEmpty()) {
    event->ignore();
    whenSettled([this] {
      d->changes->revertAll();
      close();
    });
    return;
  }
  if (d->transfers->isRunning()) {
    event->ignore();
    d->transfers->whenIdle([this] { close(); });
    return;
  }
  if (d->migrations->isRunning()) {
    event->ignore();
    d->migrations->whenIdle([this] { close(); });
    return;
  }
  if (d->workspace->isModified()) {
    event->ignore();
    d->workspaceActions->whenSettled([this] {
      if (d->workspace->isModified()) d->workspace->clear();
      close();
    });
    return;
  }
  saveState();
  d->journals->settleTexts();
  event->accept();
}

Database* MainWindow::database() const { return d->database; }

PendingChanges* MainWindow::changes() const { return d->changes; }

TabArea* MainWindow::tabs() const { return d->tabs; }

WorkspaceDocument* MainWindow::workspace() const { return d->workspace; }

SavedViews* MainWindow::savedViews() const { return d->savedViews; }

RelationTree* MainWindow::relationTree() const { return d->inspector->relationTree(); }

Transfers* MainWindow::transfers() const { return d->transfers; }

Diagrams* MainWindow::diagrams() const { return d->diagrams; }
ModelPages* MainWindow::modelPages() const { return d->modelPages; }

Designs* MainWindow::designs() const { return d->designs; }

Migrations* MainWindow::migrations() const { return d->migrations; }

Journals* MainWindow::journals() const { return d->journals; }

void MainWindow::lookForDrafts() { d->workspaceActions->lookForDrafts(); }

void MainWindow::lookForRecovered() { d->journals->lookAround(); }

}  // namespace joinery::ui

#include "moc_main_window.cpp"
