// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator/navigator.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QTreeView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "ui/navigator/catalogue_model.h"
#include "ui/navigator/catalogue_state.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

using Kept = CatalogueModel::Kept;

struct Navigator::Private {
  QPointer<Database> database;
  QStringList views, diagrams;  ///< all that are kept
  QLineEdit* search = nullptr;
  QTreeView* tree = nullptr;
  CatalogueModel* model = nullptr;
  PlainLabel* empty = nullptr;
  CatalogueState* state = nullptr;
  CancelToken searching;        ///< of the last search
  std::uint64_t generation = 0;
  bool isSearching = false;
  bool opensBest = false;       ///< as soon as the search has ended

  /// What is known of the database so far.
  std::shared_ptr<const Registry> known() const;
};

std::shared_ptr<const Registry> Navigator::Private::known() const {
  if (!database) return nullptr;
  return database->registry() ? database->registry() : database->outline();
}

namespace {

std::optional<CatalogueMatches> search(const Registry& registry, const QString& text, const CancelToken& cancelToken) {
  try {
    return CatalogueMatches::find(registry, text, cancelToken);
  } catch (const DbError&) {
    return std::nullopt;
  }
}

}  // namespace

Navigator::Navigator(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->search = new QLineEdit(this);
  d->search->setObjectName(QStringLiteral("search"));
  d->search->setAccessibleName(tr("Search"));
  d->search->setPlaceholderText(tr("Search tables and columns"));
  d->search->setClearButtonEnabled(true);
  d->search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  d->search->installEventFilter(this);
  d->model = new CatalogueModel(this);
  d->tree = new QTreeView(this);
  d->tree->setObjectName(QStringLiteral("navigator"));
  d->tree->setAccessibleName(tr("Navigator"));
  d->tree->setModel(d->model);
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
  d->state = new CatalogueState(this);
  layout->addWidget(d->state);

  connect(d->search, &QLineEdit::textChanged, this, &Navigator::filter);
  connect(d->search, &QLineEdit::returnPressed, this, &Navigator::openFirstMatch);
  connect(d->tree, &QTreeView::activated, this, &Navigator::open);
  connect(d->tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
    // A click on a table shows it, as a click on a file does.
    if (index.parent().isValid()) open(index);
  });
  d->tree->installEventFilter(this);
  for (const auto signal : {&QTreeView::activated, &QTreeView::clicked}) connect(d->tree, signal, this, &Navigator::openKept);
  d->tree->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(d->tree, &QWidget::customContextMenuRequested, this, &Navigator::showMenu);
  updateEmptyState();
}

Navigator::~Navigator() { d->searching.cancel(); }

void Navigator::setDatabase(Database* database) {
  if (d->database) disconnect(d->database, nullptr, this, nullptr);
  d->database = database;
  if (database) {
    connect(database, &Database::opened, this, &Navigator::fill);
    connect(database, &Database::outlined, this, [this, database] {
      if (!database->registry()) fill();
    });
    connect(database, &Database::openingChanged, this, &Navigator::updateEmptyState);
  }
  d->state->setDatabase(database);
  fill();
}

void Navigator::fill() {
  d->model->setRegistry(d->known(), d->database ? d->database->displayName() : QString());
  filter(d->search->text());
}

/// In the background: ten thousand tables have a quarter of a million names. What was found last stays until then.
void Navigator::filter(const QString& text) {
  d->searching.cancel();
  d->searching = CancelToken();
  ++d->generation;
  d->opensBest = false;
  const auto registry = d->known();
  d->isSearching = registry && !text.isEmpty();
  if (!registry) return showMatches({});
  if (!d->isSearching) return showMatches(CatalogueMatches::all(*registry));
  const auto found = QtConcurrent::run([registry, text, token = d->searching] { return search(*registry, text, token); });
  deliver(found, this, [this, generation = d->generation](std::optional<CatalogueMatches> matches) {
    if (generation != d->generation || !matches) return;
    d->isSearching = false;
    showMatches(std::move(*matches));
    if (d->opensBest) openBest();
  });
}

void Navigator::showMatches(CatalogueMatches matches) {
  d->model->show(std::move(matches));
  for (const Kept kept : {Kept::SavedViews, Kept::Diagrams}) showKept(kept);
  d->tree->expandToDepth(0);
  for (const Kept kept : {Kept::SavedViews, Kept::Diagrams}) d->tree->expand(d->model->placeOf(kept));
  if (!d->search->text().isEmpty()) {
    for (const QModelIndex& schema : d->model->schemas()) d->tree->expand(schema);
    // What Enter opens, and where Down goes.
    if (const QModelIndex best = d->model->bestMatch(); best.isValid()) d->tree->setCurrentIndex(best);
  }
  updateEmptyState();
  Q_EMIT searched();
}

void Navigator::updateEmptyState() {
  d->empty->setVisible(d->model->tableCount() == 0);
  if (!d->database) d->empty->setText(tr("No database is open"));
  else if (!d->known()) d->empty->setText(d->database->isOpening() ? tr("Reading what %1 has…").arg(d->database->displayName()) : tr("%1 is not open").arg(d->database->displayName()));
  else if (d->search->text().isEmpty()) d->empty->setText(tr("%1 has no tables").arg(d->database->displayName()));
  else d->empty->setText(tr("No table or column is called so"));
}

void Navigator::open(const QModelIndex& index) {
  const QString model = index.data(CatalogueModel::kModelRole).toString();
  if (model.isEmpty()) return;
  // One that is not read yet is shown once it is.
  if (!d->database->registry()) d->state->retry();
  Q_EMIT modelActivated(model);
}

void Navigator::showMenu(const QPoint& position) {
  if (const QString view = d->tree->indexAt(position).data(CatalogueModel::kViewRole).toString(); !view.isEmpty()) return showViewMenu(view, position);
  const QString model = d->tree->indexAt(position).data(CatalogueModel::kModelRole).toString();
  const QString diagram = d->tree->indexAt(position).data(CatalogueModel::kDiagramRole).toString();
  if (!d->database || !d->database->registry()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (!diagram.isEmpty()) {
    menu->addAction(tr("&Open"), this, [this, diagram] { Q_EMIT diagramActivated(diagram); });
    return menu->popup(d->tree->viewport()->mapToGlobal(position));
  }
  if (model.isEmpty()) {
    // The database, a schema, or no line at all.
    menu->addAction(icon(QStringLiteral("diagram")), tr("&Diagram"), this, [this] { Q_EMIT diagramRequested({}); });
    return menu->popup(d->tree->viewport()->mapToGlobal(position));
  }
  menu->addAction(tr("&Open"), this, [this, model] { Q_EMIT modelActivated(model); });
  menu->addAction(tr("Show on the &diagram"), this, [this, model] { Q_EMIT diagramRequested(model); });
  menu->addAction(tr("&Names and relationships…"), this, [this, model] { Q_EMIT declarationsRequested(model); });
  menu->addAction(tr("&Copy to the design…"), this, [this, model] { Q_EMIT copyToDesignRequested(model); });
  menu->addSeparator();
  menu->addAction(tr("&Export rows…"), this, [this, model] { Q_EMIT exportRequested(model); });
  menu->addAction(tr("&Import rows…"), this, [this, model] { Q_EMIT importRequested(model); });
  menu->popup(d->tree->viewport()->mapToGlobal(position));
}

void Navigator::openFirstMatch() {
  // What was typed last may not be found yet.
  if (d->isSearching) d->opensBest = true;
  else openBest();
}

/// A saved view or a diagram where no table is called so.
void Navigator::openBest() {
  const QModelIndex table = d->model->bestMatch();
  const QModelIndex views = d->model->placeOf(Kept::SavedViews), diagrams = d->model->placeOf(Kept::Diagrams);
  if (table.isValid()) open(table);
  else if (views.isValid() || diagrams.isValid()) openKept(d->model->index(0, 0, views.isValid() ? views : diagrams));
}

void Navigator::focusSearch() {
  d->search->setFocus();
  d->search->selectAll();
}

void Navigator::setCurrentModel(const QString& model) {
  const QModelIndex found = d->model->indexOfModel(model);
  if (found.isValid()) d->tree->setCurrentIndex(found);
}

void Navigator::setSavedViews(const QStringList& names) {
  d->views = names;
  showKept(Kept::SavedViews);
}

void Navigator::setDiagrams(const QStringList& names) {
  d->diagrams = names;
  showKept(Kept::Diagrams);
}

void Navigator::showKept(CatalogueModel::Kept kept) {
  const bool isNew = !d->model->placeOf(kept).isValid();
  d->model->setKept(kept, (kept == Kept::SavedViews ? d->views : d->diagrams).filter(d->search->text(), Qt::CaseInsensitive));
  if (isNew || !d->search->text().isEmpty()) d->tree->expand(d->model->placeOf(kept));
}

void Navigator::openKept(const QModelIndex& index) {
  const QString view = index.data(CatalogueModel::kViewRole).toString(), diagram = index.data(CatalogueModel::kDiagramRole).toString();
  if (!view.isEmpty()) Q_EMIT savedViewActivated(view);
  if (!diagram.isEmpty()) Q_EMIT diagramActivated(diagram);
}

void Navigator::showViewMenu(const QString& view, const QPoint& position) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Apply"), this, [this, view] { Q_EMIT savedViewActivated(view); });
  menu->addSeparator();
  menu->addAction(tr("&Rename…"), this, [this, view] { Q_EMIT savedViewRenameRequested(view); });
  menu->addAction(tr("&Delete…"), this, [this, view] { Q_EMIT savedViewDeleteRequested(view); });
  menu->popup(d->tree->viewport()->mapToGlobal(position));
}

bool Navigator::pressOnView(int key) {
  const QString view = d->tree->currentIndex().data(CatalogueModel::kViewRole).toString();
  if (view.isEmpty() || (key != Qt::Key_F2 && key != Qt::Key_Delete)) return false;
  if (key == Qt::Key_F2) Q_EMIT savedViewRenameRequested(view);
  else Q_EMIT savedViewDeleteRequested(view);
  return true;
}

bool Navigator::eventFilter(QObject* watched, QEvent* event) {
  if (watched == d->search && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
    d->tree->setFocus();
    return true;
  }
  if (watched == d->tree && event->type() == QEvent::KeyPress && pressOnView(static_cast<QKeyEvent*>(event)->key())) return true;
  return QWidget::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_navigator.cpp"
