// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tree_tab.h"

#include <QVBoxLayout>

#include "ui/widgets/text.h"

namespace joinery::ui {

TreeTab::TreeTab(Database* database, PendingChanges* changes, const RowsOfModel& rows, QWidget* parent) : TabPage(parent), m_rows(rows), m_tree(new RelationTree(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_tree);
  setFocusProxy(m_tree);
  m_tree->setShowsColumns(true);
  m_tree->setDatabase(database, changes);
  m_tree->setRows(rows);
  connect(m_tree, &RelationTree::settled, this, &TabPage::busyChanged);
  connect(m_tree, &RelationTree::settled, this, &TabPage::statusChanged);
}

QString TreeTab::title() const { return tr("%1 (tree)").arg(toQString(m_rows.model)); }

QString TreeTab::statusText() const {
  if (m_tree->isBusy()) return tr("Reading…");
  return m_tree->hasMoreRows() ? tr("The first %n rows", nullptr, m_tree->topRows()) : tr("%n row(s)", nullptr, m_tree->topRows());
}

}  // namespace joinery::ui

#include "moc_tree_tab.cpp"
