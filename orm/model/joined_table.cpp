// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/joined_table.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

[[noreturn]] void refuseTables(const Model& own, const std::string& what, const std::string& hint) {
  DbError error(ErrorKind::Mapping, "model " + own.name + ": " + what);
  error.hint = hint;
  throw error;
}

std::vector<std::string> keyColumnsOf(const Model& model) {
  std::vector<std::string> columns;
  for (const std::string& name : model.keyAttributes()) columns.push_back(model.attribute(name)->column.name);
  return columns;
}

/// The columns of a foreign key that refer to these, in their order; empty where it refers to others.
std::vector<std::string> columnsReferringTo(const schema::ForeignKey& key, const std::vector<std::string>& referred) {
  std::vector<std::string> columns;
  for (const std::string& each : referred) {
    const auto found = std::ranges::find(key.referredColumns, each);
    if (found == key.referredColumns.end()) return {};
    columns.push_back(key.columns[static_cast<std::size_t>(found - key.referredColumns.begin())]);
  }
  return columns;
}

/// The own key's columns, in the order of the topmost table's key.
std::vector<std::string> linkColumns(const Model& own, const std::vector<ModelPart>& above) {
  const std::vector<std::string> key = keyColumnsOf(own);
  for (const schema::ForeignKey& each : own.table->foreignKeys) {
    for (const ModelPart& part : above) {
      if (each.referredTable != part.model->table->name) continue;
      std::vector<std::string> columns = columnsReferringTo(each, part.keyColumns);
      if (!columns.empty() && std::ranges::is_permutation(columns, key)) return columns;
    }
  }
  refuseTables(own, "the key of " + own.table->name.toString() + " does not refer to the key of " + above.back().model->table->name.toString(),
               "A model with a table of its own is told by a primary key that is a foreign key to its base's.");
}

/// A model as one of the tables of another: its key has the names of the topmost one's.
ModelPart partFor(const Model& model, std::vector<std::string> keyColumns, const std::vector<std::string>& keyNames) {
  auto part = std::make_shared<Model>(model);
  for (std::size_t i = 0; i < keyColumns.size(); ++i)
    for (Attribute& attribute : part->attributes)
      if (attribute.column.name == keyColumns[i]) attribute.name = keyNames[i];
  part->keyIndexes.clear();
  for (const std::string& name : part->keyAttributes()) part->keyIndexes.push_back(static_cast<std::size_t>(part->attributeIndex(name)));
  return {std::move(part), std::move(keyColumns)};
}

}  // namespace

Model joinTables(const Model& base, const Model& own) {
  Model joined = base;
  if (joined.parts.empty()) joined.parts.push_back(partFor(base, keyColumnsOf(base), base.keyAttributes()));
  const std::vector<std::string> link = linkColumns(own, joined.parts);
  const auto isLink = [&](const std::string& column) { return std::ranges::find(link, column) != link.end(); };
  auto table = std::make_shared<schema::Table>(*own.table);
  table->columns = base.table->columns;
  table->primaryKey = schema::UniqueKey{{}, joined.parts.front().keyColumns};
  table->foreignKeys.insert(table->foreignKeys.end(), base.table->foreignKeys.begin(), base.table->foreignKeys.end());
  for (const Attribute& attribute : own.attributes) {
    if (isLink(attribute.column.name)) continue;
    if (joined.attribute(attribute.name)) refuseTables(own, "both its table and that of " + base.name + " have a column \"" + attribute.name + "\"", "Give one of them another name.");
    joined.attributes.push_back(attribute);
    table->columns.push_back(attribute.column);
  }
  joined.parts.push_back(partFor(own, link, base.keyAttributes()));
  joined.table = std::move(table);
  return joined;
}

}  // namespace joinery
