// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// Where rows are in an order: every 256th key with its row number. Filled by a background scan, read by others:
/// any thread (guarded by m_mutex).
class KeyIndex {
 public:
  static constexpr std::int64_t kStride = 256;
  struct Anchor { std::int64_t row = 0; std::vector<Value> key; };

  void add(Anchor anchor);
  /// The scan has come so far.
  void setRowsSeen(std::int64_t rows);
  /// The scan has seen all rows. @param rows how many there are
  void complete(std::int64_t rows);
  /// The last anchor at or before that row; none where nothing is known yet.
  std::optional<Anchor> before(std::int64_t row) const;
  /// Rows that were seen so far, or all when complete.
  std::int64_t rowsSeen() const;
  bool isComplete() const;
  std::size_t memoryUsage() const;

 private:
  mutable std::mutex m_mutex;
  std::vector<Anchor> m_anchors;
  std::int64_t m_rows = 0;
  bool m_complete = false;
};

}  // namespace joinery
