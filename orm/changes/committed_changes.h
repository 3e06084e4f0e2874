// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/commit_mark.h"
#include "orm/model/registry.h"

namespace joinery {

/// The ids of what a person has changed: deletions of links that go with a row have ids of their own.
template <typename Changes>
std::vector<std::uint64_t> ownChanges(const Changes& changes) {
  std::vector<std::uint64_t> ids;
  for (const Change& change : changes)
    if (change.cause == 0) ids.push_back(change.id);
  return ids;
}

/// A commit went through: takes what was written out of the set, and gives the rest the keys that new rows got in place of their refs.
/// @param written what was written of it, as of ownChanges()
void settleCommitted(ChangeSet& pending, const std::vector<std::uint64_t>& written, const std::vector<GeneratedValues>& generated);
/// The same for one change that stays.
void settleReferences(Change& change, const std::vector<GeneratedValues>& generated);
/// Whether a reference of the change does not say which attribute of the new row it means.
bool hasUnnamedReference(const Change& change);
/// Says so, where the model tells. @param changes the set that the change is of
void nameReferences(const Registry& registry, const ChangeSet& changes, Change& change);

}  // namespace joinery
