// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/inspector.h"

#include "ui/widgets/icons.h"

namespace joinery::ui {

Inspector::Inspector(QWidget* parent)
    : QTabWidget(parent), m_form(new RecordForm(this)), m_tree(new RelationTree(this)), m_cellEditor(new CellEditor(this)) {
  setObjectName(QStringLiteral("inspector"));
  setAccessibleName(tr("Inspector"));
  setDocumentMode(true);
  addTab(m_tree, icon(QStringLiteral("tree")), tr("&Relations"));
  addTab(m_form, icon(QStringLiteral("form")), tr("Rec&ord"));
  addTab(m_cellEditor, icon(QStringLiteral("column")), tr("Ce&ll"));
  connect(m_tree, &RelationTree::rowActivated, this, &Inspector::rowActivated);
}

void Inspector::setDatabase(Database* database, PendingChanges* changes) {
  setPage(nullptr);
  m_form->setDatabase(database, changes);
  m_tree->setDatabase(database, changes);
}

void Inspector::setPage(TablePage* page) {
  if (m_page) disconnect(m_page, nullptr, this, nullptr);
  m_page = page;
  m_cellEditor->setPage(page);
  if (page) connect(page, &TablePage::currentRowChanged, this, &Inspector::showRow);
  showRow();
}

void Inspector::showRow() {
  const auto row = m_page ? m_page->currentRow() : std::nullopt;
  if (!row) {
    m_form->setRow({}, nullptr, 0);
    m_tree->setRow({}, {});
  } else if (!row->insertedRef.empty()) {
    m_form->setInserted(row->model, row->insertedRef);
    m_tree->setRow(row->model, {});
  } else {
    m_form->setRow(row->model, row->batch, row->row);
    m_tree->setRow(row->model, row->key);
  }
}

}  // namespace joinery::ui

#include "moc_inspector.cpp"
