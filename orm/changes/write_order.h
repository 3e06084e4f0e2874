// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/changes/table_dependencies.h"
#include "orm/changes/write_operation.h"

namespace joinery {

/// Whether what gives up a value of a unique key comes before what takes it.
enum class Handovers { First, AsTheyCome };

/// Sorts operations so that no foreign key is broken on the way: tables parents first, of each table UPDATEs by key before INSERTs
/// as they were made, rows that refer to other rows of the unit after those, DELETEs last and children first. A circle of rows is cut
/// at a foreign key that may be written later: INSERT with NULL, then UPDATE (for deletes: UPDATE to NULL first).
/// @param handovers First: a DELETE too, with those of rows that refer to its row; where a circle forbids that, it stays as it is, and
///                  validate() says so
/// @throws DbError CircularDependency where no such key is part of a circle
std::vector<WriteOperation> inWriteOrder(std::vector<WriteOperation> operations, const TableDependencies& graph, Handovers handovers);

}  // namespace joinery
