// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "orm/core/result.h"
#include "orm/workspace/workspace.h"

namespace joinery::ui {

class WorkspaceDocument;

/// What a window did not save of a workspace, and whose program has ended. Nobody else finds it as long as it is held.
struct AbandonedDraft {
  QString draft;  ///< its own file
  QString path;   ///< of the workspace; empty where it had none
  Workspace workspace;
  std::shared_ptr<QLockFile> lock;
};

/// Writes what is not saved of the window's workspace to a file of its own, a moment after each change, so that it survives if the program ends
/// unexpectedly; the file goes once everything is saved or dropped. GUI thread; files are read and written in the background.
class WorkspaceDraft : public QObject {
  Q_OBJECT
 public:
  /// @param document also the parent @param folder empty: the standard one
  explicit WorkspaceDraft(WorkspaceDocument* document, const QString& folder = {});
  ~WorkspaceDraft() override;

  static QString standardFolder();
  /// Drafts whose programs have ended, the newest first; what can't be read stays where it is and is left out.
  static QFuture<std::vector<AbandonedDraft>> findAbandoned(const QString& folder = standardFolder());
  /// The document holds it from now on, unsaved; its file goes once this one has it.
  void takeOver(const AbandonedDraft& found);
  static void remove(const AbandonedDraft& found);
  /// Whether all that is not saved is in the file.
  bool isRecorded() const { return !m_isStale && !m_isWriting; }

 Q_SIGNALS:
  /// What was not saved a moment ago is in the file, or there is no such thing and no file.
  void recorded();
  void failed(const joinery::DbError& error);

 private:
  void follow();
  void write();
  WorkspaceDocument* m_document;
  const QString m_file;
  const std::shared_ptr<QLockFile> m_lock;  ///< used by one job at a time
  QTimer m_moment;
  bool m_isStale = false, m_isWriting = false, m_isThere = false, m_hasFailed = false;
  std::vector<AbandonedDraft> m_takenOver;
};

}  // namespace joinery::ui
