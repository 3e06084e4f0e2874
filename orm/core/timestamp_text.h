// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace joinery {

/// Whose spelling of an offset from UTC a stored timestamp has.
enum class OffsetStyle {
  Short,  ///< PostgreSQL's: minutes only where they are not zero, +00 and +05:30
  Full,   ///< +00:00
};

/// "2024-05-06 07:08:09.5+00" as ISO 8601: "2024-05-06T07:08:09.5+00:00". Only what isoToTimestamp() turns back into the
/// same text is changed; "infinity", years before 1 and after 9999, and any other text stay as they are.
std::string timestampToIso(std::string_view stored, OffsetStyle style);
/// The reverse. A text that timestampToIso() does not write stays as it is.
std::string isoToTimestamp(std::string_view iso, OffsetStyle style);

}  // namespace joinery
