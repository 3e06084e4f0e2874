// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/shown_relationships.h"

#include <algorithm>

namespace joinery {

namespace {

bool isCoveredLink(const Registry& registry, const Model& model, const Relationship& relationship) {
  if (relationship.kind != Relationship::Kind::OneToMany) return false;
  const auto& target = registry.target(relationship).table;
  return std::ranges::any_of(model.relationships, [&](const Relationship& each) {
    return each.kind == Relationship::Kind::ManyToMany && registry.metadata().find(each.linkTable) == target &&
           each.linkLocalColumns == relationship.remoteColumns;
  });
}

}  // namespace

std::vector<const Relationship*> shownRelationships(const Registry& registry, const Model& model) {
  std::vector<const Relationship*> shown;
  for (const Relationship& relationship : model.relationships)
    if (!isCoveredLink(registry, model, relationship)) shown.push_back(&relationship);
  return shown;
}

}  // namespace joinery
