// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/transfers.h"

#include <algorithm>
#include <utility>

#include "ui/grid/table_page.h"
#include "ui/navigator/navigator.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/transfer/export_dialog.h"
#include "ui/transfer/import_dialog.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

Transfers::Transfers(Actions* actions, Navigator* navigator, TabArea* tabs, QWidget* window) : QObject(window), m_actions(actions), m_tabs(tabs), m_window(window) {
  connect(actions->exportRows, &QAction::triggered, this, [this] { exportPage(m_tabs->currentTable()); });
  connect(actions->importRows, &QAction::triggered, this, [this] {
    const TablePage* page = m_tabs->currentTable();
    importRows(page ? toQString(page->view().model) : QString());
  });
  connect(navigator, &Navigator::exportRequested, this, [this](const QString& model) { exportModel(model); });
  connect(navigator, &Navigator::importRequested, this, [this](const QString& model) { importRows(model); });
  connect(tabs, &TabArea::exportRequested, this, [this] { exportPage(m_tabs->currentTable()); });
  connect(tabs, &TabArea::currentPageChanged, this, &Transfers::updateActions);
  updateActions();
}

void Transfers::setDatabase(Database* database) {
  m_database = database;
  for (const auto& dialog : std::exchange(m_dialogs, {}))
    if (dialog) dialog->close();
  updateActions();
}

void Transfers::updateActions() {
  m_actions->exportRows->setEnabled(m_database && m_tabs->currentTable());
  m_actions->importRows->setEnabled(m_database && !m_database->engine()->isReadOnly());
}

ExportDialog* Transfers::exportRows(ExportSubject subject) {
  auto* dialog = new ExportDialog(m_database, std::move(subject), m_window);
  connect(dialog, &ExportDialog::started, this, [this](TransferJob* job) { m_jobs << job; });
  connect(dialog, &ExportDialog::started, this, &Transfers::started);
  show(dialog);
  return dialog;
}

ExportDialog* Transfers::exportModel(const QString& model) {
  if (!m_database || !m_database->registry()->find(toStdString(model))) return nullptr;
  return exportRows(exportSubject(*m_database, {.model = toStdString(model)}));
}

ExportDialog* Transfers::exportPage(const TablePage* page) {
  if (!m_database || !page) return nullptr;
  return exportRows(exportSubject(*m_database, {page->view().model, page->effectiveFilter(), page->view().sorts, page->countedRows(), page->selectedRows()}));
}

ImportDialog* Transfers::importRows(const QString& model) {
  if (!m_database || m_database->engine()->isReadOnly()) return nullptr;
  auto* dialog = new ImportDialog(m_database, m_window);
  if (!model.isEmpty()) dialog->setTable(model);
  connect(dialog, &ImportDialog::started, this, [this](TransferJob* job) { m_jobs << job; });
  connect(dialog, &ImportDialog::started, this, &Transfers::started);
  connect(dialog, &ImportDialog::imported, this, &Transfers::databaseChanged);
  show(dialog);
  return dialog;
}

void Transfers::show(QDialog* dialog) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  m_dialogs << dialog;
  dialog->show();
}

bool Transfers::isRunning() const {
  return std::ranges::any_of(m_jobs, [](const auto& job) { return job && job->isRunning(); });
}

void Transfers::whenIdle(std::function<void()> proceed) {
  if (!isRunning()) return proceed();
  askQuestion(m_window, tr("Stop exports and imports?"), tr("Some are not at their end. Nothing of them is written or imported when they are stopped."), tr("&Stop them"), [this, proceed] {
    for (const auto& job : std::exchange(m_jobs, {}))
      if (job) job->stop();
    for (const auto& dialog : std::exchange(m_dialogs, {})) delete dialog;
    proceed();
  });
}

}  // namespace joinery::ui

#include "moc_transfers.cpp"
