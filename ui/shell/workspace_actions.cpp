// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspace_actions.h"

#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

#include "ui/connections/file_chooser.h"
#include "ui/shell/actions.h"
#include "ui/shell/last_workspace.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"
#include "ui/workspace/workspace_draft.h"

namespace joinery::ui {

namespace {

QStringList filters() { return {WorkspaceActions::tr("Workspaces (*.joinery)"), WorkspaceActions::tr("All files (*)")}; }

}  // namespace

WorkspaceActions::WorkspaceActions(WorkspaceDocument* document, Actions* actions, MessageBar* messages, QWidget* window)
    : QObject(window), m_document(document), m_draft(new WorkspaceDraft(document)), m_actions(actions), m_messages(messages), m_window(window) {
  connect(actions->openWorkspace, &QAction::triggered, this, &WorkspaceActions::open);
  connect(actions->saveWorkspace, &QAction::triggered, this, &WorkspaceActions::save);
  connect(actions->saveWorkspaceAs, &QAction::triggered, this, &WorkspaceActions::saveAs);
  connect(actions->closeWorkspace, &QAction::triggered, this, [this] { whenSettled([this] {
    m_document->clear();
    LastWorkspace::forget();
  }); });
  connect(actions->workspaceConnections, &QMenu::aboutToShow, this, &WorkspaceActions::fillConnections);
  connect(document, &WorkspaceDocument::failed, this, &WorkspaceActions::tell);
  connect(document, &WorkspaceDocument::changed, this, &WorkspaceActions::updateActions);
  connect(m_draft, &WorkspaceDraft::failed, this, [this](const DbError& error) { m_messages->showError(tr("Views and diagrams are not recorded: they would be lost if the program ended now"), error); });
  connect(document, &WorkspaceDocument::saved, this, [this] {
    if (!m_afterSaving) return;
    // What was changed while it was saved belongs to it.
    if (m_document->isModified()) return m_document->save();
    std::exchange(m_afterSaving, {})();
  });
  new LastWorkspace(document, actions->reopenWorkspace);
  updateActions();
}

void WorkspaceActions::updateActions() {
  m_actions->saveWorkspace->setEnabled(m_document->isModified());
  m_actions->closeWorkspace->setEnabled(m_document->isModified() || !m_document->path().isEmpty());
  m_actions->workspaceConnections->setEnabled(!m_document->workspace().connections.empty());
}

void WorkspaceActions::open() {
  whenSettled([this] { chooseFile(m_window, {tr("Open workspace"), filters()}, [this](const QString& path) { openFile(path); }); });
}

void WorkspaceActions::openFile(const QString& path) {
  m_messages->clear();
  m_document->open(path);
}

void WorkspaceActions::save() { saveThen({}); }

void WorkspaceActions::saveThen(std::function<void()> proceed) {
  m_afterSaving = std::move(proceed);
  if (m_document->path().isEmpty()) saveAs();
  else m_document->save();
}

void WorkspaceActions::saveAs() {
  FileChoice choice{tr("Save workspace"), filters()};
  choice.purpose = FileChoice::Purpose::Save;
  choice.start = m_document->path();
  chooseFile(m_window, choice, [this](const QString& path) { m_document->saveAs(path); });
}

void WorkspaceActions::tell(const QString& what, const DbError& error) {
  m_afterSaving = {};
  m_messages->showError(what, error);
  if (error.kind() != ErrorKind::StaleData) return;
  m_messages->addAction(tr("Save &as…"), [this] { saveAs(); });
  m_messages->addAction(tr("&Replace it"), [this] { m_document->save(WorkspaceFile::Existing::Replace); });
}

void WorkspaceActions::whenSettled(std::function<void()> proceed) {
  if (!m_document->isModified()) return proceed();
  auto* box = askToSave(m_window, tr("Save the workspace?"), tr("%1 has views, diagrams or a design that are not saved to a file.").arg(m_document->displayName()));
  connect(box, &QMessageBox::buttonClicked, this, [this, box, proceed](QAbstractButton* button) {
    if (box->standardButton(button) == QMessageBox::Save) saveThen(proceed);
    else if (box->standardButton(button) == QMessageBox::Discard) proceed();
  });
  box->open();
}

void WorkspaceActions::lookForDrafts() {
  deliver(WorkspaceDraft::findAbandoned(), this, [this](std::vector<AbandonedDraft> found) { offer(std::move(found)); });
}

void WorkspaceActions::offer(std::vector<AbandonedDraft> drafts) {
  if (drafts.empty()) return;
  const AbandonedDraft draft = drafts.front();
  drafts.erase(drafts.begin());
  const QString name = draft.path.isEmpty() ? tr("Untitled") : QFileInfo(draft.path).fileName();
  auto* box = askToRestore(m_window, tr("Restore the workspace?"), tr("Views or diagrams of %1 were not saved when the program ended. They are kept.").arg(name));
  connect(box, &QMessageBox::buttonClicked, this, [this, box, draft, others = std::move(drafts)](QAbstractButton* button) {
    if (box->standardButton(button) == QMessageBox::Open) return whenSettled([this, draft] { m_draft->takeOver(draft); });
    if (box->standardButton(button) == QMessageBox::Discard) WorkspaceDraft::remove(draft);
    offer(others);
  });
  box->open();
}

void WorkspaceActions::fillConnections() {
  QMenu* menu = m_actions->workspaceConnections;
  menu->clear();
  for (const SavedConnection& each : m_document->workspace().connections) {
    const QString url = toQString(each.url.toString());
    connect(menu->addAction(toQString(each.name).replace(QLatin1Char('&'), QStringLiteral("&&"))), &QAction::triggered, this, [this, url] { Q_EMIT connectionChosen(url); });
  }
}

}  // namespace joinery::ui

#include "moc_workspace_actions.cpp"
