// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "orm/core/row_batch.h"

namespace joinery {

/// Rows from one place of an order on. A place whose row was deleted elsewhere since the keys were scanned stays, without a row, so that
/// all others stay where they are.
struct Page {
  std::shared_ptr<const RowBatch> rows;
  std::vector<std::int64_t> gone;  ///< places from 0 on that have no row any more, ascending
  /// It was read before the rows' order was known for good, and is to be read again then.
  bool isProvisional = false;
  /// Its rows stand near that place, not surely at it: to be read again once the place is known.
  bool isNear = false;

  /// How many places it has.
  std::int64_t size() const { return static_cast<std::int64_t>(rows->rows() + gone.size()); }
  bool isGone(std::int64_t place) const;
  /// @return the row of the batch that stands at a place; none where it is gone or the page ends before
  std::optional<std::size_t> rowAt(std::int64_t place) const;
};

/// Puts a page together of rows of batches. One thread.
class PageBuilder {
 public:
  void add(const std::shared_ptr<const RowBatch>& batch, std::size_t row) { m_places.push_back({batch, row}); }
  void addGone() { m_places.push_back({}); }
  /// The columns of a page without rows.
  void setColumns(const std::shared_ptr<const RowBatch>& batch) { m_columns = batch; }
  std::int64_t size() const { return static_cast<std::int64_t>(m_places.size()); }
  Page build() const;

 private:
  struct Place {
    std::shared_ptr<const RowBatch> batch;
    std::size_t row = 0;
  };
  bool isOneBatch() const;
  std::shared_ptr<const RowBatch> copiedRows() const;
  std::vector<Place> m_places;
  std::shared_ptr<const RowBatch> m_columns;
};

}  // namespace joinery
