// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/schema/table.h"

namespace joinery {

/// A column whose numbers the database gives, after rows came with numbers of their own.
struct AdvancedNumbers {
  std::string column;
  std::int64_t last = 0;  ///< the next number is a higher one
  std::string problem;    ///< why it could not be seen to; empty: it was
};

/// Sees to it that the next row without a number gets one that no row has, for those of the columns that the database numbers. Inside a
/// transaction; worker thread. @return those that were advanced or could not be @throws DbError ConnectionLost, Cancelled
std::vector<AdvancedNumbers> advanceNumbers(Connection& connection, const Dialect& dialect, const schema::Table& table, const std::vector<const schema::Column*>& columns);

}  // namespace joinery
