// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/last_workspace.h"

#include <QAction>
#include <QSettings>

#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

const auto kLastKey = QStringLiteral("workspace/last");
const auto kReopenKey = QStringLiteral("workspace/reopen");

}  // namespace

LastWorkspace::LastWorkspace(WorkspaceDocument* document, QAction* wanted) : QObject(document), m_document(document) {
  wanted->setCheckable(true);
  wanted->setChecked(QSettings().value(kReopenKey, true).toBool());
  connect(wanted, &QAction::toggled, this, [](bool isWanted) { QSettings().setValue(kReopenKey, isWanted); });
  connect(document, &WorkspaceDocument::changed, this, &LastWorkspace::remember);
}

void LastWorkspace::remember() {
  // One that is dropped when the window closes was open then.
  if (!m_document->path().isEmpty()) QSettings().setValue(kLastKey, m_document->path());
}

void LastWorkspace::forget() { QSettings().remove(kLastKey); }

void LastWorkspace::reopen(WorkspaceDocument& document) {
  QSettings settings;
  const QString path = settings.value(kLastKey).toString();
  if (path.isEmpty() || !settings.value(kReopenKey, true).toBool()) return;
  settings.remove(kLastKey);
  document.open(path);
}

}  // namespace joinery::ui

#include "moc_last_workspace.cpp"
