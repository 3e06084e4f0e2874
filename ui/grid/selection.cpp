// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/selection.h"

#include <algorithm>
#include <set>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// What a single pasted value does to one cell; refused ones count.
bool pasteCell(GridModel& model, const QModelIndex& index, const QString& text) {
  return index.isValid() && model.setData(index, text, Qt::EditRole);
}

}  // namespace

std::optional<QModelIndexList> selectedIndexes(const GridModel& model, const SelectedCells& cells) {
  QModelIndexList indexes;
  for (const auto& part : cells.parts()) {
    const auto end = part.first + std::min(part.count.value_or(model.globalRowCount()), model.globalRowCount() - part.first);
    for (std::int64_t global = part.first; global < end; ++global) {
      const auto row = global - model.windowStart();
      const bool isHere = row >= 0 && row < model.rowCount() && model.index(static_cast<int>(row), 0).data(GridModel::LoadedRole).toBool();
      if (!isHere) return std::nullopt;
      for (const int column : part.columns) indexes << model.index(static_cast<int>(row), column);
    }
  }
  return indexes;
}

CellBlock selectedBlock(const GridModel& model, const QModelIndexList& selection, const std::vector<int>& shownColumns) {
  std::set<int> rows, selectedColumns;
  std::set<std::pair<int, int>> chosen;
  for (const auto& index : selection) {
    rows.insert(index.row());
    selectedColumns.insert(index.column());
    chosen.emplace(index.row(), index.column());
  }
  CellBlock block;
  std::vector<int> columns;
  std::ranges::copy_if(shownColumns, std::back_inserter(columns), [&](int column) { return selectedColumns.contains(column); });
  for (const int column : columns) {
    block.headers << toQString(model.attribute(column)->name);
    block.types.push_back(model.attribute(column)->column.type);
  }
  for (const int row : rows) {
    std::vector<Value> cells;
    for (const int column : columns)
      cells.push_back(chosen.contains({row, column}) ? model.value(model.index(row, column)).value_or(Value()) : Value());
    block.rows.push_back(std::move(cells));
  }
  return block;
}

int pasteText(GridModel& model, PendingChanges& changes, const QModelIndexList& selection, const QModelIndex& current, const std::vector<int>& shownColumns,
              const QString& text) {
  const auto block = fromTsv(text);
  if (block.empty() || !current.isValid()) return 0;
  int refused = 0;
  changes.beginGroup(GridModel::tr("Paste"));
  if (block.size() == 1 && block[0].size() == 1) {
    for (const auto& index : selection.isEmpty() ? QModelIndexList{current} : selection) refused += pasteCell(model, index, block[0][0]) ? 0 : 1;
  } else {
    const auto first = std::ranges::find(shownColumns, current.column()) - shownColumns.begin();
    const auto columnAt = [&](qsizetype step) { return first + step < std::ssize(shownColumns) ? shownColumns[static_cast<std::size_t>(first + step)] : -1; };
    for (std::size_t row = 0; row < block.size(); ++row)
      for (qsizetype column = 0; column < block[row].size(); ++column)
        refused += pasteCell(model, model.index(current.row() + static_cast<int>(row), columnAt(column)), block[row][column]) ? 0 : 1;
  }
  changes.endGroup();
  return refused;
}

}  // namespace joinery::ui
