// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "orm/changes/change.h"
#include "orm/core/result.h"
#include "orm/core/value.h"
#include "orm/schema/column.h"

namespace joinery::ui {

/// A cell as one line of a grid: control characters as their pictures, long text cut, a blob as its size.
/// @param fullSize bytes of the whole value where only its beginning was read, else 0
QString gridText(ValueView value, const ValueType& type, std::uint64_t fullSize = 0);
/// The same of what is pending: `:new1` for the key of a row that is still to be added, the expression of a default.
/// @param column null where it is not known
QString pendingText(const Operand& operand, const schema::Column* column);
/// What stands for a cell's default: its expression, or that it is one.
QString defaultText(const schema::Column* column);
/// What is told about a cell that is to get it.
QString defaultNote(const schema::Column& column);
/// Whether a single-line editor gives the text back byte for byte.
bool fitsLineEditor(ValueView value);
/// What a person typed as a value of that column. Empty text is '' for text and NULL where the column can't hold ''.
/// @return DbError Data with what is wrong
Result<Value> valueFromText(const QString& text, const schema::Column& column);

}  // namespace joinery::ui
