// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "orm/core/db_error.h"
#include "orm/core/json.h"

namespace joinery::ui {

class WorkspaceDocument;

/// Makes a revision of what was designed since the last one: its file beside the workspace's, then the mark in the design, then the workspace
/// itself is saved. GUI thread; the file is written in the background.
class RevisionSaving : public QObject {
  Q_OBJECT
 public:
  explicit RevisionSaving(WorkspaceDocument* document, QObject* parent = nullptr);

  bool isBusy() const { return m_isBusy; }
  /// saved() or failed() follows. @pre the workspace has a file and a design
  void save(const QString& message);

 Q_SIGNALS:
  /// @param path of the revision's file
  void saved(const QString& id, const QString& path);
  void failed(const joinery::DbError& error);

 private:
  void mark(const Json& asSaved);
  WorkspaceDocument* m_document;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
