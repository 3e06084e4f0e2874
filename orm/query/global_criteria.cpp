// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/global_criteria.h"

#include <algorithm>
#include <atomic>

#include "orm/query/condition.h"
#include "orm/query/filter_document.h"

namespace joinery {

namespace {

std::uint64_t nextRevision() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

bool containsKey(const Json& json, const std::string& key) {
  if (json.is_object() && json.contains(key)) return true;
  return json.is_structured() && std::ranges::any_of(json, [&](const Json& each) { return containsKey(each, key); });
}

/// Whether a model that this one inherits from has the attribute too, and its criterion reaches this one's rows.
bool inheritsPutAway(const Model& model, const Registry& registry) {
  return model.lineage.size() > 1 && registry.at(model.lineage[1]).deletedAttribute == model.deletedAttribute;
}

}  // namespace

GlobalCriteria GlobalCriteria::ofMixins(std::shared_ptr<const Registry> registry) {
  GlobalCriteria criteria(std::move(registry));
  for (const auto& model : criteria.m_registry->models())
    if (!model->deletedAttribute.empty() && !inheritsPutAway(*model, *criteria.m_registry))
      criteria.add({kSoftDelete, model->name, {{model->deletedAttribute, {{"$null", true}}}}});
  return criteria;
}

void GlobalCriteria::add(GlobalCriterion criterion) {
  const Model& model = m_registry->at(criterion.model);
  criterion.model = model.name;
  compileFilter(criterion.filter, *m_registry, model, model.table->name.name);
  std::erase_if(m_criteria, [&](const GlobalCriterion& each) { return each.name == criterion.name && each.model == criterion.model; });
  m_criteria.push_back(std::move(criterion));
  changed();
}

bool GlobalCriteria::remove(const std::string& name) {
  if (std::erase_if(m_criteria, [&](const GlobalCriterion& each) { return each.name == name; }) == 0) return false;
  changed();
  return true;
}

void GlobalCriteria::changed() {
  m_revision = nextRevision();
  m_dependsOnTime = std::ranges::any_of(m_criteria, [](const GlobalCriterion& each) { return containsKey(each.filter, "$ago"); });
}

bool GlobalCriteria::holds(const GlobalCriterion& criterion, const Model& model, const Names& without) const {
  const bool isLifted = std::ranges::any_of(without, [&](const std::string& name) { return name == kAll || name == criterion.name; });
  return !isLifted && model.isA(criterion.model);
}

bool GlobalCriteria::restricts(const Model& model, const Names& without) const {
  return std::ranges::any_of(m_criteria, [&](const GlobalCriterion& each) { return holds(each, model, without); });
}

sql::Expression GlobalCriteria::condition(const Model& model, const std::string& alias, const Names& without) const {
  std::vector<sql::Expression> conditions;
  for (const GlobalCriterion& each : m_criteria)
    if (holds(each, model, without)) conditions.push_back(compileFilter(each.filter, *m_registry, model, alias));
  return allOf(std::move(conditions));
}

std::string GlobalCriteria::toString() const {
  std::string text;
  for (const GlobalCriterion& each : m_criteria) text += Json::array({each.name, each.model, each.filter}).dump() + "\n";
  return text;
}

}  // namespace joinery
