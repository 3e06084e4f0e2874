// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/related_row.h"

#include <algorithm>
#include <set>

namespace joinery::ui {

namespace {

constexpr std::size_t kMostDetails = 4;  // on one line

/// What people tell rows apart by beside the label: plain attributes first, foreign keys where there is nothing else.
std::vector<const Attribute*> chooseDetails(const Model& model, const std::set<const Attribute*>& shownElsewhere) {
  std::vector<const Attribute*> plain, foreign;
  for (const Attribute& attribute : model.attributes) {
    if (shownElsewhere.contains(&attribute) || attribute.column.type.kind == TypeKind::Blob) continue;
    (attribute.isForeignKey ? foreign : plain).push_back(&attribute);
  }
  if (plain.empty()) plain = std::move(foreign);
  if (plain.size() > RowShape::kMostCells) plain.resize(RowShape::kMostCells);
  return plain;
}

const Attribute* onlyLabelAttribute(const Model& mapped) {
  const std::vector<std::string> names = mapped.labelAttributes();
  return names.size() == 1 && mapped.label == "{" + names.front() + "}" ? mapped.attribute(names.front()) : nullptr;
}

}  // namespace

RowShape::RowShape(const Model& mapped, const std::vector<const Attribute*>& along) : model(&mapped) {
  const std::vector<std::string> keyNames = mapped.keyAttributes();
  std::set<const Attribute*> read;
  for (const std::string& name : keyNames) read.insert(mapped.attribute(name));
  for (const std::string& name : mapped.labelAttributes()) read.insert(mapped.attribute(name));
  std::vector<const Attribute*> shown = chooseDetails(mapped, read);
  read.insert(shown.begin(), shown.end());
  read.insert(along.begin(), along.end());
  for (const Relationship& relationship : mapped.relationships)
    for (const std::string& column : relationship.knownBy()) read.insert(mapped.attributeOfColumn(column));
  for (const Attribute& attribute : mapped.attributes)
    if (read.contains(&attribute)) attributes.push_back(&attribute);
  for (const std::string& name : keyNames) key.push_back(static_cast<std::size_t>(indexOfAttribute(name)));
  labelAttribute = onlyLabelAttribute(mapped);
  for (const Attribute* attribute : shown)
    if (details.size() < kMostDetails) details.push_back(static_cast<std::size_t>(indexOfAttribute(attribute->name)));
  // A label of several attributes is changed in their columns.
  std::vector<std::string> columns;
  if (!labelAttribute) columns = mapped.labelAttributes();
  std::erase_if(columns, [&](const std::string& name) { return std::ranges::find(keyNames, name) != keyNames.end(); });
  for (const Attribute* attribute : shown) columns.push_back(attribute->name);
  if (columns.size() > kMostCells) columns.resize(kMostCells);
  for (const std::string& name : columns) cells.push_back(static_cast<std::size_t>(indexOfAttribute(name)));
}

bool RowShape::hasOnlyKeysAsLabel() const {
  return std::ranges::all_of(model->labelAttributes(), [this](const std::string& name) {
    const Attribute* attribute = model->attribute(name);
    return attribute->isKey || attribute->isForeignKey;
  });
}

bool RowShape::isLink() const {
  return key.size() > 1 && std::ranges::all_of(key, [this](std::size_t position) { return attributes[position]->isForeignKey; });
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
