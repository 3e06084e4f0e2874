// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// One thing to do.
struct PlanStep {
  /// A statement, or several of a person's own (a DataStep's).
  std::string sql;
  /// The operation that it belongs to, by its place among those that were planned; what has to stand aside belongs to the one that needs it.
  std::size_t operation = 0;
  /// It is a person's own SQL.
  bool isData = false;
};

/// Operations as an engine carries them out, and what they make of the schema.
struct MigrationPlan {
  std::vector<PlanStep> steps;
  schema::MetaData after;
};

/// What to run, in order. What depends on a thing that changes stands aside meanwhile: views that read a table, foreign keys that refer to
/// columns, what is computed from them; all of it comes back as the schema has it at the end.
/// @param follow what will be carried out after them in the same transaction
/// @throws DbError InvalidRequest for operations that don't fit the schema, NotSupported for what the engine can't do
/// Pure; any thread.
MigrationPlan migrationPlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect, const Operations& follow = {});

}  // namespace joinery::migration
