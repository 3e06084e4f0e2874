// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace joinery::schema {

/// Whether the text of a DEFAULT gives the same value each time: numbers, strings, NULL, operators and casts between
/// them; not function calls, nor CURRENT_TIMESTAMP and its like.
bool isConstantExpression(std::string_view sql);

}  // namespace joinery::schema
