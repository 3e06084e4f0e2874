// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/connections/database.h"

namespace joinery::ui {

class Actions;
class ModelsPage;
class Navigator;
class TabArea;
class WorkspaceDocument;

/// Opens the models of the open database, to be called otherwise, from the menu and the navigator; shows what is declared in the open tabs.
/// GUI thread.
class ModelPages : public QObject {
  Q_OBJECT
 public:
  ModelPages(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent);

  void setDatabase(Database* database);
  /// In its tab, in front; null while nothing is open. @param model that is chosen there; empty: any
  ModelsPage* show(const QString& model = {});

 private:
  void refreshTabs();
  WorkspaceDocument* m_document;
  Actions* m_actions;
  TabArea* m_tabs;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
