// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// The schema after an operation. A new name is followed wherever the structure tells of the old one: keys, foreign keys of other tables,
/// indexes, partitions, what views read; and in texts where it can mean nothing else (checks, computed values, triggers, views, which keep the
/// names of their own columns). Statements that a database kept (Table::definition of a table, Index::definition) are dropped where they
/// would no longer be true. A DataStep changes nothing.
/// @param dialect how names compare and are quoted
/// @throws DbError InvalidRequest where there is nothing of that name, or already something of the new one
/// Pure; any thread.
schema::MetaData applied(schema::MetaData metadata, const Operation& operation, const Dialect& dialect);
schema::MetaData applied(schema::MetaData metadata, const Operations& operations, const Dialect& dialect);

}  // namespace joinery::migration
