// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_edits.h"

#include <QLocale>
#include <algorithm>

#include "orm/changes/seen_row.h"
#include "ui/grid/selection.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

CellEdits::CellEdits(Database* database, GridModel* model, PageSource* source, PendingChanges* changes, QObject* parent)
    : QObject(parent), m_model(model), m_changes(changes), m_fetch(database, source) {
  connect(&m_fetch, &RowFetch::busyChanged, this, &CellEdits::busyChanged);
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

void CellEdits::collect(const SelectedCells& selected, std::function<void(const Cells&)> proceed) {
  if (const auto reason = m_model->model()->readOnlyReason(); !reason.empty()) return Q_EMIT trouble(toQString(reason));
  if (m_changes->isCommitting()) return Q_EMIT trouble(tr("The changes are being committed."));
  const QLocale locale;
  if (selected.rowCount() > kMostRows)
    return Q_EMIT trouble(tr("Up to %1 rows are changed at once; %2 are selected. All rows that pass the filter are changed by “Set a column in all rows”.")
                              .arg(locale.toString(static_cast<qlonglong>(kMostRows)), locale.toString(static_cast<qlonglong>(selected.rowCount()))));
  if (selected.parts().empty()) return;
  if (!selected.isBlock()) {
    const auto cells = scattered(selected);
    return cells ? proceed(*cells) : Q_EMIT trouble(tr("Some of the selected cells have not been read yet, or not whole."));
  }
  std::vector<std::string> added;
  std::vector<std::int64_t> places;
  for (const auto& part : selected.parts()) {
    const auto end = part.first + std::min(part.count.value_or(m_model->globalRowCount()), m_model->globalRowCount() - part.first);
    for (auto row = part.first; row < end; ++row)
      if (row < m_model->insertedCount()) added.push_back(m_model->insertedRefAt(row));
      else places.push_back(row - m_model->insertedCount());
  }
  std::ranges::sort(places);
  m_fetch.fetch(places, RowFetch::Cells::Whole, [this, added, columns = selected.parts().front().columns, proceed = std::move(proceed)](const RowFetch::Rows& rows) {
    Cells cells;
    for (const auto& ref : added)
      for (const int column : columns) cells.push_back(cellOf(ref, column));
    for (const auto& row : rows)
      for (const int column : columns) cells.push_back(cellOf(row, column));
    proceed(cells);
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

void CellEdits::write(const EditableCell& cell, const Operand& value, const SeenCells& seen) {
  const std::string& name = cell.attribute->name;
  if (!cell.ref.empty()) return m_changes->setInsertedCell(cell.ref, name, value);
  const auto column = static_cast<std::size_t>(m_model->model()->attributeIndex(name));
  m_changes->setCell(m_model->model()->name, m_model->keyOf(*cell.row.batch, cell.row.row), name, Value(cell.row.batch->at(cell.row.row, column)), value, seen);
}

CellEdits::Outcome CellEdits::change(const QString& text, const Cells& cells, const Edit& edit) {
  return changeTo(text, cells, [&edit](const EditableCell& cell) -> Result<std::optional<Operand>> {
    auto value = edit(cell);
    if (!value) return value.error();
    return *value ? std::optional<Operand>(std::move(**value)) : std::nullopt;
  });
}

CellEdits::Outcome CellEdits::changeTo(const QString& text, const Cells& cells, const OperandEdit& edit) {
  Outcome outcome;
  const auto refuse = [&outcome](const QString& reason) {
    if (outcome.refused++ == 0) outcome.reason = reason;
  };
  std::vector<std::pair<const EditableCell*, Operand>> wanted;
  for (const EditableCell& cell : cells) {
    const auto value = edit(cell);
    if (!value) {
      refuse(toQString(value.error().message()));
    } else if (*value) {
      const bool isOpen = cell.isDefault || (!cell.ref.empty() && cell.value.isNull());
      const bool isValue = (*value)->isValue();
      if (const QString reason = readOnlyReason(cell); !reason.isEmpty()) refuse(reason);
      else if (isValue && (*value)->value().isNull() && !cell.attribute->column.nullable) refuse(tr("%1 can't be NULL.").arg(toQString(cell.attribute->name)));
      else if (isValue ? (*value)->value() == cell.value && !isOpen : cell.isDefault) ++outcome.equal;
      else wanted.emplace_back(&cell, **value);
    }
  }
  outcome.changed = static_cast<int>(wanted.size());
  if (wanted.empty()) return outcome;
  m_changes->beginGroup(text);
  SeenCells seen;
  const EditableCell* last = nullptr;
  for (const auto& [cell, value] : wanted) {
    // The cells of a row share what is known of it.
    const bool isSameRow = last && last->row.batch == cell->row.batch && last->row.row == cell->row.row;
    if (!isSameRow) seen = cell->row.batch ? seenRow(*m_model->model(), *cell->row.batch, cell->row.row) : SeenCells();
    last = cell;
    write(*cell, value, seen);
  }
  m_changes->endGroup();
  return outcome;
}

}  // namespace joinery::ui

#include "moc_cell_edits.cpp"
