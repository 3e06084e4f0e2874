// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <memory>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/paging/batch_spool.h"

namespace joinery::ui {

/// Cells of a result that stand together; both ends belong to it.
struct ResultRange {
  std::int64_t firstRow = 0;
  std::int64_t lastRow = 0;
  int firstColumn = 0;
  int lastColumn = 0;
};

/// What of a result went to the clipboard.
struct CopiedCells {
  std::unique_ptr<QMimeData> data;
  int cut = 0;              ///< cells of which only the head was read
  bool isTooLarge = false;  ///< nothing was copied: it is more than a clipboard should hold
};

/// The most bytes of cells that are copied.
inline constexpr std::size_t kMostCopiedBytes = 32U << 20U;

/// Puts the ranges into one block: the rows and columns that they touch; cells between them are empty. Any thread that may read the
/// spool's file. @throws DbError Cancelled, Operational
CopiedCells copyCells(const BatchSpool& spool, const std::vector<ResultRange>& ranges, bool withHeaders, const CancelToken& cancelToken);
/// Whether all of it is in memory, so that it can be copied at once.
bool isHeld(const BatchSpool& spool, const std::vector<ResultRange>& ranges);

}  // namespace joinery::ui
