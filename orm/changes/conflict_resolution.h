// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/unit_of_work.h"

namespace joinery {

/// What a person decided about one conflict.
struct ConflictResolution {
  enum class Take { Mine, Theirs, Edited };
  struct Cell {
    std::string attribute;
    Take take = Take::Theirs;
    Value edited = {};  ///< of Edited
  };
  /// Of an update of a row that is there: by cell; a cell that is not named is theirs.
  std::vector<Cell> cells;
  /// Of everything else as a whole: a deletion of a row that was changed, a change to a row that is gone, a link.
  Take row = Take::Theirs;
};

/// The change as it is to be after the decision, with what the database has now as its image: a later commit overwrites what a person has
/// seen and nothing else. A change to a row that is gone becomes, as mine, a new row with what is known of it.
/// @return nothing where nothing is left to do. Pure.
std::optional<Change> resolvedChange(const Change& change, const Conflict& conflict, const ConflictResolution& resolution, const Model& model);

}  // namespace joinery
