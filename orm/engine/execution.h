// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/dialect/compiled_statement.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Runs a compiled statement and fetches everything. For results known to be small.
/// Columns whose type the statement knows bear it in the batch. @throws DbError
std::shared_ptr<const RowBatch> fetchAll(Connection& connection, const CompiledStatement& statement);
/// Opens a cursor on it. @throws DbError
std::unique_ptr<Cursor> execute(Connection& connection, const CompiledStatement& statement);
/// Runs a statement for its effect. @return rows changed
std::int64_t executeUpdate(Connection& connection, const CompiledStatement& statement);

}  // namespace joinery
