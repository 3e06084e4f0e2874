// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/page.h"

#include <algorithm>

namespace joinery {

bool Page::isGone(std::int64_t place) const { return std::ranges::binary_search(gone, place); }

std::optional<std::size_t> Page::rowAt(std::int64_t place) const {
  const auto found = std::ranges::lower_bound(gone, place);
  if (place < 0 || (found != gone.end() && *found == place)) return std::nullopt;
  const auto row = static_cast<std::size_t>(place - (found - gone.begin()));
  return row < rows->rows() ? std::optional(row) : std::nullopt;
}

Page PageBuilder::build() const {
  Page page;
  for (std::size_t i = 0; i < m_places.size(); ++i)
    if (!m_places[i].batch) page.gone.push_back(static_cast<std::int64_t>(i));
  page.rows = isOneBatch() ? m_places.front().batch : copiedRows();
  return page;
}

/// Nothing is copied where a batch is the page, nearly always.
bool PageBuilder::isOneBatch() const {
  std::size_t row = 0;
  for (const Place& place : m_places) {
    if (!place.batch) continue;
    if (place.batch != m_places.front().batch || place.row != row) return false;
    ++row;
  }
  return row > 0 && row == m_places.front().batch->rows();
}

std::shared_ptr<const RowBatch> PageBuilder::copiedRows() const {
  // The batches' last column may be one that only some of them have.
  auto like = m_columns;
  for (const Place& place : m_places)
    if (place.batch && (!like || place.batch->columnCount() < like->columnCount())) like = place.batch;
  ResultColumns columns;
  for (std::size_t i = 0; like && i < like->columnCount(); ++i) columns.push_back(like->column(i));
  const std::size_t count = columns.size();
  RowBatchBuilder builder(std::move(columns));
  for (const auto& [batch, row] : m_places) {
    if (!batch) continue;
    for (std::size_t column = 0; column < count; ++column) {
      if (const auto size = batch->fullSize(row, column)) builder.appendPartial(column, batch->at(row, column), size);
      else builder.append(column, batch->at(row, column));
    }
    builder.endRow();
  }
  return builder.build();
}

}  // namespace joinery
