// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "orm/paging/range_reader.h"
#include "orm/paging/row_ranges.h"
#include "ui/grid/changed_cells.h"
#include "ui/grid/grid_selection.h"

namespace joinery::ui {

/// What was selected at one moment, to be read by a worker however much it is: ranges of rows with the columns that are shown of them, and
/// the pending changes over them. Made on the GUI thread, then any thread.
class SelectedCells {
 public:
  struct Part {
    std::int64_t first = 0;               ///< global: added rows come first
    std::optional<std::int64_t> count = {};  ///< none: to the end
    std::vector<int> columns;             ///< attributes, from left to right
  };

  /// @param shownColumns from left to right; what is hidden is no part of it
  SelectedCells(const std::vector<SelectedRange>& ranges, const std::vector<int>& shownColumns, const GridModel& model, const PageSource& source,
                const PendingChanges& changes);

  const std::string& model() const { return m_query->spec().model; }
  const std::vector<Part>& parts() const { return m_parts; }
  /// Cells as far as rows are counted.
  std::int64_t cellCount() const;
  std::int64_t rowCount() const;
  /// Whether all of it has the same columns, so that it is a table.
  bool isBlock() const;

  /// The rows that it touches, as the database has them: those that were only added are not among them.
  RowRanges storedRows() const;

  /// Part by part, a batch at a time, of the part's columns, by their names. @throws DbError Cancelled and what the engine throws
  void read(Connection& connection, const CancelToken& cancelToken, RangeReader::Order order, const std::function<void(const RowBatch&)>& take) const;

 private:
  std::int64_t rowsOf(const Part& part) const;
  void readAdded(const Part& part, const std::function<void(const RowBatch&)>& take) const;
  ResultColumns columnsOf(const Part& part) const;

  std::shared_ptr<const PagedQuery> m_query;
  ChangedCells m_changes;
  std::int64_t m_knownRows;  ///< global
  std::vector<Part> m_parts;
};

}  // namespace joinery::ui
