// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "orm/core/row_batch.h"

namespace joinery {

/// One row of a catalogue query, read by the columns' labels. Numbers and truth values are understood as such and as
/// text, as drivers differ in it. Lives as long as the batch.
class CatalogueRow {
 public:
  CatalogueRow(const RowBatch& batch, std::size_t row) : m_batch(batch), m_row(row) {}

  bool isNull(std::string_view label) const { return cell(label).isNull(); }
  /// Empty for NULL.
  std::string text(std::string_view label) const;
  std::optional<std::string> optionalText(std::string_view label) const;
  /// 0 for NULL and for what is no number.
  std::int64_t integer(std::string_view label) const;
  std::optional<std::int64_t> optionalInteger(std::string_view label) const;
  bool flag(std::string_view label) const;

 private:
  /// @throws DbError InvalidRequest when the batch has no such column
  ValueView cell(std::string_view label) const;

  const RowBatch& m_batch;
  std::size_t m_row;
};

/// Calls visit(CatalogueRow) for each row; a null batch has none.
template <typename Visit>
void forEachCatalogueRow(const std::shared_ptr<const RowBatch>& batch, Visit&& visit) {
  for (std::size_t row = 0; batch && row < batch->rows(); ++row) visit(CatalogueRow(*batch, row));
}

}  // namespace joinery
