// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/inspector.h"

#include <algorithm>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"

namespace joinery {
namespace {

using Batches = std::vector<std::shared_ptr<const RowBatch>>;

bool isInTransaction(const Connection& connection) {
  return connection.transactionState() != Connection::TransactionState::Idle;
}

/// One transaction around all, so that they tell of one moment; the caller's own where one is open.
Batches runConsistently(Connection& connection, const Dialect& dialect, const std::vector<CompiledStatement>& queries) {
  std::optional<Transaction> transaction;
  if (!isInTransaction(connection)) transaction.emplace(connection, dialect, Transaction::Mode::Read);
  Batches batches;
  batches.reserve(queries.size());
  for (const auto& query : queries) batches.push_back(fetchAll(connection, query));
  if (transaction) transaction->commit();
  return batches;
}

/// @return null where the query failed by itself
std::shared_ptr<const RowBatch> tryQuery(Connection& connection, const CompiledStatement& query) {
  std::optional<Savepoint> savepoint;
  if (isInTransaction(connection)) savepoint.emplace(connection, "joinery_reflection");
  try {
    auto batch = fetchAll(connection, query);
    if (savepoint) savepoint->release();
    return batch;
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
    return nullptr;
  }
}

}  // namespace

std::shared_ptr<const schema::MetaData> reflect(Connection& connection, const Dialect& dialect) {
  Batches batches = runConsistently(connection, dialect, dialect.reflectionQueries());
  for (const auto& query : dialect.reflectionFollowUps(batches)) batches.push_back(tryQuery(connection, query));
  return std::make_shared<const schema::MetaData>(dialect.foldReflection(batches));
}

}  // namespace joinery
