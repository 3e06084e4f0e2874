// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes_panel.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/changes/conflict_text.h"
#include "ui/changes/pending_changes_model.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/passing_trouble.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct PendingChangesPanel::Private {
  QPointer<PendingChanges> changes;
  Database* database = nullptr;
  PendingChangesModel* model = nullptr;
  MessageBar* messages = nullptr;
  QTreeView* tree = nullptr;
  QPlainTextEdit* preview = nullptr;
  QPushButton *commit = nullptr, *revert = nullptr, *undo = nullptr, *redo = nullptr;
};

namespace {

QPushButton* makeButton(QWidget* parent, const QString& text, const QString& name, const QString& iconName) {
  auto* button = new QPushButton(icon(iconName), text, parent);
  button->setObjectName(name.toLower());
  button->setAccessibleName(name);
  return button;
}

constexpr int kWidestColumn = 160;
constexpr std::size_t kMostOpenBranches = 200;

/// Never narrower than it is: a person may have made it so.
void widenToContents(QTreeView& tree, int column) {
  const int before = tree.columnWidth(column);
  if (before >= kWidestColumn) return;
  tree.resizeColumnToContents(column);
  tree.setColumnWidth(column, std::max(before, std::min(tree.columnWidth(column), kWidestColumn)));
}

}  // namespace

PendingChangesPanel::PendingChangesPanel(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("pendingChangesPanel"));
  d->messages = new MessageBar(this);
  d->tree = new QTreeView(this);
  d->tree->setObjectName(QStringLiteral("pendingChanges"));
  d->tree->setAccessibleName(tr("Pending changes"));
  d->tree->setUniformRowHeights(true);
  // Columns fit what is on screen: to measure a thousand rows at each change would be felt.
  d->tree->header()->setResizeContentsPrecision(0);
  d->tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  d->tree->setContextMenuPolicy(Qt::CustomContextMenu);
  d->preview = new QPlainTextEdit(this);
  d->preview->setObjectName(QStringLiteral("previewSql"));
  d->preview->setAccessibleName(tr("Preview SQL"));
  d->preview->setReadOnly(true);
  d->preview->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  d->preview->setPlaceholderText(tr("The statements that Commit will run appear here."));
  auto* splitter = new QSplitter(this);
  splitter->addWidget(d->tree);
  splitter->addWidget(d->preview);
  splitter->setChildrenCollapsible(false);
  splitter->setSizes({300, 200});

  d->commit = makeButton(this, tr("&Commit"), tr("Commit"), QStringLiteral("commit"));
  d->revert = makeButton(this, tr("Rever&t"), tr("Revert"), QStringLiteral("revert"));
  d->undo = makeButton(this, tr("&Undo"), tr("Undo"), QStringLiteral("undo"));
  d->redo = makeButton(this, tr("Re&do"), tr("Redo"), QStringLiteral("redo"));
  auto* buttons = new QVBoxLayout;
  for (auto* button : {d->commit, d->revert, d->undo, d->redo}) buttons->addWidget(button);
  buttons->addStretch();
  auto* row = new QHBoxLayout;
  row->addWidget(splitter, 1);
  row->addLayout(buttons);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(d->messages);
  layout->addLayout(row, 1);

  connect(d->commit, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->commit(); });
  connect(d->undo, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->undoStack().undo(); });
  connect(d->redo, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->undoStack().redo(); });
  connect(d->revert, &QPushButton::clicked, this, &PendingChangesPanel::revertSelected);
  connect(d->tree, &QWidget::customContextMenuRequested, this, &PendingChangesPanel::showMenu);
  connect(d->tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
    const Change* change = d->model->change(index);
    if (change && change->kind != Change::Kind::Insert) Q_EMIT rowActivated(toQString(change->model), change->key);
  });
  updateButtons();
}

PendingChangesPanel::~PendingChangesPanel() = default;

void PendingChangesPanel::setChanges(Database* database, PendingChanges* changes) {
  d->messages->clear();
  d->tree->setModel(nullptr);
  delete d->model;
  d->model = nullptr;
  d->changes = changes;
  d->database = database;
  d->preview->clear();
  if (changes) {
    d->model = new PendingChangesModel(changes, database->registry(), this);
    d->tree->setModel(d->model);
    d->tree->header()->resizeSection(PendingChangesModel::What, 100);
    d->tree->header()->resizeSection(PendingChangesModel::Before, 70);
    connect(d->model, &QAbstractItemModel::modelReset, this, &PendingChangesPanel::showChanges);
    connect(changes, &PendingChanges::changed, this, &PendingChangesPanel::updateButtons);
    connect(changes, &PendingChanges::changed, d->messages, &MessageBar::clear);
    connect(changes, &PendingChanges::committingChanged, this, &PendingChangesPanel::updateButtons);
    connect(&changes->undoStack(), &QUndoStack::indexChanged, this, &PendingChangesPanel::updateButtons);
    connect(changes, &PendingChanges::planChanged, this, &PendingChangesPanel::showPlan);
    connect(changes, &PendingChanges::failed, this, &PendingChangesPanel::showFailure);
    connect(changes, &PendingChanges::committed, this, &PendingChangesPanel::showCommitted);
  }
  updateButtons();
}

void PendingChangesPanel::updateButtons() {
  const bool any = d->changes && !d->changes->isEmpty();
  const bool committing = d->changes && (d->changes->isCommitting() || d->changes->isInDoubt());
  d->commit->setEnabled(any && !committing);
  d->revert->setEnabled(any && !committing);
  d->undo->setEnabled(d->changes && d->changes->undoStack().canUndo() && !committing);
  d->redo->setEnabled(d->changes && d->changes->undoStack().canRedo() && !committing);
}

void PendingChangesPanel::revertSelected() {
  if (!d->changes) return;
  const QModelIndex index = d->tree->currentIndex();
  if (const Change* change = d->model->change(index)) {
    const auto attribute = d->model->attribute(index);
    if (attribute.empty()) d->changes->revert(change->id);
    else d->changes->revertCell(change->id, attribute);
    return;
  }
  askQuestion(this, tr("Revert all changes?"), tr("Everything that is not committed is dropped. Undo brings it back."), tr("Revert all"),
              [this] { if (d->changes) d->changes->revertAll(); });
}

void PendingChangesPanel::showMenu(const QPoint& position) {
  const QModelIndex index = d->tree->indexAt(position);
  if (!d->model || !d->model->change(index)) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  d->tree->setCurrentIndex(index);
  menu->addAction(d->model->attribute(index).empty() ? tr("&Revert this row") : tr("&Revert this cell"), this, &PendingChangesPanel::revertSelected);
  menu->popup(d->tree->viewport()->mapToGlobal(position));
}

void PendingChangesPanel::showChanges() {
  // Each branch that is open costs at each change.
  if (d->changes->changeSet().changes().size() <= kMostOpenBranches) d->tree->expandAll();
  else d->tree->expandToDepth(0);
  for (const int column : {PendingChangesModel::What, PendingChangesModel::Before}) widenToContents(*d->tree, column);
}

void PendingChangesPanel::showPlan() {
  const auto& plan = d->changes->plan();
  if (!plan) return showNoPlan(plan.error());
  QStringList lines;
  for (const auto& statement : *plan) lines << toQString(previewSql(statement, d->database->dialect())) + QLatin1Char(';');
  d->preview->setPlainText(lines.join(QLatin1Char('\n')));
}

/// Trouble with the connection says nothing of the changes.
void PendingChangesPanel::showNoPlan(const DbError& error) {
  const bool isPassing = isPassingTrouble(error.kind()) || error.kind() == ErrorKind::Cancelled;
  if (!isPassing) return d->preview->setPlainText(tr("-- can't be committed: %1").arg(toQString(error.message())));
  d->preview->setPlainText(tr("-- no preview: %1").arg(toQString(error.message())));
  // What was said of a commit matters more.
  if (!d->messages->text().isEmpty()) return;
  d->messages->showError(tr("The statements could not be prepared; the changes are kept"), error);
  d->messages->addAction(tr("&Retry"), [this] { if (d->changes) d->changes->renewPlan(); });
}

void PendingChangesPanel::showFailure(const CommitResult& result) {
  if (result.outcome == CommitResult::Outcome::Unknown) {
    const DbError error = result.error.value_or(DbError(ErrorKind::OutcomeUnknown, "the connection broke"));
    d->messages->showError(tr("Unknown: it could not be found out whether the commit went through. Nothing is sent again by itself; edits wait until it is known"), error);
    d->messages->addAction(tr("Ask a&gain"), [this] { if (d->changes) d->changes->commit(); });
    d->messages->addAction(tr("Re&fresh"), [this] { Q_EMIT refreshRequested(); });
    d->messages->addAction(tr("It was &not committed…"), [this] {
      askQuestion(this, tr("Was nothing committed?"), tr("If it was committed after all, committing again writes added rows twice. Compare the rows first."),
                  tr("Nothing was committed"), [this] { if (d->changes) d->changes->endDoubt(); }, [this] { if (d->changes) d->changes->commit(); });
    });
  } else if (!result.conflicts.empty()) {
    d->messages->showMessage(MessageBar::Kind::Warning, tr("Not committed: %n row(s) were changed by someone else meanwhile.", nullptr, static_cast<int>(result.conflicts.size())),
                             conflictText(result.conflicts, *d->database->registry()));
  } else if (result.error) {
    d->messages->showError(tr("Not committed, nothing was changed; the changes are kept"), *result.error);
    const bool mayTryAgain = isPassingTrouble(result.error->kind()) || result.error->kind() == ErrorKind::Cancelled;
    if (mayTryAgain) d->messages->addAction(tr("&Retry"), [this] { if (d->changes) d->changes->commit(); });
  }
  if (d->model) {
    const auto failed = result.failedChange.value_or(result.conflicts.empty() ? 0 : result.conflicts.front().change);
    d->model->setFailed(failed);
  }
  Q_EMIT attentionRequested();
}

void PendingChangesPanel::showCommitted(const CommitResult& result) {
  if (!result.warnings.empty()) {
    QStringList warnings;
    for (const auto& warning : result.warnings) warnings << toQString(warning);
    d->messages->showMessage(MessageBar::Kind::Warning, tr("Committed, with a warning of the server: %1").arg(warnings.join(QStringLiteral("; "))));
    return;
  }
  d->messages->showMessage(MessageBar::Kind::Information, tr("Committed."));
}

}  // namespace joinery::ui

#include "moc_pending_changes_panel.cpp"
