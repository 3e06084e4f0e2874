// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>

#include "orm/difference/operation.h"
#include "orm/schema/metadata.h"

namespace joinery::test {

/// Some renames that a person may have made of what is in the schema: of a table, a column, an enum, a label.
inline migration::Operations randomRenames(const schema::MetaData& metadata, std::uint32_t seed) {
  std::mt19937 random(seed);
  migration::Operations renames;
  const auto& tables = metadata.tables();
  const schema::Table& table = *tables[random() % tables.size()];
  if (!table.isView() && random() % 2) {
    const std::string column = table.columns[random() % table.columns.size()].name;
    renames.push_back(migration::RenameColumn{table.name, column, random() % 2 ? "Renamed " + column : "renamed_" + std::to_string(random() % 9)});
  }
  if (!table.isView() && random() % 2) renames.push_back(migration::Rename{migration::RenameKind::Table, table.name, QualifiedName("other " + table.name.name)});
  if (!metadata.enums.empty() && random() % 2) {
    const schema::EnumType& type = metadata.enums.front();
    renames.push_back(migration::RenameEnumLabel{type.name, type.labels[random() % type.labels.size()], "renamed"});
    if (random() % 2) renames.push_back(migration::Rename{migration::RenameKind::Enum, type.name, QualifiedName("Feeling")});
  }
  return renames;
}

}  // namespace joinery::test
