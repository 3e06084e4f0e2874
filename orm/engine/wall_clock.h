// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace joinery {

/// The time of day of moments that a steady clock gave, for what reads one clock where two would be needed. It looks at the
/// system's clock once a second, and so follows it when it is set. One thread at a time.
class WallClock {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  /// @param moment now, or a little before
  std::chrono::system_clock::time_point at(Moment moment) {
    if (moment - m_lookedAt >= std::chrono::seconds(1)) {
      m_lookedAt = std::chrono::steady_clock::now();
      m_timeThen = std::chrono::system_clock::now();
    }
    return m_timeThen + std::chrono::duration_cast<std::chrono::system_clock::duration>(moment - m_lookedAt);
  }

 private:
  Moment m_lookedAt = std::chrono::steady_clock::now();
  std::chrono::system_clock::time_point m_timeThen = std::chrono::system_clock::now();
};

}  // namespace joinery
