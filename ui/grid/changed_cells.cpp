// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/changed_cells.h"

#include "orm/core/value_identity.h"

namespace joinery::ui {

namespace {

std::string identityOfKey(const Key& key) {
  std::string identity;
  for (const Operand& part : key)
    if (part.isValue()) appendIdentity(identity, part.value());
  return identity;
}

}  // namespace

ChangedCells::ChangedCells(const Model& model, const PendingChanges& changes) {
  for (const Change& change : changes.changeSet().changes()) {
    if (change.model != model.name || change.kind != Change::Kind::Update) continue;
    auto& cells = m_updates[identityOfKey(change.key)];
    for (const auto& [name, operand] : change.values)
      if (!operand.isReference()) cells[model.attributeIndex(name)] = operand.isValue() ? operand.value() : Value();
  }
  if (!m_updates.empty())
    for (const auto& name : model.keyAttributes()) m_keyAttributes.push_back(model.attributeIndex(name));
  for (const Change* change : changes.inserts(model.name)) {
    std::vector<Value> row(model.attributes.size());
    for (const auto& [name, operand] : change->values)
      if (operand.isValue()) row[static_cast<std::size_t>(model.attributeIndex(name))] = operand.value();
    m_added.push_back(std::move(row));
  }
}

Value ChangedCells::value(const RowBatch& rows, std::size_t row, std::size_t column, int attribute, std::size_t firstKey) const {
  if (!m_updates.empty()) {
    std::string identity;
    for (std::size_t i = 0; i < m_keyAttributes.size(); ++i) appendIdentity(identity, rows.at(row, firstKey + i));
    if (const auto changed = m_updates.find(identity); changed != m_updates.end())
      if (const auto cell = changed->second.find(attribute); cell != changed->second.end()) return cell->second;
  }
  return Value(rows.at(row, column));
}

}  // namespace joinery::ui
