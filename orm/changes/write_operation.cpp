// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/write_operation.h"

#include <algorithm>

#include "orm/core/json.h"
#include "orm/core/value_identity.h"

namespace joinery {

namespace {

const char* verbName(PlannedStatement::Verb verb) {
  switch (verb) {
    case PlannedStatement::Verb::Insert: return "insert into";
    case PlannedStatement::Verb::Update: return "update";
    case PlannedStatement::Verb::Delete: return "delete";
  }
  return "";
}

std::string operandText(const Operand& operand) {
  if (operand.isReference()) return ":" + operand.reference().ref + "." + operand.reference().attribute;
  return operand.value().isNull() ? "NULL" : displayText(operand.value(), {});
}

template <typename Cell>
std::optional<std::string> identityOf(const std::vector<std::string>& columns, Cell cellOf) {
  std::string identity;
  for (const std::string& column : columns) {
    const std::optional<Operand> cell = cellOf(column);
    if (!cell || (!cell->isReference() && cell->value().isNull())) return {};
    identity += operandIdentity(*cell);
  }
  return identity;
}

}  // namespace

const ColumnValue* WriteOperation::value(const std::string& column) const {
  const auto found = std::ranges::find(values, column, &ColumnValue::column);
  return found == values.end() ? nullptr : &*found;
}

bool WriteOperation::writesAny(const std::vector<std::string>& columns) const {
  return std::ranges::any_of(columns, [this](const std::string& column) { return value(column) != nullptr; });
}

const Value* WriteOperation::imageOf(const std::string& column) const {
  const auto found = std::ranges::find(image, column, &std::pair<std::string, Value>::first);
  return found == image.end() ? nullptr : &found->second;
}

std::optional<Operand> WriteOperation::cell(const std::string& column) const {
  if (const ColumnValue* given = value(column)) return given->lookup.isEmpty() ? std::optional(given->operand) : std::nullopt;
  if (const auto before = cellBefore(column)) return before;
  if (verb != PlannedStatement::Verb::Insert || ref.empty() || model == nullptr) return {};
  const Attribute* attribute = model->attributeOfColumn(column);
  if (attribute == nullptr) return {};
  return Operand::Reference{ref, attribute->name};
}

std::optional<Operand> WriteOperation::cellBefore(const std::string& column) const {
  const auto named = std::ranges::find(key, column, &ColumnValue::column);
  if (named != key.end() && named->lookup.isEmpty()) return named->operand;
  const Value* before = imageOf(column);
  return before != nullptr ? std::optional(Operand(*before)) : std::nullopt;
}

std::string WriteOperation::description() const {
  std::string text = std::string(verbName(verb)) + " " + table->name.name;
  const std::vector<ColumnValue>& named = verb == PlannedStatement::Verb::Insert && origin == Origin::Link ? values : key;
  for (std::size_t i = 0; i < named.size(); ++i) text += (i == 0 ? " " : ", ") + operandText(named[i].operand);
  if (!ref.empty()) text += " \"" + ref + "\"";
  return text;
}

std::string operandIdentity(const Operand& operand) {
  std::string identity;
  if (operand.isReference()) {
    identity = "r" + operand.reference().ref + '\0' + operand.reference().attribute;
  } else {
    appendIdentity(identity, operand.value());
  }
  return identity;
}

std::optional<std::string> cellsIdentity(const WriteOperation& operation, const std::vector<std::string>& columns) {
  return identityOf(columns, [&](const std::string& column) { return operation.cell(column); });
}

std::optional<std::string> cellsIdentityBefore(const WriteOperation& operation, const std::vector<std::string>& columns) {
  return identityOf(columns, [&](const std::string& column) { return operation.cellBefore(column); });
}

}  // namespace joinery
