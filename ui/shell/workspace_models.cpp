// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspace_models.h"

#include "ui/connections/database.h"
#include "ui/widgets/message_bar.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

WorkspaceModels::WorkspaceModels(const WorkspaceDocument* document, MessageBar* messages, QObject* parent) : QObject(parent), m_document(document), m_messages(messages) {}

void WorkspaceModels::watch(Database* database) {
  declare(database);
  connect(m_document, &WorkspaceDocument::changed, database, [this, database] { declare(database); });
  connect(database, &Database::declarationsRefused, this, [this](const QStringList& problems) { m_messages->showMessage(MessageBar::Kind::Warning, problems.join(QLatin1Char('\n'))); });
}

/// A database that is open keeps its tables: tabs and pending changes go on with the other models.
void WorkspaceModels::declare(Database* database) {
  ModelDeclarations declarations = m_document->declarations(database->engine()->url());
  if (declarations == database->declarations()) return;
  database->declare(std::move(declarations));
}

}  // namespace joinery::ui

#include "moc_workspace_models.cpp"
