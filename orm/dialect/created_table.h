// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/schema/metadata.h"

namespace joinery {

/// A table as CREATE TABLE is to say it, and what has to be said of it afterwards. Pure.
struct CreatedTable {
  /// Without what comes from elsewhere: a domain's default and NOT NULL, the checks of the tables that it inherits from. Where its columns
  /// stand in another order than these tables give them, it inherits from none yet.
  schema::Table table;
  /// The tables that it is to inherit from once it is there.
  std::vector<QualifiedName> inheritsLater;
  /// Columns that come from another table, but have a default or a NOT NULL of their own.
  std::vector<schema::Column> otherDefaults;
  std::vector<schema::Column> otherNullability;
};

CreatedTable createdTable(const schema::MetaData& metadata, const schema::Table& table);

}  // namespace joinery
