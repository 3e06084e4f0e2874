// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/row_batch.h"

namespace joinery {

/// Appends a value in a compact form: a byte that tells its kind and size, then no more bytes than it needs.
/// @param fullSize bytes of the whole cell where the value is only its beginning, else 0
void packValue(std::string& packed, ValueView value, std::uint64_t fullSize = 0);

struct UnpackedValue {
  ValueView value;  ///< its bytes are those of the packed text
  std::uint64_t fullSize = 0;
};

/// Takes the next value off the front. @pre packed begins with what packValue() wrote
UnpackedValue unpackValue(std::string_view& packed);

/// Takes so many rows off the front. @pre packed begins with what packValue() wrote, row by row
std::shared_ptr<const RowBatch> unpackRows(std::string_view& packed, const std::shared_ptr<const ResultColumns>& columns, std::int64_t rows);

/// All values of a text.
std::vector<Value> unpackValues(std::string_view packed);

}  // namespace joinery
