// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/moment.h"

#include <array>
#include <cstdio>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

using std::chrono::microseconds;

constexpr std::size_t kDateEnd = 10;  // YYYY-MM-DD

[[noreturn]] void refuseTime(std::string_view text, const char* wanted) {
  throw DbError(ErrorKind::Data, "\"" + std::string(text) + "\" is no " + wanted);
}

/// Takes what stands in front of a text: digits, or a mark.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : m_rest(text) {}

  bool atEnd() const { return m_rest.empty(); }
  bool take(char mark) {
    if (m_rest.empty() || m_rest.front() != mark) return false;
    m_rest.remove_prefix(1);
    return true;
  }
  /// @return nothing where there are fewer digits
  std::optional<int> digits(std::size_t count) {
    if (m_rest.size() < count) return {};
    int number = 0;
    for (const char each : m_rest.substr(0, count)) {
      if (each < '0' || each > '9') return {};
      number = number * 10 + (each - '0');
    }
    m_rest.remove_prefix(count);
    return number;
  }
  /// After the point: what is finer is dropped.
  microseconds fraction() {
    microseconds value{0};
    for (int unit = 100'000; const auto digit = digits(1); unit /= 10) value += microseconds(*digit * unit);
    return value;
  }

 private:
  std::string_view m_rest;
};

/// Hours and minutes, and seconds where they are written. @return nothing for none, or beyond a clock's
std::optional<microseconds> takeClock(TimeReader& reader) {
  const auto hours = reader.digits(2);
  if (!hours || !reader.take(':')) return {};
  const auto minutes = reader.digits(2);
  if (!minutes || *hours > 24 || *minutes > 59) return {};
  microseconds time = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  if (!reader.take(':')) return time;
  const auto seconds = reader.digits(2);
  if (!seconds || *seconds > 60) return {};
  time += std::chrono::seconds(*seconds);
  if (reader.take('.')) time += reader.fraction();
  return time;
}

/// "+05:30", "-08", "Z" or nothing. @return whether it is one of them
bool takeOffset(TimeReader& reader, std::optional<std::chrono::seconds>& offset) {
  if (reader.atEnd()) return true;
  if (reader.take('Z')) {
    offset = std::chrono::seconds(0);
    return true;
  }
  const bool isBehind = reader.take('-');
  if (!isBehind && !reader.take('+')) return false;
  std::chrono::seconds value{0};
  for (const int unit : {3600, 60, 1}) {
    const auto part = reader.digits(2);
    if (!part) return false;
    value += std::chrono::seconds(*part * unit);
    if (!reader.take(':')) break;
  }
  offset = isBehind ? -value : value;
  return true;
}

std::optional<std::chrono::year_month_day> takeDate(TimeReader& reader) {
  const auto year = reader.digits(4);
  if (!year || !reader.take('-')) return {};
  const auto month = reader.digits(2);
  if (!month || !reader.take('-')) return {};
  const auto day = reader.digits(2);
  if (!day || *year < 1) return {};
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)), std::chrono::day(static_cast<unsigned>(*day)));
  return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace

Moment parseMoment(std::string_view text) {
  TimeReader reader(text);
  const auto date = takeDate(reader);
  if (!date) refuseTime(text, "date and time of the years 1 to 9999");
  Moment moment;
  moment.sinceEpoch = std::chrono::sys_days(*date).time_since_epoch();
  if (reader.atEnd()) return moment;
  if (!reader.take(' ') && !reader.take('T')) refuseTime(text, "date and time");
  const auto time = takeClock(reader);
  if (!time || !takeOffset(reader, moment.offset) || !reader.atEnd()) refuseTime(text, "date and time");
  moment.sinceEpoch += *time;
  return moment;
}

std::string formatMoment(microseconds sinceEpoch) {
  const std::chrono::sys_time<microseconds> moment(sinceEpoch);
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss<microseconds> time(moment - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d:%02d", static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  std::string made = formatDate(std::chrono::year_month_day(day)) + text.data();
  if (time.subseconds().count() == 0) return made;
  std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(time.subseconds().count()));
  made += text.data();
  return made.substr(0, made.find_last_not_of('0') + 1);
}

std::chrono::year_month_day parseDate(std::string_view text) {
  TimeReader reader(text.substr(0, kDateEnd));
  const auto date = takeDate(reader);
  if (!date || text.size() != kDateEnd) refuseTime(text, "date of the years 1 to 9999");
  return *date;
}

std::string formatDate(std::chrono::year_month_day date) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (!date.ok() || date.year() < std::chrono::year(1) || date.year() > std::chrono::year(9999)) refuseTime(text.data(), "date of the years 1 to 9999");
  return text.data();
}

}  // namespace joinery
