// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/bind_sets.h"
#include "orm/driver/connection.h"
#include "orm/schema/table.h"

namespace joinery {

/// An INSERT that runs once for each row, or for several rows at a time where that is the same and costs less. Worker thread.
struct GroupedInsert {
  std::string one;         ///< the statement for one row
  std::string several;     ///< the same for as many as `rows`; empty: there is none
  std::size_t rows = 1;
  bool numbersRows = false;  ///< each row's done() is told the number that the engine gave the row, as if it were returned

  /// Rows are told of singly and in order. Several at a time only inside a transaction; where some of those fail they are taken one by
  /// one, so that the error tells of the row itself.
  /// @throws DbError of the first row that fails; Integrity where rows that others add meanwhile, as a trigger does, make numbers unsure
  void execute(Connection& connection, BindSets& sets) const;
};

/// How many rows of so many values one INSERT into the table takes; 1 where it has triggers, which may do other things for several.
std::size_t rowsOfInsert(const Dialect& dialect, const schema::Table& table, std::size_t valuesOfRow);

/// The statement of the engine's bulk loading, where it does for this table what INSERT would. Asks the database. Worker thread.
/// @throws DbError
std::optional<std::string> copyStatement(Connection& connection, const Dialect& dialect, const QualifiedName& table, const std::vector<std::string>& columns);

}  // namespace joinery
