// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/renamed_view.h"

#include <algorithm>

#include "orm/model/names.h"
#include "orm/query/relationship_renames.h"
#include "ui/designer/models/declared_relationships.h"

namespace joinery::ui {

namespace {

using Step = RelationshipRenames::Step;

/// Whether two declarations are of the same rows, whatever they are called.
bool isSameRelation(RelationshipDeclaration left, const RelationshipDeclaration& right) {
  left.name = right.name;
  left.backName = right.backName;
  return left == right;
}

/// What models call it; empty where it was left out for a problem.
std::string calledName(const DeclaredRelationship& relationship) { return relationship.problem.empty() ? relationship.name : relationship.automapName; }

std::optional<Step> stepOf(const Registry& registry, const ModelDeclarations& before, const ModelDeclarations& after, const std::string& model, const std::string& name) {
  if (!registry.find(model)) return {};
  const auto isCalled = [&](const DeclaredRelationship& each) { return sameName(calledName(each), name, registry.namesIgnoreCase()); };
  const auto was = declaredRelationships(registry, before, model);
  const auto found = std::ranges::find_if(was, isCalled);
  if (found == was.end()) return {};
  const auto isSame = [&](const DeclaredRelationship& each) {
    if (!found->isVirtual() || !each.isVirtual()) return each.automapName == found->automapName;
    return each.isBack == found->isBack && isSameRelation(before.relationships[*found->declaration], after.relationships[*each.declaration]);
  };
  const auto is = declaredRelationships(registry, after, model);
  const auto now = std::ranges::find_if(is, isSame);
  const bool keepsName = now == is.end() || calledName(*now).empty() || isCalled(*now);
  return Step{keepsName ? name : calledName(*now), found->target};
}

}  // namespace

SavedView renamedView(SavedView view, const Registry& registry, const ModelDeclarations& before, const ModelDeclarations& after) {
  const RelationshipRenames renames([&](const std::string& model, const std::string& name) { return stepOf(registry, before, after, model, name); });
  if (view.filter) view.filter = renames.filter(*view.filter, view.model);
  if (view.sorts) view.sorts = renames.paths(*view.sorts, view.model);
  view.joins = renames.paths(view.joins, view.model);
  view.prune = renames.prune(view.prune, view.model);
  view.treePaths = renames.paths(view.treePaths, view.model);
  return view;
}

}  // namespace joinery::ui
