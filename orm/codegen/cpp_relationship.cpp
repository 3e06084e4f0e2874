// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/cpp_relationship.h"

#include <algorithm>
#include <set>

#include "orm/core/db_error.h"
#include "orm/model/join_finder.h"

namespace joinery {

namespace {

using Pairs = std::set<std::pair<std::string, std::string>>;

Pairs pairsOf(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  Pairs pairs;
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) pairs.emplace(left[i], right[i]);
  return pairs;
}

bool isSameJoin(const Relationship& left, const Relationship& right) {
  if (left.kind != right.kind) return false;
  if (left.kind != Relationship::Kind::ManyToMany) return pairsOf(left.localColumns, left.remoteColumns) == pairsOf(right.localColumns, right.remoteColumns);
  return left.linkTable == right.linkTable && pairsOf(left.localColumns, left.linkLocalColumns) == pairsOf(right.localColumns, right.linkLocalColumns) &&
         pairsOf(left.remoteColumns, left.linkRemoteColumns) == pairsOf(right.remoteColumns, right.linkRemoteColumns);
}

/// Whether the mapping leads to that relationship by the tables' foreign keys.
bool says(const RelationshipMapping& mapping, const Registry& registry, const Model& model, const Relationship& wanted) {
  try {
    Relationship made;
    JoinFinder(registry.metadata(), model.name, *model.table, *registry.target(wanted).table).complete(mapping, made);
    return isSameJoin(made, wanted);
  } catch (const DbError&) {
    return false;
  }
}

/// From what says least to what says most.
std::vector<RelationshipMapping> candidates(const RelationshipMapping& plain, const Relationship& relationship) {
  const bool isLinked = relationship.kind == Relationship::Kind::ManyToMany;
  std::vector<std::string> keys = isLinked ? relationship.linkLocalColumns : relationship.ownsForeignKey() ? relationship.localColumns : relationship.remoteColumns;
  if (isLinked) keys.insert(keys.end(), relationship.linkRemoteColumns.begin(), relationship.linkRemoteColumns.end());
  RelationshipMapping byKeys = plain, bySide = plain;
  byKeys.foreignKeys = keys;
  bySide.remoteSide = isLinked ? relationship.linkRemoteColumns : relationship.remoteColumns;
  RelationshipMapping byBoth = byKeys;
  byBoth.remoteSide = bySide.remoteSide;
  std::vector<RelationshipMapping> all{plain, byKeys, bySide, byBoth};
  if (isLinked) return all;
  RelationshipMapping byColumns = plain;
  for (std::size_t i = 0; i < relationship.localColumns.size(); ++i) byColumns.joins.emplace_back(relationship.localColumns[i], relationship.remoteColumns[i]);
  all.push_back(std::move(byColumns));
  return all;
}

}  // namespace

std::optional<RelationshipMapping> relationshipMapping(const Registry& registry, const Model& model, const Relationship& relationship) {
  if (!relationship.criterion.empty()) return {};
  RelationshipMapping plain{.name = relationship.name, .to = relationship.target};
  plain.isScalar = relationship.kind == Relationship::Kind::OneToOne;
  plain.postUpdate = relationship.postUpdate;
  plain.passiveDeletes = relationship.passiveDeletes;
  if (relationship.kind == Relationship::Kind::ManyToMany) plain.secondary = relationship.linkTable;
  for (RelationshipMapping& each : candidates(plain, relationship))
    if (says(each, registry, model, relationship)) return std::move(each);
  return {};
}

}  // namespace joinery
