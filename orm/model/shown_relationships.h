// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/model/registry.h"

namespace joinery {

/// The relationships of a model that a tree of related rows follows, in the model's order: all but a one-to-many to a link
/// table whose far side a many-to-many shows.
/// @return they live as long as the model
std::vector<const Relationship*> shownRelationships(const Registry& registry, const Model& model);

}  // namespace joinery
