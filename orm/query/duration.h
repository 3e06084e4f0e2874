// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace joinery {

/// A length of time by the calendar: ISO 8601's P1Y2M3W4DT5H6M7S, whole numbers.
struct Duration {
  std::chrono::months months{0};  ///< years too
  std::chrono::seconds seconds{0};  ///< weeks, days and less

  /// @return nothing where the text is no duration
  static std::optional<Duration> parse(std::string_view text);
  /// That long before a moment, by the calendar in UTC: a month before 31 March is the last day of February.
  std::chrono::sys_seconds before(std::chrono::sys_seconds moment) const;
};

/// "2024-02-29 13:05:00" in UTC.
std::string formatUtc(std::chrono::sys_seconds moment);

}  // namespace joinery
