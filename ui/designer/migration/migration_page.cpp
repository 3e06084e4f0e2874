// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/migration_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include "orm/core/result_of.h"
#include "orm/engine/dialects.h"
#include "ui/designer/migration/migration_page_p.h"
#include "ui/designer/migration/outcome_text.h"
#include "ui/designer/migration/revision_difference.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

MigrationPage::MigrationPage(WorkspaceDocument* document, MigrationRunner* runner, QWidget* parent) : TabPage(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("migrationPage"));
  d->document = document;
  d->runner = runner;
  d->history = new RevisionHistory(document, this);
  d->saving = new RevisionSaving(document, this);
  d->creation = new DatabaseCreation(this);
  d->model = new RevisionModel(d->history, this);
  d->tools = new QToolBar(tr("Migrations"), this);
  d->messages = new MessageBar(this);
  d->view = new DifferenceView(this);
  d->place = new PlainLabel(this);
  d->place->setObjectName(QStringLiteral("migrationPlace"));
  d->place->setMargin(6);
  d->place->setWordWrap(true);
  buildTools();
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->addWidget(buildRevisions());
  splitter->addWidget(d->view);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 3);
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->tools);
  layout->addWidget(d->messages);
  layout->addWidget(d->place);
  layout->addWidget(buildProgress());
  layout->addWidget(splitter, 1);
  setFocusProxy(d->revisions);
  connectParts();
  d->history->refresh();
  followRunner();
  followDesign();
}

MigrationPage::~MigrationPage() { disconnect(d->view, nullptr, this, nullptr); }

QAction* MigrationPage::tool(const QString& objectName, const QString& text, const QString& iconName, void (MigrationPage::*verb)()) {
  auto* action = new QAction(icon(iconName), text, this);
  action->setObjectName(objectName);
  connect(action, &QAction::triggered, this, verb);
  return action;
}

void MigrationPage::buildTools() {
  d->tools->setObjectName(QStringLiteral("migrationTools"));
  d->tools->setIconSize({18, 18});
  d->tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  d->save = tool(QStringLiteral("saveRevision"), tr("Save as re&vision…"), QStringLiteral("add"), &MigrationPage::saveRevision);
  d->create = tool(QStringLiteral("createDatabase"), tr("Create &database…"), QStringLiteral("database"), &MigrationPage::createDatabase);
  d->preview = tool(QStringLiteral("previewMigration"), tr("Previe&w…"), QStringLiteral("search"), &MigrationPage::preview);
  d->rehearse = tool(QStringLiteral("rehearseMigration"), tr("Dr&y run"), QStringLiteral("duplicate"), &MigrationPage::rehearse);
  d->migrate = tool(QStringLiteral("migrate"), tr("&Migrate"), QStringLiteral("run"), &MigrationPage::migrate);
  d->stamp = tool(QStringLiteral("stampDatabase"), tr("S&tamp…"), QStringLiteral("commit"), &MigrationPage::stamp);
  d->script = tool(QStringLiteral("saveMigrationScript"), tr("Save as S&QL script…"), QStringLiteral("export"), &MigrationPage::saveScript);
  d->tools->addActions({d->save, d->create});
  d->tools->addSeparator();
  d->tools->addActions({d->preview, d->rehearse, d->migrate});
  d->tools->addSeparator();
  // What is rare has no place of its own: in a narrow window buttons would be missing.
  auto* menu = new QMenu(tr("M&ore"), this);
  menu->addActions({d->stamp, d->script});
  auto* more = new QToolButton(d->tools);
  more->setObjectName(QStringLiteral("moreOfMigrations"));
  more->setText(menu->title());
  more->setAccessibleName(tr("More of migrations"));
  more->setIcon(icon(QStringLiteral("menu")));
  more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  more->setPopupMode(QToolButton::InstantPopup);
  more->setMenu(menu);
  more->setFocusPolicy(Qt::TabFocus);
  d->tools->addWidget(more);
}

QWidget* MigrationPage::buildRevisions() {
  d->revisions = new QTableView(this);
  d->revisions->setObjectName(QStringLiteral("revisions"));
  d->revisions->setAccessibleName(tr("Revisions"));
  d->revisions->setModel(d->model);
  d->revisions->setSelectionBehavior(QAbstractItemView::SelectRows);
  d->revisions->setSelectionMode(QAbstractItemView::SingleSelection);
  d->revisions->setShowGrid(false);
  d->revisions->setTabKeyNavigation(false);
  d->revisions->setWordWrap(false);
  d->revisions->verticalHeader()->hide();
  d->revisions->horizontalHeader()->setHighlightSections(false);
  d->revisions->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  d->revisions->horizontalHeader()->setSectionResizeMode(RevisionModel::Message, QHeaderView::Stretch);
  d->revisions->setColumnWidth(RevisionModel::State, 200);
  d->revisions->setColumnWidth(RevisionModel::Id, 110);
  d->revisions->setColumnWidth(RevisionModel::Parent, 110);
  return d->revisions;
}

QWidget* MigrationPage::buildProgress() {
  d->progress = new QWidget(this);
  d->bar = new QProgressBar(d->progress);
  d->bar->setObjectName(QStringLiteral("migrationProgress"));
  d->bar->setAccessibleName(tr("Migration progress"));
  d->bar->setMaximumWidth(200);
  d->bar->setTextVisible(false);
  d->doing = new PlainLabel(d->progress);
  d->doing->setObjectName(QStringLiteral("migrationStep"));
  // A statement is as long as it likes.
  d->doing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* stop = new QPushButton(icon(QStringLiteral("stop")), tr("Sto&p"), d->progress);
  stop->setObjectName(QStringLiteral("stopMigration"));
  stop->setAccessibleName(tr("Stop the migration"));
  connect(stop, &QPushButton::clicked, this, &MigrationPage::stop);
  auto* layout = new QHBoxLayout(d->progress);
  layout->setContentsMargins(6, 2, 6, 6);
  layout->addWidget(d->bar);
  layout->addWidget(d->doing, 1);
  layout->addWidget(stop);
  d->progress->hide();
  return d->progress;
}

void MigrationPage::connectParts() {
  d->designTimer.setSingleShot(true);
  d->designTimer.setInterval(150);
  connect(&d->designTimer, &QTimer::timeout, this, &MigrationPage::followDesign);
  connect(d->document, &WorkspaceDocument::changed, this, [this] {
    d->isDesignStale = true;
    if (isVisible()) d->designTimer.start();
  });
  connect(d->history, &RevisionHistory::changed, this, [this] {
    if (!d->history->isReading()) tellOfHistory();
    followHistory();
    if (d->history->chain() != d->comparedChain) followDesign();
    d->comparedChain = d->history->chain();
  });
  connect(d->history, &RevisionHistory::failed, this, [this](const QString& what, const DbError& error) {
    d->messages->showError(what, error);
    d->toldOfHistory = d->messages->text();
  });
  connect(d->revisions->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    if (d->isFilling || !current.isValid()) return;
    const auto* revision = d->model->revision(current.row());
    d->isUnsavedChosen = d->model->isUnsaved(current.row());
    d->chosen = d->isUnsavedChosen ? std::nullopt : std::optional(revision ? revision->id : std::string());
    showChosen();
  });
  connect(d->saving, &RevisionSaving::saved, this, [this](const QString& id, const QString& path) {
    d->messages->showMessage(MessageBar::Kind::Information, tr("Saved as revision %1.").arg(id), path);
    d->chosen = toStdString(id);
    d->isUnsavedChosen = false;
    d->history->refresh();
    if (const auto then = std::exchange(d->afterSaving, {})) then();
  });
  connect(d->saving, &RevisionSaving::failed, this, [this](const DbError& error) {
    d->afterSaving = {};
    d->messages->showError(tr("Could not save the revision"), error);
    updateTools();
  });
  connect(d->creation, &DatabaseCreation::created, this, &MigrationPage::databaseCreated);
  connect(d->creation, &DatabaseCreation::failed, this, [this](const DbError& error) { d->messages->showError(tr("Could not create the database"), error); });
  connect(d->creation, &DatabaseCreation::runningChanged, this, &MigrationPage::followRunner);
  connect(d->runner, &MigrationRunner::runningChanged, this, &MigrationPage::followRunner);
  connect(d->runner, &MigrationRunner::progressed, this, &MigrationPage::followRunner);
  connect(d->runner, &MigrationRunner::ended, this, &MigrationPage::take);
  connect(d->runner, &MigrationRunner::failed, this, [this](MigrationOutcome::Kind kind, const DbError& error) {
    d->withOutline = {};
    tellFailure(d->messages, kind, error, d->runner->databaseName());
    d->history->refresh();
  });
  connect(d->view, &DifferenceView::busyChanged, this, &TabPage::busyChanged);
}

void MigrationPage::setDatabase(Database* database) {
  d->database = database;
  d->hasToldUnstamped = false;
  d->history->setDatabase(database);
  updateTools();
}

RevisionHistory* MigrationPage::history() const { return d->history; }

DifferenceView* MigrationPage::view() const { return d->view; }

MessageBar* MigrationPage::messages() const { return d->messages; }

QTableView* MigrationPage::revisions() const { return d->revisions; }

void MigrationPage::refresh() { d->history->refresh(); }

void MigrationPage::stop() {
  d->runner->stop();
  d->creation->stop();
}

bool MigrationPage::isBusy() const { return d->history->isReading() || d->runner->isRunning() || d->creation->isRunning() || d->saving->isBusy() || d->view->isBusy() || d->designTimer.isActive() || d->isReadingDesign || d->isShowing; }

QString MigrationPage::statusText() const {
  const auto count = d->history->chain() ? d->history->chain()->revisions().size() : 0;
  return tr("Revisions %1 · in the database %2").arg(count).arg(d->history->applied().size());
}

void MigrationPage::showEvent(QShowEvent* event) {
  TabPage::showEvent(event);
  if (d->isDesignStale) d->designTimer.start();
}

void MigrationPage::followDesign() {
  d->isDesignStale = false;
  const std::uint64_t number = ++d->designNumber;
  const Json* design = d->document->designedSchema();
  const auto chain = d->history->chain();
  if (!design || !chain) return takeDesign(nullptr);
  d->isReadingDesign = true;
  auto work = QtConcurrent::run([design = *design, chain] { return resultOf([&] { return UnsavedDesign::of(design, *chain); }); });
  deliver(work, this, [this, number](Result<std::shared_ptr<const UnsavedDesign>> unsaved) {
    if (number != d->designNumber) return;
    forget(d->toldOfDesign);
    if (!unsaved) {
      d->messages->showError(tr("Could not compare the design with the revisions"), unsaved.error());
      d->toldOfDesign = d->messages->text();
    }
    takeDesign(unsaved ? *unsaved : nullptr);
  });
  updateTools();
}

void MigrationPage::takeDesign(std::shared_ptr<const UnsavedDesign> design) {
  d->isReadingDesign = false;
  d->design = std::move(design);
  {
    const QScopedValueRollback filling(d->isFilling, true);
    d->model->setUnsaved(d->design ? d->design->count() : 0);
  }
  followHistory();
}

void MigrationPage::followHistory() {
  {
    const QScopedValueRollback filling(d->isFilling, true);
    d->model->follow();
    const bool isUnsaved = d->isUnsavedChosen && d->model->isUnsaved(d->model->rowCount() - 1);
    int row = isUnsaved ? d->model->rowCount() - 1 : d->chosen ? d->model->rowOf(toQString(*d->chosen)) : -1;
    // What is not decided yet is the newest.
    if (row < 0) row = d->model->rowCount() - 1;
    d->revisions->setCurrentIndex(d->model->index(row, 0));
  }
  if (d->history->isUnstamped() && d->history->chain() && !d->history->chain()->revisions().empty() && !std::exchange(d->hasToldUnstamped, true)) {
    d->messages->showMessage(MessageBar::Kind::Warning, tr("%1 has tables, but no record of the revision that it is at. If it was made as one of them says, choose that one and stamp it.").arg(d->database->displayName()));
    d->messages->addAction(tr("Stam&p…"), [this] { d->stamp->trigger(); });
  }
  showChosen();
}

void MigrationPage::forget(QString& told) {
  if (!told.isEmpty() && d->messages->text() == told) d->messages->clear();
  told.clear();
}

/// Both were read, or could not be.
void MigrationPage::tellOfHistory() {
  const auto& chain = d->history->chain();
  const auto& standing = d->history->standing();
  if (!chain || (d->database && !standing)) return;
  forget(d->toldOfHistory);
  if (!standing || standing->id.empty() || chain->find(standing->id)) return;
  d->messages->showMessage(MessageBar::Kind::Warning, tr("%1 is at revision %2, which is none of %3. Bring the file of that revision back, or stamp the database as the one that it is like.")
                                                          .arg(d->database->displayName(), toQString(standing->id), d->document->displayName()));
  d->toldOfHistory = d->messages->text();
}

void MigrationPage::showChosen() {
  updatePlace();
  updateTools();
  const int row = d->revisions->currentIndex().row();
  const auto* revision = d->model->revision(row);
  const std::uint64_t number = ++d->shownNumber;
  d->isShowing = false;
  if (d->model->isUnsaved(row)) return d->view->setDifference(d->design->difference);
  if (!revision) {
    if (!d->history->chain()) return d->view->showText(d->history->isReading() ? QString() : tr("The revisions can't be shown, as they could not be read."));
    const bool isEmpty = d->history->chain()->revisions().empty();
    return d->view->showText(isEmpty ? tr("There are no revisions yet. Design a schema, then save it as a revision.") : tr("Before the first revision there is nothing of the design. To migrate there undoes every revision."));
  }
  d->isShowing = true;
  auto work = QtConcurrent::run([chain = d->history->chain(), id = revision->id, &dialect = dialect()] { return resultOf([&] { return revisionDifference(*chain, id, dialect); }); });
  deliver(work, this, [this, number](Result<Difference> difference) {
    if (number != d->shownNumber) return;
    d->isShowing = false;
    if (difference) d->view->setDifference(*difference);
    else d->view->showText(toQString(difference.error().what()));
  });
}

const Dialect& MigrationPage::dialect() const {
  if (d->design) return *d->design->dialect;
  return dialectFor(d->database ? d->database->dialect().name() : "sqlite");
}

void MigrationPage::updatePlace() {
  const QString workspace = d->document->path().isEmpty() ? tr("The workspace has no file yet") : tr("Revisions of %1").arg(d->document->displayName());
  QString place = tr("no database is open");
  if (d->database && d->history->standing()) {
    const auto& standing = *d->history->standing();
    place = !standing.isKnown ? tr("%1 has no record of revisions").arg(d->database->displayName())
                              : tr("%1 is at %2").arg(d->database->displayName(), standing.id.empty() ? tr("the beginning") : toQString(standing.id));
  } else if (d->database) {
    place = tr("where %1 is is not known yet").arg(d->database->displayName());
  }
  d->place->setText(tr("%1 · %2").arg(workspace, place));
}

void MigrationPage::updateTools() {
  const bool isIdle = !d->runner->isRunning() && !d->creation->isRunning() && !d->saving->isBusy() && !d->isReadingDesign;
  const bool hasRevisions = d->history->chain() && !d->history->chain()->revisions().empty();
  d->save->setEnabled(isIdle && d->design != nullptr);
  d->create->setEnabled(isIdle && d->design != nullptr);
  for (auto* each : {d->preview, d->rehearse, d->migrate, d->script}) each->setEnabled(isIdle && hasRevisions && d->database);
  d->stamp->setEnabled(isIdle && hasRevisions && d->database && !d->database->engine()->isReadOnly());
  Q_EMIT statusChanged();
  Q_EMIT busyChanged();
}

void MigrationPage::followRunner() {
  const bool isRunning = d->runner->isRunning() || d->creation->isRunning();
  d->progress->setVisible(isRunning);
  const auto [step, steps] = d->runner->steps();
  const bool isKnown = d->runner->isRunning() && steps > 0;
  d->bar->setRange(0, isKnown ? static_cast<int>(steps) : 0);
  if (isKnown) d->bar->setValue(static_cast<int>(step));
  d->doing->setText(d->runner->isRunning() ? d->runner->progressText() : tr("Creating the database…"));
  updateTools();
}

}  // namespace joinery::ui

#include "moc_migration_page.cpp"
