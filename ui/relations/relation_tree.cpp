// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_tree.h"

#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSet>
#include <QStackedLayout>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "ui/relations/relation_actions.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/relations/relation_view.h"
#include "ui/relations/tree_places.h"
#include "ui/widgets/file_dialog.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kPause = 120;  // milliseconds

/// How many rows are opened by themselves, to show what is open below them.
constexpr int kMostOpenedRows = 30;

QString joinedPath(const QString& path, const Relationship& relationship) {
  const QString name = toQString(relationship.name);
  return path.isEmpty() ? name : path + QLatin1Char('.') + name;
}

/// The relationships that lead from the top to a node.
QString pathOf(const RelationNode* node) {
  QString path;
  for (; node; node = node->parent)
    if (node->relationship) path = path.isEmpty() ? toQString(node->relationship->name) : toQString(node->relationship->name) + QLatin1Char('.') + path;
  return path;
}

bool isBelow(const QString& path, const QString& above) { return above.isEmpty() || path.startsWith(above + QLatin1Char('.')); }

}  // namespace

struct RelationTree::Private {
  RelationTreeModel* model = nullptr;
  RelationView* view = nullptr;
  RelationActions* actions = nullptr;
  TreeJson* json = nullptr;
  PlainLabel* message = nullptr;
  QStackedLayout* layout = nullptr;
  QTimer pause;
  QPointer<Database> database;
  QPointer<PendingChanges> changes;
  std::string wantedModel;
  std::vector<Value> wantedKey;
  std::string wantedRef;
  std::optional<RowsOfModel> wantedRows;
  int depth = 1;
  Json prune = Json::object();
  /// Dotted paths from top rows that a person has open, by model.
  std::map<std::string, std::set<QString>> opened;
  QSet<QPersistentModelIndex> closed;  ///< rows that a person has closed
  int openedRows = 0;
  bool isOpening = false;
  bool isRestoring = false;  ///< until a person opens or closes something
  std::optional<TreePlaces> places;  ///< while the same rows are read anew
  bool isPlacing = false;

  bool wantsNothing() const { return wantedKey.empty() && wantedRef.empty() && !wantedRows; }
};

RelationTree::RelationTree(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->model = new RelationTreeModel(this);
  auto* shown = new QWidget(this);
  d->view = new RelationView(d->model, shown);
  d->view->setAccessibleName(tr("Relation tree"));
  d->view->installEventFilter(this);
  d->actions = new RelationActions(d->model, d->view, this);
  auto* column = new QVBoxLayout(shown);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  makeToolBar(column);
  column->addWidget(d->view, 1);
  d->message = new PlainLabel(shown);
  d->message->setObjectName(QStringLiteral("relationMessage"));
  d->message->setAccessibleName(tr("Relation message"));
  d->message->setWordWrap(true);
  d->message->setMargin(4);
  d->message->hide();
  column->addWidget(d->message);
  auto* nothing = new PlainLabel(tr("Select a row that has a key: what is related to it is shown here."), this);
  nothing->setAlignment(Qt::AlignCenter);
  nothing->setWordWrap(true);
  nothing->setMargin(16);
  d->layout = new QStackedLayout(this);
  d->layout->addWidget(nothing);
  d->layout->addWidget(shown);
  setFocusProxy(d->view);
  makeActions();
  d->pause.setSingleShot(true);
  d->pause.setInterval(kPause);
  connect(&d->pause, &QTimer::timeout, this, &RelationTree::showRow);
  connect(d->view, &QTreeView::doubleClicked, this, &RelationTree::activate);
  connect(d->view, &QTreeView::customContextMenuRequested, this, &RelationTree::showMenu);
  connect(d->view, &QTreeView::expanded, this, [this](const QModelIndex& index) { rememberOpened(index, true); });
  connect(d->view, &QTreeView::collapsed, this, [this](const QModelIndex& index) { rememberOpened(index, false); });
  connect(d->model, &RelationTreeModel::settled, this, [this] {
    openWanted();
    restorePlaces();
    if (!isBusy()) Q_EMIT settled();
  });
  connect(d->view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex&, const QModelIndex& previous) {
    // Where rows come in the place of "Reading…", the view moves on by itself.
    const RelationNode* left = d->model->node(previous);
    if (d->places && !d->isPlacing && left && left->kind != RelationNode::Kind::Loading) d->places->forgetCurrent();
  });
}

RelationTree::~RelationTree() = default;

void RelationTree::makeToolBar(QLayout* layout) {
  auto* bar = new QToolBar(this);
  bar->setObjectName(QStringLiteral("relationTools"));
  bar->setAccessibleName(tr("Relation tools"));
  bar->setIconSize(QSize(16, 16));
  for (QAction* action : d->actions->editing()) bar->addAction(action);
  bar->addSeparator();
  bar->addActions({d->actions->columns(), d->actions->copyJson(), d->actions->exportJson()});
  for (QAction* action : bar->actions())
    if (QWidget* button = bar->widgetForAction(action)) button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
  layout->addWidget(bar);
}

void RelationTree::makeActions() {
  d->json = new TreeJson(this);
  const auto say = [this](const QString& text) {
    d->message->setText(text);
    d->message->setAccessibleDescription(text);
    d->message->setVisible(!text.isEmpty());
  };
  connect(d->actions, &RelationActions::showRequested, this, &RelationTree::activate);
  connect(d->actions, &RelationActions::message, this, say);
  connect(d->actions, &RelationActions::copyJsonRequested, this, &RelationTree::copyJson);
  connect(d->actions, &RelationActions::exportJsonRequested, this, &RelationTree::exportJson);
  connect(d->json, &TreeJson::finished, this, say);
  connect(d->json, &TreeJson::failed, this, [say](const DbError& error) { say(toQString(error.message()) + QLatin1Char(' ') + toQString(error.hint)); });
}

/// The current row's tree, as far as it is open; at the top of a table, that of all its rows.
std::optional<TreeSubject> RelationTree::subject() const {
  const RelationNode* node = d->model->node(d->view->currentIndex());
  const auto isRow = [](const RelationNode& each) { return each.isStored() || (each.kind == RelationNode::Kind::Row && !each.ref.empty()); };
  while (node && !isRow(*node)) node = node->parent;
  TreeSubject subject;
  if (d->changes) subject.changes = d->changes->changeSet();
  const QString above = pathOf(node);
  for (const QString& path : openedPaths(d->wantedModel))
    if (isBelow(path, above)) subject.options.paths.push_back(toStdString(above.isEmpty() ? path : path.mid(above.size() + 1)));
  for (const auto& [path, filter] : d->prune.items())
    if (isBelow(toQString(path), above)) subject.options.prune[toStdString(above.isEmpty() ? toQString(path) : toQString(path).mid(above.size() + 1))] = filter;
  if (!node && !d->wantedRows) return std::nullopt;
  const bool isWhole = d->wantedRows && (!node || (node->isTop() && d->view->selectionModel()->selectedRows().size() > 1));
  if (isWhole) subject.rows = *d->wantedRows;
  else subject.key = node->row.key;
  if (!isWhole) subject.ref = node->ref;
  subject.model = isWhole ? d->wantedModel : node->shape->model->name;
  return subject;
}

void RelationTree::copyJson() {
  if (const auto wanted = subject()) d->json->copy(*wanted);
}

void RelationTree::exportJson() {
  auto wanted = subject();
  if (!wanted) return;
  // A file has room for all of it, and of a table for all its rows.
  wanted->options.limit = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  if (d->wantedRows) {
    wanted->rows = *d->wantedRows;
    wanted->key.clear();
    wanted->ref.clear();
    wanted->model = d->wantedModel;
    wanted->options.paths.clear();
    for (const QString& path : openedPaths(d->wantedModel)) wanted->options.paths.push_back(toStdString(path));
  }
  QFileDialog* dialog = makeFileDialog(this, wanted->changes.isEmpty() ? tr("Export the tree") : tr("Export the tree with %n pending change(s)", nullptr, static_cast<int>(wanted->changes.size())));
  dialog->setObjectName(QStringLiteral("exportTree"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilter(tr("JSON (*.json)"));
  dialog->setDefaultSuffix(QStringLiteral("json"));
  dialog->selectFile(toQString(wanted->model) + QStringLiteral(".json"));
  connect(dialog, &QFileDialog::fileSelected, this, [this, subject = *wanted](const QString& path) { d->json->save(subject, path); });
  dialog->open();
}

void RelationTree::setDatabase(Database* database, PendingChanges* changes) {
  if (d->database) disconnect(d->database, nullptr, this, nullptr);
  if (d->changes) disconnect(d->changes, nullptr, this, nullptr);
  d->database = database;
  d->changes = changes;
  d->opened.clear();
  d->model->setSource(database, changes);
  d->actions->setDatabase(database);
  d->json->setDatabase(database);
  setRow({}, {});
  // The models are others then; and what was pending is in the database.
  if (database) connect(database, &Database::opened, this, &RelationTree::refresh);
  if (changes) connect(changes, &PendingChanges::committed, this, &RelationTree::followCommit);
}

void RelationTree::setRow(const std::string& model, const std::vector<Value>& key) {
  d->wantedModel = model;
  d->wantedKey = key;
  d->wantedRef.clear();
  d->wantedRows.reset();
  d->places.reset();
  d->depth = 1;
  d->model->cancel();
  if (key.empty()) {
    d->pause.stop();
    showRow();
  } else {
    d->pause.start();
  }
}

void RelationTree::setInserted(const std::string& model, const std::string& ref) {
  setRow(model, {});
  d->wantedRef = ref;
  showRow();
}

void RelationTree::setRows(const RowsOfModel& rows) {
  setRow(rows.model, {});
  d->wantedRows = rows;
  d->depth = 0;
  showRow();
}

void RelationTree::setShowsColumns(bool shows) { d->actions->columns()->setChecked(shows); }

bool RelationTree::goTo(const CellPlace& cell) {
  QModelIndex place = d->model->indexOf(cell);
  if (!place.isValid()) return false;
  if (d->view->isColumnHidden(place.column())) place = place.siblingAtColumn(RelationTreeModel::RowColumn);
  d->view->setCurrentIndex(place);
  d->view->scrollTo(place);
  d->view->setFocus();
  return true;
}

void RelationTree::setPrune(const Json& prune) {
  if (prune == d->prune) return;
  d->prune = prune;
  d->model->setPrune(prune);
  if (!d->pause.isActive()) refresh();
}

QStringList RelationTree::openedPaths(const std::string& model) const {
  QStringList paths;
  const auto found = d->opened.find(model);
  if (found == d->opened.end()) return paths;
  for (const QString& path : found->second) {
    const bool goesOn = std::ranges::any_of(found->second, [&](const QString& other) { return isBelow(other, path); });
    if (!goesOn) paths << path;
  }
  return paths;
}

void RelationTree::setOpenedPaths(const std::string& model, const QStringList& paths) {
  auto& opened = d->opened[model];
  opened.clear();
  for (const QString& path : paths)
    for (qsizetype end = path.indexOf(QLatin1Char('.')); ; end = path.indexOf(QLatin1Char('.'), end + 1)) {
      opened.insert(path.left(end));
      if (end < 0) break;
    }
  if (d->wantedModel != model || d->pause.isActive() || d->wantsNothing()) return;
  d->places.reset();
  showRow();
}

void RelationTree::refresh() { readAgain({}); }

/// What is open stays so, and the current place the current one.
void RelationTree::readAgain(const std::vector<GeneratedValues>& generated) {
  if (d->wantsNothing()) return;
  // One that is on its way to be shown has no places yet; and those that are still looked for are better than what is found of them.
  const bool isOther = d->pause.isActive();
  if (!isOther && (!d->places || !isBusy())) d->places.emplace(*d->model, *d->view, !isBusy());
  if (d->places) d->places->settle(generated);
  d->pause.stop();
  showRow();
}

void RelationTree::followCommit(const CommitResult& result) {
  const RelationNode* top = d->wantedRef.empty() ? nullptr : d->model->node(d->model->index(0, 0));
  if (top) {
    d->wantedKey = settledKey(top->keyAfter, result.generated);
    if (!d->wantedKey.empty()) d->wantedRef.clear();
  }
  readAgain(result.generated);
}

/// Reads on as far as it was read, and goes where one was, once it is there.
void RelationTree::restorePlaces() {
  if (!d->places) return;
  readOnBelow({});
  const QScopedValueRollback placing(d->isPlacing, true);
  bool isIt = false;
  const QModelIndex place = d->places->current(*d->model, &isIt);
  if (d->places->hasCurrent() && place.isValid() && (isIt || !isBusy())) {
    d->view->setCurrentIndex(place);
    if (isIt) d->places->forgetCurrent();
  }
  if (isBusy()) return;
  d->view->verticalScrollBar()->setValue(d->places->scrolled());
  d->view->scrollTo(d->view->currentIndex());
  if (d->places->isWhole()) {
    d->isRestoring = false;
    d->depth = 0;
  }
  d->places.reset();
}

void RelationTree::readOnBelow(const QModelIndex& parent) {
  const int rows = d->model->rowCount(parent);
  if (rows == 0) return;
  const QModelIndex last = d->model->index(rows - 1, 0, parent);
  if (d->model->node(last)->kind == RelationNode::Kind::More && TreePlaces::rowsIn(*d->model, parent) < d->places->rowsBelow(d->model->node(parent))) d->model->activate(last);
  for (int row = 0; row < d->model->rowCount(parent); ++row)
    if (const QModelIndex child = d->model->index(row, 0, parent); d->model->rowCount(child) > 0) readOnBelow(child);
}

void RelationTree::stop() {
  d->pause.stop();
  d->model->stop();
}

int RelationTree::topRows() const { return d->model->rowCount() - (hasMoreRows() ? 1 : 0); }

bool RelationTree::hasMoreRows() const {
  const int rows = d->model->rowCount();
  return rows > 0 && d->model->node(d->model->index(rows - 1, 0))->kind == RelationNode::Kind::More;
}

bool RelationTree::isBusy() const { return d->model->isBusy() || d->pause.isActive(); }

void RelationTree::expandToDepth(int depth) {
  d->depth = depth;
  if (!d->pause.isActive()) openWanted();
}

void RelationTree::showRow() {
  d->closed.clear();
  d->openedRows = 0;
  d->isRestoring = true;
  // Once it is committed it has a key, and is another row to look for.
  if (!d->wantedRef.empty() && d->changes && !d->changes->insertByRef(d->wantedRef)) d->wantedRef.clear();
  if (d->wantedRows) d->model->setRows(*d->wantedRows);
  else if (!d->wantedRef.empty()) d->model->setInsertedRoot(d->wantedModel, d->wantedRef);
  else d->model->setRoot(d->wantedModel, d->wantedKey);
  d->layout->setCurrentIndex(d->model->rowCount() > 0 || d->wantedRows ? 1 : 0);
  openWanted();
  const QScopedValueRollback placing(d->isPlacing, true);
  if (d->model->rowCount() > 0) d->view->setCurrentIndex(d->model->index(0, 0));
  restorePlaces();
}

void RelationTree::openWanted() {
  const QScopedValueRollback opening(d->isOpening, true);
  openWantedBelow({}, {}, 0);
}

/// @param path of what holds the place @param level below the top
bool RelationTree::isWanted(const QModelIndex& index, const QString& path, int level) {
  const RelationNode& node = *d->model->node(index);
  if (d->places && (d->places->isWhole() || d->places->isOpen(node))) return d->places->isOpen(node);
  if (level < d->depth || (level == 0 && !d->wantedRows)) return true;
  const auto found = d->opened.find(d->wantedModel);
  if (found == d->opened.end() || d->closed.contains(index)) return false;
  if (node.relationship) return found->second.contains(joinedPath(path, *node.relationship));
  const bool leadsOn = node.kind == RelationNode::Kind::Row && std::ranges::any_of(found->second, [&](const QString& each) { return isBelow(each, path); });
  if (!leadsOn || d->view->isExpanded(index)) return leadsOn;
  return d->isRestoring && d->openedRows++ < kMostOpenedRows;
}

void RelationTree::openWantedBelow(const QModelIndex& parent, const QString& path, int level) {
  for (int row = 0; row < d->model->rowCount(parent); ++row) {
    const QModelIndex index = d->model->index(row, 0, parent);
    const RelationNode& node = *d->model->node(index);
    if (!d->model->hasChildren(index) || !isWanted(index, path, level)) continue;
    // A view that is to be laid out anew only notes what is open.
    if (d->model->canFetchMore(index)) d->model->fetchMore(index);
    d->view->expand(index);
    openWantedBelow(index, node.relationship ? joinedPath(path, *node.relationship) : path, level + 1);
  }
}

void RelationTree::rememberOpened(const QModelIndex& index, bool isOpen) {
  if (d->isOpening) return;
  d->isRestoring = false;
  // From now on it is as the person has it.
  if (!isOpen) d->depth = 0;
  const RelationNode* node = d->model->node(index);
  if (isOpen) d->closed.remove(index);
  else d->closed.insert(index);
  if (!node->relationship) return;
  const QString path = pathOf(node);
  auto& opened = d->opened[d->wantedModel];
  if (!isOpen) std::erase_if(opened, [&](const QString& each) { return each == path || isBelow(each, path); });
  // What leads there is open, too.
  for (const RelationNode* above = node; isOpen && above; above = above->parent)
    if (above->relationship) opened.insert(pathOf(above));
}

void RelationTree::activate(const QModelIndex& index) {
  const RelationNode* node = d->model->node(index);
  if (!node || d->model->activate(index)) return;
  if (node->kind == RelationNode::Kind::Branch) {
    const QModelIndex branch = index.siblingAtColumn(0);
    d->view->setExpanded(branch, !d->view->isExpanded(branch) && d->model->hasChildren(branch));
  } else if (node->kind == RelationNode::Kind::Row && !node->row.key.empty() && !node->isGone) {
    Q_EMIT rowActivated(toQString(node->shape->model->name), node->row.key);
  }
}

bool RelationTree::eventFilter(QObject* watched, QEvent* event) {
  const bool isOverride = event->type() == QEvent::ShortcutOverride;
  if (!isOverride && event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  if (!isOverride && isEnter && key->modifiers() == Qt::NoModifier && d->view->currentIndex().isValid()) {
    activate(d->view->currentIndex());
    return true;
  }
  QAction* action = d->actions->actionFor(QKeySequence(key->keyCombination()));
  if (!action) return QWidget::eventFilter(watched, event);
  // The window has the same keys for its table.
  if (isOverride) event->accept();
  else action->trigger();
  return true;
}

void RelationTree::showMenu(const QPoint& position) {
  const QModelIndex index = d->view->indexAt(position);
  if (index.isValid() && index.siblingAtColumn(0) != d->view->currentIndex().siblingAtColumn(0)) d->view->setCurrentIndex(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addActions(d->actions->all());
  menu->addAction(icon(QStringLiteral("refresh")), tr("&Refresh"), this, &RelationTree::refresh);
  menu->popup(d->view->viewport()->mapToGlobal(position));
}

}  // namespace joinery::ui

#include "moc_relation_tree.cpp"
