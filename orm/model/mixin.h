// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/model/attribute.h"
#include "orm/schema/table.h"

namespace joinery {

/// Columns that many tables have, and what fills them. One mixin serves both: declareColumns() gives a table the columns, and
/// ModelMapping::mixins the model their behaviour. Plain data: change it, or make another one, as needed.
struct Mixin {
  std::vector<schema::Column> columns;
  std::vector<std::string> key = {};  ///< the columns of these that are the table's primary key
  std::map<std::string, DefaultSource> onInsert = {}, onUpdate = {};
  std::string version = {};    ///< the attribute that counts a row's versions
  std::string deletedAt = {};  ///< the attribute that says when a row was put away; NULL for a row that is there

  /// What `updated_at` is before the first change.
  enum class NeverUpdated { Null, Created };

  /// A number that the database counts up.
  static Mixin integerKey(const std::string& name = "id");
  /// A random UUID that the program makes.
  static Mixin clientUuidKey(const std::string& name = "id");
  /// A random UUID that the database makes: gen_random_uuid(), or what the engine has instead.
  static Mixin serverUuidKey(const Dialect& dialect, const std::string& name = "id");
  /// A text that tells of which table it is: "users_" and a random UUID, made by the program.
  static Mixin prefixedUid(const std::string& prefix, const std::string& name = "uid");
  /// `created_at`, set by the database with the row, and `updated_at`, set with each change. In UTC.
  static Mixin timestamps(NeverUpdated neverUpdated = NeverUpdated::Created);
  /// `deleted_at`: a repository's softDelete() and restore() set it, and sessions leave out rows that have it (GlobalCriteria).
  static Mixin softDelete(const std::string& name = "deleted_at");
  /// A number that grows with each change: a change of an older version is StaleData.
  static Mixin rowVersion(const std::string& name = "version");
};

/// Adds the mixins' columns that the table does not have: keys first, the others last. A table without a primary key gets theirs.
void declareColumns(schema::Table& table, const std::vector<Mixin>& mixins);

}  // namespace joinery
