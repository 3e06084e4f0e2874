// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>

class QMainWindow;
class QToolBar;

namespace joinery::ui {

/// What a person can ask of the window, each with its name, shortcut and icon; menus and the tool bar are made of them. The
/// window connects them.
class Actions : public QObject {
  Q_OBJECT
 public:
  explicit Actions(QMainWindow* window);

  QAction *openFile, *openUrl, *openSample, *exportRows, *importRows, *quit;
  QAction *undo, *redo, *addRow, *deleteRows, *duplicateRows, *copy, *copyWithHeaders, *paste, *commit, *revert, *nextError, *previousError;
  QAction *refresh, *stop, *filterBuilder, *showTree, *quickFilter, *search, *back, *forward, *valueViewer, *valueWindow;
  QAction *diagram, *designSchema, *migrations, *compareSchemas, *models, *newConsole, *closeTab, *nextTab, *previousTab, *nextPane, *previousPane;
  QAction *themeDesktop, *themeLight, *themeDark;
  QAction *openWorkspace, *saveWorkspace, *saveWorkspaceAs, *closeWorkspace, *reopenWorkspace, *saveView;
  QAction* about;
  QMenu* recent;
  /// Filled by the table in front when they open.
  QMenu *columns, *go, *cells;
  /// Filled with what the workspace has when they open.
  QMenu *workspaceConnections, *savedViews;

 private:
  QAction* make(const QString& objectName, const QString& text, const QString& iconName, const QKeySequence& shortcut);
  void makeMenus(QMainWindow* window);
  void makeToolBar(QMainWindow* window);
};

}  // namespace joinery::ui
