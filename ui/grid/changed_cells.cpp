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

ChangedCells::ChangedCells(const Model& model, const PendingChanges& changes) : m_state(new State{model, changes.changeSet()}) {}

const ChangedCells::Found& ChangedCells::found() const {
  std::call_once(m_state->once, [this] { m_state->found = find(m_state->model, m_state->changes); });
  return m_state->found;
}

ChangedCells::Found ChangedCells::find(const Model& model, const ChangeSet& changes) {
  Found found;
  for (const Change& change : changes.changes()) {
    if (change.model != model.name || (change.kind != Change::Kind::Update && change.kind != Change::Kind::Insert)) continue;
    if (change.kind == Change::Kind::Update) {
      auto& cells = found.updates[identityOfKey(change.key)];
      for (const auto& [name, operand] : change.values)
        if (!operand.isReference()) cells[model.attributeIndex(name)] = operand.isValue() ? operand.value() : Value();
    } else {
      auto& row = found.added.emplace_back(model.attributes.size());
      for (const auto& [name, operand] : change.values)
        if (operand.isValue()) row[static_cast<std::size_t>(model.attributeIndex(name))] = operand.value();
    }
  }
  if (!found.updates.empty())
    for (const auto& name : model.keyAttributes()) found.keyAttributes.push_back(model.attributeIndex(name));
  return found;
}

Value ChangedCells::value(const RowBatch& rows, std::size_t row, std::size_t column, int attribute, std::size_t firstKey) const {
  const Found& known = found();
  if (!known.updates.empty()) {
    std::string identity;
    for (std::size_t i = 0; i < known.keyAttributes.size(); ++i) appendIdentity(identity, rows.at(row, firstKey + i));
    if (const auto changed = known.updates.find(identity); changed != known.updates.end())
      if (const auto cell = changed->second.find(attribute); cell != changed->second.end()) return cell->second;
  }
  return Value(rows.at(row, column));
}

}  // namespace joinery::ui
