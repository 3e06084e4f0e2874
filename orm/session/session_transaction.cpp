// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/session_transaction.h"

#include <utility>

namespace joinery {

void SessionTransaction::requireSound() const {
  const std::optional<DbError>& failure = m_levels.back().failure;
  if (!failure) return;
  DbError error(ErrorKind::PendingRollback, "this session's transaction was rolled back because a flush failed: " + failure->message());
  error.hint = "Roll the session back; then it can be used again.";
  throw error;
}

// What follows would take effect outside of any transaction: the engine rolled back on an error, or the connection is a new one.
Connection& SessionTransaction::current() const {
  Connection& connection = m_source();
  if (!isBegun() || connection.transactionState() != Connection::TransactionState::Idle) return connection;
  DbError error(ErrorKind::PendingRollback, "this session's transaction has ended at the engine, with all that was done in it");
  error.hint = "Roll the session back; then it can be used again.";
  throw error;
}

Connection& SessionTransaction::connection() {
  requireSound();
  Connection& connection = current();
  if (autocommits()) return connection;
  for (Level& level : m_levels) {
    if (level.isSent) continue;
    connection.execute(level.savepoint.empty() ? m_begin : "SAVEPOINT " + level.savepoint);
    level.isSent = true;
  }
  return connection;
}

void SessionTransaction::beginNested() {
  requireSound();
  if (autocommits()) throw DbError(ErrorKind::InvalidRequest, "a session whose statements take effect one by one has no savepoints");
  m_levels.emplace_back().savepoint = "joinery_" + std::to_string(++m_lastSavepoint);
}

void SessionTransaction::release() {
  requireSound();
  if (!isNested()) throw DbError(ErrorKind::InvalidRequest, "there is no savepoint to release");
  if (level().isSent) current().execute("RELEASE SAVEPOINT " + level().savepoint);
  Level inner = std::move(m_levels.back());
  m_levels.pop_back();
  Level& outer = m_levels.back();
  outer.inserted.take(inner.inserted);
  for (auto& [from, to] : {std::pair(&inner.deleted, &outer.deleted), std::pair(&inner.changed, &outer.changed)})
    to->unite(*from);
  outer.formerKeys.insert(outer.formerKeys.end(), inner.formerKeys.begin(), inner.formerKeys.end());
}

void SessionTransaction::commit() {
  requireSound();
  while (isNested()) release();
  if (!isBegun()) return;
  current().execute("COMMIT");
  level().isSent = false;
}

void SessionTransaction::undo() {
  if (!std::exchange(level().isSent, false)) return;
  Connection& connection = m_source();
  // SQLite may have rolled back all of it by itself.
  if (connection.transactionState() == Connection::TransactionState::Idle) {
    for (Level& each : m_levels) each.isSent = false;
    return;
  }
  connection.execute(level().savepoint.empty() ? std::string("ROLLBACK") : "ROLLBACK TO SAVEPOINT " + level().savepoint);
}

void SessionTransaction::forget(Record& record) {
  for (Level& each : m_levels) {
    each.inserted.erase(record);
    for (QSet<Record*>* records : {&each.deleted, &each.changed}) records->remove(&record);
    std::erase_if(each.formerKeys, [&](const auto& entry) { return entry.first == &record; });
  }
}

void SessionTransaction::drop() {
  m_levels.pop_back();
  if (m_levels.empty()) m_levels.emplace_back();
}

}  // namespace joinery
