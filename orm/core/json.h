// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "orm/core/base64.h"
#include "orm/core/display_text.h"
#include "orm/core/nearest_names.h"
#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// JSON with its keys in the order they were given; integers whole up to 64 bits.
using Json = nlohmann::ordered_json;

/// What becomes of a number with more digits than a double keeps, such as 0.12345678901234567890.
enum class LongNumbers {
  Refuse,  ///< an error that asks for a text instead
  Round,   ///< to the nearest double
};

/// Parses JSON text from outside: size (64 MiB) and depth are capped, duplicate keys are refused.
/// @param maxDepth nested arrays and objects
/// @throws DbError Argument with line and column of the mistake
Json parseJson(std::string_view text, int maxDepth = 200, LongNumbers longNumbers = LongNumbers::Refuse);

/// A cell as JSON output has it: integers beyond 2^53 and exact numerics as strings, blobs (and text that is no valid
/// UTF-8) as {"$blob": base64}, timestamps in ISO 8601 (T between date and time), booleans of a boolean column as true
/// and false, JSON columns as strings of their text, NaN and infinities as strings; a value that its declared type
/// cannot express without loss as it is stored.
Json jsonFromValue(ValueView value, const ValueType& type);

/// The reverse: what a column of this type takes for that JSON. A per-cell column takes any scalar, as its affinity
/// would have it; a timestamp in ISO 8601 gets its space back.
/// @throws DbError Data when the JSON does not fit the type ("a text does not fit integer")
Value valueFromJson(const Json& json, const ValueType& type);

/// As messages have it: on one line, and cut when it is long.
std::string shownJson(const Json& json);

}  // namespace joinery
