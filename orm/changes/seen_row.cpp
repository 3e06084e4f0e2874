// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/seen_row.h"

#include "orm/changes/row_reader.h"

namespace joinery {

SeenCells seenRow(const Model& model, const std::function<std::optional<Value>(const Attribute&)>& cell) {
  auto cells = std::make_shared<std::vector<std::pair<std::string, Value>>>();
  for (const Attribute& attribute : model.attributes) {
    if (attribute.column.isComputed()) continue;
    auto value = cell(attribute);
    if (value && value->view().bytes().size() <= kMostImageBytes) cells->emplace_back(attribute.name, std::move(*value));
  }
  return cells;
}

SeenCells seenRow(const Model& model, const RowBatch& batch, std::size_t row) {
  return seenRow(model, [&](const Attribute& attribute) -> std::optional<Value> {
    const auto column = static_cast<std::size_t>(&attribute - model.attributes.data());
    // A larger value is not copied to be thrown away.
    if (column >= batch.columnCount() || batch.isPartial(row, column) || batch.at(row, column).bytes().size() > kMostImageBytes) return std::nullopt;
    return Value(batch.at(row, column));
  });
}

}  // namespace joinery
