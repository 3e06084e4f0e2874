// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/result_copy.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "ui/grid/clipboard_format.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Which column of the block each copied column is.
std::map<int, std::size_t> columnsOf(const std::vector<ResultRange>& ranges) {
  std::map<int, std::size_t> columns;
  for (const ResultRange& range : ranges)
    for (int column = range.firstColumn; column <= range.lastColumn; ++column) columns[column] = 0;
  std::size_t position = 0;
  for (auto& [column, place] : columns) place = position++;
  return columns;
}

/// The next row from `row` on that some range touches; -1 for none.
std::int64_t nextRow(const std::vector<ResultRange>& ranges, std::int64_t row) {
  std::int64_t next = -1;
  for (const ResultRange& range : ranges) {
    if (range.lastRow < row) continue;
    const std::int64_t first = std::max(row, range.firstRow);
    if (next < 0 || first < next) next = first;
  }
  return next;
}

/// Copies cells of a spool row by row.
class CellCopier {
 public:
  CellCopier(const BatchSpool& spool, const std::vector<ResultRange>& ranges) : m_spool(spool), m_ranges(ranges), m_columns(columnsOf(ranges)) {
    for (const auto& [column, position] : m_columns) {
      const ResultColumn& info = spool.columns()[static_cast<std::size_t>(column)];
      m_block.headers << toQString(info.label);
      m_block.types.push_back(info.type);
    }
  }
  void addRow(std::int64_t row) {
    if (!m_batch || row >= m_place.firstRow + m_place.rows) {
      m_place = m_spool.place(row);
      m_batch = m_spool.read(m_place.batch);
    }
    const auto inBatch = static_cast<std::size_t>(row - m_place.firstRow);
    auto& values = m_block.rows.emplace_back(m_columns.size());
    for (const ResultRange& range : m_ranges) {
      if (row < range.firstRow || row > range.lastRow) continue;
      for (int column = range.firstColumn; column <= range.lastColumn; ++column) addCell(values[m_columns.at(column)], inBatch, static_cast<std::size_t>(column));
    }
  }
  bool isTooLarge() const { return m_bytes > kMostCopiedBytes; }
  int cut() const { return m_cut; }
  const CellBlock& block() const { return m_block; }

 private:
  void addCell(Value& cell, std::size_t row, std::size_t column) {
    const ValueView value = m_batch->at(row, column);
    cell = Value(value);
    m_bytes += sizeof(Value);
    if (value.storageClass() == StorageClass::Text || value.storageClass() == StorageClass::Blob) m_bytes += value.bytes().size();
    if (m_batch->isPartial(row, column)) ++m_cut;
  }

  const BatchSpool& m_spool;
  const std::vector<ResultRange>& m_ranges;
  std::map<int, std::size_t> m_columns;
  BatchSpool::Place m_place;
  std::shared_ptr<const RowBatch> m_batch;
  CellBlock m_block;
  std::size_t m_bytes = 0;
  int m_cut = 0;
};

}  // namespace

CopiedCells copyCells(const BatchSpool& spool, const std::vector<ResultRange>& ranges, bool withHeaders, const CancelToken& cancelToken) {
  CellCopier copier(spool, ranges);
  for (std::int64_t row = nextRow(ranges, 0); row >= 0; row = nextRow(ranges, row + 1)) {
    cancelToken.throwIfCancelled();
    copier.addRow(row);
    if (copier.isTooLarge()) return {nullptr, 0, true};
  }
  CopiedCells copied{std::unique_ptr<QMimeData>(clipboardData(copier.block(), withHeaders)), copier.cut(), false};
  copied.data->moveToThread(QCoreApplication::instance()->thread());
  return copied;
}

bool isHeld(const BatchSpool& spool, const std::vector<ResultRange>& ranges) {
  return std::ranges::all_of(ranges, [&](const ResultRange& range) { return spool.held(spool.place(range.lastRow).batch) != nullptr; });
}

}  // namespace joinery::ui
