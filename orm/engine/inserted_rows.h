// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/schema/table.h"

namespace joinery {

/// An INSERT that runs for many rows which give the same columns, and takes back what the database made of each.
struct InsertedRows {
  const schema::Table& table;
  std::vector<std::string> columns;    ///< what a set's values are of
  std::vector<std::string> returning;  ///< what done() is given
  std::vector<std::string> key;        ///< of the table
  std::string one;                     ///< the statement of one row
};

/// Runs it for each set, in order: many rows in one statement where the dialect has one, and what comes back can be told apart by a key
/// that the database numbers, or by one that is given; else row by row. Worker thread.
/// @throws DbError as Connection::executeEach(); Integrity where a row did not come back
void executeInserts(Connection& connection, const Dialect& dialect, const InsertedRows& rows, BindSets& sets);

}  // namespace joinery
