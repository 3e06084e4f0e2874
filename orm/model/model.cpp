// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/model.h"

#include <algorithm>

#include "orm/model/names.h"
#include "orm/model/unique_columns.h"

namespace joinery {

namespace {

/// The element of that name: exact spelling first, then as the engine compares names.
template <typename Elements, typename Name>
auto* findNamed(const Elements& elements, std::string_view wanted, bool ignoreCase, Name name) {
  auto found = std::ranges::find(elements, wanted, name);
  if (found == elements.end() && ignoreCase)
    found = std::ranges::find_if(elements, [&](const auto& each) { return sameName(name(each), wanted, true); });
  return found == elements.end() ? nullptr : &*found;
}

const std::string& attributeName(const Attribute& attribute) { return attribute.name; }
const std::string& columnNameOf(const Attribute& attribute) { return attribute.column.name; }
const std::string& relationshipName(const Relationship& relationship) { return relationship.name; }

/// The names of a key's attributes; empty when one of its columns is not mapped.
std::vector<std::string> attributesOf(const Model& model, const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) {
    const Attribute* attribute = model.attributeOfColumn(column);
    if (attribute == nullptr) return {};
    names.push_back(attribute->name);
  }
  return names;
}

bool isNeverNull(const Model& model, const std::vector<std::string>& attributes) {
  return std::ranges::none_of(attributes, [&](const std::string& name) { return model.attribute(name)->column.nullable; });
}

}  // namespace

const Attribute* Model::attribute(std::string_view attributeName_) const {
  return findNamed(attributes, attributeName_, namesIgnoreCase, attributeName);
}

const Attribute* Model::attributeOfColumn(std::string_view columnName) const {
  return findNamed(attributes, columnName, namesIgnoreCase, columnNameOf);
}

int Model::attributeIndex(std::string_view attributeName_) const {
  const Attribute* found = attribute(attributeName_);
  return found == nullptr ? -1 : static_cast<int>(found - attributes.data());
}

const Relationship* Model::relationship(std::string_view relationshipName_) const {
  return findNamed(relationships, relationshipName_, namesIgnoreCase, relationshipName);
}

const AssociationProxy* Model::proxy(std::string_view proxyName) const {
  const auto found = std::ranges::find(proxies, proxyName, &AssociationProxy::name);
  return found == proxies.end() ? nullptr : &*found;
}

const ModelPart* Model::partOf(std::string_view attributeName_) const {
  const auto found = std::ranges::find_if(parts, [&](const ModelPart& part) { return part.model->attribute(attributeName_) != nullptr; });
  return found == parts.end() ? nullptr : &*found;
}

bool Model::isA(std::string_view modelName) const { return name == modelName || std::ranges::find(lineage, modelName) != lineage.end(); }

std::vector<std::string> Model::attributeNames() const {
  std::vector<std::string> names;
  std::ranges::transform(attributes, std::back_inserter(names), &Attribute::name);
  return names;
}

std::vector<std::string> Model::relationshipNames() const {
  std::vector<std::string> names;
  std::ranges::transform(relationships, std::back_inserter(names), &Relationship::name);
  return names;
}

std::vector<std::string> Model::keyAttributes() const {
  if (!table) return {};
  const bool hasPrimaryKey = table->primaryKey && !table->primaryKey->columns.empty();
  if (hasPrimaryKey) return attributesOf(*this, table->primaryKey->columns);
  if (table->isView()) return {};
  for (const std::vector<std::string>& columns : uniqueColumnSets(*table)) {
    std::vector<std::string> names = attributesOf(*this, columns);
    if (!names.empty() && isNeverNull(*this, names)) return names;
  }
  return {};
}

std::string Model::readOnlyReason() const {
  if (!table) return name + " maps no table.";
  if (!keyAttributes().empty()) return {};
  if (table->isView())
    return table->name.name + " is a " + schema::tableKindName(table->kind) + ": its rows are computed from other tables.";
  return table->name.name + " has no primary key and no unique key without NULLs, so its rows can't be told apart.";
}

}  // namespace joinery
