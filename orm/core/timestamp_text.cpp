// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/timestamp_text.h"

#include <algorithm>

namespace joinery {

namespace {

constexpr std::size_t kDateLength = 10;  // YYYY-MM-DD
constexpr std::size_t kSecondsEnd = 19;  // YYYY-MM-DD HH:MM:SS

bool isDigit(char character) { return character >= '0' && character <= '9'; }

/// @param pattern 'd' stands for a digit, everything else for itself
bool followsPattern(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(text, pattern, [](char character, char wanted) {
    return wanted == 'd' ? isDigit(character) : character == wanted;
  });
}

int twoDigits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

bool inRange(int value, int least, int most) { return value >= least && value <= most; }

/// Date and time with that character between them, and each number one that a calendar or clock shows.
bool isDateTime(std::string_view text, char separator) {
  if (text.size() < kSecondsEnd || text[kDateLength] != separator) return false;
  if (!followsPattern(text.substr(0, kDateLength), "dddd-dd-dd") || !followsPattern(text.substr(kDateLength + 1, 8), "dd:dd:dd")) return false;
  return !text.starts_with("0000") && inRange(twoDigits(text, 5), 1, 12) && inRange(twoDigits(text, 8), 1, 31) &&
         inRange(twoDigits(text, 11), 0, 24) && inRange(twoDigits(text, 14), 0, 59) && inRange(twoDigits(text, 17), 0, 60);
}

/// Where the fraction of the second ends, or npos where a point stands without digits after it.
std::size_t fractionEnd(std::string_view text) {
  if (text.size() == kSecondsEnd || text[kSecondsEnd] != '.') return kSecondsEnd;
  const auto rest = text.substr(kSecondsEnd + 1);
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(rest, isDigit) - rest.begin());
  return digits == 0 ? std::string_view::npos : kSecondsEnd + 1 + digits;
}

bool hasSign(std::string_view offset) { return !offset.empty() && (offset[0] == '+' || offset[0] == '-'); }

bool isHours(std::string_view offset) { return hasSign(offset) && followsPattern(offset.substr(1), "dd"); }

bool isHoursAndMinutes(std::string_view offset) { return hasSign(offset) && followsPattern(offset.substr(1), "dd:dd"); }

}  // namespace

std::string timestampToIso(std::string_view stored, OffsetStyle style) {
  const std::string same(stored);
  if (!isDateTime(stored, ' ')) return same;
  const std::size_t end = fractionEnd(stored);
  if (end == std::string_view::npos) return same;
  const auto offset = stored.substr(end);
  std::string iso = same;
  iso[kDateLength] = 'T';
  if (offset.empty()) return iso;
  if (style == OffsetStyle::Short && isHours(offset)) return iso + ":00";
  const bool isReversible = isHoursAndMinutes(offset) && (style == OffsetStyle::Full || !offset.ends_with(":00"));
  return isReversible ? iso : same;
}

std::string isoToTimestamp(std::string_view iso, OffsetStyle style) {
  const std::string same(iso);
  if (!isDateTime(iso, 'T')) return same;
  const std::size_t end = fractionEnd(iso);
  if (end == std::string_view::npos) return same;
  const auto offset = iso.substr(end);
  std::string stored = same;
  stored[kDateLength] = ' ';
  if (offset.empty()) return stored;
  if (!isHoursAndMinutes(offset)) return same;
  if (style == OffsetStyle::Short && offset.ends_with(":00")) stored.resize(stored.size() - 3);
  return stored;
}

}  // namespace joinery
