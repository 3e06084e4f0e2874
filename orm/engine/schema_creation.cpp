// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/schema_creation.h"

#include <optional>

#include "orm/dialect/schema_statements.h"
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

}  // namespace

void createAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata) {
  const auto existing = reflect(connection, dialect);
  runAll(connection, dialect, createStatements(metadata, dialect, existing.get()));
}

void dropAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata) {
  const auto existing = reflect(connection, dialect);
  runAll(connection, dialect, dropStatements(metadata, dialect, existing.get()));
}

}  // namespace joinery
