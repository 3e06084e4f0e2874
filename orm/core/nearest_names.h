// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// The known names nearest to a wrong one by edit distance (letter case ignored), best first; empty where none is near.
std::vector<std::string> nearestNames(std::string_view wrong, const std::vector<std::string>& known, std::size_t most = 3);

/// "Did you mean Album or Artist?"; "There are A, B and C." for a few known names and none near; else empty.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace joinery
