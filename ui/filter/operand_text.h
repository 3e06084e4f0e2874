// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "orm/core/json.h"

namespace joinery::ui {

/// What a person types for an operand: text as it is, numbers, `ago P7D` for a time before now, x'00ff' for bytes. Where a
/// column takes texts and numbers, a text in double quotes is a text.
Json operandFromText(const QString& text, const ValueType& type);
QString operandText(const Json& operand, const ValueType& type);

/// Several, separated by commas; in double quotes where one holds a comma; NULL without quotes is NULL.
Json operandListFromText(const QString& text, const ValueType& type);
QString operandListText(const Json& operands, const ValueType& type);

}  // namespace joinery::ui
