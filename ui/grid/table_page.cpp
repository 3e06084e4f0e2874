// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/table_page.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "orm/changes/seen_row.h"
#include "orm/query/filter_document.h"
#include "ui/grid/clipboard_format.h"
#include "ui/grid/table_page_p.h"
#include "ui/value/reference.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Which column of the rows has the label of an attribute: that of a key of one column, or the last column of one of several that shows no
/// other label.
std::unordered_map<int, int> labelColumnsOf(const Model& table, const std::vector<std::string>& relationships) {
  std::unordered_map<int, int> labels;
  for (const bool isOfSeveral : {false, true}) {
    for (std::size_t i = 0; i < relationships.size(); ++i) {
      const auto& columns = table.relationship(relationships[i])->localColumns;
      if (columns.size() > 1 == isOfSeveral) labels.try_emplace(table.attributeIndex(table.attributeOfColumn(columns.back())->name), static_cast<int>(table.attributes.size() + i));
    }
  }
  return labels;
}

constexpr std::size_t kMostLabelledColumns = 1'000;

/// Both must hold; an empty one adds nothing.
Json both(const Json& left, const Json& right) {
  if (left.empty()) return right;
  if (right.empty()) return left;
  return {{"$and", Json::array({left, right})}};
}

/// Whether both are shown by the same columns.
bool hasSameColumns(const Model& one, const Model& other) {
  return std::ranges::equal(one.attributes, other.attributes, [](const Attribute& a, const Attribute& b) { return a.name == b.name && a.column == b.column; });
}

}  // namespace

TablePage::TablePage(Database* database, PendingChanges* changes, TableView view, QWidget* parent)
    : TabPage(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->changes = changes;
  d->view = std::move(view);
  d->models = database->registry();
  d->quickFilters.resize(d->table().attributes.size());
  d->source = new PageSource(database, this);
  d->model = new GridModel(d->source, changes, this);
  makeGrid();
  connect(database, &Database::opened, this, &TablePage::followCatalogue);
  connect(d->source, &PageSource::rowCountChanged, this, [this] {
    updateEmptyState();
    Q_EMIT statusChanged();
  });
  connect(d->source, &PageSource::busyChanged, this, [this] {
    updateEmptyState();
    Q_EMIT busyChanged();
  });
  connect(d->source, &PageSource::pageRead, this, [this](qint64 first) {
    if (std::exchange(d->selectFirst, false) && !d->grid->currentIndex().isValid()) {
      selectFirstRow();
      // A reset tells nobody that the row that was current is gone.
      if (d->model->rowCount() == 0) Q_EMIT currentRowChanged();
    }
    updateEmptyState();
    Q_EMIT statusChanged();
    const auto current = d->grid->currentIndex();
    const auto stored = current.isValid() ? d->model->globalRow(current.row()) - d->model->insertedCount() : -1;
    if (stored >= first && stored < first + PageSource::kPageRows) Q_EMIT currentRowChanged();
    if (!std::exchange(d->shown, true)) Q_EMIT rowsShown();
  });
  connect(d->source, &PageSource::failed, this, [this](const DbError& error) {
    d->messages->showError(tr("Could not read %1").arg(title()), error);
    d->messages->addAction(tr("&Retry"), [this] { refresh(); });
    updateEmptyState();
  });
  connect(d->model, &GridModel::rejected, this, &TablePage::showRejection);
  connect(d->grid, &GridView::editRefused, this, [this](const QModelIndex& index, const QString& typed, const QString& reason) {
    showRejection(reason);
    d->messages->addAction(tr("&Edit again"), [this, row = d->model->globalRow(index.row()), column = index.column(), typed] {
      d->grid->setCurrentGlobalRow(row, column);
      d->grid->editAgain(typed);
    });
  });
  connect(d->changes, &PendingChanges::changed, this, [this] {
    updateEmptyState();
    Q_EMIT statusChanged();
    Q_EMIT currentCellChanged();
  });
  start(Restart::AtTheTop);
}

TablePage::~TablePage() {
  // What looks at the grid goes before it. A view whose model goes says what it shows now, and nobody is left to hear it.
  delete d->columns;
  delete d->statistics;
  delete d->navigation;
  delete d->grid;
}

void TablePage::makeGrid() {
  d->messages = new MessageBar(this);
  d->grid = new GridView(d->model, d->source, this);
  d->empty = new PlainLabel(d->grid->viewport());
  d->empty->setAlignment(Qt::AlignCenter);
  d->empty->setEnabled(false);
  d->empty->setAttribute(Qt::WA_TransparentForMouseEvents);
  auto* overlay = new QVBoxLayout(d->grid->viewport());
  overlay->addWidget(d->empty);

  d->columns = new GridColumns(d->grid, RememberedColumns(d->database->engine()->url(), d->view.model), this);
  d->navigation = new GridNavigation(d->database, d->grid, d->model, d->source, this);
  d->statistics = new SelectionStatistics(d->database, d->grid, d->columns, d->model, d->source, d->changes, this);
  d->copy = new SelectionCopy(d->database, this);
  d->fetch = new RowFetch(d->database, d->source, this);
  connect(d->fetch, &RowFetch::busyChanged, this, &TabPage::busyChanged);
  connect(d->fetch, &RowFetch::failed, this, [this](const DbError& error) { d->messages->showError(tr("Could not read the selected rows of %1").arg(title()), error); });
  d->bulk = new BulkEdits({this, d->database, d->model, d->source, d->changes, d->messages, [this] { return selectedCells(); }, [this] { return d->grid->currentIndex(); },
                           [this] { return effectiveFilter(); }, [this] { return d->columns->shownColumns(); }}, this);
  connect(d->bulk, &BulkEdits::busyChanged, this, &TabPage::busyChanged);
  connect(d->bulk, &BulkEdits::rowsWritten, this, &TablePage::refresh);
  connect(d->grid, &GridView::fillRequested, d->bulk, &BulkEdits::fill);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(d->grid, 1);
  row->addWidget(d->grid->rowScrollBar());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(d->messages);
  layout->addLayout(row, 1);
  d->navigation->setPlace(layout);
  setFocusProxy(d->grid);
  addActions(d->columns->actions());
  addActions(d->navigation->actions());
  addActions(d->bulk->actions());
  connect(d->source, &PageSource::textsMeasured, d->columns, &GridColumns::fit);
  connect(d->columns, &GridColumns::sortRequested, this, [this](const QString& key) { setSorts(key.isEmpty() ? std::vector<std::string>() : std::vector{toStdString(key)}); });
  connect(d->columns, &GridColumns::selectRequested, d->grid, &GridView::selectWholeColumn);
  connect(d->columns, &GridColumns::findRequested, d->navigation, &GridNavigation::openFind);
  connect(d->navigation, &GridNavigation::busyChanged, this, &TabPage::busyChanged);
  connect(d->navigation, &GridNavigation::failed, this, [this](const DbError& error) { d->messages->showError(tr("Could not search %1").arg(title()), error); });

  FilterHeader* header = d->grid->filterHeader();
  connect(header, &FilterHeader::filterEdited, this, &TablePage::applyQuickFilter);
  connect(header, &FilterHeader::leaveRequested, d->grid, qOverload<>(&QWidget::setFocus));
  connect(header, &QHeaderView::sectionClicked, this, &TablePage::sortBy);
  connect(d->grid, &GridView::followRequested, this, &TablePage::follow);
  connect(d->grid, &GridView::cellEditorRequested, this, &TablePage::cellEditorRequested);
  connect(d->grid, &GridView::visibleRowsChanged, this, &TabPage::statusChanged);
  connect(d->grid, &GridView::deleteRequested, this, &TablePage::deleteSelectedRows);
  connect(d->grid, &GridView::copyRequested, this, [this] { copySelection(false); });
  connect(d->grid, &GridView::pasteRequested, this, &TablePage::paste);
  d->grid->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(d->grid, &QWidget::customContextMenuRequested, this, &TablePage::showMenu);
  connect(d->grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now, const QModelIndex& before) {
    if (now.row() != before.row() || !before.isValid()) Q_EMIT currentRowChanged();
    Q_EMIT currentCellChanged();
    Q_EMIT statusChanged();
  });
  connect(d->statistics, &SelectionStatistics::changed, this, &TabPage::statusChanged);
  connect(d->statistics, &SelectionStatistics::busyChanged, this, &TabPage::busyChanged);
  tellOfCopying();
}

/// Labels are read along for every foreign key.
PagedSelect::Spec TablePage::spec(Json filter) const {
  PagedSelect::Spec spec;
  spec.model = d->view.model;
  spec.filter = std::move(filter);
  spec.sorts = d->view.sorts;
  const Model& table = d->table();
  for (const auto& relationship : table.relationships) {
    if (relationship.kind != Relationship::Kind::ManyToOne) continue;
    const Model& target = d->models->at(relationship.target);
    // A label that is the key itself says nothing new; a result of thousands of columns has no room for more.
    if (table.attributes.size() > kMostLabelledColumns || target.labelAttributes() == target.keyAttributes()) continue;
    spec.labelsOf.push_back(relationship.name);
  }
  return spec;
}

std::string TablePage::statement(const Json& filter) const {
  const Dialect& dialect = d->database->dialect();
  const PagedSelect select(d->models, dialect, spec(withQuickFilters(filter)));
  return dialect.withLiterals(dialect.compile(select.rows().limit(PageSource::kPageRows)));
}

void TablePage::start(Restart restart) {
  try {
    if (const auto now = d->database->registry(); now != d->models) adoptModels(now);
    PagedSelect::Spec spec = this->spec(effectiveFilter());
    const Model& table = d->table();
    std::unordered_map<int, int> labelColumns = labelColumnsOf(table, spec.labelsOf);
    auto query = std::make_shared<PagedQuery>(d->models, d->database->dialect(), std::move(spec));
    d->messages->clear();
    d->source->setLabelColumns(labelColumns);
    d->model->setLabelColumns(std::move(labelColumns));
    const bool sameColumns = d->source->query() && hasSameColumns(d->source->query()->model(), table);
    const bool inPlace = restart == Restart::InPlace && sameColumns;
    d->source->setQuery(std::move(query), inPlace ? PageSource::Keep::PagesUntilReplaced : PageSource::Keep::Nothing);
    if (!inPlace) {
      d->selectFirst = true;
      d->model->reload();
    }
    showColumns();
    showSorts();
    updateEmptyState();
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not show %1").arg(title()), error);
  }
}

/// The catalogue was read again: other columns are shown at once.
void TablePage::followCatalogue() {
  const Model* now = d->database->registry()->find(d->view.model);
  if (now && !hasSameColumns(*now, d->table())) start(Restart::AtTheTop);
}

/// Quick filters stay with their columns, and go with those that are gone. @throws DbError where there is no such table any more
void TablePage::adoptModels(std::shared_ptr<const Registry> models) {
  const Model& table = models->at(d->view.model);
  std::vector<Json> filters(table.attributes.size());
  for (std::size_t i = 0; i < filters.size(); ++i)
    if (const int before = d->table().attributeIndex(table.attributes[i].name); before >= 0) filters[i] = d->quickFilters[static_cast<std::size_t>(before)];
  std::erase_if(d->view.quick, [&](const auto& each) { return table.attributeIndex(each.first) < 0; });
  d->quickFilters = std::move(filters);
  d->models = std::move(models);
}

void TablePage::showQuickFilters() {
  const auto& attributes = d->table().attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto quick = d->view.quick.find(attributes[i].name);
    d->grid->filterHeader()->setFilterText(static_cast<int>(i), quick == d->view.quick.end() ? QString() : quick->second);
  }
}

void TablePage::showColumns() {
  QStringList names;
  QList<FilterHeader::Mark> marks;
  for (const auto& attribute : d->table().attributes) {
    names << toQString(attribute.name);
    marks << (attribute.isForeignKey ? FilterHeader::Mark::ForeignKey : attribute.isKey ? FilterHeader::Mark::Key : FilterHeader::Mark::None);
  }
  if (names == d->headers) return;
  d->headers = names;
  d->grid->filterHeader()->setColumns(names, marks);
  showQuickFilters();
  d->columns->showTable(d->table());
}

/// The first sort key's column bears the arrow.
void TablePage::showSorts() {
  const auto& sorts = d->view.sorts;
  const int column = sorts.empty() ? -1 : d->table().attributeIndex(sorts[0].substr(1));
  const bool descending = !sorts.empty() && sorts[0][0] == '-';
  d->grid->filterHeader()->setSortIndicator(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

const TableView& TablePage::view() const { return d->view; }

Json TablePage::withQuickFilters(Json filter) const {
  for (const auto& quick : d->quickFilters)
    if (!quick.is_null()) filter = both(filter, quick);
  return filter;
}

void TablePage::setFilter(const Json& filter) {
  if (filter == d->view.filter) return;
  d->view.filter = filter;
  start(Restart::AtTheTop);
  Q_EMIT viewChanged();
  Q_EMIT titleChanged();
}

void TablePage::addFilter(const Json& filter) { setFilter(both(d->view.filter, filter)); }

void TablePage::setSorts(const std::vector<std::string>& sorts) {
  if (sorts == d->view.sorts) return;
  d->view.sorts = sorts;
  start(Restart::AtTheTop);
  Q_EMIT viewChanged();
}

/// @return whether the rows are others for it
bool TablePage::takeQuickFilter(int column) {
  FilterHeader* header = d->grid->filterHeader();
  Json& slot = d->quickFilters[static_cast<std::size_t>(column)];
  const Json before = slot;
  try {
    const QString text = header->filterText(column);
    slot = quickFilter(toStdString(text), *d->model->attribute(column));
    header->setFilterError(column, {});
    const std::string& name = d->model->attribute(column)->name;
    if (slot.is_null()) d->view.quick.erase(name);
    else d->view.quick[name] = text;
  } catch (const DbError& error) {
    // The old rows stay.
    header->setFilterError(column, toQString(error.message()));
  }
  return slot != before;
}

void TablePage::applyQuickFilter(int column) {
  if (!takeQuickFilter(column)) return;
  start(Restart::AtTheTop);
  Q_EMIT viewChanged();
}

void TablePage::setView(const TableView& view) {
  if (view == d->view) return;
  const bool hasOtherRows = view.filter != d->view.filter || view.sorts != d->view.sorts || view.quick != d->view.quick;
  d->view = view;
  // What is shown beside a row is the tree's.
  if (!hasOtherRows) return Q_EMIT viewChanged();
  showQuickFilters();
  for (std::size_t i = 0; i < d->quickFilters.size(); ++i) takeQuickFilter(static_cast<int>(i));
  start(Restart::AtTheTop);
  Q_EMIT viewChanged();
  Q_EMIT titleChanged();
}

void TablePage::sortBy(int column) {
  const Attribute* attribute = d->model->attribute(column);
  if (!attribute) return;
  std::vector<std::string> sorts;
  const bool add = QApplication::keyboardModifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
  std::string key = "+" + attribute->name;
  for (const auto& sort : d->view.sorts) {
    const bool same = sort.substr(1) == attribute->name;
    if (same) key = sort[0] == '+' ? "-" + attribute->name : "";
    else if (add) sorts.push_back(sort);
  }
  if (!key.empty()) sorts.push_back(key);
  setSorts(sorts);
  // A click has moved the arrow by itself.
  showSorts();
}

std::optional<RowReference> TablePage::currentRow() const {
  const auto current = d->grid->currentIndex();
  if (!current.isValid()) return std::nullopt;
  RowReference reference;
  reference.model = d->view.model;
  reference.insertedRef = d->model->insertedRef(current.row());
  if (!reference.insertedRef.empty()) return reference;
  const auto stored = d->model->storedRow(current.row());
  if (!stored) return std::nullopt;
  reference.key = d->model->key(current.row());
  reference.batch = stored->batch;
  reference.row = stored->row;
  return reference;
}

std::optional<ShownCell> TablePage::currentCell() const {
  const auto current = d->grid->currentIndex();
  const auto value = current.isValid() ? d->model->value(current) : std::nullopt;
  if (!value) return std::nullopt;
  ShownCell cell;
  cell.registry = d->models;
  cell.attribute = d->model->attribute(current.column());
  cell.place = {d->view.model, d->model->key(current.row()), cell.attribute->name, {}};
  cell.insertedRef = d->model->insertedRef(current.row());
  cell.value = *value;
  cell.unknown = d->model->unknownText(current);
  cell.fullSize = d->model->fullSize(current);
  cell.readOnlyReason = d->model->readOnlyReason(current, GridModel::Cells::LoadedWhole);
  if (const auto reference = referenceOf(d->models, d->table(), *cell.attribute)) {
    for (const Attribute* other : reference->attributes) {
      const auto index = current.siblingAtColumn(d->table().attributeIndex(other->name));
      if (other != cell.attribute && !d->model->isPartial(index)) cell.restOfKey[other->name] = d->model->value(index).value_or(Value());
    }
  }
  const auto stored = d->model->storedRow(current.row());
  if (stored && cell.place.key.empty()) cell.place.rowId = d->source->query()->select().rowIdOf(*stored->batch, stored->row);
  if (stored) cell.seen = [models = d->models, model = &d->table(), batch = stored->batch, row = stored->row] { return seenRow(*model, *batch, row); };
  return cell;
}

void TablePage::setCurrentCell(const Value& value) {
  if (d->grid->currentIndex().isValid()) d->model->setValue(d->grid->currentIndex(), value);
}

void TablePage::selectCell(std::int64_t row, const std::string& attribute) {
  // What is about the row as a whole stands at its first cell.
  d->grid->setCurrentGlobalRow(row, std::max(0, d->table().attributeIndex(attribute)));
}

void TablePage::selectFirstRow() {
  if (d->model->rowCount() > 0) d->grid->setCurrentIndex(d->model->index(0, 0));
}

void TablePage::focusQuickFilter() {
  const auto shown = d->columns->shownColumns();
  const int current = d->grid->currentIndex().column();
  if (shown.empty()) return;
  const int column = current >= 0 ? current : shown.front();
  d->grid->showColumn(column);
  d->grid->filterHeader()->focusFilter(column);
}

ColumnLayout TablePage::columnLayout() const { return d->columns->layout(); }

void TablePage::arrangeColumns(const ColumnLayout& layout) { d->columns->arrange(layout); }

QList<QAction*> TablePage::columnActions() const { return d->columns->actions(); }

QList<QAction*> TablePage::goActions() const { return d->navigation->actions(); }

QList<QAction*> TablePage::cellActions() const { return d->bulk->actions(); }

void TablePage::addRow() {
  if (const auto reason = d->table().readOnlyReason(); !reason.empty()) return showRejection(toQString(reason));
  const auto ref = d->changes->insertRow(d->view.model);
  for (int row = 0; row < d->model->insertedCount(); ++row)
    if (d->model->insertedRef(row) == ref) d->grid->setCurrentGlobalRow(row, std::max(0, d->grid->currentIndex().column()));
  d->grid->setFocus();
}

void TablePage::follow(const QModelIndex& index) {
  const Attribute* attribute = d->model->attribute(index.column());
  if (!attribute) return;
  for (const auto& relationship : d->table().relationships) {
    const auto& columns = relationship.localColumns;
    if (relationship.kind != Relationship::Kind::ManyToOne || std::find(columns.begin(), columns.end(), attribute->column.name) == columns.end()) continue;
    const Model& target = d->models->at(relationship.target);
    TableView view;
    view.model = target.name;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto* local = d->table().attributeOfColumn(columns[i]);
      const auto* remote = target.attributeOfColumn(relationship.remoteColumns[i]);
      const auto value = d->model->value(d->model->index(index.row(), d->table().attributeIndex(local->name)));
      if (!value || value->isNull() || d->model->isPartial(d->model->index(index.row(), d->table().attributeIndex(local->name)))) return;
      view.filter[remote->name] = jsonFromValue(*value, remote->column.type);
    }
    Q_EMIT openRequested(view);
    return;
  }
}

void TablePage::showMenu(const QPoint& position) {
  const QModelIndex index = d->grid->indexAt(position);
  const Attribute* attribute = d->model->attribute(index.column());
  if (!attribute) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto value = d->model->value(index);
  const QString name = toQString(attribute->name);
  if (value && !d->model->isPartial(index)) {
    const Json json = value->isNull() ? Json(nullptr) : jsonFromValue(*value, attribute->column.type);
    menu->addAction(tr("&Filter by this value"), this, [this, attribute, json] { addFilter(Json{{attribute->name, json}}); });
    if (selectedCells().rowCount() > 1) menu->addAction(tr("Filter b&y the selected values"), this, &TablePage::filterBySelectedValues);
    menu->addAction(tr("Filter by any &other value"), this, [this, attribute, json] { addFilter(Json{{attribute->name, {{"$ne", json}}}}); });
  }
  menu->addAction(tr("&Clear filters"), this, [this] { setView({.model = d->view.model, .filter = Json::object(), .sorts = d->view.sorts}); });
  if (attribute->isForeignKey) menu->addAction(tr("&Go to referenced row"), this, [this, index] { follow(index); });
  menu->addSeparator();
  for (QAction* action : d->bulk->actions()) menu->addAction(action);
  menu->addAction(tr("Open in the &value viewer"), this, &TablePage::cellEditorRequested);
  menu->addSeparator();
  QMenu* copy = menu->addMenu(tr("Co&py as"));
  copy->addAction(tr("&JSON"), this, [this] { copyAs(toJsonText); });
  copy->addAction(tr("&Markdown"), this, [this] { copyAs(toMarkdown); });
  copy->addAction(tr("&Text with headers"), this, [this] { copySelection(true); });
  menu->addAction(tr("E&xport rows…"), this, &TablePage::exportRequested);
  if (const Change* change = d->changes->changeOf(d->view.model, d->model->key(index.row()))) {
    menu->addSeparator();
    if (change->value(attribute->name)) menu->addAction(tr("Re&vert %1").arg(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&"))), this, [this, id = change->id, attribute] { d->changes->revertCell(id, attribute->name); });
    menu->addAction(tr("Revert this ro&w"), this, [this, id = change->id] { d->changes->revert(id); });
  }
  menu->popup(d->grid->viewport()->mapToGlobal(position));
}

void TablePage::showRejection(const QString& reason) { d->messages->showMessage(MessageBar::Kind::Warning, reason); }

void TablePage::updateEmptyState() {
  const bool none = d->model->rowCount() == 0;
  d->empty->setVisible(none);
  if (!none) return;
  if (d->source->isReading()) d->empty->setText(tr("Reading…"));
  else if (!d->messages->text().isEmpty()) d->empty->setText({});
  else d->empty->setText(effectiveFilter().empty() ? tr("%1 has no rows").arg(title()) : tr("No row passes the filter"));
}

QString TablePage::title() const { return toQString(d->view.model); }

QString TablePage::iconName() const { return d->table().table->isView() ? QStringLiteral("view") : QStringLiteral("table"); }

void TablePage::refresh() { start(Restart::InPlace); }

void TablePage::stop() {
  d->navigation->stop();
  d->statistics->stop();
  d->copy->stop();
  d->fetch->stop();
  d->bulk->stop();
  d->source->stop();
}

bool TablePage::isBusy() const {
  return d->source->isReading() || d->source->isScanning() || d->navigation->isBusy() || d->statistics->isBusy() || d->copy->isBusy() || d->fetch->isBusy() || d->bulk->isBusy();
}

QString TablePage::statusText() const {
  const QLocale locale;
  const auto total = d->source->rowCount();
  if (total == 0 && d->source->isReading()) return tr("Reading…");
  if (total == 0) return d->source->isRowCountExact() ? tr("No rows") : tr("Not read");
  const auto shown = d->grid->wholeRows();
  const auto first = std::max<std::int64_t>(0, shown.first - d->model->insertedCount());
  const auto last = std::clamp<std::int64_t>(shown.end - d->model->insertedCount(), first, total);
  const QString of = (d->source->isRowCountExact() ? QString() : QStringLiteral("≥ ")) + locale.toString(static_cast<qlonglong>(total));
  // Nothing but added rows is on screen.
  if (last == first) return tr("%1 rows").arg(of);
  return tr("%1–%2 of %3").arg(locale.toString(static_cast<qlonglong>(first + 1)), locale.toString(static_cast<qlonglong>(last)), of);
}

QString TablePage::selectionText() const { return d->statistics->text(); }

}  // namespace joinery::ui

#include "moc_table_page.cpp"
