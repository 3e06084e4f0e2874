// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// Whether a column of that type could take the value: no only where no engine makes anything of it, such as "abc" for a number.
bool fits(const ValueView& value, const ValueType& type);

/// Whether it spells a UUID, in any of the ways that engines read.
bool isUuidText(std::string_view text);
/// Engines read dates in many spellings, but all of them have a digit or are one of a few words.
bool mayBeTimeText(std::string_view text);

/// As much of a text as a message can bear.
std::string shownText(std::string text);
/// A value as messages have it: texts in quotes, and cut when they are long; NULL.
std::string shownValue(ValueView value);
/// A type as it is declared, else by its kind.
std::string shownType(const ValueType& type);

}  // namespace joinery
