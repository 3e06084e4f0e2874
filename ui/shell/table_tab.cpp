// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/table_tab.h"

#include <QApplication>
#include <QSplitter>
#include <QVBoxLayout>

namespace joinery::ui {

TableTab::TableTab(Database* database, PendingChanges* changes, const TableView& view, QWidget* parent)
    : TabPage(parent), m_database(database) {
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  m_page = new TablePage(database, changes, view, splitter);
  splitter->addWidget(m_page);
  splitter->setStretchFactor(0, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter);
  setFocusProxy(m_page);
  connect(m_page, &TabPage::titleChanged, this, &TabPage::titleChanged);
  connect(m_page, &TabPage::statusChanged, this, &TabPage::statusChanged);
  connect(m_page, &TabPage::busyChanged, this, &TabPage::busyChanged);
  connect(m_page, &TablePage::viewChanged, this, [this] {
    if (!m_filter) return;
    m_filter->setFilter(m_page->view().filter, m_page->view().prune);
    m_filter->updateStatement();
  });
}

void TableTab::setView(const TableView& view) {
  TableView known = view;
  known.model = m_page->view().model;
  m_page->setView(known);
}

void TableTab::makeFilterBuilder() {
  auto* splitter = qobject_cast<QSplitter*>(m_page->parentWidget());
  m_filter = new FilterBuilder(m_database, m_page->view().model, splitter);
  m_filter->setStatement([this](const Json& filter) { return m_page->statement(filter); });
  m_filter->setFilter(m_page->view().filter, m_page->view().prune);
  splitter->insertWidget(0, m_filter);
  splitter->setStretchFactor(0, 0);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({230, splitter->height() - 230});
  connect(m_filter, &FilterBuilder::applied, m_page, [this](const Json& filter, const Json& prune) {
    TableView view = m_page->view();
    view.filter = filter;
    view.prune = prune;
    m_page->setView(view);
  });
}

void TableTab::setFilterBuilderVisible(bool visible) {
  if (visible && !m_filter) makeFilterBuilder();
  if (!m_filter) return;
  // Else the focus goes to whatever comes next in the window.
  if (!visible && m_filter->isAncestorOf(QApplication::focusWidget())) m_page->setFocus();
  m_filter->setVisible(visible);
  if (visible) m_filter->setFocus();
}

bool TableTab::isFilterBuilderVisible() const { return m_filter && !m_filter->isHidden(); }

}  // namespace joinery::ui

#include "moc_table_tab.cpp"
