// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>

#include "ui/connections/database.h"

namespace joinery::ui {

class Actions;
class ComparePage;
class MessageBar;
class MigrationPage;
class MigrationRunner;
class PendingChanges;
class TabArea;
class WorkspaceDocument;

/// Opens the pages of migrations and of comparing schemas from the menu, and keeps a migration that runs while its page is closed. GUI thread.
class Migrations : public QObject {
  Q_OBJECT
 public:
  /// @param window the parent of what is asked
  Migrations(WorkspaceDocument* document, Actions* actions, TabArea* tabs, MessageBar* messages, QWidget* window);

  void setDatabase(Database* database, PendingChanges* changes);
  /// In its tab, in front.
  MigrationPage* show();
  ComparePage* compare();
  bool isRunning() const;
  /// Goes on at once where no migration runs, else asks whether it is to be stopped, and goes on when it has.
  void whenIdle(std::function<void()> proceed);

 Q_SIGNALS:
  /// A database was made.
  void openRequested(const joinery::Url& url);

 private:
  template <typename Page>
  Page* pageInFront() const;
  WorkspaceDocument* m_document;
  Actions* m_actions;
  TabArea* m_tabs;
  MessageBar* m_messages;
  QWidget* m_window;
  MigrationRunner* m_runner;
  QPointer<Database> m_database;
};

}  // namespace joinery::ui
