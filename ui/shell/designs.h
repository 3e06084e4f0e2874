// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/connections/database.h"

namespace joinery::ui {

class Actions;
class DesignPage;
class Navigator;
class TabArea;
class WorkspaceDocument;

/// Opens the design of the workspace's schema: one page, whatever database is open or none. GUI thread.
class Designs : public QObject {
  Q_OBJECT
 public:
  Designs(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent);

  /// The open one, which a design can start from.
  void setDatabase(Database* database);
  /// In its tab, in front.
  DesignPage* show();
  /// Asks what of the open database is copied to it, with that model's table ticked. The first one is for the same engine.
  void copyModel(const QString& model);

 private:
  DesignPage* page() const;
  WorkspaceDocument* m_document;
  Actions* m_actions;
  TabArea* m_tabs;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
