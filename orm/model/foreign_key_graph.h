// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orm/schema/metadata.h"

namespace joinery {

/// A foreign key between two tables that are both known; tables by their position in MetaData::tables(), columns as the
/// tables spell them.
struct ForeignKeyEdge {
  std::size_t table = 0;
  std::size_t referredTable = 0;
  std::vector<std::string> columns;
  std::vector<std::string> referredColumns;
  /// The referring table's columns are unique: one row at most refers to a row.
  bool isUnique = false;
  /// The referred table leads back here over foreign keys; a table that refers to itself does.
  bool isInCycle = false;
  /// Each of its columns takes NULL.
  bool isNullable = false;
  /// What the database does to the referring row when the other goes.
  schema::ReferentialAction onDelete = schema::ReferentialAction::NoAction;
};

/// The foreign keys that can be followed, in the order in which relationships are named: tables by schema (the default
/// first) and name, keys by their columns' positions. Left out are keys to tables or columns that are not there, keys whose
/// two lists differ in length, and repetitions.
std::vector<ForeignKeyEdge> foreignKeyGraph(const schema::MetaData& metadata, bool namesIgnoreCase);

}  // namespace joinery
