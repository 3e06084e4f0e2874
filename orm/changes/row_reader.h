// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Rows of one table by equality of some columns, whole cells. Columns are the table's. Worker thread. @throws DbError
std::shared_ptr<const RowBatch> readRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                                         const std::vector<std::string>& columns,
                                         const std::vector<std::pair<std::string, Value>>& where);
/// How many rows there are of that kind.
std::int64_t countRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                       const std::vector<std::pair<std::string, Value>>& where);

}  // namespace joinery
