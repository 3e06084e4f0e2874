// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/changes/commit_mark.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Asks a server by what a commit can be known later. A server that has no such functions, or does not let this user call them, leaves
/// the marks empty: then only the rows can tell. Worker thread.
class CommitMarks {
 public:
  CommitMarks(Connection& connection, const Dialect& dialect) : m_connection(connection), m_queries(dialect.transactionQueries()) {}

  /// Which server this is. @pre no transaction is open, as an error would end it @throws DbError ConnectionLost, Cancelled
  void readServer();
  /// The mark of the open transaction. @throws DbError
  CommitMark mark();
  const CommitMark& server() const { return m_mark; }
  /// Where names without a schema are looked for first; empty where that is not known.
  const std::string& schema() const { return m_schema; }

 private:
  Connection& m_connection;
  std::optional<Dialect::TransactionQueries> m_queries;
  CommitMark m_mark;
  std::string m_schema;
};

}  // namespace joinery
