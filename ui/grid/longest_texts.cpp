// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/longest_texts.h"

#include <algorithm>

#include "ui/changes/cell_text.h"

namespace joinery::ui {

namespace {

/// More would not make any column wider.
constexpr qsizetype kMostLetters = 80;
constexpr std::size_t kMostCells = 20'000;

void keepLonger(QString& longest, const QString& text) {
  if (text.size() > longest.size() && longest.size() < kMostLetters) longest = text.left(kMostLetters);
}

}  // namespace

void LongestTexts::add(const Model& model, const RowBatch& rows, const std::unordered_map<int, int>& labelColumns) {
  m_columns.resize(model.attributes.size());
  const std::size_t count = std::min(rows.rows(), std::max<std::size_t>(8, kMostCells / std::max<std::size_t>(1, m_columns.size())));
  for (std::size_t column = 0; column < std::min(m_columns.size(), rows.columnCount()); ++column) {
    Column& longest = m_columns[column];
    const auto label = labelColumns.find(static_cast<int>(column));
    for (std::size_t row = 0; row < count; ++row) {
      const auto cell = rows.at(row, column);
      keepLonger(longest.text, cell.isNull() ? QStringLiteral("NULL") : gridText(cell, model.attributes[column].column.type, rows.fullSize(row, column)));
      if (label == labelColumns.end()) continue;
      const auto beside = rows.at(row, static_cast<std::size_t>(label->second));
      if (!beside.isNull()) keepLonger(longest.label, gridText(beside, ValueType{}));
    }
  }
}

}  // namespace joinery::ui
