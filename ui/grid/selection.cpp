// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/selection.h"

#include <QLocale>
#include <set>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr qsizetype kMostSummed = 200'000;

std::optional<double> number(const Value& value) {
  if (value.storageClass() == StorageClass::Integer) return static_cast<double>(value.toInteger());
  if (value.storageClass() == StorageClass::Real) return value.toReal();
  if (value.storageClass() != StorageClass::Text) return std::nullopt;
  bool ok = false;
  const double parsed = toQString(value.bytes()).toDouble(&ok);
  return ok ? std::optional(parsed) : std::nullopt;
}

struct Totals {
  int numbers = 0;
  double sum = 0, least = 0, greatest = 0;
  std::int64_t wholeSum = 0;
  bool whole = true;

  void add(const Value& value) {
    const auto each = number(value);
    if (!each) return;
    least = numbers == 0 ? *each : std::min(least, *each);
    greatest = numbers == 0 ? *each : std::max(greatest, *each);
    ++numbers;
    sum += *each;
    whole = whole && value.storageClass() == StorageClass::Integer && !__builtin_add_overflow(wholeSum, value.toInteger(), &wholeSum);
  }
};

QString shown(double value) { return toQString(formatReal(value)); }

/// What a single pasted value does to one cell; refused ones count.
bool pasteCell(GridModel& model, const QModelIndex& index, const QString& text) {
  return index.isValid() && model.setData(index, text, Qt::EditRole);
}

}  // namespace

std::vector<int> selectedRows(const QModelIndexList& selection) {
  std::set<int> rows;
  for (const auto& index : selection) rows.insert(index.row());
  return {rows.begin(), rows.end()};
}

CellBlock selectedBlock(const GridModel& model, const QModelIndexList& selection) {
  CellBlock block;
  std::set<int> columns;
  for (const auto& index : selection) columns.insert(index.column());
  for (const int column : columns) {
    block.headers << toQString(model.attribute(column)->name);
    block.types.push_back(model.attribute(column)->column.type);
  }
  const std::set<std::pair<int, int>> chosen = [&] {
    std::set<std::pair<int, int>> cells;
    for (const auto& index : selection) cells.emplace(index.row(), index.column());
    return cells;
  }();
  for (const int row : selectedRows(selection)) {
    std::vector<Value> cells;
    for (const int column : columns)
      cells.push_back(chosen.contains({row, column}) ? model.value(model.index(row, column)).value_or(Value()) : Value());
    block.rows.push_back(std::move(cells));
  }
  return block;
}

QString selectionSummary(const GridModel& model, const QModelIndexList& selection) {
  if (selection.size() < 2) return {};
  QString text = GridModel::tr("%n cell(s)", nullptr, static_cast<int>(selection.size()));
  if (selection.size() > kMostSummed) return text;
  Totals totals;
  for (const auto& index : selection)
    if (const auto value = model.value(index)) totals.add(*value);
  if (totals.numbers < 2) return text;
  const QString sum = totals.whole ? QString::number(totals.wholeSum) : shown(totals.sum);
  return text + GridModel::tr(" · sum %1 · average %2 · min %3 · max %4").arg(sum, shown(totals.sum / totals.numbers), shown(totals.least), shown(totals.greatest));
}

int pasteText(GridModel& model, PendingChanges& changes, const QModelIndexList& selection, const QModelIndex& current, const QString& text) {
  const auto block = fromTsv(text);
  if (block.empty() || !current.isValid()) return 0;
  int refused = 0;
  changes.beginGroup(GridModel::tr("Paste"));
  if (block.size() == 1 && block[0].size() == 1) {
    for (const auto& index : selection.isEmpty() ? QModelIndexList{current} : selection) refused += pasteCell(model, index, block[0][0]) ? 0 : 1;
  } else {
    for (std::size_t row = 0; row < block.size(); ++row)
      for (qsizetype column = 0; column < block[row].size(); ++column)
        refused += pasteCell(model, model.index(current.row() + static_cast<int>(row), current.column() + static_cast<int>(column)), block[row][column]) ? 0 : 1;
  }
  changes.endGroup();
  return refused;
}

}  // namespace joinery::ui
