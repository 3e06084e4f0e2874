// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/schema/column.h"
#include "orm/schema/constraint.h"
#include "orm/schema/index.h"
#include "orm/schema/trigger.h"
#include "orm/schema/upkeep.h"

namespace joinery::schema {

enum class TableKind { Table, View, MaterializedView, VirtualTable, ForeignTable, PartitionedTable };

/// Where the rows of a partition belong.
struct Partition {
  QualifiedName parent;
  std::string bound;  ///< "FOR VALUES FROM (1) TO (9)", "DEFAULT"

  bool operator==(const Partition&) const = default;
};

/// A table or a view, as the database describes it: plain data.
struct Table {
  QualifiedName name;
  TableKind kind = TableKind::Table;
  std::vector<Column> columns;
  std::optional<UniqueKey> primaryKey;
  std::vector<UniqueKey> uniqueKeys;
  std::vector<ForeignKey> foreignKeys;
  std::vector<CheckConstraint> checks;
  std::vector<ExclusionConstraint> exclusions = {};
  std::vector<Index> indexes;
  std::vector<Trigger> triggers;
  std::vector<Rule> rules = {};
  std::string comment;
  /// SQLite: has a rowid that can be asked for (no WITHOUT ROWID, no view).
  bool hasRowId = false;
  bool strict = false;
  /// SQLite's WITHOUT ROWID: its rows stand in the order of the primary key.
  bool withoutRowId = false;
  /// The rows that the database thinks it has, where it keeps such a figure.
  std::optional<std::int64_t> estimatedRows;
  /// The view's query, or CREATE TABLE as the database keeps it; may be empty.
  std::string definition;
  /// The names that a view gives its columns, where the names are not the query's own: CREATE VIEW v (a, b) AS ….
  std::vector<std::string> viewColumns = {};
  /// What a view's query reads: tables and views that have to be there before it.
  std::vector<QualifiedName> readsFrom = {};
  /// The tables whose columns this one has, too.
  std::vector<QualifiedName> inherits = {};
  /// "RANGE (made_at)" of a table that is in partitions.
  std::string partitionKey = {};
  std::optional<Partition> partition = {};
  /// "fillfactor=70", as the engine spells them; "security_barrier=true" of a view; "unlogged" of a table whose rows a crash may lose.
  std::vector<std::string> options = {};
  /// The extension that it belongs to: that one makes it and drops it.
  std::string extension = {};
  /// Of a view.
  Upkeep upkeep = {};

  bool isView() const { return kind == TableKind::View || kind == TableKind::MaterializedView; }
  const Column* column(std::string_view columnName) const;
  bool isPrimaryKeyColumn(std::string_view columnName) const;
  /// Whether these columns, in any order, are the primary key or a unique key (or contain none but them).
  bool isUnique(const std::vector<std::string>& columnNames) const;
  bool operator==(const Table&) const = default;
};

/// "table", "view", "materialized view", "virtual table", "foreign table", "partitioned table".
const char* tableKindName(TableKind kind);

}  // namespace joinery::schema
