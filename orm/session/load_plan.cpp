// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/load_plan.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using How = LoadPlan::How;

std::vector<std::string> stepsOf(const std::string& path) {
  std::vector<std::string> steps(1);
  for (const char c : path) {
    if (c == '.') steps.emplace_back();
    else steps.back() += c;
  }
  return steps;
}

const Relationship& relationshipAt(const Model& model, const std::string& name) {
  if (const Relationship* found = model.relationship(name)) return *found;
  DbError error(ErrorKind::InvalidRequest, model.name + " has no relationship \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.relationshipNames());
  throw error;
}

LoadPlan& addPath(LoadPlan& root, const Registry& registry, const std::string& path, How how) {
  LoadPlan* place = &root;
  for (const std::string& step : stepsOf(path)) {
    const Relationship& relationship = relationshipAt(*place->model, step);
    if (relationship.loading == Loading::WriteOnly)
      throw DbError(ErrorKind::InvalidRequest, place->model->name + "." + relationship.name + " is write-only and can't be loaded along");
    if (LoadPlan* there = place->child(relationship)) {
      place = there;
      continue;
    }
    LoadPlan added;
    added.how = how;
    added.relationship = &relationship;
    added.model = &registry.target(relationship);
    place->children.push_back(std::move(added));
    place = &place->children.back();
  }
  return *place;
}

void addMapped(LoadPlan& plan, const Registry& registry, std::vector<const Model*>& above) {
  above.push_back(plan.model);
  for (const Relationship& relationship : plan.model->relationships) {
    const bool isEager = relationship.loading == Loading::Joined || relationship.loading == Loading::Selectin;
    if (!isEager || plan.child(relationship)) continue;
    const Model& target = registry.target(relationship);
    if (std::ranges::find(above, &target) != above.end()) continue;
    LoadPlan added;
    added.how = relationship.loading == Loading::Joined ? How::Joined : How::Selectin;
    added.relationship = &relationship;
    added.model = &target;
    plan.children.push_back(std::move(added));
  }
  for (LoadPlan& child : plan.children) addMapped(child, registry, above);
  above.pop_back();
}

std::size_t plannedAttribute(const Model& model, const std::string& name) {
  const int index = model.attributeIndex(name);
  if (index >= 0) return static_cast<std::size_t>(index);
  DbError error(ErrorKind::InvalidRequest, model.name + " has no attribute \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.attributeNames());
  throw error;
}

/// The wanted attributes, and those that rows are told, checked and joined by.
void readOnly(LoadPlan& plan, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return;
  const Model& model = *plan.model;
  for (const std::string& name : wanted) plan.attributes.insert(plannedAttribute(model, name));
  for (const std::string& name : model.keyAttributes()) plan.attributes.insert(plannedAttribute(model, name));
  for (const std::string* name : {&model.discriminator, &model.versionAttribute})
    if (!name->empty()) plan.attributes.insert(plannedAttribute(model, *name));
  for (const LoadPlan& child : plan.children)
    for (const std::string& column : child.relationship->knownBy()) plan.attributes.insert(plannedAttribute(model, model.attributeOfColumn(column)->name));
}

void restrict(LoadPlan& plan, const GlobalCriteria& criteria, const GlobalCriteria::Names& without, const GlobalCriteria::Names& alongWithout) {
  plan.criteria = &criteria;
  plan.without = without;
  plan.isRestricted = criteria.restricts(*plan.model, without);
  for (LoadPlan& child : plan.children) restrict(child, criteria, alongWithout, alongWithout);
}

}  // namespace

LoadPlan* LoadPlan::child(const Relationship& wanted) {
  const auto found = std::ranges::find(children, &wanted, &LoadPlan::relationship);
  return found == children.end() ? nullptr : &*found;
}

LoadPlan makeLoadPlan(const Registry& registry, const Model& model, const SelectOptions& options, const GlobalCriteria* criteria) {
  LoadPlan root;
  root.model = &model;
  for (const std::string& path : options.joined) addPath(root, registry, path, How::Joined);
  for (const auto& [path, filter] : options.containsEager) addPath(root, registry, path, How::ContainsEager).filter = filter.is_null() ? Json::object() : filter;
  for (const std::string& path : options.selectin) {
    LoadPlan& place = addPath(root, registry, path, How::Selectin);
    if (!options.depth) continue;
    if (place.model->relationship(place.relationship->name) != place.relationship)
      throw DbError(ErrorKind::InvalidRequest, path + " does not lead from a model to itself, so it has no depth");
    place.repeats = *options.depth;
  }
  std::vector<const Model*> above;
  addMapped(root, registry, above);
  readOnly(root, options.attributes);
  if (criteria) restrict(root, *criteria, options.without, options.alongWithout);
  return root;
}

}  // namespace joinery
