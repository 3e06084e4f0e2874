// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/schema_transaction.h"

#include <chrono>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/migration/sqlite_migration.h"

namespace joinery::migration {
namespace {

bool isOnServer(const Dialect& dialect) { return dialect.name() == "postgresql"; }

std::string searchPath(Connection& connection) {
  CompiledStatement statement;
  statement.sql = "SELECT pg_catalog.current_setting('search_path')";
  return displayText(fetchAll(connection, statement)->at(0, 0), {});
}

}  // namespace

SchemaTransaction::SchemaTransaction(Connection& connection, const Dialect& dialect, const MigrationOptions& options) : m_connection(connection), m_dialect(dialect) {
  const auto until = std::chrono::steady_clock::now() + options.patience;
  for (;;) {
    try {
      begin();
      return;
    } catch (const DbError& error) {
      if (error.kind() != ErrorKind::Busy || std::chrono::steady_clock::now() >= until) throw;
      options.cancel.throwIfCancelled();
      if (options.progress) options.progress({{}, 0, 0, "Waiting for another program that writes. " + error.detail});
    }
  }
}

void SchemaTransaction::begin() {
  if (isOnServer(m_dialect)) m_transaction.emplace(m_connection, m_dialect, Transaction::Mode::Write);
  else m_change.emplace(m_connection);
}

void SchemaTransaction::carryOut(const schema::MetaData& before, const Operations& operations, const std::function<void(const PlanStep&, std::size_t)>& step, const Operations& follow) {
  if (m_change) {
    const SqliteMigration migration(before, operations, m_dialect);
    migration.apply(m_connection, [&](const PlanStep& each) { step(each, migration.steps().size()); });
    return;
  }
  const MigrationPlan plan = migrationPlan(before, operations, m_dialect, follow);
  for (const PlanStep& each : plan.steps) {
    step(each, plan.steps.size());
    if (each.isData) runData(each.sql);
    else m_connection.execute(each.sql);
  }
}

/// Names without a schema mean the same before and after it.
void SchemaTransaction::runData(const std::string& script) {
  const std::string path = searchPath(m_connection);
  for (const std::string& statement : m_connection.splitStatements(script)) m_connection.execute(statement);
  if (searchPath(m_connection) == path) return;
  m_connection.execute("SELECT pg_catalog.set_config('search_path', " + m_dialect.literal(ValueView::text(path), {}) + ", false)");
}

void SchemaTransaction::check() {
  if (m_transaction) m_connection.execute("SET CONSTRAINTS ALL IMMEDIATE");
}

void SchemaTransaction::commit() {
  if (m_change) m_change->commit();
  else m_transaction->commit();
}

void SchemaTransaction::abandon() {
  m_change.reset();
  m_transaction.reset();
}

}  // namespace joinery::migration
