// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace joinery {

/// Appends two lower-case hex digits for each byte. Any thread.
void appendHex(std::string& out, std::string_view bytes);
/// The same as a text of its own.
std::string hexEncode(std::string_view bytes);

}  // namespace joinery
