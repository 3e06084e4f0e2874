// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <set>

#include "ui/grid/clipboard_format.h"
#include "ui/grid/selection.h"
#include "ui/grid/table_page_p.h"
#include "ui/widgets/text.h"

// What a page does with what is selected.
namespace joinery::ui {

namespace {

/// So many cells are copied, pasted over and written as JSON at once.
constexpr std::int64_t kMostAtOnce = 10'000;
constexpr int kMostEditedRows = 10'000;
constexpr std::size_t kMostFilterValues = 1'000;

QString countText(std::int64_t count) { return QLocale().toString(static_cast<qlonglong>(count)); }

}  // namespace

/// The added rows among those that are selected, and the others with all they hold, once they are read.
void TablePage::withSelectedRows(RowFetch::Cells wanted, std::function<void(const std::vector<std::string>& added, const std::vector<PageSource::Row>& stored)> proceed) {
  if (const auto reason = d->table().readOnlyReason(); !reason.empty()) return showRejection(toQString(reason));
  const auto cells = selectedCells();
  if (cells.rowCount() > kMostEditedRows)
    return showRejection(tr("Up to %1 rows are changed at once; %2 are selected.").arg(countText(kMostEditedRows), countText(cells.rowCount())));
  std::vector<std::string> added;
  std::set<std::int64_t> stored;
  for (const auto& part : cells.parts()) {
    const auto end = part.first + std::min(part.count.value_or(d->model->globalRowCount()), d->model->globalRowCount() - part.first);
    for (auto row = part.first; row < end; ++row) {
      if (row >= d->model->insertedCount()) stored.insert(row - d->model->insertedCount());
      else if (const auto ref = d->model->insertedRefAt(row); std::ranges::find(added, ref) == added.end()) added.push_back(ref);
    }
  }
  d->fetch->fetch({stored.begin(), stored.end()}, wanted, [added, proceed = std::move(proceed)](const std::vector<PageSource::Row>& rows) { proceed(added, rows); });
}

void TablePage::deleteSelectedRows() {
  withSelectedRows(RowFetch::Cells::Cut, [this](const std::vector<std::string>& added, const std::vector<PageSource::Row>& stored) {
    if (added.empty() && stored.empty()) return;
    const bool haveKeys = std::ranges::none_of(stored, [this](const PageSource::Row& each) { return d->model->keyOf(*each.batch, each.row).empty(); });
    if (!haveKeys) return showRejection(tr("The key of a selected row is too large for the row to be deleted by it."));
    const auto& attributes = d->table().attributes;
    d->changes->beginGroup(tr("Delete %n row(s)", nullptr, static_cast<int>(added.size() + stored.size())));
    for (const auto& ref : added) d->changes->removeInserted(ref);
    for (const auto& [batch, row] : stored) {
      PendingChanges::Image image;
      for (std::size_t i = 0; i < attributes.size(); ++i)
        // A value that was cut is no image; the unit of work reads it whole.
        if (!batch->isPartial(row, i)) image.emplace_back(attributes[i].name, Value(batch->at(row, i)));
      d->changes->deleteRow(d->view.model, d->model->keyOf(*batch, row), image);
    }
    d->changes->endGroup();
  });
}

void TablePage::duplicateSelectedRows() {
  withSelectedRows(RowFetch::Cells::Whole, [this](const std::vector<std::string>& added, const std::vector<PageSource::Row>& stored) {
    const auto& attributes = d->table().attributes;
    std::vector<Change::Values> copies;
    for (const auto& ref : added)
      if (const Change* change = d->changes->insertByRef(ref)) copies.push_back(change->values);
    for (const auto& [batch, row] : stored) {
      const Change* change = d->changes->changeOf(d->view.model, d->model->keyOf(*batch, row));
      Change::Values values;
      for (std::size_t i = 0; i < attributes.size(); ++i) {
        const auto& attribute = attributes[i];
        const bool generatedKey = attribute.isKey && attribute.column.hasGeneratedValue();
        if (!attribute.column.isWritable() || generatedKey || batch->isPartial(row, i)) continue;
        const Operand* changed = change ? change->value(attribute.name) : nullptr;
        values.emplace_back(attribute.name, changed ? *changed : Operand(Value(batch->at(row, i))));
      }
      copies.push_back(std::move(values));
    }
    if (copies.empty()) return;
    d->changes->beginGroup(tr("Duplicate %n row(s)", nullptr, static_cast<int>(copies.size())));
    for (auto& values : copies) d->changes->insertRow(d->view.model, std::move(values));
    d->changes->endGroup();
    d->grid->setCurrentGlobalRow(d->model->insertedCount() - 1, 0);
  });
}

bool TablePage::selectRow(const std::vector<Value>& key, const std::string& ref, const std::string& attribute) {
  const GridModel& model = *d->model;
  for (std::int64_t row = 0; !ref.empty() && row < model.insertedCount(); ++row)
    if (model.insertedRefAt(row) == ref) {
      selectCell(row, attribute);
      return true;
    }
  for (int row = 0; ref.empty() && !key.empty() && row < model.rowCount(); ++row)
    if (model.key(row) == key) {
      selectCell(model.globalRow(row), attribute);
      return true;
    }
  return false;
}

SelectedCells TablePage::selectedCells() const {
  return {d->grid->selection()->ranges(), d->columns->shownColumns(), *d->model, *d->source, *d->changes};
}

/// None, with a word about it, where it is too much to have at once.
std::optional<QModelIndexList> TablePage::fewSelected(std::int64_t most) {
  const auto cells = selectedCells();
  if (cells.cellCount() > most) {
    showRejection(tr("That is for up to %1 cells; %2 are selected.").arg(countText(most), countText(cells.cellCount())));
    return std::nullopt;
  }
  auto indexes = selectedIndexes(*d->model, cells);
  if (!indexes) showRejection(tr("Some of the selected rows have not been read yet."));
  return indexes;
}

std::optional<RowRanges> TablePage::selectedRows() const {
  if (!d->model->model() || d->grid->selection()->isEmpty()) return std::nullopt;
  RowRanges rows = selectedCells().storedRows();
  return rows.rowCount > 1 ? std::optional(std::move(rows)) : std::nullopt;
}

std::optional<std::int64_t> TablePage::countedRows() const {
  return d->source->isRowCountExact() ? std::optional(d->source->rowCount()) : std::nullopt;
}

void TablePage::copySelection(bool withHeaders) {
  if (!d->model->model() || d->grid->selection()->isEmpty()) return;
  const auto cells = std::make_shared<const SelectedCells>(selectedCells());
  const auto here = cells->cellCount() <= kMostAtOnce ? selectedIndexes(*d->model, *cells) : std::nullopt;
  const bool isWhole = here && std::ranges::none_of(*here, [this](const QModelIndex& index) { return d->model->isPartial(index); });
  if (isWhole) return QApplication::clipboard()->setMimeData(clipboardData(selectedBlock(*d->model, *here, d->columns->shownColumns()), withHeaders));
  if (!cells->isBlock()) return showRejection(tr("So much can be copied as one block only: the same columns of all rows."));
  d->messages->clear();
  d->copy->start(cells, withHeaders ? SelectionCopy::Headers::AttributeNames : SelectionCopy::Headers::None);
}

/// What becomes of a copy that takes its time.
void TablePage::tellOfCopying() {
  using Kind = MessageBar::Kind;
  connect(d->copy, &SelectionCopy::busyChanged, this, &TabPage::busyChanged);
  connect(d->copy, &SelectionCopy::progressed, this, [this](qint64 rows, qint64 total) {
    d->messages->showMessage(Kind::Information, tr("Copying: %1 of %2 rows").arg(countText(rows), countText(total)));
    d->messages->addAction(tr("&Stop"), [this] { d->copy->stop(); });
  });
  connect(d->copy, &SelectionCopy::copied, this, [this](qint64 rows) { d->messages->showMessage(Kind::Information, tr("%1 rows are on the clipboard.").arg(countText(rows))); });
  connect(d->copy, &SelectionCopy::stopped, this, [this] { d->messages->showMessage(Kind::Information, tr("Copying was stopped; the clipboard is as it was.")); });
  connect(d->copy, &SelectionCopy::failed, this, [this](const DbError& error) { d->messages->showError(tr("Could not copy from %1").arg(title()), error); });
  connect(d->copy, &SelectionCopy::tooLarge, this, [this] {
    d->messages->showMessage(Kind::Warning, tr("That is more than the %1 MiB that fit on the clipboard. A file takes it.").arg(SelectionCopy::kMostBytes >> 20));
    d->messages->addAction(tr("&Export…"), [this] { Q_EMIT exportRequested(); });
  });
}

void TablePage::copyAs(QString (*format)(const CellBlock&)) {
  const auto selected = fewSelected(kMostAtOnce);
  if (!selected) return;
  if (std::ranges::any_of(*selected, [this](const QModelIndex& index) { return d->model->isPartial(index); }))
    return showRejection(tr("Some of the selected cells are too large for that. Copied as text, or exported to a file, they come whole."));
  QApplication::clipboard()->setText(format(selectedBlock(*d->model, *selected, d->columns->shownColumns())));
}

void TablePage::filterBySelectedValues() {
  const QModelIndex current = d->grid->currentIndex();
  const Attribute* attribute = d->model->attribute(current.column());
  const auto selected = attribute ? fewSelected(kMostAtOnce) : std::nullopt;
  if (!selected) return;
  Json values = Json::array();
  std::set<std::string> known;
  for (const QModelIndex& index : *selected) {
    const auto value = index.column() == current.column() ? d->model->value(index) : std::nullopt;
    if (!value) continue;
    if (d->model->isPartial(index)) return showRejection(tr("Some of the selected values are too large to be filtered by."));
    const Json json = value->isNull() ? Json(nullptr) : jsonFromValue(*value, attribute->column.type);
    // A document is no operand of a list.
    if (json.is_structured() && attribute->column.type.kind == TypeKind::Json) return showRejection(tr("Documents are filtered by their paths: add a condition to the filter."));
    if (known.insert(json.dump(-1, ' ', true, Json::error_handler_t::replace)).second) values.push_back(json);
  }
  if (values.size() > kMostFilterValues) return showRejection(tr("A filter takes up to %1 values; %2 are selected.").arg(countText(static_cast<std::int64_t>(kMostFilterValues)), countText(static_cast<std::int64_t>(values.size()))));
  if (!values.empty()) addFilter(Json{{attribute->name, std::move(values)}});
}

void TablePage::paste() {
  const auto selected = fewSelected(kMostAtOnce);
  if (!selected) return;
  const int refused = pasteText(*d->model, *d->changes, *selected, d->grid->currentIndex(), d->columns->shownColumns(), QApplication::clipboard()->text());
  if (refused > 1) showRejection(tr("%n value(s) did not fit and were left out.", nullptr, refused));
}

}  // namespace joinery::ui
