// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/committed_changes.h"

#include <algorithm>
#include <unordered_map>

#include "orm/changes/table_dependencies.h"

namespace joinery {

namespace {

using GeneratedByRef = std::unordered_map<std::string, const GeneratedValues*>;

GeneratedByRef byRef(const std::vector<GeneratedValues>& generated) {
  GeneratedByRef found;
  for (const GeneratedValues& row : generated)
    if (!row.ref.empty()) found.emplace(row.ref, &row);
  return found;
}

void settle(Operand& operand, const GeneratedByRef& generated) {
  if (!operand.isReference()) return;
  const auto row = generated.find(operand.reference().ref);
  if (row == generated.end()) return;
  const auto& values = row->second->values;
  const auto value = std::ranges::find(values, operand.reference().attribute, &std::pair<std::string, Value>::first);
  if (value != values.end()) operand = value->second;
  else if (operand.reference().attribute.empty() && values.size() == 1) operand = values.front().second;
}

void settle(Change& change, const GeneratedByRef& generated) {
  for (auto& [name, operand] : change.values) settle(operand, generated);
  for (auto* key : {&change.key, &change.to})
    for (Operand& operand : *key) settle(operand, generated);
}

template <typename Use>
void eachOperand(Change& change, Use use) {
  for (auto& [name, operand] : change.values) use(operand);
  for (auto* key : {&change.key, &change.to})
    for (Operand& operand : *key) use(operand);
}

bool isUnnamed(const Operand& operand) { return operand.isReference() && operand.reference().attribute.empty(); }

/// The attribute of the new row that a foreign key asks for, else the row's single key; empty where neither tells.
std::string referredAttribute(const Registry& registry, const Model& inserted, const Model& model, const std::string& attribute) {
  const Attribute* own = model.attribute(attribute);
  if (own && model.table && inserted.table) {
    const TableDependencies graph(registry, {model.table.get()});
    for (const ForeignKeyLink& link : graph.of(*model.table)) {
      const auto column = std::ranges::find(link.childColumns, own->column.name);
      if (link.parent != inserted.table.get() || column == link.childColumns.end()) continue;
      const Attribute* referred = inserted.attributeOfColumn(link.parentColumns[static_cast<std::size_t>(column - link.childColumns.begin())]);
      if (referred) return referred->name;
    }
  }
  const auto key = inserted.keyAttributes();
  return key.size() == 1 ? key.front() : std::string();
}

}  // namespace

void settleReferences(Change& change, const std::vector<GeneratedValues>& generated) { settle(change, byRef(generated)); }

void settleCommitted(ChangeSet& pending, const std::vector<std::uint64_t>& written, const std::vector<GeneratedValues>& generated) {
  for (const std::uint64_t id : written) pending.remove(id);
  const GeneratedByRef rows = byRef(generated);
  if (rows.empty()) return;
  std::vector<std::uint64_t> ids;
  for (const Change& change : pending.changes()) ids.push_back(change.id);
  for (const std::uint64_t id : ids) settle(*pending.edit(id), rows);
}

bool hasUnnamedReference(const Change& change) {
  bool found = false;
  eachOperand(const_cast<Change&>(change), [&](const Operand& operand) { found = found || isUnnamed(operand); });
  return found;
}

void nameReferences(const Registry& registry, const ChangeSet& changes, Change& change) {
  const Model* model = registry.find(change.model);
  if (model == nullptr) return;
  const auto name = [&](Operand& operand, const Model& own, const std::string& attribute) {
    const Change* insert = isUnnamed(operand) ? changes.insertByRef(operand.reference().ref) : nullptr;
    const Model* inserted = insert ? registry.find(insert->model) : nullptr;
    if (inserted) operand = Operand::Reference{operand.reference().ref, referredAttribute(registry, *inserted, own, attribute)};
  };
  for (auto& [attribute, operand] : change.values) name(operand, *model, attribute);
  const auto nameKey = [&](Key& key, const Model& own) {
    const auto names = own.keyAttributes();
    for (std::size_t i = 0; i < key.size() && i < names.size(); ++i)
      if (isUnnamed(key[i])) key[i] = Operand::Reference{key[i].reference().ref, names[i]};
  };
  nameKey(change.key, *model);
  if (const Relationship* relationship = model->relationship(change.relationship)) nameKey(change.to, registry.target(*relationship));
}

}  // namespace joinery
