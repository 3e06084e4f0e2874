// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_selection.h"

#include <algorithm>

namespace joinery::ui {

GridSelection::GridSelection(GridModel* model, QObject* parent) : QItemSelectionModel(model, parent), m_grid(model) {
  // Rows that come at the end of the window may be part of a range that reaches beyond it.
  connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
    if (!m_outside.empty() || !m_outsideCurrent.empty()) followWindow(ranges());
  });
}

std::vector<SelectedRange> GridSelection::ranges() const {
  auto all = m_outside;
  all.insert(all.end(), m_outsideCurrent.begin(), m_outsideCurrent.end());
  for (const auto& range : selection()) {
    const auto start = m_grid->windowStart();
    all.push_back({start + range.top(), start + range.bottom(), range.left(), range.right()});
  }
  return all;
}

GridSelection::Split GridSelection::split(const std::vector<SelectedRange>& ranges) const {
  Split parts;
  const auto start = m_grid->windowStart();
  const auto end = start + m_grid->rowCount();
  for (const auto& range : ranges) {
    const auto first = std::max(range.firstRow, start);
    const auto last = std::min(range.lastRow, end - 1);
    if (range.firstRow < start) parts.outside.push_back({range.firstRow, std::min(range.lastRow, start - 1), range.firstColumn, range.lastColumn});
    if (range.lastRow >= end) parts.outside.push_back({std::max(range.firstRow, end), range.lastRow, range.firstColumn, range.lastColumn});
    if (first > last || range.firstColumn >= m_grid->columnCount()) continue;
    const int right = std::min(range.lastColumn, m_grid->columnCount() - 1);
    parts.inside.select(m_grid->index(static_cast<int>(first - start), range.firstColumn), m_grid->index(static_cast<int>(last - start), right));
  }
  return parts;
}

void GridSelection::selectRanges(const std::vector<SelectedRange>& ranges, How how) {
  auto parts = split(ranges);
  m_selecting = true;
  if (how == How::Replace) {
    QItemSelectionModel::select(parts.inside, ClearAndSelect);
    m_outside = std::move(parts.outside);
    m_outsideCurrent.clear();
  } else {
    QItemSelectionModel::select(parts.inside, SelectCurrent);
    m_outsideCurrent = std::move(parts.outside);
  }
  m_selecting = false;
  Q_EMIT rangesChanged();
}

/// All of it is what an extension replaces from now on: Qt's own record of what was selected last is gone.
void GridSelection::followWindow(const std::vector<SelectedRange>& ranges) {
  auto parts = split(ranges);
  m_selecting = true;
  QItemSelectionModel::select(parts.inside, ClearAndSelect);
  m_selecting = false;
  m_outside.clear();
  m_outsideCurrent = std::move(parts.outside);
}

void GridSelection::select(const QItemSelection& selection, SelectionFlags command) {
  if (!m_selecting) {
    if (command & Clear) m_outside.clear();
    else if (!(command & Current)) m_outside.insert(m_outside.end(), m_outsideCurrent.begin(), m_outsideCurrent.end());
    m_outsideCurrent.clear();
  }
  QItemSelectionModel::select(selection, command);
  if (!m_selecting && command != NoUpdate) Q_EMIT rangesChanged();
}

void GridSelection::reset() {
  m_outside.clear();
  m_outsideCurrent.clear();
  QItemSelectionModel::reset();
  Q_EMIT rangesChanged();
}

}  // namespace joinery::ui

#include "moc_grid_selection.cpp"
