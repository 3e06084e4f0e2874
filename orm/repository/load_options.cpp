// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/load_options.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/join_path.h"

namespace joinery {

namespace {

/// The beginning of a path that one statement can join without multiplying rows more than it must.
void addPaths(const JoinTree& tree, const std::string& prefix, bool isJoined, SelectOptions& options) {
  for (const JoinTree& child : tree.children) {
    const std::string path = prefix + child.relationship->name;
    const bool joins = isJoined && (prefix.empty() || !child.relationship->isToMany());
    (joins ? options.joined : options.selectin).push_back(path);
    addPaths(child, path + ".", joins, options);
  }
}

std::vector<std::string> attributesToRead(const Model& model, const Criteria& criteria) {
  if (criteria.exclude.empty()) return criteria.include;
  if (!criteria.include.empty()) throw DbError(ErrorKind::InvalidRequest, "attributes of " + model.name + " are included or excluded, not both");
  for (const std::string& name : criteria.exclude) {
    if (model.attribute(name)) continue;
    DbError error(ErrorKind::InvalidRequest, model.name + " has no attribute \"" + name + "\"");
    error.hint = nearestNamesHint(name, model.attributeNames());
    throw error;
  }
  std::vector<std::string> attributes;
  const auto isExcluded = [&](const Attribute& attribute) {
    return std::ranges::any_of(criteria.exclude, [&](const std::string& name) { return model.attribute(name) == &attribute; });
  };
  for (const Attribute& attribute : model.attributes)
    if (attribute.isKey || !isExcluded(attribute)) attributes.push_back(attribute.name);
  return attributes;
}

}  // namespace

SelectOptions loadOptions(const Registry& registry, const Model& model, const Criteria& criteria) {
  SelectOptions options;
  addPaths(parseJoinPaths(criteria.joins, registry, model), {}, true, options);
  options.attributes = attributesToRead(model, criteria);
  return options;
}

}  // namespace joinery
