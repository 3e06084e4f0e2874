// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "orm/changes/table_dependencies.h"
#include "orm/changes/write_operation.h"

namespace joinery {

/// A value of a unique key that one operation of a unit gives up and another one takes: the database wants them in this order. Keys
/// that it judges at the end of the transaction only need none.
struct ValueHandover {
  std::size_t giver = 0;
  std::size_t taker = 0;
};

/// All of a unit, by the operations' places. Quick where nothing gives anything up. Pure.
std::vector<ValueHandover> valueHandovers(const std::vector<WriteOperation>& operations);

/// Takes those deletions out that give up what a write takes, with the deletions of rows that refer to theirs.
/// @param deletions rows before those that they refer to
/// @return what was taken out, in the same order
std::vector<WriteOperation> takeEarlyDeletions(std::vector<WriteOperation>& deletions, const std::vector<WriteOperation>& writes, const TableDependencies& graph);

}  // namespace joinery
