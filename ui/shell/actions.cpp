// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

Actions::Actions(QMainWindow* window) : QObject(window) {
  const auto name = [](const char* utf8) { return QString::fromLatin1(utf8); };
  openFile = make(name("openFile"), tr("&Open file…"), name("open"), QKeySequence::Open);
  openUrl = make(name("openUrl"), tr("Open &server or URL…"), name("database"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
  openSample = make(name("openSample"), tr("Open the sa&mple database"), {}, {});
  exportRows = make(name("exportRows"), tr("&Export rows…"), name("export"), QKeySequence(Qt::CTRL | Qt::Key_E));
  importRows = make(name("importRows"), tr("&Import rows…"), name("import"), QKeySequence(Qt::CTRL | Qt::Key_I));
  openWorkspace = make(name("openWorkspace"), tr("Open &workspace…"), {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O));
  saveWorkspace = make(name("saveWorkspace"), tr("Sa&ve workspace"), {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S));
  saveWorkspaceAs = make(name("saveWorkspaceAs"), tr("Save workspace &as…"), {}, QKeySequence(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_S));
  closeWorkspace = make(name("closeWorkspace"), tr("C&lose workspace"), {}, {});
  reopenWorkspace = make(name("reopenWorkspace"), tr("&Reopen the workspace at start"), {}, {});
  saveView = make(name("saveView"), tr("&Save this view…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  quit = make(name("quit"), tr("&Quit"), {}, QKeySequence(Qt::CTRL | Qt::Key_Q));

  undo = make(name("undo"), tr("&Undo"), name("undo"), QKeySequence(Qt::CTRL | Qt::Key_Z));
  redo = make(name("redo"), tr("&Redo"), name("redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
  addRow = make(name("addRow"), tr("&Add row"), name("add"), QKeySequence(Qt::Key_Insert));
  deleteRows = make(name("deleteRows"), tr("&Delete rows"), name("delete"), {});
  duplicateRows = make(name("duplicateRows"), tr("Dup&licate rows"), name("duplicate"), QKeySequence(Qt::CTRL | Qt::Key_D));
  copy = make(name("copy"), tr("&Copy"), {}, {});
  copyWithHeaders = make(name("copyWithHeaders"), tr("Copy with &headers"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
  paste = make(name("paste"), tr("&Paste"), {}, {});
  commit = make(name("commit"), tr("Co&mmit changes"), name("commit"), QKeySequence(Qt::CTRL | Qt::Key_S));
  nextError = make(name("nextError"), tr("Ne&xt error"), name("warning"), QKeySequence(Qt::Key_F8));
  previousError = make(name("previousError"), tr("Previ&ous error"), {}, QKeySequence(Qt::SHIFT | Qt::Key_F8));
  revert = make(name("revertAll"), tr("Re&vert all changes…"), name("revert"), {});

  refresh = make(name("refresh"), tr("&Refresh"), name("refresh"), QKeySequence(Qt::Key_F5));
  stop = make(name("stop"), tr("&Stop"), name("stop"), QKeySequence(Qt::CTRL | Qt::Key_Period));
  filterBuilder = make(name("filterBuilder"), tr("&Filter builder"), name("filter"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
  filterBuilder->setCheckable(true);
  showTree = make(name("showTree"), tr("Show rows as a &tree"), name("tree"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
  quickFilter = make(name("quickFilter"), tr("&Quick filter"), {}, QKeySequence(Qt::CTRL | Qt::Key_F));
  search = make(name("search"), tr("Search t&ables"), name("search"), QKeySequence(Qt::CTRL | Qt::Key_K));
  back = make(name("back"), tr("&Back"), name("back"), QKeySequence(Qt::ALT | Qt::Key_Left));
  forward = make(name("forward"), tr("For&ward"), name("forward"), QKeySequence(Qt::ALT | Qt::Key_Right));
  valueViewer = make(name("valueViewer"), tr("Value vi&ewer"), name("column"), QKeySequence(Qt::Key_F4));
  valueWindow = make(name("valueWindowAction"), tr("Value in a &window"), {}, QKeySequence(Qt::SHIFT | Qt::Key_F4));

  diagram = make(name("showDiagram"), tr("&Diagram"), name("diagram"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
  models = make(name("showModels"), tr("M&odels…"), name("model"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_M));
  designSchema = make(name("designSchema"), tr("Design &schema…"), name("design"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G));
  migrations = make(name("showMigrations"), tr("Mi&grations…"), name("history"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_G));
  compareSchemas = make(name("compareSchemas"), tr("Com&pare schemas…"), name("duplicate"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y));
  newConsole = make(name("newConsole"), tr("&New SQL console"), name("console"), QKeySequence(Qt::CTRL | Qt::Key_T));
  closeTab = make(name("closeTab"), tr("&Close tab"), {}, QKeySequence(Qt::CTRL | Qt::Key_W));
  nextTab = make(name("nextTab"), tr("&Next tab"), {}, QKeySequence(Qt::CTRL | Qt::Key_PageDown));
  nextPane = make(name("nextPane"), tr("Next pa&ne"), {}, QKeySequence(Qt::Key_F6));
  previousPane = make(name("previousPane"), tr("Previous pan&e"), {}, QKeySequence(Qt::SHIFT | Qt::Key_F6));
  previousTab = make(name("previousTab"), tr("&Previous tab"), {}, QKeySequence(Qt::CTRL | Qt::Key_PageUp));

  auto* themes = new QActionGroup(this);
  themeDesktop = make(name("themeDesktop"), tr("As the &desktop"), {}, {});
  themeLight = make(name("themeLight"), tr("&Light"), {}, {});
  themeDark = make(name("themeDark"), tr("D&ark"), {}, {});
  for (auto* theme : {themeDesktop, themeLight, themeDark}) {
    theme->setCheckable(true);
    themes->addAction(theme);
  }
  about = make(name("about"), tr("&About Joinery"), {}, {});
  recent = new QMenu(tr("Open &recent"), window);
  workspaceConnections = new QMenu(tr("Wor&kspace's connections"), window);
  savedViews = new QMenu(tr("Sa&ved views"), window);
  columns = new QMenu(tr("Colu&mns"), window);
  go = new QMenu(tr("&Go to and find"), window);
  cells = new QMenu(tr("C&ells"), window);
  makeMenus(window);
  makeToolBar(window);
}

QAction* Actions::make(const QString& objectName, const QString& text, const QString& iconName, const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(objectName);
  if (!iconName.isEmpty()) action->setIcon(icon(iconName));
  action->setShortcut(shortcut);
  const QString plain = QString(text).remove(QLatin1Char('&')).remove(QStringLiteral("…"));
  setPlainToolTip(action, shortcut.isEmpty() ? plain : tr("%1 (%2)").arg(plain, shortcut.toString(QKeySequence::NativeText)));
  return action;
}

void Actions::makeMenus(QMainWindow* window) {
  QMenuBar* bar = window->menuBar();
  QMenu* file = bar->addMenu(tr("&File"));
  file->addActions({openFile, openUrl});
  file->addMenu(recent);
  file->addAction(openSample);
  file->addSeparator();
  file->addActions({openWorkspace, saveWorkspace, saveWorkspaceAs, closeWorkspace, reopenWorkspace});
  file->addMenu(workspaceConnections);
  file->addSeparator();
  file->addActions({exportRows, importRows});
  file->addSeparator();
  file->addActions({newConsole, closeTab});
  file->addSeparator();
  file->addAction(quit);
  QMenu* edit = bar->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addActions({copy, copyWithHeaders, paste});
  edit->addSeparator();
  edit->addMenu(cells);
  edit->addActions({addRow, duplicateRows, deleteRows});
  edit->addSeparator();
  edit->addActions({commit, revert, nextError, previousError});
  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({back, forward});
  view->addSeparator();
  view->addActions({search, quickFilter, filterBuilder, showTree, diagram, designSchema, migrations, compareSchemas, models, valueViewer, valueWindow});
  view->addMenu(go);
  view->addMenu(columns);
  view->addMenu(savedViews);
  view->addSeparator();
  view->addActions({refresh, stop});
  view->addSeparator();
  view->addActions({nextTab, previousTab, nextPane, previousPane});
  view->addSeparator();
  view->addMenu(tr("&Theme"))->addActions({themeDesktop, themeLight, themeDark});
  bar->addMenu(tr("&Help"))->addAction(about);
}

void Actions::makeToolBar(QMainWindow* window) {
  QToolBar* bar = window->addToolBar(tr("Tools"));
  bar->setObjectName(QStringLiteral("tools"));
  bar->setMovable(false);
  bar->setIconSize({18, 18});
  bar->addActions({openFile, openUrl});
  bar->addSeparator();
  bar->addActions({back, forward, refresh});
  bar->addSeparator();
  bar->addActions({filterBuilder, showTree, diagram, designSchema, newConsole});
  bar->addSeparator();
  bar->addActions({addRow, duplicateRows, deleteRows});
  bar->addSeparator();
  bar->addActions({undo, redo, commit});
}

}  // namespace joinery::ui

#include "moc_actions.cpp"
