// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
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
/// One row's cells of those columns, without those of more than kMostImageBytes, which are not read where the engine can leave them.
/// @return none where there is no such row
constexpr std::size_t kMostImageBytes = 64 * 1024;
std::optional<std::vector<std::pair<std::string, Value>>> readSmallCells(Connection& connection, const Dialect& dialect, const schema::Table& table,
                                                                         const std::vector<std::string>& columns,
                                                                         const std::vector<std::pair<std::string, Value>>& where);
/// How many rows there are of that kind.
std::int64_t countRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                       const std::vector<std::pair<std::string, Value>>& where);

}  // namespace joinery
