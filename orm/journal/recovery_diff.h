// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// A recovered change beside the database as it is now.
struct RecoveredChange {
  enum class State {
    Applies,       ///< the row is as it was when the change was made; or it adds a row, a link
    AlreadyThere,  ///< the row has the new values already, or is deleted already
    Differs,       ///< somebody else has changed the row meanwhile
    RowGone,
    NoSuchPlace,   ///< the table or a column is no more
  };
  Change change;
  State state = State::Applies;
  struct Cell { std::string attribute; std::optional<Value> base; std::optional<Operand> mine; std::optional<Value> theirs; };
  std::vector<Cell> cells;
};

/// Compares recovered changes with the rows as they are: base, mine, theirs by cell. Writes nothing. Worker thread. @throws DbError
std::vector<RecoveredChange> compareRecovered(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeList& changes);

}  // namespace joinery
