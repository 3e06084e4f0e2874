// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "orm/paging/paged_query.h"

namespace joinery {

/// Rows of a query by their places, however many: what was selected at one moment. Any thread.
struct RowRanges {
  struct Range {
    std::int64_t first = 0;
    std::optional<std::int64_t> count = {};  ///< none: to the end
  };
  std::shared_ptr<const PagedQuery> query;
  std::vector<Range> ranges;  ///< ascending, apart from each other
  std::int64_t rowCount = 0;  ///< as far as they are counted
};

}  // namespace joinery
