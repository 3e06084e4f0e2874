// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/connections/database.h"

namespace joinery::ui {

class Actions;
class DiagramPage;
class Navigator;
class TabArea;
class WorkspaceDocument;

/// Opens the diagram of the open database from the menu and the navigator, and tables from the diagram. GUI thread.
class Diagrams : public QObject {
  Q_OBJECT
 public:
  Diagrams(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent);

  void setDatabase(Database* database);
  /// In its tab, in front; null while nothing is open.
  DiagramPage* show();
  /// The same with that table in sight.
  void showModel(const QString& model);
  /// The same with that diagram.
  void showDiagram(const QString& name);

 Q_SIGNALS:
  /// The rows of a table are asked for.
  void tableRequested(const QString& model);

 private:
  void listDiagrams();
  WorkspaceDocument* m_document;
  Navigator* m_navigator;
  Actions* m_actions;
  TabArea* m_tabs;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
