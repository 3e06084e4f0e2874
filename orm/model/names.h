// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/core/db_error.h"

namespace joinery {

/// A name as the engine compares it: the letter case of ASCII folded where it does not count. Equal folded names are one name.
std::string foldName(std::string_view name, bool ignoreCase);
bool sameName(std::string_view left, std::string_view right, bool ignoreCase);
/// Where a name stands in a list, exact spelling first, then as the engine compares; -1 where it does not.
int findName(const std::vector<std::string>& names, std::string_view name, bool ignoreCase);

/// "Did you mean Album or Albums?", else the first of the valid names: the hint of an error about an unknown one.
std::string nearestNamesHint(std::string_view wrong, const std::vector<std::string>& valid);

}  // namespace joinery
