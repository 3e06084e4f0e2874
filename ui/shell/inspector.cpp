// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/inspector.h"

#include "ui/widgets/icons.h"

namespace joinery::ui {

Inspector::Inspector(QWidget* parent)
    : QTabWidget(parent), m_form(new RecordForm(this)), m_tree(new RelationTree(this)), m_value(new ValueViewer(this)) {
  setObjectName(QStringLiteral("inspector"));
  setAccessibleName(tr("Inspector"));
  setDocumentMode(true);
  addTab(m_tree, icon(QStringLiteral("tree")), tr("Rel&ations"));
  addTab(m_form, icon(QStringLiteral("form")), tr("Rec&ord"));
  addTab(m_value, icon(QStringLiteral("column")), tr("Ce&ll"));
  connect(m_tree, &RelationTree::rowActivated, this, &Inspector::rowActivated);
  connect(m_value, &ValueViewer::windowRequested, this, &Inspector::showValueWindow);
}

void Inspector::setDatabase(Database* database, PendingChanges* changes) {
  setPage(nullptr);
  m_database = database;
  m_changes = changes;
  m_form->setDatabase(database, changes);
  m_value->setDatabase(database, changes);
  if (m_window) m_window->viewer()->setDatabase(database, changes);
  m_tree->setDatabase(database, changes);
}

void Inspector::setPage(TablePage* page) {
  if (m_page) disconnect(m_page, nullptr, this, nullptr);
  m_page = page;
  if (page) {
    connect(page, &TablePage::currentRowChanged, this, &Inspector::showRow);
    connect(page, &TablePage::viewChanged, this, [this] { m_tree->setPrune(m_page->view().prune); });
    connect(page, &TablePage::currentRowChanged, this, &Inspector::showCell);
    connect(page, &TablePage::currentCellChanged, this, &Inspector::showCell);
  }
  showRow();
  showCell();
}

void Inspector::showCell() {
  const auto cell = m_page ? m_page->currentCell() : std::nullopt;
  m_value->setCell(cell);
  if (m_window) m_window->viewer()->setCell(cell);
}

void Inspector::showValue() {
  setCurrentWidget(m_value);
  m_value->focusValue();
}

void Inspector::showValueWindow() {
  if (!m_window) {
    m_window = new ValueWindow(window());
    m_window->setAttribute(Qt::WA_DeleteOnClose);
    m_window->viewer()->setDatabase(m_database, m_changes);
    showCell();
  }
  m_window->show();
  m_window->raise();
  m_window->activateWindow();
}

void Inspector::showRow() {
  m_tree->setPrune(m_page ? m_page->view().prune : Json::object());
  const auto row = m_page ? m_page->currentRow() : std::nullopt;
  if (!row) {
    m_form->setRow({}, nullptr, 0);
    m_tree->setRow({}, {});
  } else if (!row->insertedRef.empty()) {
    m_form->setInserted(row->model, row->insertedRef);
    m_tree->setInserted(row->model, row->insertedRef);
  } else {
    m_form->setRow(row->model, row->batch, row->row);
    m_tree->setRow(row->model, row->key);
  }
}

}  // namespace joinery::ui

#include "moc_inspector.cpp"
