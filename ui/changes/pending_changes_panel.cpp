// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes_panel.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/changes/conflict_dialog.h"
#include "ui/changes/conflict_text.h"
#include "ui/changes/pending_changes_model.h"
#include "ui/changes/statements_view.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/passing_trouble.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct PendingChangesPanel::Private {
  QPointer<PendingChanges> changes;
  Database* database = nullptr;
  PendingChangesModel* model = nullptr;
  MessageBar* messages = nullptr;
  PlainLabel* summary = nullptr;
  QTreeView* tree = nullptr;
  StatementsView* preview = nullptr;
  QPushButton *commit = nullptr, *choose = nullptr, *revert = nullptr, *undo = nullptr, *redo = nullptr, *nextError = nullptr, *conflicts = nullptr;
  /// Where a person stood before the lines were made anew.
  struct Line { std::uint64_t change = 0; std::string attribute; QList<int> rows; };
  Line line;
  std::size_t error = 0;  ///< the one that was gone to last, of the issues, from 1
};

namespace {

QPushButton* makeButton(QWidget* parent, const QString& text, const QString& name, const QString& iconName) {
  auto* button = iconName.isEmpty() ? new QPushButton(text, parent) : new QPushButton(icon(iconName), text, parent);
  const QString plain = QString(name).remove(QLatin1Char(' '));
  button->setObjectName(plain.left(1).toLower() + plain.mid(1));
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
  d->summary = new PlainLabel(this);
  d->summary->setObjectName(QStringLiteral("changesSummary"));
  d->summary->setAccessibleName(tr("Summary"));
  d->summary->setWordWrap(true);
  makeTree();
  d->preview = new StatementsView(this);
  d->preview->setPlaceholderText(tr("The statements that Commit will run appear here."));
  auto* splitter = new QSplitter(this);
  splitter->addWidget(d->tree);
  splitter->addWidget(d->preview);
  splitter->setChildrenCollapsible(false);
  splitter->setSizes({300, 200});
  auto* row = new QHBoxLayout;
  row->addWidget(splitter, 1);
  row->addWidget(makeButtons());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(d->messages);
  layout->addWidget(d->summary);
  layout->addLayout(row, 1);
  connectParts();
  updateButtons();
}

void PendingChangesPanel::makeTree() {
  d->tree = new QTreeView(this);
  d->tree->setObjectName(QStringLiteral("pendingChanges"));
  d->tree->setAccessibleName(tr("Pending changes"));
  d->tree->setUniformRowHeights(true);
  // Columns fit what is on screen: to measure a thousand rows at each change would be felt.
  d->tree->header()->setResizeContentsPrecision(0);
  d->tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  d->tree->setContextMenuPolicy(Qt::CustomContextMenu);
  setFocusProxy(d->tree);
  auto* revert = new QAction(d->tree);
  revert->setShortcut(QKeySequence::Delete);
  revert->setShortcutContext(Qt::WidgetShortcut);
  connect(revert, &QAction::triggered, this, &PendingChangesPanel::revertSelected);
  d->tree->addAction(revert);
}

QWidget* PendingChangesPanel::makeButtons() {
  d->commit = makeButton(this, tr("&Commit"), tr("Commit"), QStringLiteral("commit"));
  d->choose = makeButton(this, tr("Choo&se"), tr("Choose"), {});
  d->choose->setCheckable(true);
  setPlainToolTip(d->choose, tr("Choose which changes are committed; what they need goes along"));
  d->revert = makeButton(this, tr("Rever&t"), tr("Revert"), QStringLiteral("revert"));
  d->undo = makeButton(this, tr("&Undo"), tr("Undo"), QStringLiteral("undo"));
  d->redo = makeButton(this, tr("Re&do"), tr("Redo"), QStringLiteral("redo"));
  d->nextError = makeButton(this, tr("Ne&xt error"), tr("Next error"), QStringLiteral("warning"));
  setPlainToolTip(d->nextError, tr("F8; Shift+F8 goes back"));
  d->conflicts = makeButton(this, tr("Co&nflicts…"), tr("Conflicts"), {});
  auto* place = new QWidget(this);
  auto* grid = new QGridLayout(place);
  grid->setContentsMargins(0, 0, 0, 0);
  int number = 0;
  for (auto* button : {d->commit, d->choose, d->revert, d->nextError, d->undo, d->redo, d->conflicts}) {
    grid->addWidget(button, number / 2, number % 2);
    ++number;
  }
  grid->setRowStretch((number + 1) / 2, 1);
  return place;
}

void PendingChangesPanel::connectParts() {
  connect(d->commit, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->commit(); });
  connect(d->choose, &QPushButton::toggled, this, &PendingChangesPanel::setChoosing);
  connect(d->undo, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->undoStack().undo(); });
  connect(d->redo, &QPushButton::clicked, this, [this] { if (d->changes) d->changes->undoStack().redo(); });
  connect(d->revert, &QPushButton::clicked, this, &PendingChangesPanel::revertSelected);
  connect(d->nextError, &QPushButton::clicked, this, [this] { goToError(Towards::Next); });
  connect(d->conflicts, &QPushButton::clicked, this, &PendingChangesPanel::showConflicts);
  connect(d->tree, &QWidget::customContextMenuRequested, this, &PendingChangesPanel::showMenu);
  connect(d->tree, &QTreeView::activated, this, &PendingChangesPanel::activate);
}

void PendingChangesPanel::activate(const QModelIndex& index) {
  const Change* change = d->model->change(index);
  if (!change) return;
  Q_EMIT cellActivated(placeOfCell(*change, d->model->attribute(index)));
  if (change->kind != Change::Kind::Insert) Q_EMIT rowActivated(toQString(change->model), change->key);
}

PendingChangesPanel::~PendingChangesPanel() = default;

void PendingChangesPanel::setChanges(Database* database, PendingChanges* changes) {
  d->messages->clear();
  d->tree->setModel(nullptr);
  delete d->model;
  d->model = nullptr;
  d->changes = changes;
  d->database = database;
  d->preview->showText({});
  if (changes) {
    d->model = new PendingChangesModel(changes, database->registry(), this);
    d->tree->setModel(d->model);
    d->tree->header()->resizeSection(PendingChangesModel::What, 100);
    d->tree->header()->resizeSection(PendingChangesModel::Before, 70);
    d->choose->setChecked(false);
    connect(d->model, &QAbstractItemModel::modelAboutToBeReset, this, &PendingChangesPanel::rememberLine);
    connect(d->model, &QAbstractItemModel::modelReset, this, &PendingChangesPanel::showChanges);
    connect(changes, &PendingChanges::changed, this, &PendingChangesPanel::updateButtons);
    connect(changes, &PendingChanges::changed, d->messages, &MessageBar::clear);
    connect(changes, &PendingChanges::committingChanged, this, &PendingChangesPanel::updateButtons);
    connect(&changes->undoStack(), &QUndoStack::indexChanged, this, &PendingChangesPanel::updateButtons);
    connect(changes, &PendingChanges::planChanged, this, &PendingChangesPanel::showPlan);
    connect(changes, &PendingChanges::planChanged, this, &PendingChangesPanel::updateSummary);
    connect(changes, &PendingChanges::issuesChanged, this, &PendingChangesPanel::updateButtons);
    connect(changes, &PendingChanges::choiceChanged, this, &PendingChangesPanel::updateButtons);
    connect(changes, &QObject::destroyed, d->preview, [view = d->preview] { view->showText({}); });
    connect(changes, &PendingChanges::failed, this, &PendingChangesPanel::showFailure);
    connect(changes, &PendingChanges::committed, this, &PendingChangesPanel::showCommitted);
  }
  updateButtons();
}

void PendingChangesPanel::updateButtons() {
  const bool any = d->changes && !d->changes->isEmpty();
  const bool committing = d->changes && (d->changes->isCommitting() || d->changes->isInDoubt());
  const bool isAllLeftOut = any && d->changes->leftOut().size() >= d->changes->changeSet().size();
  d->commit->setEnabled(any && !committing && !isAllLeftOut);
  d->choose->setEnabled(any && !committing);
  d->revert->setEnabled(any && !committing);
  const auto show = [&](QPushButton* button, bool can, const QString& step) {
    button->setEnabled(can && !committing);
    setPlainToolTip(button, can ? step : QString());
  };
  const QUndoStack* steps = d->changes ? &d->changes->undoStack() : nullptr;
  show(d->undo, steps && steps->canUndo(), steps ? steps->undoText() : QString());
  show(d->redo, steps && steps->canRedo(), steps ? steps->redoText() : QString());
  const bool hasIssues = d->changes && !d->changes->issues().empty();
  d->nextError->setEnabled(hasIssues);
  d->conflicts->setEnabled(d->changes && !d->changes->conflicts().empty());
  if (d->model) d->tree->setColumnHidden(PendingChangesModel::Note, !hasIssues && d->changes->prepared().taken.empty());
  updateSummary();
}

QString PendingChangesPanel::summary() const {
  if (!d->changes) return {};
  if (d->changes->isEmpty()) return d->changes->undoStack().canRedo() ? tr("Nothing is pending. Redo brings back: %1").arg(d->changes->undoStack().redoText()) : QString();
  QStringList lines;
  const std::size_t all = d->changes->changeSet().size(), left = d->changes->leftOut().size();
  const auto& taken = d->changes->prepared().taken;
  if (left > 0) {
    lines << tr("%1 of %2 changes are chosen to be committed").arg(all - left).arg(all) + (taken.empty() || !d->changes->isPrepared() ? QString() : tr(", and %n more that they need", nullptr, static_cast<int>(taken.size()))) + QLatin1Char('.');
  }
  if (const std::size_t issues = d->changes->issues().size(); issues > 0) lines << tr("%n problem(s); F8 goes to the next.", nullptr, static_cast<int>(issues));
  return lines.join(QLatin1Char(' '));
}

void PendingChangesPanel::updateSummary() {
  const QString text = summary();
  d->summary->setText(text);
  d->summary->setAccessibleDescription(text);
  d->summary->setVisible(!text.isEmpty());
  if (d->model) d->tree->setColumnHidden(PendingChangesModel::Note, d->changes->issues().empty() && d->changes->prepared().taken.empty());
}

void PendingChangesPanel::setChoosing(bool choosing) {
  if (d->model) d->model->setChoosing(choosing);
  if (!choosing && d->changes) d->changes->setLeftOut({});
  widenToContents(*d->tree, PendingChangesModel::What);
  updateButtons();
  if (choosing) d->tree->setFocus();
}

void PendingChangesPanel::goToError(Towards towards) {
  if (!d->model || d->changes->issues().empty()) return;
  const auto& issues = d->changes->issues();
  const std::size_t step = towards == Towards::Next ? 1 : issues.size() - 1;
  // Before the first there is none: forwards comes to it, backwards to the last.
  d->error = d->error == 0 || d->error > issues.size() ? (towards == Towards::Next ? 1 : issues.size()) : (d->error - 1 + step) % issues.size() + 1;
  const ChangeIssue issue = issues[d->error - 1];
  const QModelIndex line = d->model->indexOf(issue.change, issue.attribute);
  if (!line.isValid()) return;
  d->tree->setCurrentIndex(line);
  d->tree->scrollTo(line);
  if (const Change* change = d->model->change(line)) Q_EMIT errorReached(placeOfCell(*change, issue.attribute));
}

void PendingChangesPanel::showConflicts() {
  if (!d->changes || d->changes->conflicts().empty()) return;
  auto* dialog = new ConflictDialog(d->changes->conflicts(), d->changes->changeSet(), d->database->registry(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ConflictDialog::resolved, this, [this, dialog] {
    if (!d->changes) return;
    d->changes->resolve(dialog->conflicts(), dialog->resolutions());
    d->messages->showMessage(MessageBar::Kind::Information, tr("The conflicts are decided; nothing is written before you commit. Undo takes the decisions back."));
    Q_EMIT refreshRequested();
  });
  connect(d->changes, &QObject::destroyed, dialog, &QDialog::reject);
  dialog->open();
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
  if (const std::string table = d->model->table(index); !table.empty()) return d->changes->revertTable(table);
  askQuestion(this, tr("Revert all changes?"), tr("Everything that is not committed is dropped. Undo brings it back."), tr("&Revert all"),
              [this] { if (d->changes) d->changes->revertAll(); });
}

void PendingChangesPanel::showMenu(const QPoint& position) {
  const QModelIndex index = d->tree->indexAt(position);
  if (!d->model || !index.isValid()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  d->tree->setCurrentIndex(index);
  const bool isTable = d->model->change(index) == nullptr;
  menu->addAction(isTable ? tr("&Revert this table") : d->model->attribute(index).empty() ? tr("&Revert this row") : tr("&Revert this cell"), this, &PendingChangesPanel::revertSelected);
  if (!isTable) menu->addAction(tr("&Show it in its table"), this, [this] { activate(d->tree->currentIndex()); });
  menu->popup(d->tree->viewport()->mapToGlobal(position));
}

void PendingChangesPanel::showChanges() {
  // Each branch that is open costs at each change.
  if (d->changes->changeSet().changes().size() <= kMostOpenBranches) d->tree->expandAll();
  else d->tree->expandToDepth(0);
  for (const int column : {PendingChangesModel::What, PendingChangesModel::Before}) widenToContents(*d->tree, column);
  goToLine();
}

void PendingChangesPanel::rememberLine() {
  const QModelIndex current = d->tree->currentIndex();
  const Change* change = d->model->change(current);
  d->line = {change ? change->id : 0, d->model->attribute(current), {}};
  for (QModelIndex index = current; index.isValid(); index = index.parent()) d->line.rows.prepend(index.row());
}

/// To the line that was the current one, or what stands in its place: who works by keys goes on from there.
void PendingChangesPanel::goToLine() {
  QModelIndex line = d->line.change != 0 ? d->model->indexOf(d->line.change, d->line.attribute) : QModelIndex();
  if (!line.isValid()) {
    for (const int row : d->line.rows) {
      const int rows = d->model->rowCount(line);
      if (rows > 0) line = d->model->index(std::min(row, rows - 1), 0, line);
    }
  }
  if (line.isValid()) d->tree->setCurrentIndex(line);
}

void PendingChangesPanel::showPlan() {
  const auto& plan = d->changes->plan();
  if (!plan) return showNoPlan(plan.error());
  d->preview->showPlan(d->changes->sharedPlan(), d->database->dialect());
}

/// Trouble with the connection says nothing of the changes.
void PendingChangesPanel::showNoPlan(const DbError& error) {
  const bool isPassing = isPassingTrouble(error.kind()) || error.kind() == ErrorKind::Cancelled;
  if (!isPassing) return d->preview->showText(tr("-- can't be committed: %1").arg(toQString(error.message())));
  d->preview->showText(tr("-- no preview: %1").arg(toQString(error.message())));
  // What was said of a commit matters more.
  if (!d->messages->text().isEmpty()) return;
  d->messages->showError(tr("The statements could not be prepared; the changes are kept"), error);
  d->messages->addAction(tr("&Retry"), [this] { if (d->changes) d->changes->renewPlan(); });
}

void PendingChangesPanel::showFailure(const CommitResult& result) {
  if (result.outcome == CommitResult::Outcome::Unknown) {
    const DbError error = result.error.value_or(DbError(ErrorKind::OutcomeUnknown, "the connection broke"));
    d->messages->showError(tr("Unknown: it could not be found out whether the commit went through. Nothing is sent again by itself; edits wait until it is known"), error);
    d->messages->addAction(tr("As&k again"), [this] { if (d->changes) d->changes->commit(); });
    d->messages->addAction(tr("Refresh"), [this] { Q_EMIT refreshRequested(); });
    d->messages->addAction(tr("It was &not committed…"), [this] {
      askQuestion(this, tr("Was nothing committed?"), tr("If it was committed after all, committing again writes added rows twice. Compare the rows first."),
                  tr("&Nothing was committed"), [this] { if (d->changes) d->changes->endDoubt(); }, [this] { if (d->changes) d->changes->commit(); });
    });
  } else if (!result.conflicts.empty()) {
    d->messages->showMessage(MessageBar::Kind::Warning, tr("Not committed: %n row(s) were changed by someone else meanwhile.", nullptr, static_cast<int>(result.conflicts.size())),
                             conflictText(result.conflicts, *d->database->registry()));
    d->messages->addAction(tr("Dec&ide…"), [this] { showConflicts(); });
  } else if (result.error) {
    d->messages->showError(tr("Not committed, nothing was changed; the changes are kept"), *result.error);
    const bool mayTryAgain = isPassingTrouble(result.error->kind()) || result.error->kind() == ErrorKind::Cancelled;
    if (mayTryAgain) d->messages->addAction(tr("&Retry"), [this] { if (d->changes) d->changes->commit(); });
    if (result.error->kind() == ErrorKind::Mapping) d->messages->addAction(tr("Refresh"), [this] { Q_EMIT refreshRequested(); });
    if (!d->changes->issues().empty()) addIssueActions(result);
  }
  d->error = 0;
  updateButtons();
  Q_EMIT attentionRequested();
}

void PendingChangesPanel::addIssueActions(const CommitResult& result) {
  d->messages->addAction(tr("Next error"), [this] { goToError(Towards::Next); });
  // Only the database knows for sure.
  const bool wasSent = !result.error->sql.empty() || result.error->nativeCode != 0 || !result.error->sqlState.empty();
  if (!wasSent) d->messages->addAction(tr("Commit any&way"), [this] { if (d->changes) d->changes->commit(PendingChanges::Checking::AtTheDatabase); });
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
