// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;

namespace joinery::ui {

class WorkspaceDocument;

/// Remembers which workspace is open, in the person's settings, and opens it at the next start where that is wanted: an action that is
/// checked says so. It connects to nothing by itself. GUI thread.
class LastWorkspace : public QObject {
  Q_OBJECT
 public:
  LastWorkspace(WorkspaceDocument* document, QAction* wanted);
  /// Opens it where one was open and that is wanted. One that can't be opened is told of, and forgotten.
  static void reopen(WorkspaceDocument& document);
  /// A person closed it.
  static void forget();

 private:
  void remember();
  WorkspaceDocument* m_document;
};

}  // namespace joinery::ui
