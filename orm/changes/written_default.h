// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/column.h"

namespace joinery {

/// A column's default as an expression of an UPDATE, for an engine that takes no DEFAULT there (SQLite): its text in brackets, NULL where there
/// is none. A default refers to no column: one that is a name, in quotes or not, is the text that SQLite takes it for.
/// Source: sqlite.org/lang_createtable.html#dfltval
std::string writtenDefault(const schema::Column& column);

}  // namespace joinery
