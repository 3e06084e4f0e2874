// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/schema/table.h"

namespace joinery {

/// The sets of columns that no two rows share: the primary key first, then unique keys, then unique indexes over whole
/// columns of all rows, as the table lists them.
std::vector<std::vector<std::string>> uniqueColumnSets(const schema::Table& table);

}  // namespace joinery
