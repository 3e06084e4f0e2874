// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "orm/core/result.h"
#include "orm/core/value.h"
#include "orm/schema/column.h"

namespace joinery::ui {

/// A cell as one line of a grid: control characters as their pictures, long text cut, a blob as its size.
/// @param fullSize bytes of the whole value where only its beginning was read, else 0
QString gridText(ValueView value, const ValueType& type, std::uint64_t fullSize = 0);
/// Whether a single-line editor gives the text back byte for byte.
bool fitsLineEditor(ValueView value);
/// What a person typed as a value of that column. Empty text is '' for text and NULL where the column can't hold ''.
/// @return DbError Data with what is wrong
Result<Value> valueFromText(const QString& text, const schema::Column& column);

}  // namespace joinery::ui
