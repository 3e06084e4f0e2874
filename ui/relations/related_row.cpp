// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/related_row.h"

#include <algorithm>
#include <set>

namespace joinery::ui {

namespace {

constexpr std::size_t kMostDetails = 4;

/// What people tell rows apart by beside the label: plain attributes first, foreign keys where there is nothing else.
std::vector<const Attribute*> chooseDetails(const Model& model, const std::set<const Attribute*>& shownElsewhere) {
  std::vector<const Attribute*> plain, foreign;
  for (const Attribute& attribute : model.attributes) {
    if (shownElsewhere.contains(&attribute) || attribute.column.type.kind == TypeKind::Blob) continue;
    (attribute.isForeignKey ? foreign : plain).push_back(&attribute);
  }
  if (plain.empty()) plain = std::move(foreign);
  if (plain.size() > kMostDetails) plain.resize(kMostDetails);
  return plain;
}

}  // namespace

RowShape::RowShape(const Model& mapped) : model(&mapped) {
  const std::vector<std::string> keyNames = mapped.keyAttributes();
  std::set<const Attribute*> read;
  for (const std::string& name : keyNames) read.insert(mapped.attribute(name));
  for (const std::string& name : mapped.labelAttributes()) read.insert(mapped.attribute(name));
  const std::vector<const Attribute*> shown = chooseDetails(mapped, read);
  read.insert(shown.begin(), shown.end());
  for (const Relationship& relationship : mapped.relationships)
    for (const std::string& column : relationship.localColumns) read.insert(mapped.attributeOfColumn(column));
  for (const Attribute& attribute : mapped.attributes)
    if (read.contains(&attribute)) attributes.push_back(&attribute);
  for (const std::string& name : keyNames) key.push_back(static_cast<std::size_t>(indexOfAttribute(name)));
  for (const Attribute* attribute : shown) details.push_back(static_cast<std::size_t>(indexOfAttribute(attribute->name)));
}

int RowShape::indexOfAttribute(const std::string& name) const {
  const auto found = std::ranges::find(attributes, model->attribute(name));
  return found == attributes.end() ? -1 : static_cast<int>(found - attributes.begin());
}

int RowShape::indexOfColumn(const std::string& name) const {
  const auto found = std::ranges::find(attributes, model->attributeOfColumn(name));
  return found == attributes.end() ? -1 : static_cast<int>(found - attributes.begin());
}

std::string relatedRowLabel(const RowShape& shape, const std::vector<Value>& values) {
  if (values.empty()) return {};
  std::vector<ResultColumn> columns;
  for (const Attribute* attribute : shape.attributes) columns.push_back({attribute->name, attribute->column.type});
  RowBatchBuilder builder(columns);
  for (std::size_t i = 0; i < columns.size(); ++i) builder.append(i, values[i]);
  builder.endRow();
  return rowLabel(*shape.model, *builder.build(), 0);
}

}  // namespace joinery::ui
