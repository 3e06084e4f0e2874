// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/table.h"

namespace joinery {

/// The name under which SQLite gives a table's rowid, where no column has taken it; empty for none.
std::string rowIdName(const schema::Table& table);

}  // namespace joinery
