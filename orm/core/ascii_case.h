// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace joinery {

/// The letter in lower case; everything but A to Z as it is, whatever the locale says.
constexpr char asciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The text with A to Z in lower case: how SQL compares keywords and SQLite names.
inline std::string asciiLower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = asciiLower(c);
  return lowered;
}

}  // namespace joinery
