// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// How values stand in cells of CSV and TSV, both ways. Texts are their bytes as they are, numbers their digits, booleans true and
/// false, blobs x'…' in hex. Quotes tell a text from what would be read as something else: in a column whose every cell has a class of
/// its own (SQLite) `12` may be a number and `"12"` is a text, `x'41'` is a byte and `"x'41'"` a text.

/// Appends a value's cell without quotes; nothing for NULL.
void appendCellText(std::string& out, ValueView value, const ValueType& type);
/// What a cell without quotes is in a column of that type; it is not NULL. A Text or Blob points into the text or into `bytes`.
ValueView plainCellValue(std::string_view text, const ValueType& type, std::string& bytes);
/// The same of a cell in quotes: bytes in hex for a column that holds nothing but bytes, else a text.
ValueView quotedCellValue(std::string_view text, const ValueType& type, std::string& bytes);

}  // namespace joinery
