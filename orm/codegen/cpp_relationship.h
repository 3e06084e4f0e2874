// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/model/mapping.h"

namespace joinery {

/// What a mapping has to say of a relationship, beside what follows from the foreign keys, so that it becomes the same again.
/// @return nothing where a mapping can't say it
std::optional<RelationshipMapping> relationshipMapping(const Registry& registry, const Model& model, const Relationship& relationship);

}  // namespace joinery
