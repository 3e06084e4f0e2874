// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndexList>
#include <optional>
#include <vector>

#include "ui/grid/clipboard_format.h"
#include "ui/grid/selected_cells.h"

namespace joinery::ui {

/// The cells that were selected, row by row; none where a row is not on hand. For few cells: they are all listed.
std::optional<QModelIndexList> selectedIndexes(const GridModel& model, const SelectedCells& cells);
/// The selected cells as a block: the rows and columns that the selection spans; cells outside it are NULL.
/// @param shownColumns from left to right
CellBlock selectedBlock(const GridModel& model, const QModelIndexList& selection, const std::vector<int>& shownColumns);
/// Writes a block of text from the clipboard at the current cell; one value fills the whole selection. One undo step.
/// @param shownColumns from left to right: a block goes on into those that stand beside @return how many cells were refused
int pasteText(GridModel& model, PendingChanges& changes, const QModelIndexList& selection, const QModelIndex& current, const std::vector<int>& shownColumns,
              const QString& text);

}  // namespace joinery::ui
