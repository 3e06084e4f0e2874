// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/model/registry.h"

namespace joinery {

/// A change that another one can't be committed without.
struct NeededChange {
  std::uint64_t change = 0;
  std::uint64_t because = 0;  ///< the change that needs it
  std::string reason;         ///< a sentence for people
};

/// A part of a change set that can be committed by itself.
struct ClosedPart {
  ChangeSet changes;                ///< in the order of the whole
  std::vector<NeededChange> taken;  ///< those that were not chosen
};

/// The chosen changes with all that they need of the others: the rows that they refer to and that are inserted here, rows that let go of
/// a row that is deleted, rows that give up a unique value that is taken, and other changes of the same row. Pure; any thread.
/// @param chosen ids of the set
/// @throws DbError InvalidRequest, as UnitOfWork::plan(), for a change that can't be carried out
ClosedPart closedPart(const Registry& registry, const ChangeSet& changes, const std::set<std::uint64_t>& chosen);

}  // namespace joinery
