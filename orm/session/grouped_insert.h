// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "orm/driver/bind_sets.h"
#include "orm/driver/connection.h"

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

}  // namespace joinery
