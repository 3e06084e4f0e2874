// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/sql/select.h"

namespace joinery {

/// What the database does by itself to rows of one table, or why it refuses, when rows elsewhere are deleted.
struct DeleteEffect {
  enum class Kind {
    Deletes,      ///< ON DELETE CASCADE, along any number of tables
    SetsNull,     ///< ON DELETE SET NULL
    SetsDefault,  ///< ON DELETE SET DEFAULT
    Forbids,      ///< ON DELETE RESTRICT and NO ACTION: these rows have to go, or refer elsewhere, first
  };
  Kind kind = Kind::Deletes;
  QualifiedName table;
  /// The foreign keys' columns by which; more than one where several keys do the same.
  std::vector<std::vector<std::string>> columns;
  /// How many rows: one row of one column.
  sql::Select count;
  /// Tables delete each other's rows in a circle that is not followed all the way: there may be more.
  bool isAtLeast = false;
};

/// What deleting these rows would set off, by the tables' foreign keys: deletions first, parents before children. Rows of the keys
/// themselves, and those that are deleted with them, are not counted as touched or forbidding. But RESTRICT forbids at once, whatever
/// else deletes the row; so may PostgreSQL's NO ACTION where the key is not deferred and the row goes late. Triggers are not seen.
/// Pure; any thread.
/// @param keys of rows of the model, each in the order of Model::keyAttributes(); as many as the engine takes binds for
/// @throws DbError InvalidRequest for a model without a key, or a key of other length
std::vector<DeleteEffect> deleteEffects(const Registry& registry, const Model& model, const std::vector<std::vector<Value>>& keys);

struct CountedDeleteEffect {
  DeleteEffect effect;
  std::int64_t rows = 0;
};

/// Asks how many rows each effect has, one SELECT each. @return those that have any. Worker thread. @throws DbError
std::vector<CountedDeleteEffect> countDeleteEffects(Connection& connection, const Dialect& dialect, const std::vector<DeleteEffect>& effects);

}  // namespace joinery
