// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/schema/metadata.h"

namespace joinery::test {

/// Without the texts of statements that may be spelled otherwise, and figures that belong to rows.
inline schema::Table comparable(schema::Table table) {
  if (table.kind == schema::TableKind::Table) table.definition.clear();
  for (schema::Index& index : table.indexes) index.definition.clear();
  table.estimatedRows.reset();
  return table;
}

template <typename Member>
void compareMember(std::vector<std::string>& differences, const schema::Table& left, const schema::Table& right, const char* what, Member schema::Table::* member) {
  if (!(left.*member == right.*member)) differences.push_back(left.name.name + ": " + what);
}

inline void compareColumns(std::vector<std::string>& differences, const schema::Table& left, const schema::Table& right) {
  if (left.columns.size() != right.columns.size()) return differences.push_back(left.name.name + ": other columns");
  for (std::size_t i = 0; i < left.columns.size(); ++i)
    if (!(left.columns[i] == right.columns[i])) differences.push_back(left.name.name + "." + left.columns[i].name);
}

inline std::vector<std::string> differencesOf(const schema::Table& left, const schema::Table& right) {
  std::vector<std::string> differences;
  compareColumns(differences, left, right);
  compareMember(differences, left, right, "kind", &schema::Table::kind);
  compareMember(differences, left, right, "primary key", &schema::Table::primaryKey);
  compareMember(differences, left, right, "unique keys", &schema::Table::uniqueKeys);
  compareMember(differences, left, right, "foreign keys", &schema::Table::foreignKeys);
  compareMember(differences, left, right, "checks", &schema::Table::checks);
  compareMember(differences, left, right, "indexes", &schema::Table::indexes);
  compareMember(differences, left, right, "triggers", &schema::Table::triggers);
  compareMember(differences, left, right, "definition", &schema::Table::definition);
  compareMember(differences, left, right, "what it reads", &schema::Table::readsFrom);
  if (differences.empty() && !(left == right)) differences.push_back(left.name.name + ": something else");
  return differences;
}

/// What differs between two schemas, each member of each table on a line of its own; empty where they are equal.
inline std::vector<std::string> differencesOf(const schema::MetaData& left, const schema::MetaData& right) {
  std::vector<std::string> differences;
  for (const auto& table : right.tables())
    if (!left.find(table->name)) differences.push_back("too many: " + table->name.name);
  for (const auto& table : left.tables()) {
    const auto other = right.find(table->name);
    const std::vector<std::string> more = other ? differencesOf(comparable(*table), comparable(*other)) : std::vector<std::string>{"missing: " + table->name.name};
    differences.insert(differences.end(), more.begin(), more.end());
  }
  return differences;
}

}  // namespace joinery::test
