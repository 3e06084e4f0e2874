// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/diagrams.h"

#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/diagram_page.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

Diagrams::Diagrams(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent) : QObject(parent), m_document(document), m_actions(actions), m_tabs(tabs) {
  connect(actions->diagram, &QAction::triggered, this, &Diagrams::show);
  connect(navigator, &Navigator::diagramRequested, this, &Diagrams::showModel);
  setDatabase(nullptr);
}

void Diagrams::setDatabase(Database* database) {
  m_database = database;
  m_actions->diagram->setEnabled(database != nullptr);
}

DiagramPage* Diagrams::show() {
  if (!m_database) return nullptr;
  for (TabPage* each : m_tabs->pages())
    if (auto* page = qobject_cast<DiagramPage*>(each)) {
      m_tabs->setCurrentWidget(page);
      page->setFocus();
      return page;
    }
  auto* page = new DiagramPage(m_database, m_document, m_tabs);
  connect(page, &DiagramPage::tableRequested, this, &Diagrams::tableRequested);
  m_tabs->addPage(page);
  return page;
}

void Diagrams::showModel(const QString& model) {
  DiagramPage* page = show();
  const Model* found = page && !model.isEmpty() ? m_database->registry()->find(toStdString(model)) : nullptr;
  if (found) page->showTable(diagramName(m_database->registry()->metadata(), found->table->name));
}

}  // namespace joinery::ui

#include "moc_diagrams.cpp"
