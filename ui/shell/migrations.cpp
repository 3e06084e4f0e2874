// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/migrations.h"

#include "ui/designer/migration/compare_page.h"
#include "ui/designer/migration/migration_page.h"
#include "ui/designer/migration/outcome_text.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_box.h"

namespace joinery::ui {

namespace {

template <typename Page>
Page* pageAmong(const TabArea* tabs) {
  for (TabPage* each : tabs->pages())
    if (auto* page = qobject_cast<Page*>(each)) return page;
  return nullptr;
}

}  // namespace

Migrations::Migrations(WorkspaceDocument* document, Actions* actions, TabArea* tabs, MessageBar* messages, QWidget* window)
    : QObject(window), m_document(document), m_actions(actions), m_tabs(tabs), m_messages(messages), m_window(window), m_runner(new MigrationRunner(this)) {
  connect(actions->migrations, &QAction::triggered, this, &Migrations::show);
  connect(actions->compareSchemas, &QAction::triggered, this, &Migrations::compare);
  // Where its page is closed, the window says what came of it.
  connect(m_runner, &MigrationRunner::ended, this, [this](const MigrationOutcome& outcome) {
    if (!pageAmong<MigrationPage>(m_tabs)) tellOutcome(m_messages, outcome, m_runner->databaseName());
  });
  connect(m_runner, &MigrationRunner::failed, this, [this](MigrationOutcome::Kind kind, const DbError& error) {
    if (!pageAmong<MigrationPage>(m_tabs)) tellFailure(m_messages, kind, error, m_runner->databaseName());
  });
}

void Migrations::setDatabase(Database* database, PendingChanges* changes) {
  m_database = database;
  m_runner->setDatabase(database, changes);
  if (auto* page = pageAmong<MigrationPage>(m_tabs)) page->setDatabase(database);
  if (auto* page = pageAmong<ComparePage>(m_tabs)) page->setDatabase(database);
}

template <typename Page>
Page* Migrations::pageInFront() const {
  auto* page = pageAmong<Page>(m_tabs);
  if (page) m_tabs->setCurrentWidget(page);
  if (page) page->setFocus();
  return page;
}

MigrationPage* Migrations::show() {
  if (auto* page = pageInFront<MigrationPage>()) return page;
  auto* page = new MigrationPage(m_document, m_runner, m_tabs);
  page->setDatabase(m_database);
  connect(page, &MigrationPage::saveWorkspaceRequested, m_actions->saveWorkspaceAs, &QAction::trigger);
  connect(page, &MigrationPage::databaseCreated, this, &Migrations::openRequested);
  m_tabs->addPage(page);
  return page;
}

ComparePage* Migrations::compare() {
  if (auto* page = pageInFront<ComparePage>()) return page;
  auto* page = new ComparePage(m_document, m_tabs);
  page->setDatabase(m_database);
  m_tabs->addPage(page);
  return page;
}

bool Migrations::isRunning() const { return m_runner->isRunning(); }

void Migrations::whenIdle(std::function<void()> proceed) {
  if (!isRunning()) return proceed();
  askQuestion(m_window, tr("Stop the migration?"), tr("%1 is being migrated. The revision that runs is undone when it is stopped.").arg(m_runner->databaseName()), tr("&Stop it"), [this, proceed] {
    if (!isRunning()) return proceed();
    connect(m_runner, &MigrationRunner::runningChanged, this, proceed, static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    m_runner->stop();
  });
}

}  // namespace joinery::ui

#include "moc_migrations.cpp"
