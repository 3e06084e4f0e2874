// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace joinery::ui {

/// Where a text stops being JSON (RFC 8259), as an offset in bytes; none for one that is. Numbers of any size, keys that come twice and any
/// depth are JSON: nothing is read into memory. Linear in the text.
std::optional<std::size_t> jsonMistake(std::string_view text);

}  // namespace joinery::ui
