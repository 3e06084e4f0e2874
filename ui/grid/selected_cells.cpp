// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/selected_cells.h"

#include <algorithm>
#include <map>

namespace joinery::ui {

namespace {

struct RowSpan {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Ascending; what touches or overlaps is one.
std::vector<RowSpan> joined(std::vector<RowSpan> spans) {
  std::ranges::sort(spans, {}, &RowSpan::first);
  std::vector<RowSpan> rows;
  for (const RowSpan& span : spans) {
    const bool touches = !rows.empty() && (rows.back().last == SelectedRange::kToEnd || span.first <= rows.back().last + 1);
    if (touches) rows.back().last = std::max(rows.back().last, span.last);
    else rows.push_back(span);
  }
  return rows;
}

}  // namespace

SelectedCells::SelectedCells(const std::vector<SelectedRange>& ranges, const std::vector<int>& shownColumns, const GridModel& model,
                             const PageSource& source, const PendingChanges& changes)
    : m_query(source.sharedQuery()), m_changes(*model.model(), changes), m_knownRows(model.globalRowCount()) {
  // Ranges of several rows for each set of columns: a column that was dragged elsewhere splits a block into several.
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<int>> columnsOfRows;
  for (const auto& range : ranges) {
    auto& columns = columnsOfRows[{range.firstRow, range.lastRow}];
    for (const int column : shownColumns)
      if (column >= range.firstColumn && column <= range.lastColumn && std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
  }
  std::map<std::vector<int>, std::vector<RowSpan>> rowsOfColumns;
  for (auto& [rows, columns] : columnsOfRows) {
    std::ranges::sort(columns, {}, [&](int column) { return std::ranges::find(shownColumns, column) - shownColumns.begin(); });
    if (!columns.empty()) rowsOfColumns[columns].push_back({rows.first, rows.second});
  }
  for (const auto& [columns, spans] : rowsOfColumns) {
    for (const auto& span : joined(spans)) {
      const bool isOpen = span.last == SelectedRange::kToEnd;
      m_parts.push_back({span.first, isOpen ? std::nullopt : std::optional(span.last - span.first + 1), columns});
    }
  }
  std::ranges::stable_sort(m_parts, {}, &Part::first);
}

std::int64_t SelectedCells::rowsOf(const Part& part) const {
  const auto known = std::max<std::int64_t>(0, m_knownRows - part.first);
  return part.count ? std::min(*part.count, known) : known;
}

std::int64_t SelectedCells::cellCount() const {
  std::int64_t cells = 0;
  for (const Part& part : m_parts) cells += rowsOf(part) * static_cast<std::int64_t>(part.columns.size());
  return cells;
}

std::int64_t SelectedCells::rowCount() const {
  std::int64_t rows = 0;
  for (const Part& part : m_parts) rows += rowsOf(part);
  return rows;
}

bool SelectedCells::isBlock() const {
  return std::ranges::all_of(m_parts, [this](const Part& part) { return part.columns == m_parts.front().columns; });
}

ResultColumns SelectedCells::columnsOf(const Part& part) const {
  ResultColumns columns;
  for (const int column : part.columns) {
    const auto& attribute = m_query->model().attributes[static_cast<std::size_t>(column)];
    columns.push_back({attribute.name, attribute.column.type});
  }
  return columns;
}

RowRanges SelectedCells::storedRows() const {
  const auto added = static_cast<std::int64_t>(m_changes.addedRows().size());
  std::vector<RowSpan> spans;
  for (const Part& part : m_parts) {
    const std::int64_t last = part.count ? part.first + *part.count - 1 - added : SelectedRange::kToEnd;
    if (last >= 0) spans.push_back({std::max<std::int64_t>(0, part.first - added), last});
  }
  RowRanges rows{m_query, {}, 0};
  for (const RowSpan& span : joined(std::move(spans))) {
    const bool isOpen = span.last == SelectedRange::kToEnd;
    rows.ranges.push_back({span.first, isOpen ? std::nullopt : std::optional(span.last - span.first + 1)});
    rows.rowCount += std::max<std::int64_t>(0, std::min(span.last, m_knownRows - added - 1) - span.first + 1);
  }
  return rows;
}

void SelectedCells::readAdded(const Part& part, const std::function<void(const RowBatch&)>& take) const {
  const auto& added = m_changes.addedRows();
  const auto count = std::min<std::int64_t>(part.count.value_or(SelectedRange::kToEnd), static_cast<std::int64_t>(added.size()) - part.first);
  if (count <= 0) return;
  RowBatchBuilder builder(columnsOf(part));
  for (std::int64_t row = part.first; row < part.first + count; ++row) {
    for (std::size_t i = 0; i < part.columns.size(); ++i) builder.append(i, added[static_cast<std::size_t>(row)][static_cast<std::size_t>(part.columns[i])]);
    builder.endRow();
  }
  take(*builder.build());
}

void SelectedCells::read(Connection& connection, const CancelToken& cancelToken, RangeReader::Order order, const std::function<void(const RowBatch&)>& take) const {
  const auto added = static_cast<std::int64_t>(m_changes.addedRows().size());
  for (const Part& part : m_parts) {
    readAdded(part, take);
    auto attributes = part.columns;
    attributes.insert(attributes.end(), m_changes.keyAttributes().begin(), m_changes.keyAttributes().end());
    const auto first = std::max<std::int64_t>(0, part.first - added);
    std::optional<std::int64_t> count = part.count;
    if (count) count = part.first + *count - added - first;
    if (count && *count <= 0) continue;
    const auto columns = columnsOf(part);
    RangeReader(*m_query, connection, cancelToken).read(first, count, attributes, order, [&](const std::shared_ptr<const RowBatch>& rows) {
      if (m_changes.keyAttributes().empty()) return take(*rows);
      RowBatchBuilder builder(columns);
      for (std::size_t row = 0; row < rows->rows(); ++row) {
        for (std::size_t i = 0; i < part.columns.size(); ++i) builder.append(i, m_changes.value(*rows, row, i, part.columns[i], part.columns.size()));
        builder.endRow();
      }
      take(*builder.build());
    });
  }
}

}  // namespace joinery::ui
