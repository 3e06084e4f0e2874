// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/migration/migration_plan.h"
#include "orm/migration/sqlite_rebuild.h"

namespace joinery::migration {

/// A plan for SQLite, and which of its steps make a table anew.
struct SqlitePlan {
  /// The steps from `firstStep` on, as many as rebuildStatements() gives, are this one's.
  struct Rebuild {
    std::size_t firstStep = 0;
    TableRebuild rebuild;
    /// What the database holds by then.
    std::shared_ptr<const schema::MetaData> database;
  };

  MigrationPlan plan;
  std::vector<Rebuild> rebuilds;  ///< in the order of their steps
};

/// What ALTER TABLE can do is left to it: names of tables and columns, columns at the end. For all else a table is made anew, once for all
/// operations on it between which no other needs it. Views and triggers that would keep ALTER TABLE from it stand aside and come back as
/// the schema has them by then. For a SqliteSchemaChange.
/// @throws DbError InvalidRequest for operations that don't fit the schema, NotSupported for what SQLite has no notion of
/// Pure; any thread.
SqlitePlan sqlitePlan(const schema::MetaData& before, const Operations& operations, const Dialect& dialect);

}  // namespace joinery::migration
