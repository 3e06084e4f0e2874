// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/schema/domain.h"
#include "orm/schema/enum_type.h"
#include "orm/schema/routine.h"
#include "orm/schema/sequence.h"
#include "orm/schema/table.h"

namespace joinery::schema {

/// What a database holds: tables and views of the schemas that were reflected. Immutable once shared.
class MetaData {
 public:
  /// The connection's default schema ("main", "public"): names without a schema mean it.
  std::string defaultSchema;
  /// All schemas that were found, the default one first.
  std::vector<std::string> schemas;
  std::vector<EnumType> enums;
  std::vector<Domain> domains = {};
  std::vector<Sequence> sequences = {};
  std::vector<Routine> routines = {};
  /// Names of extensions that have to be there.
  std::vector<std::string> extensions = {};
  /// Where an extension's functions and types are, if not in the default schema; by its name.
  std::map<std::string, std::string> extensionSchemas = {};
  /// By the schema's name.
  std::map<std::string, std::string> schemaComments = {};

  void add(Table table);
  /// Takes a table away. @return whether it was there
  bool remove(const QualifiedName& name);
  /// Sorted by schema (default first), then by name.
  const std::vector<std::shared_ptr<const Table>>& tables() const { return m_tables; }
  /// Looks a name up; a schema left out is the default one. @return null when unknown
  std::shared_ptr<const Table> find(const QualifiedName& name) const;
  /// Whether both hold the same, table by table.
  bool operator==(const MetaData& other) const;

 private:
  std::vector<std::shared_ptr<const Table>> m_tables;
};

/// Tables with foreign keys, those referred to first, ties by name; `cyclic` are the tables that lie on a cycle
/// of two or more (they are in `tables` too, by name).
struct SortedTables {
  std::vector<std::shared_ptr<const Table>> tables;
  std::vector<std::shared_ptr<const Table>> cyclic;
  /// Of each of those the cycle that it lies on, by number: cycles that share a table are one.
  std::map<const Table*, std::size_t> cycles;

  /// Whether both lie on one cycle.
  bool shareCycle(const Table& one, const Table& other) const;
};
SortedTables sortedTables(const MetaData& metadata);

}  // namespace joinery::schema
