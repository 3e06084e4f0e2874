// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/model_pages.h"

#include "ui/designer/models/models_page.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"

namespace joinery::ui {

ModelPages::ModelPages(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent)
    : QObject(parent), m_document(document), m_actions(actions), m_tabs(tabs) {
  connect(actions->models, &QAction::triggered, this, [this] { show(); });
  connect(navigator, &Navigator::declarationsRequested, this, &ModelPages::show);
  setDatabase(nullptr);
}

void ModelPages::setDatabase(Database* database) {
  if (m_database) disconnect(m_database, nullptr, this, nullptr);
  m_database = database;
  m_actions->models->setEnabled(database != nullptr);
  if (database) connect(database, &Database::declared, this, &ModelPages::refreshTabs);
}

ModelsPage* ModelPages::show(const QString& model) {
  if (!m_database) return nullptr;
  ModelsPage* found = nullptr;
  for (TabPage* each : m_tabs->pages())
    if (auto* page = qobject_cast<ModelsPage*>(each)) found = page;
  if (!found) {
    found = new ModelsPage(m_database, m_document, m_tabs);
    m_tabs->addPage(found);
  }
  m_tabs->setCurrentWidget(found);
  found->setFocus();
  if (!model.isEmpty()) found->showModel(model);
  return found;
}

/// Rows that others refer to are called otherwise now. The page of the models knows already.
void ModelPages::refreshTabs() {
  for (TabPage* each : m_tabs->pages())
    if (!qobject_cast<ModelsPage*>(each)) each->refresh();
}

}  // namespace joinery::ui

#include "moc_model_pages.cpp"
