// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_dialogs.h"

#include "ui/designer/design/copy_tables_dialog.h"
#include "ui/designer/design/design_page.h"
#include "ui/designer/design/types_dialog.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

DesignDialogs::DesignDialogs(DesignPage* page)
    : QObject(page), m_page(page), m_types(new QAction(icon(QStringLiteral("json")), tr("T&ypes…"), page)), m_copy(new QAction(icon(QStringLiteral("import")), tr("&Copy tables…"), page)) {
  m_types->setObjectName(QStringLiteral("showTypes"));
  m_copy->setObjectName(QStringLiteral("copyTablesAction"));
  setPlainToolTip(m_copy, tr("Copy tables of a database or a file to the design"));
  page->addTool(m_types);
  page->addTool(m_copy);
  connect(m_types, &QAction::triggered, this, &DesignDialogs::showTypes);
  connect(m_copy, &QAction::triggered, this, [this] { askTables(); });
  connect(page->design(), &SchemaDesign::changed, this, &DesignDialogs::follow);
  follow();
}

void DesignDialogs::follow() {
  const QString why = TypesDialog::whyNone(*m_page->design());
  m_types->setEnabled(why.isEmpty());
  setPlainToolTip(m_types, why.isEmpty() ? tr("Enums and domains of the design") : why);
}

TypesDialog* DesignDialogs::showTypes() {
  auto* dialog = new TypesDialog(m_page->design(), m_page);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
}

CopyTablesDialog* DesignDialogs::askTables(const std::vector<QualifiedName>& tables) {
  auto* dialog = new CopyTablesDialog(m_database, m_page->design(), m_page);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &CopyTablesDialog::chosen, m_page, &DesignPage::copyTables);
  dialog->choose(tables);
  dialog->open();
  return dialog;
}

}  // namespace joinery::ui

#include "moc_design_dialogs.cpp"
