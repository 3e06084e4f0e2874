// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace joinery {

/// Turns %41 into A; a percent sign without two hex digits after it, and a plus, stay what they are.
std::string percentDecode(std::string_view text);
/// Writes every byte as %XX but letters, digits, "-._~" and those of `keep`.
std::string percentEncode(std::string_view text, std::string_view keep = {});

}  // namespace joinery
