// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/schema_creation.h"

#include <optional>
#include <set>

#include "orm/dialect/ddl_compiler.h"
#include "orm/dialect/schema_statements.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"

namespace joinery {
namespace {

void runAll(Connection& connection, const Dialect& dialect, const std::vector<std::string>& statements) {
  if (statements.empty()) return;
  std::optional<Transaction> transaction;
  if (connection.transactionState() == Connection::TransactionState::Idle) transaction.emplace(connection, dialect, Transaction::Mode::Write);
  for (const std::string& statement : statements) connection.execute(statement);
  if (transaction) transaction->commit();
}

/// The schemas that names lead to and reflection has not read: those that were attached to this connection.
std::set<std::string> schemasBeside(const schema::MetaData& reflected, const Dialect& dialect, const schema::MetaData& metadata) {
  std::set<std::string> schemas;
  for (const auto& table : metadata.tables()) schemas.insert(dialect.identifiers().translated(table->name).schema);
  schemas.erase("");
  for (const std::string& known : reflected.schemas) schemas.erase(known);
  return schemas;
}

/// What is there: all that was reflected, of other schemas the tables' names alone.
schema::MetaData existingTables(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata) {
  schema::MetaData existing = *reflect(connection, dialect);
  for (const std::string& schema : schemasBeside(existing, dialect, metadata)) {
    const auto query = dialect.tableNamesQuery(schema);
    if (!query) continue;
    const auto names = fetchAll(connection, *query);
    for (std::size_t row = 0; row < names->rows(); ++row) {
      schema::Table table;
      table.name = QualifiedName(schema, std::string(names->at(row, 0).bytes()));
      existing.add(std::move(table));
    }
  }
  return existing;
}

std::vector<std::string> cycleWarnings(const Dialect& dialect, const schema::MetaData& metadata) {
  const auto cyclic = schema::sortedTables(metadata).cyclic;
  if (cyclic.empty() || dialect.ddl().altersForeignKeys()) return {};
  std::string names;
  for (const auto& table : cyclic) names += (names.empty() ? "" : ", ") + table->name.toString();
  return {"these tables refer to each other, so that none can be dropped before the others: " + names + "; their foreign keys wait for the end of the transaction"};
}

}  // namespace

void createAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata) {
  const auto existing = existingTables(connection, dialect, metadata);
  runAll(connection, dialect, createStatements(metadata, dialect, &existing));
}

std::vector<std::string> dropAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata) {
  const auto existing = existingTables(connection, dialect, metadata);
  runAll(connection, dialect, dropStatements(metadata, dialect, &existing));
  return cycleWarnings(dialect, metadata);
}

}  // namespace joinery
