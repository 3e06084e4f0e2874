// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/reference.h"

#include <algorithm>

namespace joinery::ui {

namespace {

std::vector<const Attribute*> attributesOf(const Model& model, const std::vector<std::string>& columns) {
  std::vector<const Attribute*> attributes;
  for (const std::string& column : columns) attributes.push_back(model.attributeOfColumn(column));
  return attributes;
}

}  // namespace

std::optional<Reference> referenceOf(const std::shared_ptr<const Registry>& registry, const Model& model, const Attribute& attribute) {
  if (!registry) return std::nullopt;
  const Relationship* best = nullptr;
  for (const auto& relationship : model.relationships) {
    const bool isPart = relationship.kind == Relationship::Kind::ManyToOne && std::ranges::find(relationship.localColumns, attribute.column.name) != relationship.localColumns.end();
    if (isPart && (!best || relationship.localColumns.size() < best->localColumns.size())) best = &relationship;
  }
  const Model* target = best ? registry->find(best->target) : nullptr;
  if (!target) return std::nullopt;
  Reference reference{{registry, target, attributesOf(*target, best->remoteColumns)}, attributesOf(model, best->localColumns)};
  const auto isMissing = [](const Attribute* each) { return each == nullptr; };
  if (std::ranges::any_of(reference.target.key, isMissing) || std::ranges::any_of(reference.attributes, isMissing)) return std::nullopt;
  return reference;
}

}  // namespace joinery::ui
