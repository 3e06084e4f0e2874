// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_edits.h"

#include <QLocale>
#include <QThreadPool>
#include <algorithm>

#include "orm/changes/seen_row.h"
#include "orm/core/value_identity.h"
#include "ui/grid/selection.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Cells name attributes of the query's model.
struct KeptCells {
  std::shared_ptr<const PagedQuery> query;
  CellEdits::Cells cells;
};

/// Freed on a thread of its own, as they may be many.
CellEdits::SharedCells kept(std::shared_ptr<const PagedQuery> query, CellEdits::Cells cells) {
  const std::shared_ptr<const KeptCells> both(new KeptCells{std::move(query), std::move(cells)}, [](const KeptCells* last) { QThreadPool::globalInstance()->start([last] { delete last; }); });
  return {both, &both->cells};
}

}  // namespace

/// What is collected: the same columns of several rows.
struct CellEdits::Rows {
  std::shared_ptr<const PagedQuery> query;
  std::vector<int> columns;
  std::vector<std::string> added;
  RowFetch::Rows stored;
  std::uint64_t generation = 0;
  Cells cells = {};
};

CellEdits::CellEdits(Database* database, GridModel* model, PageSource* source, PendingChanges* changes, QObject* parent)
    : QObject(parent), m_model(model), m_source(source), m_changes(changes), m_fetch(database, source) {
  connect(&m_fetch, &RowFetch::busyChanged, this, &CellEdits::busyChanged);
  connect(&m_slices, &Slices::runningChanged, this, &CellEdits::busyChanged);
  connect(&m_fetch, &RowFetch::failed, this, [this](const DbError& error) { Q_EMIT trouble(toQString(error.message())); });
}

EditableCell CellEdits::cellOf(const PageSource::Row& row, int column) const {
  const Attribute* attribute = m_model->attribute(column);
  const Change* change = m_changes->changeOf(m_model->model()->name, m_model->keyOf(*row.batch, row.row));
  const Operand* operand = change ? change->value(attribute->name) : nullptr;
  if (operand && operand->isValue()) return {attribute, operand->value(), {}, row};
  if (operand && operand->isDefault()) return {attribute, Value(), {}, row, true};
  return {attribute, Value(row.batch->at(row.row, static_cast<std::size_t>(column))), {}, row};
}

EditableCell CellEdits::cellOf(const std::string& ref, int column) const {
  const Attribute* attribute = m_model->attribute(column);
  const Change* change = m_changes->insertByRef(ref);
  const Operand* operand = change ? change->value(attribute->name) : nullptr;
  return {attribute, operand && operand->isValue() ? operand->value() : Value(), ref, {}, !operand || operand->isDefault()};
}

/// Of several ranges with columns of their own; none where one of them is not read.
std::optional<CellEdits::Cells> CellEdits::scattered(const SelectedCells& selected) const {
  const auto indexes = selectedIndexes(*m_model, selected);
  if (!indexes) return std::nullopt;
  Cells cells;
  for (const QModelIndex& index : *indexes) {
    if (m_model->isPartial(index)) return std::nullopt;
    const std::string ref = m_model->insertedRef(index.row());
    const auto row = m_model->storedRow(index.row());
    if (!ref.empty()) cells.push_back(cellOf(ref, index.column()));
    else if (row) cells.push_back(cellOf(*row, index.column()));
  }
  return cells;
}

void CellEdits::collect(const SelectedCells& selected, std::function<void(const SharedCells&)> proceed) {
  m_slices.stop();
  if (const auto reason = m_model->model()->readOnlyReason(); !reason.empty()) return Q_EMIT trouble(toQString(reason));
  if (m_changes->isCommitting()) return Q_EMIT trouble(tr("The changes are being committed."));
  const QLocale locale;
  if (selected.rowCount() > kMostRows)
    return Q_EMIT trouble(tr("Up to %1 rows are changed at once; %2 are selected. All rows that pass the filter are changed by “Set a column in all rows”.")
                              .arg(locale.toString(static_cast<qlonglong>(kMostRows)), locale.toString(static_cast<qlonglong>(selected.rowCount()))));
  if (selected.parts().empty()) return;
  if (!selected.isBlock()) {
    auto cells = scattered(selected);
    return cells ? proceed(kept(m_source->sharedQuery(), std::move(*cells))) : Q_EMIT trouble(tr("Some of the selected cells have not been read yet, or not whole."));
  }
  const auto rows = std::make_shared<Rows>();
  rows->query = m_source->sharedQuery();
  rows->columns = selected.parts().front().columns;
  std::vector<std::int64_t> places;
  for (const auto& part : selected.parts()) {
    const auto end = part.first + std::min(part.count.value_or(m_model->globalRowCount()), m_model->globalRowCount() - part.first);
    for (auto row = part.first; row < end; ++row)
      if (row < m_model->insertedCount()) rows->added.push_back(m_model->insertedRefAt(row));
      else places.push_back(row - m_model->insertedCount());
  }
  std::ranges::sort(places);
  m_fetch.fetch(places, RowFetch::Cells::Whole, [this, rows, proceed = std::move(proceed)](const RowFetch::Rows& stored) {
    rows->stored = stored;
    collectRows(rows, proceed);
  });
}

void CellEdits::collectRows(const std::shared_ptr<Rows>& rows, std::function<void(const SharedCells&)> proceed) {
  const std::size_t addedRows = rows->added.size(), all = (addedRows + rows->stored.size()) * rows->columns.size();
  rows->cells.reserve(all);
  rows->generation = m_changes->generation();
  m_slices.start(addedRows + rows->stored.size(), [this, rows, addedRows](std::size_t row) {
    if (&rows->query->model() != m_model->model() || rows->generation != m_changes->generation()) return;
    for (const int column : rows->columns) rows->cells.push_back(row < addedRows ? cellOf(rows->added[row], column) : cellOf(rows->stored[row - addedRows], column));
  }, [this, rows, all, proceed = std::move(proceed)] {
    if (rows->cells.size() < all) return tellMeanwhile();
    proceed(kept(rows->query, std::move(rows->cells)));
  });
}

QString CellEdits::readOnlyReason(const EditableCell& cell) const {
  const auto& column = cell.attribute->column;
  if (column.isComputed()) return tr("%1 is computed by the database.").arg(toQString(cell.attribute->name));
  if (!cell.ref.empty()) return m_changes->insertByRef(cell.ref) ? QString() : tr("The row is gone.");
  if (!column.isWritable()) return tr("The database makes the values of %1.").arg(toQString(cell.attribute->name));
  const auto key = m_model->keyOf(*cell.row.batch, cell.row.row);
  if (key.empty()) return tr("The key of this row is too large for the row to be changed by it.");
  const Change* change = m_changes->changeOf(m_model->model()->name, key);
  return change && change->kind == Change::Kind::Delete ? tr("The row is marked for deletion.") : QString();
}

CellEdits::OperandEdit CellEdits::ofValues(Edit edit) {
  return [edit = std::move(edit)](const EditableCell& cell) -> Result<std::optional<Operand>> {
    auto value = edit(cell);
    if (!value) return value.error();
    return *value ? std::optional<Operand>(std::move(**value)) : std::nullopt;
  };
}

void CellEdits::stop() {
  m_fetch.stop();
  m_slices.stop();
}

void CellEdits::collectAndChange(const QString& text, const SelectedCells& selected, const OperandEdit& edit) {
  collect(selected, [this, text, edit](const SharedCells& cells) { changeTo(text, cells, edit); });
}

void CellEdits::change(const QString& text, const SharedCells& cells, const Edit& edit) { changeTo(text, cells, ofValues(edit)); }

void CellEdits::changeTo(const QString& text, const SharedCells& cells, const OperandEdit& edit) {
  if (!m_model->model()) return;
  const auto step = std::make_shared<Step>(Step{text, cells, edit, m_source->sharedQuery(), m_changes->generation()});
  m_slices.start(cells->size(), [this, step](std::size_t cell) {
    if (isAsBegun(*step)) judge(*step, (*step->cells)[cell]);
  }, [this, step] { makeEntries(step); });
}

bool CellEdits::isAsBegun(const Step& step) const { return step.generation == m_changes->generation() && &step.query->model() == m_model->model(); }

void CellEdits::judge(Step& step, const EditableCell& cell) const {
  const auto refuse = [&step](const QString& reason) {
    if (step.outcome.refused++ == 0) step.outcome.reason = reason;
  };
  const auto value = step.edit(cell);
  if (!value) return refuse(toQString(value.error().message()));
  if (!*value) return;
  const bool isOpen = cell.isDefault || (!cell.ref.empty() && cell.value.isNull());
  const bool isValue = (*value)->isValue();
  if (const QString reason = readOnlyReason(cell); !reason.isEmpty()) refuse(reason);
  else if (isValue && (*value)->value().isNull() && !cell.attribute->column.nullable) refuse(tr("%1 can't be NULL.").arg(toQString(cell.attribute->name)));
  else if (isValue ? (*value)->value() == cell.value && !isOpen : cell.isDefault) ++step.outcome.equal;
  else write(step, cell, **value);
}

void CellEdits::write(Step& step, const EditableCell& cell, const Operand& value) const {
  ++step.outcome.changed;
  const std::string& name = cell.attribute->name;
  const auto column = static_cast<std::size_t>(m_model->model()->attributeIndex(name));
  PendingChanges::RowCells& row = step.rows[placeOf(step, cell)];
  row.cells.push_back({name, cell.ref.empty() ? Value(cell.row.batch->at(cell.row.row, column)) : Value(), value});
}

/// Of the row among those of the step. The cells of a row share what is known of it.
std::size_t CellEdits::placeOf(Step& step, const EditableCell& cell) const {
  const EditableCell* last = std::exchange(step.last, &cell);
  if (last && last->ref == cell.ref && last->row.batch == cell.row.batch && last->row.row == cell.row.row) return step.lastPlace;
  const Model& model = *m_model->model();
  PendingChanges::RowCells row{model.name, cell.ref};
  if (cell.ref.empty()) row.key = m_model->keyOf(*cell.row.batch, cell.row.row);
  std::string identity = cell.ref;
  for (const Value& part : row.key) appendIdentity(identity, part);
  const auto [place, isNew] = step.places.emplace(std::move(identity), step.rows.size());
  if (isNew && cell.ref.empty()) row.seen = seenRow(model, *cell.row.batch, cell.row.row);
  if (isNew) step.rows.push_back(std::move(row));
  return step.lastPlace = place->second;
}

void CellEdits::makeEntries(const std::shared_ptr<Step>& step) {
  m_slices.start(step->rows.size(), [this, step](std::size_t row) {
    if (!isAsBegun(*step)) return;
    const PendingChanges::RowCells cells = std::move(step->rows[row]);
    if (auto entry = m_changes->edited(cells)) step->entries.push_back(std::move(*entry));
  }, [this, step] { finish(step); });
}

void CellEdits::tellMeanwhile() { Q_EMIT trouble(tr("Something else was changed, or the table was read anew, meanwhile; nothing was changed here.")); }

void CellEdits::finish(const std::shared_ptr<Step>& step) {
  if (m_changes->isCommitting()) return Q_EMIT trouble(tr("The changes are being committed."));
  if (!isAsBegun(*step)) return tellMeanwhile();
  m_changes->push(step->text, std::move(step->entries));
  Q_EMIT changed(step->outcome);
}

}  // namespace joinery::ui

#include "moc_cell_edits.cpp"
