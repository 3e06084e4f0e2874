// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sliding_model.h"

#include <algorithm>

namespace joinery::ui {

void SlidingModel::placeWindow(std::int64_t start) {
  m_windowStart = start;
  m_rows = static_cast<int>(std::clamp<std::int64_t>(globalRowCount() - start, 0, kMostRows));
}

void SlidingModel::setWindowStart(std::int64_t globalRow) {
  const auto start = std::clamp<std::int64_t>(globalRow, 0, std::max<std::int64_t>(0, globalRowCount() - kMostRows));
  if (start == m_windowStart) return;
  beginResetModel();
  placeWindow(start);
  endResetModel();
}

void SlidingModel::followGlobalRowCount() {
  const auto total = globalRowCount();
  const int rows = static_cast<int>(std::clamp<std::int64_t>(total - m_windowStart, 0, kMostRows));
  if (rows == 0 && total > 0) return setWindowStart(0);
  if (rows > m_rows) {
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
  } else if (rows < m_rows) {
    beginRemoveRows({}, rows, m_rows - 1);
    m_rows = rows;
    endRemoveRows();
  }
}

void SlidingModel::globalRowsChanged(std::int64_t first, std::int64_t count) {
  const auto from = std::max<std::int64_t>(0, first - m_windowStart);
  const auto to = std::min<std::int64_t>(m_rows, first + count - m_windowStart) - 1;
  if (from <= to) Q_EMIT dataChanged(index(static_cast<int>(from), 0), index(static_cast<int>(to), columnCount() - 1));
}

}  // namespace joinery::ui

#include "moc_sliding_model.cpp"
