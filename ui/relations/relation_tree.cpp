// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_tree.h"

#include <QAbstractItemDelegate>
#include <QPainter>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStackedLayout>
#include <QTimer>
#include <QTreeView>
#include <set>

#include "ui/relations/relation_text.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kPause = 120;  // milliseconds

/// A row's text goes on over its details where it has none.
class WideRowsView : public QTreeView {
 public:
  using QTreeView::QTreeView;

 protected:
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QTreeView::drawRow(painter, option, index);
    const QModelIndex text = index.siblingAtColumn(RelationTreeModel::RowColumn);
    const QModelIndex details = index.siblingAtColumn(RelationTreeModel::DetailsColumn);
    const bool isCut = sizeHintForIndex(text).width() > visualRect(text).width();
    if (!isCut || !details.data().toString().isEmpty()) return;
    QStyleOptionViewItem wide = option;
    wide.rect = visualRect(text).united(visualRect(details));
    wide.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(text));
    painter->fillRect(wide.rect, palette().base());
    itemDelegateForIndex(text)->paint(painter, wide, text);
  }
};

QTreeView* makeView(QWidget* parent, QAbstractItemModel* model) {
  auto* view = new WideRowsView(parent);
  view->setObjectName(QStringLiteral("relationTree"));
  view->setAccessibleName(RelationTree::tr("Relation tree"));
  view->setModel(model);
  view->setUniformRowHeights(true);
  view->setAllColumnsShowFocus(true);
  // A double click on a row goes to it.
  view->setExpandsOnDoubleClick(false);
  view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  view->setContextMenuPolicy(Qt::CustomContextMenu);
  view->header()->setStretchLastSection(false);
  view->header()->setSectionResizeMode(RelationTreeModel::DetailsColumn, QHeaderView::Stretch);
  view->header()->resizeSection(RelationTreeModel::RowColumn, 236);
  view->header()->resizeSection(RelationTreeModel::KeyColumn, 50);
  return view;
}

}  // namespace

struct RelationTree::Private {
  RelationTreeModel* model = nullptr;
  QTreeView* view = nullptr;
  QStackedLayout* layout = nullptr;
  QTimer pause;
  QPointer<Database> database;
  QPointer<PendingChanges> changes;
  std::string wantedModel;
  std::vector<Value> wantedKey;
  int depth = 1;
  Json prune = Json::object();
  /// Relationships of top rows that a person has open, by model.
  std::set<std::pair<std::string, std::string>> opened;
  bool isOpening = false;
};

RelationTree::RelationTree(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->model = new RelationTreeModel(this);
  d->view = makeView(this, d->model);
  d->view->installEventFilter(this);
  auto* nothing = new PlainLabel(tr("Select a row that has a key: what is related to it is shown here."), this);
  nothing->setAlignment(Qt::AlignCenter);
  nothing->setWordWrap(true);
  nothing->setMargin(16);
  d->layout = new QStackedLayout(this);
  d->layout->addWidget(nothing);
  d->layout->addWidget(d->view);
  setFocusProxy(d->view);
  d->pause.setSingleShot(true);
  d->pause.setInterval(kPause);
  connect(&d->pause, &QTimer::timeout, this, &RelationTree::showRow);
  connect(d->view, &QTreeView::doubleClicked, this, &RelationTree::activate);
  connect(d->view, &QTreeView::customContextMenuRequested, this, &RelationTree::showMenu);
  connect(d->view, &QTreeView::expanded, this, [this](const QModelIndex& index) { rememberOpened(index, true); });
  connect(d->view, &QTreeView::collapsed, this, [this](const QModelIndex& index) { rememberOpened(index, false); });
  connect(d->model, &RelationTreeModel::settled, this, [this] {
    openWanted();
    if (!isBusy()) Q_EMIT settled();
  });
}

RelationTree::~RelationTree() = default;

void RelationTree::setDatabase(Database* database, PendingChanges* changes) {
  if (d->database) disconnect(d->database, nullptr, this, nullptr);
  if (d->changes) disconnect(d->changes, nullptr, this, nullptr);
  d->database = database;
  d->changes = changes;
  d->opened.clear();
  d->model->setSource(database, changes);
  setRow({}, {});
  // The models are others then; and what was pending is in the database.
  if (database) connect(database, &Database::opened, this, &RelationTree::refresh);
  if (changes) connect(changes, &PendingChanges::committed, this, &RelationTree::refresh);
}

void RelationTree::setRow(const std::string& model, const std::vector<Value>& key) {
  d->wantedModel = model;
  d->wantedKey = key;
  d->depth = 1;
  d->model->cancel();
  if (key.empty()) {
    d->pause.stop();
    showRow();
  } else {
    d->pause.start();
  }
}

void RelationTree::setPrune(const Json& prune) {
  if (prune == d->prune) return;
  d->prune = prune;
  d->model->setPrune(prune);
  if (!d->pause.isActive()) refresh();
}

QStringList RelationTree::openedPaths(const std::string& model) const {
  QStringList paths;
  for (const auto& [of, name] : d->opened)
    if (of == model) paths << toQString(name);
  return paths;
}

void RelationTree::setOpenedPaths(const std::string& model, const QStringList& paths) {
  std::erase_if(d->opened, [&](const auto& place) { return place.first == model; });
  // Only what is right below a row is remembered.
  for (const QString& path : paths) d->opened.emplace(model, toStdString(path.section(QLatin1Char('.'), 0, 0)));
  if (d->wantedModel == model && !d->pause.isActive()) refresh();
}

void RelationTree::refresh() {
  if (d->wantedKey.empty()) return;
  d->pause.stop();
  showRow();
}

bool RelationTree::isBusy() const { return d->model->isBusy() || d->pause.isActive(); }

void RelationTree::expandToDepth(int depth) {
  d->depth = depth;
  if (!d->pause.isActive()) openWanted();
}

void RelationTree::showRow() {
  d->model->setRoot(d->wantedModel, d->wantedKey);
  d->layout->setCurrentIndex(d->model->rowCount() > 0 ? 1 : 0);
  openWanted();
  if (d->model->rowCount() > 0) d->view->setCurrentIndex(d->model->index(0, 0));
}

void RelationTree::openWanted() {
  const QScopedValueRollback opening(d->isOpening, true);
  openWantedBelow({}, 0);
}

void RelationTree::openWantedBelow(const QModelIndex& parent, int level) {
  for (int row = 0; row < d->model->rowCount(parent); ++row) {
    const QModelIndex index = d->model->index(row, 0, parent);
    const RelationNode& node = *d->model->node(index);
    const bool wasOpen = level == 1 && node.relationship && d->opened.contains({d->wantedModel, node.relationship->name});
    if (level >= d->depth && !wasOpen) continue;
    if (!d->model->hasChildren(index)) continue;
    // A view that is to be laid out anew only notes what is open.
    if (d->model->canFetchMore(index)) d->model->fetchMore(index);
    d->view->expand(index);
    openWantedBelow(index, level + 1);
  }
}

void RelationTree::rememberOpened(const QModelIndex& index, bool isOpen) {
  if (d->isOpening) return;
  // From now on it is as the person has it.
  if (!isOpen) d->depth = 0;
  const RelationNode* node = d->model->node(index);
  if (!node->relationship || !node->parent || node->parent->parent) return;
  const std::pair place{d->wantedModel, node->relationship->name};
  if (isOpen) d->opened.insert(place);
  else d->opened.erase(place);
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
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isEnter && key->modifiers() == Qt::NoModifier && d->view->currentIndex().isValid()) {
      activate(d->view->currentIndex());
      return true;
    }
    if (key->matches(QKeySequence::Copy) && d->view->currentIndex().isValid()) {
      QGuiApplication::clipboard()->setText(d->model->node(d->view->currentIndex())->title);
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void RelationTree::showMenu(const QPoint& position) {
  const QPersistentModelIndex index = d->view->indexAt(position);
  const RelationNode* node = d->model->node(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (node) {
    const bool isRow = node->kind == RelationNode::Kind::Row && !node->row.key.empty() && !node->isGone;
    if (isRow) menu->addAction(icon(QStringLiteral("table")), tr("&Show in its table"), this, [this, index] { activate(index); });
    menu->addAction(tr("&Copy"), this, [text = node->title] { QGuiApplication::clipboard()->setText(text); });
    if (!node->keyText.isEmpty()) menu->addAction(tr("Copy &key"), this, [text = node->keyText] { QGuiApplication::clipboard()->setText(text); });
  }
  menu->addAction(icon(QStringLiteral("refresh")), tr("&Refresh"), this, &RelationTree::refresh);
  menu->popup(d->view->viewport()->mapToGlobal(position));
}

}  // namespace joinery::ui

#include "moc_relation_tree.cpp"
