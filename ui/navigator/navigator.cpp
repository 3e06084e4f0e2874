// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/navigator.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/navigator/catalogue_model.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct Navigator::Private {
  QPointer<Database> database;
  QLineEdit* search = nullptr;
  QTreeView* tree = nullptr;
  CatalogueModel* model = nullptr;
  QSortFilterProxyModel* shown = nullptr;
};

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
}

void Navigator::filter(const QString& text) {
  d->shown->setFilterFixedString(text);
  d->tree->expandToDepth(0);
}

void Navigator::open(const QModelIndex& index) {
  const QString model = index.data(CatalogueModel::kModelRole).toString();
  if (!model.isEmpty()) Q_EMIT modelActivated(model);
}

void Navigator::openFirstMatch() {
  QModelIndex index = d->shown->index(0, 0);
  while (index.isValid() && index.data(CatalogueModel::kModelRole).toString().isEmpty()) index = d->shown->index(0, 0, index);
  if (index.isValid()) open(index);
}

void Navigator::focusSearch() {
  d->search->setFocus();
  d->search->selectAll();
}

void Navigator::setCurrentModel(const QString& model) {
  const auto found = model.isEmpty() ? QModelIndexList() : d->shown->match(d->shown->index(0, 0), CatalogueModel::kModelRole, model, 1, Qt::MatchExactly | Qt::MatchRecursive);
  if (!found.isEmpty()) d->tree->setCurrentIndex(found.first());
}

bool Navigator::eventFilter(QObject* watched, QEvent* event) {
  if (watched == d->search && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
    d->tree->setFocus();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace joinery::ui
