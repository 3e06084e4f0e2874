// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndexList>
#include <vector>

#include "ui/grid/clipboard_format.h"
#include "ui/grid/grid_model.h"

namespace joinery::ui {

/// The model's rows that the selection touches, ascending.
std::vector<int> selectedRows(const QModelIndexList& selection);
/// The selected cells as a block: the rows and columns that the selection spans; cells outside it are NULL.
CellBlock selectedBlock(const GridModel& model, const QModelIndexList& selection);
/// "3 cells · sum 12 · average 4 · min 1 · max 7" for more than one cell; sums are exact for integers.
QString selectionSummary(const GridModel& model, const QModelIndexList& selection);
/// Writes a block of text from the clipboard at the current cell; one value fills the whole selection. One undo step.
/// @return how many cells were refused
int pasteText(GridModel& model, PendingChanges& changes, const QModelIndexList& selection, const QModelIndex& current, const QString& text);

}  // namespace joinery::ui
