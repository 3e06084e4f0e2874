// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/schema/table.h"

namespace joinery::migration {

/// The table as SQLite makes it: a column is the rowid under another name where it is the one column of the primary key and an INTEGER, and
/// nowhere else. Pure. Source: sqlite.org/lang_createtable.html#rowid
schema::Table withRowIdKey(schema::Table table, const Dialect& dialect);

}  // namespace joinery::migration
