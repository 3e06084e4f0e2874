// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// How a cell reads for people and in CSV: the exact text; a whole real of a per-cell column keeps ".0"; a blob is
/// x'…' in hex; a boolean true or false; NULL is empty.
std::string displayText(ValueView value, const ValueType& type);

}  // namespace joinery
