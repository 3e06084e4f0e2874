// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/relationship_renames.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace joinery {

namespace {

/// What stands before a relationship's filter; $count stands beside them and compares a number.
constexpr std::array<std::string_view, 5> kFilterWords{"$some", "$none", "$every", "$of", "$off"};

bool isFilterWord(const std::string& name) { return std::ranges::find(kFilterWords, name) != kFilterWords.end(); }

bool isQuantified(const Json& object) {
  return object.contains("$count") || std::ranges::any_of(kFilterWords, [&](std::string_view each) { return each != "$off" && object.contains(each); });
}

}  // namespace

Json RelationshipRenames::filter(const Json& filter, const std::string& model) const {
  if (filter.is_array()) {
    Json all = Json::array();
    for (const Json& each : filter) all.push_back(this->filter(each, model));
    return all;
  }
  if (!filter.is_object()) return filter;
  Json renamed = Json::object();
  for (const auto& [key, value] : filter.items()) {
    if (key == "$and" || key == "$or" || key == "$not" || key == "$off") renamed[key] = this->filter(value, model);
    else if (const auto step = m_lookup(model, key)) renamed[step->name] = related(value, step->target);
    else renamed[key] = value;
  }
  return renamed;
}

Json RelationshipRenames::related(const Json& value, const std::string& target) const {
  if (!value.is_object() || !isQuantified(value)) return filter(value, target);
  Json renamed = Json::object();
  for (const auto& [key, operand] : value.items()) renamed[key] = isFilterWord(key) ? filter(operand, target) : operand;
  return renamed;
}

RelationshipRenames::Walk RelationshipRenames::walked(const std::string& path, const std::string& model) const {
  const std::size_t sign = path.starts_with('+') || path.starts_with('-') ? 1 : 0;
  Walk walk{path.substr(0, sign), model};
  for (std::size_t at = sign; at < path.size();) {
    const std::size_t dot = std::min(path.find('.', at), path.size());
    const auto step = m_lookup(walk.end, path.substr(at, dot - at));
    if (!step) {
      walk.path += path.substr(at);
      break;
    }
    walk.path += step->name + (dot < path.size() ? "." : "");
    walk.end = step->target;
    at = dot + 1;
  }
  return walk;
}

std::string RelationshipRenames::path(const std::string& path, const std::string& model) const { return walked(path, model).path; }

std::vector<std::string> RelationshipRenames::paths(const std::vector<std::string>& paths, const std::string& model) const {
  std::vector<std::string> renamed;
  std::ranges::transform(paths, std::back_inserter(renamed), [&](const std::string& each) { return path(each, model); });
  return renamed;
}

Json RelationshipRenames::prune(const Json& prune, const std::string& model) const {
  if (!prune.is_object()) return prune;
  Json renamed = Json::object();
  for (const auto& [key, value] : prune.items()) {
    const Walk walk = walked(key, model);
    renamed[walk.path] = filter(value, walk.end);
  }
  return renamed;
}

}  // namespace joinery
