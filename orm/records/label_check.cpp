// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/label_check.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

[[noreturn]] void refuseLabel(const Model& model, const Attribute& attribute, std::string_view text) {
  DbError error(ErrorKind::KeyNotFound, model.name + "." + attribute.name + " holds \"" + std::string(text) + "\", which is none of its values");
  for (const std::string& label : *attribute.column.type.labels) error.hint += (error.hint.empty() ? "It takes " : ", ") + label;
  error.hint += ".";
  throw error;
}

}  // namespace

bool hasLabels(const Model& model) {
  return std::ranges::any_of(model.attributes, [](const Attribute& each) { return each.column.type.labels && each.column.type.kind == TypeKind::Text; });
}

void requireLabels(const Model& model, const Record::Columns& columns, const RowBatch& batch) {
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const ValueType& type = model.attributes[i].column.type;
    if (!type.labels || type.kind != TypeKind::Text || columns[i] < 0) continue;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const ValueView cell = batch.at(row, static_cast<std::size_t>(columns[i]));
      if (!cell.isNull() && std::ranges::find(*type.labels, cell.bytes()) == type.labels->end()) refuseLabel(model, model.attributes[i], cell.bytes());
    }
  }
}

}  // namespace joinery
