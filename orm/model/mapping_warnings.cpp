// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/mapping_warnings.h"

#include <utility>

namespace joinery {
namespace {

bool isMirrored(const Relationship& one, const Relationship& other) {
  if (one.linkTable != other.linkTable) return false;
  if (one.kind == Relationship::Kind::ManyToMany) return one.linkLocalColumns == other.linkRemoteColumns && one.linkRemoteColumns == other.linkLocalColumns;
  return one.ownsForeignKey() != other.ownsForeignKey() && one.localColumns == other.remoteColumns && one.remoteColumns == other.localColumns;
}

bool knowEachOther(const Relationship& one, const Relationship& other) { return one.backPopulates == other.name || other.backPopulates == one.name; }

std::string warning(const Model& model, const Relationship& relationship, const Model& target, const Relationship& other) {
  const std::string one = model.name + "." + relationship.name, two = target.name + "." + other.name;
  return one + " and " + two + " are one relation seen from both sides and don't say so: a change of one is not seen in the other. Set backPopulates of " + one + " to " + other.name +
         " and that of " + two + " to " + relationship.name + ".";
}

}  // namespace

std::vector<std::string> mappingWarnings(const Registry& registry) {
  std::vector<std::string> warnings;
  for (const auto& model : registry.models()) {
    for (const Relationship& relationship : model->relationships) {
      const Model& target = registry.target(relationship);
      for (const Relationship& other : target.relationships) {
        const bool isFirst = std::pair(model->name, relationship.name) < std::pair(target.name, other.name);
        if (isFirst && other.target == model->name && isMirrored(relationship, other) && !knowEachOther(relationship, other))
          warnings.push_back(warning(*model, relationship, target, other));
      }
    }
  }
  return warnings;
}

}  // namespace joinery
