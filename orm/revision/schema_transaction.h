// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "orm/engine/transaction.h"
#include "orm/migration/migration_plan.h"
#include "orm/migration/sqlite_schema_change.h"
#include "orm/revision/migrator.h"

namespace joinery::migration {

/// A transaction in which a schema changes, as a scope, whatever the engine: rolled back by the destructor unless commit() was called.
class SchemaTransaction {
 public:
  /// With SQLite it takes the write lock, and waits for it as long as the options say. @throws DbError Busy, Cancelled
  SchemaTransaction(Connection& connection, const Dialect& dialect, const MigrationOptions& options);

  /// Carries operations out. @param before what the database holds @param step called before each @param follow what is carried out later in
  /// it @throws DbError of a statement
  void carryOut(const schema::MetaData& before, const Operations& operations, const std::function<void(const PlanStep& step, std::size_t steps)>& step, const Operations& follow = {});
  /// What is judged at the end is judged now. @throws DbError Integrity
  void check();
  /// @throws DbError as Transaction and SqliteSchemaChange do
  void commit();
  /// Ends it where it has not ended.
  void abandon();

 private:
  void begin();
  void runData(const std::string& script);

  Connection& m_connection;
  const Dialect& m_dialect;
  std::optional<Transaction> m_transaction;
  std::optional<SqliteSchemaChange> m_change;
};

}  // namespace joinery::migration
