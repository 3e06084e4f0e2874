// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>

class QMenu;
class QWidget;

namespace joinery::ui {

/// What a person can ask of a diagram, with names and shortcuts that hold within its page. The page connects them.
class DiagramActions : public QObject {
  Q_OBJECT
 public:
  explicit DiagramActions(QWidget* page);

  QAction *newDiagram, *newOfSelected, *duplicateDiagram, *renameDiagram, *deleteDiagram, *chooseTables;
  QAction *arrange, *group, *leaveGroup, *note, *editText, *wider, *narrower, *remove, *openRows;
  QAction *alignLeft, *alignCentre, *alignRight, *alignTop, *alignMiddle, *alignBottom, *distributeAcross, *distributeDown;
  QAction *showAll, *showKeys, *showNames, *showTypes, *showViews, *showMinimap;
  QAction *find, *focus, *zoomIn, *zoomOut, *zoomFull, *fit, *selectAll;
  QAction *exportPicture, *print;
  QMenu *diagramMenu, *editMenu, *showMenu, *colourMenu;
  QMenu* groupsMenu;  ///< the groups that cards can be added to, filled where it is used

 private:
  QAction* make(const char* objectName, const QString& text, const char* iconName = "", const QKeySequence& shortcut = {});
  void makeEditing();
  void makeViewing();
  void makeMenus();
  QWidget* m_page;
};

}  // namespace joinery::ui
