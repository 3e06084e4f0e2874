// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery::ui {

/// The ways to look at a value, in the order of their tabs.
enum class ValueKind { Text, Json, Picture, Hex };

/// The one that suits a value by what it begins with: a picture, JSON, bytes that are no text. Looks at its beginning and end only.
/// @param type of its column
ValueKind valueKindOf(ValueView value, const ValueType& type);

}  // namespace joinery::ui
