// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QItemSelectionModel>
#include <cstdint>
#include <limits>
#include <vector>

#include "ui/grid/grid_model.h"

namespace joinery::ui {

/// A block of selected cells by global rows, of any number.
struct SelectedRange {
  /// As a last row: whatever the table's end turns out to be.
  static constexpr std::int64_t kToEnd = std::numeric_limits<std::int64_t>::max();
  std::int64_t firstRow = 0;
  std::int64_t lastRow = 0;
  int firstColumn = 0;
  int lastColumn = 0;
  bool operator==(const SelectedRange&) const = default;
};

/// The selection of a grid by ranges of global rows: a view knows of those within its model's window, this of all. What it holds does
/// not grow with the rows.
class GridSelection : public QItemSelectionModel {
  Q_OBJECT
 public:
  explicit GridSelection(GridModel* model, QObject* parent = nullptr);

  /// All of it, disjoint but for what lies beyond the last row.
  std::vector<SelectedRange> ranges() const;
  /// Replaces all of it, or, extending, what was selected since a row was last clicked.
  enum class How { Replace, Extend };
  void selectRanges(const std::vector<SelectedRange>& ranges, How how = How::Replace);
  /// Puts what the view can show of it into the model's window anew, after that has moved.
  void followWindow(const std::vector<SelectedRange>& ranges);
  bool isEmpty() const { return m_outside.empty() && m_outsideCurrent.empty() && !hasSelection(); }

  void select(const QItemSelection& selection, SelectionFlags command) override;
  using QItemSelectionModel::select;
  void reset() override;

 Q_SIGNALS:
  void rangesChanged();

 private:
  struct Split {
    QItemSelection inside;
    std::vector<SelectedRange> outside;
  };
  Split split(const std::vector<SelectedRange>& ranges) const;
  GridModel* m_grid;
  std::vector<SelectedRange> m_outside;
  std::vector<SelectedRange> m_outsideCurrent;  ///< of what is being extended
  bool m_selecting = false;
};

}  // namespace joinery::ui
