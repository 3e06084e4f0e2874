// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "orm/core/row_batch.h"

namespace joinery {

/// Appends a text or blob, cut at the limit where it is longer: UTF-8 between characters, bytes anywhere.
/// @param maxCellBytes bytes; 0 is no limit
void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView value, std::size_t maxCellBytes);

}  // namespace joinery
