// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/base64.h"
#include "orm/core/display_text.h"
#include "orm/core/nearest_names.h"
#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// JSON with its keys in the order they were given; integers whole up to 64 bits.
using Json = nlohmann::ordered_json;

/// Parses JSON text from outside: size and depth are capped, duplicate keys are refused.
/// @param maxDepth nested arrays and objects
/// @throws DbError Argument with line and column of the mistake
Json parseJson(std::string_view text, int maxDepth = 200);

/// A cell as JSON output has it: integers beyond 2^53 and exact numerics as strings, blobs as {"$blob": base64},
/// timestamps in ISO 8601 (T between date and time), booleans of a boolean column as true and false, JSON columns
/// as strings of their text; a value that its declared type cannot express without loss as it is stored.
Json jsonFromValue(ValueView value, const ValueType& type);

/// The reverse: what a column of this type takes for that JSON.
/// @throws DbError Data when the JSON does not fit the type ("a text does not fit integer")
Value valueFromJson(const Json& json, const ValueType& type);

}  // namespace joinery
