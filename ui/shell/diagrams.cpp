// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/diagrams.h"

#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/diagram_page.h"
#include "ui/designer/diagram/kept_diagrams.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

Diagrams::Diagrams(WorkspaceDocument* document, Actions* actions, Navigator* navigator, TabArea* tabs, QObject* parent) : QObject(parent), m_document(document), m_navigator(navigator), m_actions(actions), m_tabs(tabs) {
  connect(actions->diagram, &QAction::triggered, this, &Diagrams::show);
  connect(navigator, &Navigator::diagramRequested, this, &Diagrams::showModel);
  connect(navigator, &Navigator::diagramActivated, this, &Diagrams::showDiagram);
  connect(document, &WorkspaceDocument::changed, this, &Diagrams::listDiagrams);
  setDatabase(nullptr);
}

void Diagrams::setDatabase(Database* database) {
  m_database = database;
  m_actions->diagram->setEnabled(database != nullptr);
  listDiagrams();
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

void Diagrams::showDiagram(const QString& name) {
  DiagramPage* page = show();
  // One that is shown already keeps its undo steps.
  if (page && page->kept()->name() != name) page->kept()->show(name);
}

void Diagrams::listDiagrams() {
  QStringList names;
  if (m_database)
    for (const Diagram& each : m_document->diagrams(m_database->engine()->url())) names << toQString(each.name);
  m_navigator->setDiagrams(names);
}

}  // namespace joinery::ui

#include "moc_diagrams.cpp"
