// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "orm/core/json.h"
#include "orm/query/place.h"

namespace joinery {

/// A scalar of a filter document as a value that a column of this type is compared with. `{"$ago": "P7D"}` stands for
/// a moment of a time column, `{"$blob": …}` for bytes. Cells that have types of their own are compared with what
/// their declared type takes; undeclared ones with any scalar.
/// @param json not null
/// @throws DbError InvalidRequest with the place, where it does not fit
Value operandValue(const Json& json, const ValueType& type, const Place& place,
                   std::chrono::system_clock::time_point now);

/// Whether an object is a single value (`{"$blob": …}`, `{"$ago": …}`) and not operators.
bool isValueObject(const Json& json);

}  // namespace joinery
