// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/duration.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace joinery {

namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr int kMaxAmount = 1'000'000;

/// Takes one unit's amount into the duration; false for a letter that means nothing here.
bool addUnit(Duration& duration, char unit, bool isTime, int amount) {
  if (isTime) {
    if (unit == 'H') duration.seconds += std::chrono::hours(amount);
    else if (unit == 'M') duration.seconds += std::chrono::minutes(amount);
    else if (unit == 'S') duration.seconds += seconds(amount);
    else return false;
    return true;
  }
  if (unit == 'Y') duration.months += std::chrono::months(12 * amount);
  else if (unit == 'M') duration.months += std::chrono::months(amount);
  else if (unit == 'W') duration.seconds += days(7 * amount);
  else if (unit == 'D') duration.seconds += days(amount);
  else return false;
  return true;
}

}  // namespace

std::optional<Duration> Duration::parse(std::string_view text) {
  if (!text.starts_with('P')) return {};
  text.remove_prefix(1);
  Duration duration;
  std::string_view order = "YMWDTHMS";  // each unit once, largest first
  bool isTime = false;
  bool isAmountSeen = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !isTime) {
      isTime = true;
      isAmountSeen = false;
      order = "HMS";
      text.remove_prefix(1);
      continue;
    }
    int amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || amount < 0 || text.front() == '-' || amount > kMaxAmount || digits == text.size()) return {};
    const char unit = text[digits];
    const std::size_t rank = order.find(unit);
    if (rank == std::string_view::npos || !addUnit(duration, unit, isTime, amount)) return {};
    order.remove_prefix(rank + 1);
    isAmountSeen = true;
    text.remove_prefix(digits + 1);
  }
  if (!isAmountSeen) return {};
  return duration;
}

std::chrono::sys_seconds Duration::before(std::chrono::sys_seconds moment) const {
  const auto day = std::chrono::floor<days>(moment);
  std::chrono::year_month_day date = std::chrono::year_month_day(day) - months;
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (moment - day) - seconds;
}

std::string formatUtc(std::chrono::sys_seconds moment) {
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace joinery
