// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/navigator.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/navigator/catalogue_model.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct Navigator::Private {
  QPointer<Database> database;
  QLineEdit* search = nullptr;
  QTreeView* tree = nullptr;
  CatalogueModel* model = nullptr;
  QSortFilterProxyModel* shown = nullptr;
  PlainLabel* empty = nullptr;

  /// The tables and views that pass the search, from top to bottom.
  QModelIndexList tables() const;
};

namespace {

void collectTables(const QAbstractItemModel& model, const QModelIndex& parent, QModelIndexList& found) {
  for (int row = 0; row < model.rowCount(parent); ++row) {
    const QModelIndex index = model.index(row, 0, parent);
    if (index.data(CatalogueModel::kModelRole).toString().isEmpty()) collectTables(model, index, found);
    else found << index;
  }
}

/// How well a table's own name fits; a table that is shown for one of its columns comes last.
int rank(const QString& name, const QString& search) {
  if (name.compare(search, Qt::CaseInsensitive) == 0) return 0;
  if (name.startsWith(search, Qt::CaseInsensitive)) return 1;
  return name.contains(search, Qt::CaseInsensitive) ? 2 : 3;
}

}  // namespace

QModelIndexList Navigator::Private::tables() const {
  QModelIndexList found;
  collectTables(*shown, {}, found);
  return found;
}

Navigator::Navigator(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->search = new QLineEdit(this);
  d->search->setObjectName(QStringLiteral("search"));
  d->search->setAccessibleName(tr("Search"));
  d->search->setPlaceholderText(tr("Search tables and columns"));
  d->search->setClearButtonEnabled(true);
  d->search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  d->search->installEventFilter(this);
  d->model = new CatalogueModel(this);
  d->shown = new QSortFilterProxyModel(this);
  d->shown->setSourceModel(d->model);
  d->shown->setFilterRole(CatalogueModel::kSearchRole);
  d->shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
  d->shown->setRecursiveFilteringEnabled(true);
  d->shown->setAutoAcceptChildRows(true);
  d->tree = new QTreeView(this);
  d->tree->setObjectName(QStringLiteral("navigator"));
  d->tree->setAccessibleName(tr("Navigator"));
  d->tree->setModel(d->shown);
  d->tree->setHeaderHidden(true);
  d->tree->setUniformRowHeights(true);
  d->tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  d->tree->setExpandsOnDoubleClick(false);
  d->empty = new PlainLabel(d->tree->viewport());
  d->empty->setAlignment(Qt::AlignCenter);
  d->empty->setWordWrap(true);
  d->empty->setEnabled(false);
  d->empty->setAttribute(Qt::WA_TransparentForMouseEvents);
  auto* overlay = new QVBoxLayout(d->tree->viewport());
  overlay->addWidget(d->empty);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4, 4, 4, 4);
  layout->setSpacing(4);
  layout->addWidget(d->search);
  layout->addWidget(d->tree, 1);

  connect(d->search, &QLineEdit::textChanged, this, &Navigator::filter);
  connect(d->search, &QLineEdit::returnPressed, this, &Navigator::openFirstMatch);
  connect(d->tree, &QTreeView::activated, this, &Navigator::open);
  connect(d->tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
    // A click on a table shows it, as a click on a file does.
    if (index.parent().isValid()) open(index);
  });
  d->tree->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(d->tree, &QWidget::customContextMenuRequested, this, &Navigator::showMenu);
  updateEmptyState();
}

Navigator::~Navigator() = default;

void Navigator::setDatabase(Database* database) {
  if (d->database) disconnect(d->database, nullptr, this, nullptr);
  d->database = database;
  if (database) connect(database, &Database::opened, this, &Navigator::fill);
  fill();
}

void Navigator::fill() {
  d->model->setRegistry(d->database ? d->database->registry() : nullptr, d->database ? d->database->displayName() : QString());
  d->tree->expandToDepth(0);
  updateEmptyState();
}

void Navigator::filter(const QString& text) {
  d->shown->setFilterFixedString(text);
  d->tree->expandToDepth(0);
  updateEmptyState();
}

void Navigator::updateEmptyState() {
  d->empty->setVisible(d->tables().isEmpty());
  if (!d->database || !d->database->registry()) d->empty->setText(tr("No database is open"));
  else if (d->search->text().isEmpty()) d->empty->setText(tr("%1 has no tables").arg(d->database->displayName()));
  else d->empty->setText(tr("No table or column is called so"));
}

void Navigator::open(const QModelIndex& index) {
  const QString model = index.data(CatalogueModel::kModelRole).toString();
  if (!model.isEmpty()) Q_EMIT modelActivated(model);
}

void Navigator::showMenu(const QPoint& position) {
  const QString model = d->tree->indexAt(position).data(CatalogueModel::kModelRole).toString();
  if (model.isEmpty()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Open"), this, [this, model] { Q_EMIT modelActivated(model); });
  menu->addSeparator();
  menu->addAction(tr("&Export rows…"), this, [this, model] { Q_EMIT exportRequested(model); });
  menu->addAction(tr("&Import rows…"), this, [this, model] { Q_EMIT importRequested(model); });
  menu->popup(d->tree->viewport()->mapToGlobal(position));
}

void Navigator::openFirstMatch() {
  const QModelIndexList tables = d->tables();
  const auto rankOf = [search = d->search->text()](const QModelIndex& table) { return rank(table.data().toString(), search); };
  const auto best = std::ranges::min_element(tables, {}, rankOf);
  if (best != tables.end()) open(*best);
}

void Navigator::focusSearch() {
  d->search->setFocus();
  d->search->selectAll();
}

void Navigator::setCurrentModel(const QString& model) {
  if (model.isEmpty()) return;
  const QModelIndexList tables = d->tables();
  const auto found = std::ranges::find(tables, model, [](const QModelIndex& table) { return table.data(CatalogueModel::kModelRole).toString(); });
  if (found != tables.end()) d->tree->setCurrentIndex(*found);
}

bool Navigator::eventFilter(QObject* watched, QEvent* event) {
  if (watched == d->search && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
    d->tree->setFocus();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_navigator.cpp"
