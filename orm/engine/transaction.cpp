// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/transaction.h"

#include <utility>

#include "orm/core/db_error.h"

namespace joinery {
namespace {

using State = Connection::TransactionState;

/// 08007 and 40003 are the standard's own words for it; 57P01 to 57P03 are a server that goes away.
bool leavesOutcomeUnknown(const DbError& error) {
  return error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::OutcomeUnknown ||
         error.sqlState == "08007" || error.sqlState == "40003" || error.sqlState.starts_with("57P0");
}

DbError outcomeUnknown(const DbError& cause) {
  DbError error(ErrorKind::OutcomeUnknown,
                "the connection broke while the transaction was being committed: " + cause.message());
  error.sqlState = cause.sqlState;
  error.nativeCode = cause.nativeCode;
  error.sql = "COMMIT";
  error.detail = cause.detail;
  error.hint = "It may or may not have been committed. Look at the rows before doing it again.";
  return error;
}

std::string quotedName(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

}  // namespace

Transaction::Transaction(Connection& connection, const Dialect& dialect, Mode mode) : m_connection(connection) {
  const std::string begin = dialect.beginStatement(mode == Mode::Write ? Dialect::Purpose::Write : Dialect::Purpose::Read);
  m_autocommits = begin.empty();
  if (!m_autocommits) m_connection.execute(begin);
  m_open = true;
}

Transaction::~Transaction() { rollbackQuietly(); }

void Transaction::rollbackQuietly() {
  try {
    rollback();
  } catch (const std::exception&) {
    // The lease closes a connection that cannot be rolled back.
  }
}

void Transaction::requireSound() {
  const State state = m_open ? m_connection.transactionState() : State::Idle;
  if (state == State::Active) return;
  rollback();
  DbError error(ErrorKind::InvalidRequest, "there is nothing to commit: the transaction was rolled back");
  error.hint = "An earlier statement failed and took the whole transaction with it.";
  throw error;
}

void Transaction::commit(const std::function<void(const DbError&)>& refused) {
  if (m_autocommits && std::exchange(m_open, false)) return;
  requireSound();
  try {
    m_connection.execute("COMMIT");
    m_open = false;
  } catch (const DbError& error) {
    if (leavesOutcomeUnknown(error)) {
      m_open = false;
      throw outcomeUnknown(error);
    }
    if (refused) refused(error);
    rollbackQuietly();
    throw;
  }
}

void Transaction::rollback() {
  if (!std::exchange(m_open, false) || m_connection.transactionState() == State::Idle) return;
  try {
    m_connection.execute("ROLLBACK");
  } catch (const DbError& error) {
    // Nothing of it stays: the server rolls back what a broken connection left.
    if (error.kind() != ErrorKind::ConnectionLost) throw;
  }
}

Savepoint::Savepoint(Connection& connection, std::string name)
    : m_connection(connection), m_name(quotedName(name)) {
  if (m_connection.transactionState() == State::Idle) {
    throw DbError(ErrorKind::InvalidRequest, "a savepoint needs a transaction that is open");
  }
  m_connection.execute("SAVEPOINT " + m_name);
  m_open = true;
}

Savepoint::~Savepoint() {
  try {
    rollback();
  } catch (const std::exception&) {
    // The transaction around it is failed then, and cannot be committed.
  }
}

void Savepoint::release() {
  if (!m_open) throw DbError(ErrorKind::InvalidRequest, "the savepoint is no longer open");
  m_connection.execute("RELEASE SAVEPOINT " + m_name);
  m_open = false;
}

void Savepoint::rollback() {
  // An engine that rolled everything back has no savepoint left.
  if (!std::exchange(m_open, false) || m_connection.transactionState() == State::Idle) return;
  m_connection.execute("ROLLBACK TO SAVEPOINT " + m_name);
}

}  // namespace joinery
