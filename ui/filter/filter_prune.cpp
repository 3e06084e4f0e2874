// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "orm/query/filter_document.h"
#include "orm/query/join_path.h"
#include "ui/filter/filter_node.h"

namespace joinery::ui {

namespace {

using Steps = std::vector<FilterNode>;
using Effect = FilterNode::Effect;

std::string pathBelow(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

/// The related rows of a step are one set only where all of it holds.
bool mayPrune(const FilterNode& row) {
  return row.kind == FilterNode::Kind::Relation && (row.quantifier == FilterNode::Quantifier::Some || row.quantifier == FilterNode::Quantifier::Count);
}

Json documentOfRows(const Steps& rows) { return filterDocument(FilterNode::group(FilterNode::Match::All, rows)); }

void addDocument(Json& prune, const std::string& path, Json filter) {
  const auto found = prune.find(path);
  if (found == prune.end()) prune[path] = std::move(filter);
  else *found = {{"$and", Json::array({*found, filter})}};
}

void collect(const Steps& rows, const std::string& above, Json& prune) {
  for (const FilterNode& row : rows) {
    if (!mayPrune(row)) continue;
    const std::string path = pathBelow(above, row.name);
    Json filter = row.effect == Effect::Restrict ? Json::object() : documentOfRows(row.children);
    if (!filter.empty()) addDocument(prune, path, row.isOff ? Json{{"$off", filter}} : filter);
    if (!row.isOff) collect(row.children, path, prune);
  }
}

std::vector<std::string> stepsOf(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t dot = std::min(path.find('.', start), path.size());
    names.push_back(path.substr(start, dot - start));
    start = dot + 1;
  }
  return names;
}

/// The step of that name among the rows, added where there is none; one that says the same filter comes first.
FilterNode& stepFor(Steps& rows, const std::string& name, const Json& filter) {
  const auto isStep = [&](const FilterNode& row) { return mayPrune(row) && row.name == name && !row.isOff; };
  const auto same = std::ranges::find_if(rows, [&](const FilterNode& row) { return isStep(row) && documentOfRows(row.children) == filter; });
  if (same != rows.end()) return *same;
  FilterNode step = FilterNode::relation(name, FilterNode::Quantifier::Some);
  step.effect = Effect::Prune;
  return rows.emplace_back(std::move(step));
}

/// @return false where rows cannot say it
bool addPath(FilterNode& root, const std::string& path, const Json& given, const Registry& registry, const Model& top) {
  const bool isOff = given.is_object() && given.size() == 1 && given.contains("$off");
  const Json& filter = isOff ? given["$off"] : given;
  const Model* model = &top;
  Steps* rows = &root.children;
  const std::vector<std::string> names = stepsOf(path);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Relationship* relationship = model->relationship(names[i]);
    if (!relationship || !relationship->isToMany()) return false;
    model = &registry.target(*relationship);
    if (i + 1 < names.size()) {
      const auto found = std::ranges::find_if(*rows, [&](const FilterNode& row) { return mayPrune(row) && row.name == relationship->name && !row.isOff; });
      rows = &(found == rows->end() ? stepFor(*rows, relationship->name, Json("")) : *found).children;
      continue;
    }
    const auto parsed = parseFilter(filter, registry, *model);
    if (!parsed) return false;
    FilterNode& step = stepFor(*rows, relationship->name, isOff ? Json("") : filter);
    if (step.effect == Effect::Restrict) step.effect = Effect::Both;
    else step.children = parsed->children;
    step.isOff = isOff;
  }
  return true;
}

}  // namespace

Json pruneDocument(const FilterNode& root) {
  Json prune = Json::object();
  if (root.match == FilterNode::Match::All) collect(root.children, {}, prune);
  return prune;
}

bool addPrune(FilterNode& root, const Json& prune, const Registry& registry, const Model& model) {
  if (root.match != FilterNode::Match::All) return prune.empty();
  FilterNode changed = root;
  for (const auto& [path, filter] : prune.items())
    if (!addPath(changed, path, filter, registry, model)) return false;
  // Two that lead to the same step would be one.
  if (pruneDocument(changed).size() != prune.size()) return false;
  root = std::move(changed);
  return true;
}

void requirePrune(const Json& prune, const Registry& registry, const Model& model) {
  if (!prune.is_object()) throw DbError(ErrorKind::InvalidRequest, "What is pruned is an object of dotted paths and filters");
  for (const auto& [path, filter] : prune.items()) {
    const JoinTree paths = parseJoinPaths({path}, registry, model);
    const JoinTree* last = &paths;
    while (!last->children.empty()) last = &last->children.front();
    try {
      compileFilter(filter, registry, *last->model, last->model->table->name.name);
    } catch (const DbError& error) {
      DbError told(error.kind(), "prune of " + path + ": " + error.message());
      told.hint = error.hint;
      throw told;
    }
  }
}

}  // namespace joinery::ui
