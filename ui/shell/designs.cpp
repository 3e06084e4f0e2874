// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/designs.h"

#include "ui/designer/design/copy_tables_dialog.h"
#include "ui/designer/design/design_dialogs.h"
#include "ui/designer/design/design_page.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

Designs::Designs(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent) : QObject(parent), m_document(document), m_actions(actions), m_tabs(tabs) {
  connect(actions->designSchema, &QAction::triggered, this, &Designs::show);
  connect(navigator, &Navigator::copyToDesignRequested, this, &Designs::copyModel);
}

void Designs::setDatabase(Database* database) {
  m_database = database;
  if (DesignPage* shown = page()) shown->setDatabase(database);
}

DesignPage* Designs::page() const {
  for (TabPage* each : m_tabs->pages())
    if (auto* found = qobject_cast<DesignPage*>(each)) return found;
  return nullptr;
}

DesignPage* Designs::show() {
  DesignPage* shown = page();
  if (shown) {
    m_tabs->setCurrentWidget(shown);
    shown->setFocus();
    return shown;
  }
  shown = new DesignPage(m_document, m_tabs);
  shown->setDatabase(m_database);
  shown->addTool(m_actions->migrations);
  m_tabs->addPage(shown);
  return shown;
}

void Designs::copyModel(const QString& model) {
  const Model* found = m_database && m_database->registry() ? m_database->registry()->find(toStdString(model)) : nullptr;
  if (!found) return;
  DesignPage* shown = show();
  if (!m_document->designedSchema()) shown->startEmpty(m_database->dialect().name());
  shown->dialogs()->askTables({found->table->name});
}

}  // namespace joinery::ui

#include "moc_designs.cpp"
