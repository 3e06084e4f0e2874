// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/commit_marks.h"

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"

namespace joinery {

namespace {

std::string textAt(const RowBatch& batch, std::size_t column) {
  const ValueView value = batch.at(0, column);
  return value.storageClass() == StorageClass::Text ? std::string(value.bytes()) : std::string();
}

}  // namespace

void CommitMarks::readServer() {
  if (!m_queries) return;
  CompiledStatement statement;
  statement.sql = m_queries->server;
  try {
    const auto batch = fetchAll(m_connection, statement);
    if (batch->rows() != 1) return;
    m_mark.systemIdentifier = textAt(*batch, 0);
    m_mark.timeline = textAt(*batch, 1);
    m_schema = textAt(*batch, 2);
  } catch (const DbError& error) {
    if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
    m_queries.reset();
  }
}

CommitMark CommitMarks::mark() {
  if (m_queries && !m_mark.systemIdentifier.empty()) {
    CompiledStatement statement;
    statement.sql = m_queries->transaction;
    m_mark.transactionId = textAt(*fetchAll(m_connection, statement), 0);
  }
  return m_mark;
}

}  // namespace joinery
