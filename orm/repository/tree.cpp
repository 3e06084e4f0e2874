// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/tree.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <unordered_set>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/model/shown_relationships.h"
#include "orm/query/join_path.h"
#include "orm/reading/joined_loader.h"
#include "orm/repository/serializer.h"

namespace joinery {

namespace {

/// A place in the tree where a row stands; a row may stand in several.
struct Place {
  std::shared_ptr<LoadedRecord> record;
  const Place* parent = nullptr;
  bool isCycle = false;
  struct Branch {
    const Relationship* relationship = nullptr;
    std::vector<std::unique_ptr<Place>> children;
    bool hasMore = false;
  };
  std::vector<Branch> branches;
};

/// Loads the tree a level and relationship at a time, for all places of it at once.
class TreeBuilder {
 public:
  TreeBuilder(RecordReader& reader, const TreeOptions& options) : m_reader(reader), m_options(options) {}

  /// @param roots of one model
  void grow(const std::vector<Place*>& roots) {
    if (roots.empty()) return;
    m_paths = parseJoinPaths(m_options.paths, m_reader.registry(), roots.front()->record->model());
    if (m_options.paths.empty()) growAll(roots, {}, 1);
    else growPaths(roots, m_paths, {}, 1, false);
  }

  Json json(const Place& place) const {
    if (place.isCycle) return {{"$cycle", keyToJson(place.record->model(), place.record->key())}};
    Json result = attributesToJson(*place.record);
    for (const Place::Branch& branch : place.branches) {
      Json rows = Json::array();
      for (const auto& child : branch.children) rows.push_back(json(*child));
      if (branch.hasMore) rows.push_back({{"$more", true}});
      if (branch.relationship->isToMany()) result[branch.relationship->name] = std::move(rows);
      else result[branch.relationship->name] = rows.empty() ? Json(nullptr) : std::move(rows.front());
    }
    return result;
  }

 private:
  void growAll(const std::vector<Place*>& places, const std::string& path, int level) {
    if (places.empty() || level > m_options.depth) return;
    const Model& model = places.front()->record->model();
    for (const Relationship* relationship : shownRelationships(m_reader.registry(), model)) {
      const std::string below = joinedPath(path, *relationship);
      growAll(branch(places, *relationship, below), below, level + 1);
    }
  }

  void growPaths(const std::vector<Place*>& places, const JoinTree& paths, const std::string& path, int level, bool isRepeated) {
    if (places.empty() || (isRepeated && level > m_options.depth)) return;
    for (const JoinTree& child : paths.children) {
      const std::string below = joinedPath(path, *child.relationship);
      const std::vector<Place*> next = branch(places, *child.relationship, below);
      const bool repeats = child.children.empty() && child.model == paths.model;
      if (repeats) growPaths(next, paths, below, level + 1, true);
      else growPaths(next, child, below, level + 1, isRepeated);
    }
  }

  /// Adds one relationship's rows below each place. @return the new places that can be followed further
  std::vector<Place*> branch(const std::vector<Place*>& places, const Relationship& relationship, const std::string& path) {
    std::vector<std::shared_ptr<LoadedRecord>> records;
    std::unordered_set<const LoadedRecord*> seen;
    for (const Place* place : places)
      if (seen.insert(place->record.get()).second) records.push_back(place->record);
    m_reader.load(records, relationship.name, mostRelated(), pruneOf(path));
    std::vector<Place*> next;
    for (Place* place : places) {
      Place::Branch& added = place->branches.emplace_back();
      added.relationship = &relationship;
      const std::vector<std::shared_ptr<LoadedRecord>>& related = *place->record->related(relationship.name);
      added.hasMore = related.size() > m_options.limit;
      for (std::size_t i = 0; i < std::min(related.size(), m_options.limit); ++i) {
        added.children.push_back(std::make_unique<Place>());
        Place& child = *added.children.back();
        child.record = related[i];
        child.parent = place;
        child.isCycle = isOwnAncestor(child);
        if (!child.isCycle) next.push_back(&child);
      }
    }
    return next;
  }

  Json pruneOf(const std::string& path) const {
    const bool ignoreCase = m_reader.registry().namesIgnoreCase();
    for (const auto& [name, filter] : m_options.prune.items())
      if (foldName(name, ignoreCase) == foldName(path, ignoreCase)) return filter;
    return Json::object();
  }

  /// One more than are shown tells whether there are more; a limit that no branch can reach is none.
  std::optional<std::size_t> mostRelated() const {
    constexpr auto kEndless = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    return m_options.limit < kEndless ? std::optional(m_options.limit + 1) : std::nullopt;
  }

  static bool isOwnAncestor(const Place& place) {
    const std::vector<Value> key = place.record->key();
    if (key.empty()) return false;
    for (const Place* ancestor = place.parent; ancestor != nullptr; ancestor = ancestor->parent)
      if (&ancestor->record->model() == &place.record->model() && ancestor->record->key() == key) return true;
    return false;
  }

  RecordReader& m_reader;
  const TreeOptions& m_options;
  JoinTree m_paths;
};

}  // namespace

Json relationTree(RecordReader& reader, const std::string& model, const std::vector<Value>& key, const TreeOptions& options) {
  Place root;
  root.record = reader.get(model, key);
  if (!root.record) throw DbError(ErrorKind::NoResult, reader.registry().at(model).name + " has no row with this key");
  TreeBuilder builder(reader, options);
  builder.grow({&root});
  return builder.json(root);
}

std::vector<Json> relationTrees(RecordReader& reader, const Query& query, const TreeOptions& options) {
  std::vector<std::unique_ptr<Place>> places;
  std::vector<Place*> roots;
  for (const auto& record : reader.select(query)) {
    places.push_back(std::make_unique<Place>());
    places.back()->record = record;
    roots.push_back(places.back().get());
  }
  TreeBuilder builder(reader, options);
  builder.grow(roots);
  std::vector<Json> trees;
  std::ranges::transform(roots, std::back_inserter(trees), [&](const Place* root) { return builder.json(*root); });
  return trees;
}

}  // namespace joinery
