// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/table_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "orm/query/filter_document.h"
#include "ui/grid/clipboard_format.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/selection.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kWidestColumn = 320;
constexpr int kNarrowestColumn = 56;
constexpr int kMeasuredRows = 40;

/// Both must hold; an empty one adds nothing.
Json both(const Json& left, const Json& right) {
  if (left.empty()) return right;
  if (right.empty()) return left;
  return {{"$and", Json::array({left, right})}};
}

}  // namespace

struct TablePage::Private {
  Database* database;
  PendingChanges* changes;
  TableView view;
  std::vector<Json> quickFilters;  // by column
  PageSource* source = nullptr;
  GridModel* model = nullptr;
  GridView* grid = nullptr;
  MessageBar* messages = nullptr;
  PlainLabel* empty = nullptr;
  bool boxed = false;
  bool measured = false;
  bool shown = false;
  bool selectFirst = true;

  std::shared_ptr<const Registry> models;  // as of the last start: the catalogue may be read anew meanwhile

  const Model& table() const { return models->at(view.model); }
};

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
  connect(d->source, &PageSource::rowCountChanged, this, [this] {
    updateEmptyState();
    Q_EMIT statusChanged();
  });
  connect(d->source, &PageSource::busyChanged, this, [this] {
    updateEmptyState();
    Q_EMIT busyChanged();
  });
  connect(d->source, &PageSource::pageRead, this, [this](qint64 first) {
    if (!d->measured) showColumns();
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
  connect(d->changes, &PendingChanges::changed, this, [this] {
    updateEmptyState();
    Q_EMIT statusChanged();
    Q_EMIT currentCellChanged();
  });
  start(Restart::AtTheTop);
}

TablePage::~TablePage() {
  // A view whose model goes says what it shows now, and nobody is left to hear it.
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
  setFocusProxy(d->grid);

  FilterHeader* header = d->grid->filterHeader();
  connect(header, &FilterHeader::filterEdited, this, &TablePage::applyQuickFilter);
  connect(header, &FilterHeader::leaveRequested, d->grid, qOverload<>(&QWidget::setFocus));
  connect(header, &QHeaderView::sectionClicked, this, &TablePage::sortBy);
  connect(d->grid, &GridView::followRequested, this, &TablePage::follow);
  connect(d->grid, &GridView::cellEditorRequested, this, &TablePage::cellEditorRequested);
  connect(d->grid, &GridView::visibleRowsChanged, this, &TabPage::statusChanged);
  connect(d->grid, &GridView::deleteRequested, this, &TablePage::deleteSelectedRows);
  d->grid->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(d->grid, &QWidget::customContextMenuRequested, this, &TablePage::showMenu);
  connect(d->grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now, const QModelIndex& before) {
    if (now.row() != before.row() || !before.isValid()) Q_EMIT currentRowChanged();
    Q_EMIT currentCellChanged();
    Q_EMIT statusChanged();
  });
  connect(d->grid->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TabPage::statusChanged);
}

void TablePage::start(Restart restart) {
  try {
    if (const auto now = d->database->registry(); now != d->models) {
      now->at(d->view.model);
      d->models = now;
    }
    PagedQuery::Spec spec;
    spec.model = d->view.model;
    spec.filter = effectiveFilter();
    spec.sorts = d->view.sorts;
    std::unordered_map<int, int> labelColumns;
    const Model& table = d->table();
    for (const auto& relationship : table.relationships) {
      if (relationship.kind != Relationship::Kind::ManyToOne || relationship.localColumns.size() != 1) continue;
      const Model& target = d->models->at(relationship.target);
      // A label that is the key itself says nothing new.
      if (target.labelAttributes() == target.keyAttributes()) continue;
      const auto* attribute = table.attributeOfColumn(relationship.localColumns[0]);
      labelColumns[table.attributeIndex(attribute->name)] = static_cast<int>(table.attributes.size() + spec.labelsOf.size());
      spec.labelsOf.push_back(relationship.name);
    }
    auto query = std::make_shared<PagedQuery>(d->models, d->database->dialect(), std::move(spec));
    d->messages->clear();
    d->model->setLabelColumns(std::move(labelColumns));
    const bool sameColumns = d->source->query() && d->source->query()->model().attributes.size() == table.attributes.size();
    const bool inPlace = restart == Restart::InPlace && sameColumns;
    d->source->setQuery(std::move(query), inPlace ? PageSource::Keep::PagesUntilReplaced : PageSource::Keep::Nothing);
    if (!inPlace) {
      d->selectFirst = true;
      d->model->reload();
    }
    if (!d->measured) showColumns();
    updateEmptyState();
  } catch (const DbError& error) {
    d->messages->showError(tr("Could not show %1").arg(title()), error);
  }
}

void TablePage::showColumns() {
  const Model& table = d->table();
  FilterHeader* header = d->grid->filterHeader();
  if (!d->boxed) {
    QStringList names;
    QList<FilterHeader::Mark> marks;
    for (const auto& attribute : table.attributes) {
      names << toQString(attribute.name);
      marks << (attribute.isForeignKey ? FilterHeader::Mark::ForeignKey : attribute.isKey ? FilterHeader::Mark::Key : FilterHeader::Mark::None);
    }
    header->setColumns(names, marks);
    d->boxed = true;
  }
  const QFontMetrics metrics(font());
  for (int column = 0; column < d->model->columnCount(); ++column) {
    int width = metrics.horizontalAdvance(toQString(table.attributes[static_cast<std::size_t>(column)].name)) + 50;
    for (int row = 0; row < std::min(kMeasuredRows, d->model->rowCount()); ++row) {
      const auto index = d->model->index(row, column);
      const QString label = index.data(GridModel::LabelRole).toString();
      int needed = metrics.horizontalAdvance(index.data().toString()) + 18;
      if (!label.isEmpty()) needed += std::min(metrics.horizontalAdvance(label), 140) + 14;
      width = std::max(width, needed);
    }
    header->resizeSection(column, std::clamp(width, kNarrowestColumn, kWidestColumn));
  }
  d->measured = d->model->rowCount() > 0 && d->source->row(0).has_value();
  header->placeBoxes();
}

const TableView& TablePage::view() const { return d->view; }

Json TablePage::effectiveFilter() const {
  Json filter = d->view.filter;
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

void TablePage::setSorts(const std::vector<std::string>& sorts) {
  if (sorts == d->view.sorts) return;
  d->view.sorts = sorts;
  start(Restart::AtTheTop);
  Q_EMIT viewChanged();
}

void TablePage::applyQuickFilter(int column) {
  FilterHeader* header = d->grid->filterHeader();
  Json& slot = d->quickFilters[static_cast<std::size_t>(column)];
  const Json before = slot;
  try {
    slot = quickFilter(toStdString(header->filterText(column)), *d->model->attribute(column));
    header->setFilterError(column, {});
    if (slot != before) start(Restart::AtTheTop);
  } catch (const DbError& error) {
    // The old rows stay.
    header->setFilterError(column, toQString(error.message()));
  }
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
  if (key.empty()) d->grid->filterHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  else d->grid->filterHeader()->setSortIndicator(column, key[0] == '+' ? Qt::AscendingOrder : Qt::DescendingOrder);
  setSorts(sorts);
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

std::optional<TablePage::Cell> TablePage::currentCell() const {
  const auto current = d->grid->currentIndex();
  const auto value = current.isValid() ? d->model->value(current) : std::nullopt;
  if (!value) return std::nullopt;
  Cell cell;
  cell.attribute = d->model->attribute(current.column());
  cell.value = *value;
  cell.partial = d->model->isPartial(current);
  if (const auto stored = d->model->storedRow(current.row())) cell.fullSize = stored->batch->fullSize(stored->row, static_cast<std::size_t>(current.column()));
  cell.readOnlyReason = d->model->readOnlyReason(current);
  return cell;
}

void TablePage::setCurrentCell(const Value& value) {
  if (d->grid->currentIndex().isValid()) d->model->setValue(d->grid->currentIndex(), value);
}

void TablePage::selectFirstRow() {
  if (d->model->rowCount() > 0) d->grid->setCurrentIndex(d->model->index(0, 0));
}

void TablePage::focusQuickFilter() { d->grid->filterHeader()->focusFilter(std::max(0, d->grid->currentIndex().column())); }

void TablePage::addRow() {
  if (const auto reason = d->table().readOnlyReason(); !reason.empty()) return showRejection(toQString(reason));
  const auto ref = d->changes->insertRow(d->view.model);
  for (int row = 0; row < d->model->insertedCount(); ++row)
    if (d->model->insertedRef(row) == ref) d->grid->setCurrentGlobalRow(row, std::max(0, d->grid->currentIndex().column()));
  d->grid->setFocus();
}

void TablePage::deleteSelectedRows() {
  if (const auto reason = d->table().readOnlyReason(); !reason.empty()) return showRejection(toQString(reason));
  struct Row { std::string ref; PendingChanges::Key key; PendingChanges::Image image; };
  std::vector<Row> rows;
  // Collected first: removing an added row moves the others.
  for (const int row : selectedRows(d->grid->selectionModel()->selectedIndexes())) {
    if (const auto ref = d->model->insertedRef(row); !ref.empty()) {
      rows.push_back({ref, {}, {}});
    } else if (const auto stored = d->model->storedRow(row)) {
      PendingChanges::Image image;
      for (std::size_t i = 0; i < d->table().attributes.size(); ++i)
        // A value that was cut is no image; the unit of work reads it whole.
        if (!stored->batch->isPartial(stored->row, i)) image.emplace_back(d->table().attributes[i].name, Value(stored->batch->at(stored->row, i)));
      rows.push_back({{}, d->model->key(row), std::move(image)});
    }
  }
  if (rows.empty()) return;
  d->changes->beginGroup(tr("Delete %n row(s)", nullptr, static_cast<int>(rows.size())));
  for (const auto& row : rows) {
    if (!row.ref.empty()) d->changes->removeInserted(row.ref);
    else d->changes->deleteRow(d->view.model, row.key, row.image);
  }
  d->changes->endGroup();
}

void TablePage::duplicateSelectedRows() {
  const Model& table = d->table();
  if (const auto reason = table.readOnlyReason(); !reason.empty()) return showRejection(toQString(reason));
  std::vector<Change::Values> copies;
  for (const int row : selectedRows(d->grid->selectionModel()->selectedIndexes())) {
    Change::Values values;
    for (std::size_t i = 0; i < table.attributes.size(); ++i) {
      const auto& attribute = table.attributes[i];
      const auto index = d->model->index(row, static_cast<int>(i));
      const auto value = d->model->value(index);
      const bool generatedKey = attribute.isKey && attribute.column.hasGeneratedValue();
      if (value && attribute.column.isWritable() && !generatedKey && !d->model->isPartial(index)) values.emplace_back(attribute.name, *value);
    }
    copies.push_back(std::move(values));
  }
  if (copies.empty()) return;
  d->changes->beginGroup(tr("Duplicate %n row(s)", nullptr, static_cast<int>(copies.size())));
  for (auto& values : copies) d->changes->insertRow(d->view.model, std::move(values));
  d->changes->endGroup();
  d->grid->setCurrentGlobalRow(d->model->insertedCount() - 1, 0);
}

void TablePage::copySelection(bool withHeaders) {
  const auto selection = d->grid->selectionModel()->selectedIndexes();
  if (!selection.isEmpty()) QApplication::clipboard()->setMimeData(clipboardData(selectedBlock(*d->model, selection), withHeaders));
}

void TablePage::copyAs(QString (*format)(const CellBlock&)) {
  QApplication::clipboard()->setText(format(selectedBlock(*d->model, d->grid->selectionModel()->selectedIndexes())));
}

void TablePage::paste() {
  const int refused = pasteText(*d->model, *d->changes, d->grid->selectionModel()->selectedIndexes(), d->grid->currentIndex(), QApplication::clipboard()->text());
  if (refused > 1) showRejection(tr("%n value(s) did not fit and were left out.", nullptr, refused));
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
      if (!value || value->isNull()) return;
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
  if (value) {
    const Json json = value->isNull() ? Json(nullptr) : jsonFromValue(*value, attribute->column.type);
    menu->addAction(tr("&Filter by this value"), this, [this, attribute, json] { setFilter(both(d->view.filter, Json{{attribute->name, json}})); });
    menu->addAction(tr("Filter by any &other value"), this, [this, attribute, json] { setFilter(both(d->view.filter, Json{{attribute->name, {{"$ne", json}}}})); });
  }
  menu->addAction(tr("&Clear filters"), this, [this] {
    d->grid->filterHeader()->clearFilters();
    std::fill(d->quickFilters.begin(), d->quickFilters.end(), Json());
    d->view.filter = Json::object();
    start(Restart::AtTheTop);
    Q_EMIT viewChanged();
  });
  if (attribute->isForeignKey) menu->addAction(tr("&Go to referenced row"), this, [this, index] { follow(index); });
  menu->addSeparator();
  const bool editable = d->model->readOnlyReason(index).isEmpty();
  menu->addAction(tr("Set &NULL"), this, [this, index] { d->model->setValue(index, Value()); })->setEnabled(editable && attribute->column.nullable);
  menu->addAction(tr("Set &empty text"), this, [this, index] { d->model->setValue(index, Value::text({})); })->setEnabled(editable && attribute->column.type.kind == TypeKind::Text);
  const std::string ref = d->model->insertedRef(index.row());
  if (!ref.empty()) menu->addAction(tr("Leave to &default"), this, [this, ref, attribute] { d->changes->clearInsertedCell(ref, attribute->name); });
  menu->addAction(tr("Edit in the &cell editor"), this, &TablePage::cellEditorRequested);
  menu->addSeparator();
  QMenu* copy = menu->addMenu(tr("Co&py as"));
  copy->addAction(tr("&JSON"), this, [this] { copyAs(toJsonText); });
  copy->addAction(tr("&Markdown"), this, [this] { copyAs(toMarkdown); });
  copy->addAction(tr("&Text with headers"), this, [this] { copySelection(true); });
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

void TablePage::stop() { d->source->stop(); }

bool TablePage::isBusy() const { return d->source->isReading() || d->source->isScanning(); }

QString TablePage::statusText() const {
  const QLocale locale;
  const auto total = d->source->rowCount();
  if (total == 0 && d->source->isReading()) return tr("Reading…");
  if (total == 0) return d->source->isRowCountExact() ? tr("No rows") : tr("Not read");
  const auto first = std::max<std::int64_t>(0, d->grid->firstVisibleRow() - d->model->insertedCount());
  const auto last = std::min(total, first + d->grid->visibleRows());
  const QString of = (d->source->isRowCountExact() ? QString() : QStringLiteral("≥ ")) + locale.toString(static_cast<qlonglong>(total));
  return tr("%1–%2 of %3").arg(locale.toString(static_cast<qlonglong>(first + 1)), locale.toString(static_cast<qlonglong>(last)), of);
}

QString TablePage::selectionText() const { return selectionSummary(*d->model, d->grid->selectionModel()->selectedIndexes()); }

}  // namespace joinery::ui

#include "moc_table_page.cpp"
