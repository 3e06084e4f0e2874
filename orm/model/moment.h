// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace joinery {

/// A date and time of day as engines spell it: "2024-05-06 07:08:09.5+00".
struct Moment {
  std::chrono::microseconds sinceEpoch{0};     ///< as it is written: 1970-01-01 00:00:00 is 0, in whatever zone
  std::optional<std::chrono::seconds> offset;  ///< from UTC, where it has one
};

/// With ' ' or 'T' before the time of day, which may be left out or end at its minutes; a fraction is cut at microseconds.
/// @throws DbError Data for any other text: infinity, years before 1 and after 9999
Moment parseMoment(std::string_view text);
/// "2024-05-06 07:08:09", with a fraction where it is not 0. @throws DbError Data for years before 1 and after 9999
std::string formatMoment(std::chrono::microseconds sinceEpoch);

/// "2024-05-06". @throws DbError Data as parseMoment()
std::chrono::year_month_day parseDate(std::string_view text);
/// @throws DbError Data for no date of the calendar, or one that parseDate() does not read
std::string formatDate(std::chrono::year_month_day date);

}  // namespace joinery
