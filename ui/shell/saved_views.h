// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include "orm/workspace/workspace.h"
#include "ui/connections/database.h"

namespace joinery::ui {

class Actions;
class MessageBar;
class Navigator;
class RelationTree;
class TabArea;
class TablePage;
class WorkspaceDocument;

/// The views that are saved for the open database: in the navigator and in a menu, saved from what the table in front shows, applied,
/// renamed and deleted. GUI thread.
class SavedViews : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    WorkspaceDocument* document;
    Actions* actions;
    Navigator* navigator;
    TabArea* tabs;
    RelationTree* tree;
    MessageBar* messages;
  };
  /// @param window the parent of what is opened
  SavedViews(const Parts& parts, QWidget* window);

  void setDatabase(Database* database);
  void apply(const QString& name);
  /// Asks for a name and saves what the table in front shows under it.
  void save();
  void rename(const QString& name);
  void remove(const QString& name);
  /// All that the page and the tree show, as a view.
  SavedView shown(const TablePage& page) const;

 private:
  Url url() const;
  QStringList names() const;
  void fillMenu();
  void show();
  void updateActions();
  Parts d;
  QWidget* m_window;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
