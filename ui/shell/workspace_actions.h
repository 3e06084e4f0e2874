// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <vector>

#include "orm/core/db_error.h"

class QAction;
class QMenu;

namespace joinery::ui {

class Actions;
class MessageBar;
class WorkspaceDocument;
class WorkspaceDraft;
struct AbandonedDraft;

/// The File menu's part of a workspace: open, save, save as, close, and its connections to choose from. Nothing is dropped without a word.
/// GUI thread.
class WorkspaceActions : public QObject {
  Q_OBJECT
 public:
  /// @param window the parent of what is opened
  WorkspaceActions(WorkspaceDocument* document, Actions* actions, MessageBar* messages, QWidget* window);

  /// Goes on at once where nothing is to be saved, else asks: save first, go on without, or stay.
  void whenSettled(std::function<void()> proceed);
  void open();
  void openFile(const QString& path);
  void save();
  void saveAs();
  /// Offers what programs that ended did not save of their workspaces, one after another.
  void lookForDrafts();

 Q_SIGNALS:
  /// A person chose one of the workspace's connections.
  void connectionChosen(const QString& url);

 private:
  void saveThen(std::function<void()> proceed);
  void tell(const QString& what, const DbError& error);
  void updateActions();
  void fillConnections();
  void offer(std::vector<AbandonedDraft> drafts);
  WorkspaceDocument* m_document;
  WorkspaceDraft* m_draft;
  Actions* m_actions;
  MessageBar* m_messages;
  QWidget* m_window;
  std::function<void()> m_afterSaving;
};

}  // namespace joinery::ui
