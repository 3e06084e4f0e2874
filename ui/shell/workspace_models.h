// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace joinery::ui {

class Database;
class MessageBar;
class WorkspaceDocument;

/// Lays what the workspace declares of a database's models over them: when it is opened, and when another workspace is. GUI thread.
class WorkspaceModels : public QObject {
  Q_OBJECT
 public:
  WorkspaceModels(const WorkspaceDocument* document, MessageBar* messages, QObject* parent);

  /// Before Database::open(); until the database is gone.
  void watch(Database* database);

 private:
  void declare(Database* database);
  const WorkspaceDocument* m_document;
  MessageBar* m_messages;
};

}  // namespace joinery::ui
