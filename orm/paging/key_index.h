// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// Where rows are in an order: every 256th key. Long keys of very many rows are thinned out to every 512th, 1024th …, so that the
/// index stays small. Filled by a background scan, read by others: any thread (guarded by m_mutex).
class KeyIndex {
 public:
  static constexpr std::int64_t kStride = 256;
  static constexpr std::size_t kMostBytes = 48U << 20U;
  struct Anchor { std::int64_t row = 0; std::vector<Value> key; };
  /// Rows from one kept key to the next.
  struct Block {
    Anchor begin;
    std::optional<Anchor> next;        ///< where the next one begins; none for the last
    std::optional<std::int64_t> rows;  ///< as the scan found it; none where it has not come to its end
  };

  explicit KeyIndex(std::size_t mostBytes = kMostBytes) : m_mostBytes(mostBytes) {}

  /// Forgets everything, for another scan.
  void restart();
  /// @pre the anchors' rows are 0, 256, 512 …, one after another
  void add(const Anchor& anchor);
  /// The scan has come so far.
  void setRowsSeen(std::int64_t rows);
  /// The scan has seen all rows. @param rows how many there are
  void complete(std::int64_t rows);
  /// A place that was found otherwise while the scan is on its way there. A few are kept.
  void addLandmark(const Anchor& landmark);
  /// The last anchor or landmark at or before that row; none where nothing is known yet.
  std::optional<Anchor> before(std::int64_t row) const;
  /// The block that holds that row; of a row beyond all that is known the last one.
  std::optional<Block> block(std::int64_t row) const;
  /// Rows that were seen so far, or all when complete.
  std::int64_t rowsSeen() const;
  bool isComplete() const;
  /// Rows from one kept key to the next.
  std::int64_t stride() const;
  std::size_t memoryUsage() const;

 private:
  std::optional<Anchor> anchorAt(std::size_t place) const;
  void thinOut();

  const std::size_t m_mostBytes;
  mutable std::mutex m_mutex;
  std::string m_keys;                ///< packed, one after another
  std::vector<std::uint64_t> m_ends; ///< of each key
  std::map<std::int64_t, std::vector<Value>> m_landmarks;
  std::int64_t m_stride = kStride;
  std::int64_t m_rows = 0;
  bool m_complete = false;
};

}  // namespace joinery
