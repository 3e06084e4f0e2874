// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "orm/driver/connection.h"
#include "orm/migration/sqlite_plan.h"

namespace joinery::migration {

/// Operations on a database of SQLite, carried out. The statements are those that migrationPlan() shows, in their order; beside them stands
/// what a SqliteRebuild looks at: values that a new column would refuse, before its table is made anew; rows of the table and of all that
/// refer to it, counted before and after; the pages of the new one.
class SqliteMigration {
 public:
  /// @param before what the database holds, as it was reflected
  /// @throws DbError as migrationPlan() does
  SqliteMigration(const schema::MetaData& before, const Operations& operations, const Dialect& dialect);

  /// What is done, in order.
  const std::vector<PlanStep>& steps() const { return m_plan.plan.steps; }
  /// The schema afterwards.
  const schema::MetaData& after() const { return m_plan.plan.after; }

  /// Called before each step.
  using Progress = std::function<void(const PlanStep& step)>;
  /// Within a SqliteSchemaChange of the caller's, which judges foreign keys and views before it is committed. Nothing cascades meanwhile, not
  /// even what a step with data deletes. Blocks; worker thread or a plain program.
  /// @throws DbError Data, Integrity with the table and the rowid of the first row in the way; InvalidRequest while foreign keys are on, and of
  ///         a step with data that would end the transaction; else the statement's own. The caller rolls back then
  void apply(Connection& connection, const Progress& progress = {}) const;

 private:
  const Dialect& m_dialect;
  SqlitePlan m_plan;
};

}  // namespace joinery::migration
