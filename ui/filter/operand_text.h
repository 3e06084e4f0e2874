// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "orm/core/json.h"

namespace joinery::ui {

/// What a person types for an operand: text as it is, numbers, `7 days ago` or `ago P1DT12H` for a time before now, x'00ff' for bytes. Where a
/// column takes texts and numbers, a text in double quotes is a text.
Json operandFromText(const QString& text, const ValueType& type);
QString operandText(const Json& operand, const ValueType& type);

/// Several, separated by commas; in double quotes where one holds a comma; NULL without quotes is NULL.
Json operandListFromText(const QString& text, const ValueType& type);
QString operandListText(const Json& operands, const ValueType& type);

/// "second" … "year", shortest first: what a time before now is counted in. They belong to what is typed and are not translated.
QStringList durationUnits();
/// "7 days ago"
QString durationText(int length, const QString& unit);

}  // namespace joinery::ui
