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

/// Why a row that has gone can't be added again as it was, with the update of it that is pending: what else stood in it is not known whole,
/// or its key is the database's to make. Empty where it can. For people. Pure.
std::string reasonNotToAddAgain(const Change& update, const Model& model);

/// The change as it is to be after the decision, with what the database has now as its image: a later commit overwrites what a person has
/// seen and nothing else. An update of a row that is gone becomes, as mine, the row as it was last seen with the update on top; where
/// reasonNotToAddAgain() has one, it stays as it is.
/// @return nothing where nothing is left to do. Pure.
std::optional<Change> resolvedChange(const Change& change, const Conflict& conflict, const ConflictResolution& resolution, const Model& model);

}  // namespace joinery
