// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace joinery {

/// A day or a moment as spreadsheets keep it: days since 30 December 1899, and how it is shown.
struct SpreadsheetMoment {
  double serial = 0;
  const char* shown = "";
};

/// Of `2024-02-29`, `2024-02-29 13:05`, with seconds and up to three of their decimals, with a blank or a T between. Nothing for any
/// other text, for days before March 1900 (spreadsheets have a 29 February 1900, or count from elsewhere) and after 9999.
std::optional<SpreadsheetMoment> spreadsheetMoment(std::string_view text);

}  // namespace joinery
