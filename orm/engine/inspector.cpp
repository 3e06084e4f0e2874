// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/inspector.h"

#include <optional>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"

namespace joinery {
namespace {

using Batches = std::vector<std::shared_ptr<const RowBatch>>;

bool isInTransaction(const Connection& connection) {
  return connection.transactionState() != Connection::TransactionState::Idle;
}

/// The first answers, and those about the tables that they name.
Batches runQueries(Connection& connection, const Dialect& dialect, const ReflectionObserver& observer) {
  Batches batches;
  for (const auto& query : dialect.reflectionQueries()) batches.push_back(fetchAll(connection, query));
  CatalogueTables tables = dialect.reflectionTables(batches);
  const auto all = static_cast<std::int64_t>(tables.names.size());
  if (observer.named) observer.named(std::move(tables.names));
  if (observer.advanced) observer.advanced(0, all);
  for (const auto& query : tables.queries) {
    batches.push_back(fetchAll(connection, query.statement));
    if (observer.advanced) observer.advanced(query.tablesRead, all);
  }
  return batches;
}

/// One transaction around all, so that they tell of one moment; the caller's own where one is open.
Batches runConsistently(Connection& connection, const Dialect& dialect, const ReflectionObserver& observer) {
  std::optional<Transaction> transaction;
  if (!isInTransaction(connection)) transaction.emplace(connection, dialect, Transaction::Mode::Read);
  Batches batches = runQueries(connection, dialect, observer);
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

std::shared_ptr<const schema::MetaData> reflect(Connection& connection, const Dialect& dialect, const ReflectionObserver& observer) {
  Batches batches = runConsistently(connection, dialect, observer);
  for (const auto& query : dialect.reflectionFollowUps(batches)) batches.push_back(tryQuery(connection, query));
  return std::make_shared<const schema::MetaData>(dialect.foldReflection(batches));
}

}  // namespace joinery
