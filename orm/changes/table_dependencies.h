// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "orm/model/registry.h"

namespace joinery {

/// A foreign key between two tables of a unit of work: of the database, or a relationship that a person declared.
struct ForeignKeyLink {
  const schema::Table* child = nullptr;
  const schema::Table* parent = nullptr;
  std::vector<std::string> childColumns;
  std::vector<std::string> parentColumns;
  /// May be written in a second step, after both rows are there.
  bool postUpdate = false;
  /// The database checks it at COMMIT only, or not at all: an order that breaks it is possible.
  bool deferred = false;
  /// Those of childColumns that take NULL.
  std::vector<std::string> nullableColumns;
};

/// The foreign keys of the tables that a unit of work writes. Immutable, pure.
class TableDependencies {
 public:
  TableDependencies(const Registry& registry, const std::vector<const schema::Table*>& tables);

  const std::vector<ForeignKeyLink>& of(const schema::Table& child) const;
  /// Where a table stands when parents come first; tables of a cycle by name.
  std::size_t rank(const schema::Table& table) const { return m_ranks.at(&table); }
  /// Whether any table of the database refers to this one.
  bool isReferred(const schema::Table& table) const;

 private:
  void addTable(const schema::Table& table);
  void addVirtual(const schema::Table& table, const Model& model);
  void add(const schema::Table& child, ForeignKeyLink link, const QualifiedName& parent);
  void rankTables(std::vector<const schema::Table*> tables);

  const Registry& m_registry;
  std::unordered_map<const schema::Table*, std::vector<ForeignKeyLink>> m_links;
  std::unordered_map<const schema::Table*, std::size_t> m_ranks;
};

/// The column's own spelling: names in foreign keys may differ from it in letter case where the engine ignores that.
std::string canonicalColumn(const schema::Table& table, const std::string& name, bool ignoreCase);

}  // namespace joinery
