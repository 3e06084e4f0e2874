// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/records/placed_records.h"

namespace joinery {

/// A session's transaction and the savepoints inside it, innermost last. There always is one; BEGIN and SAVEPOINT are sent with the
/// first statement that needs them; without a transaction every statement takes effect by itself. After a failed flush the innermost
/// level is rolled back at the engine and refuses everything until the session rolls back too. Worker thread.
class SessionTransaction {
 public:
  /// What a level has to put back when it is rolled back.
  struct Level {
    PlacedRecords inserted;
    QSet<Record*> deleted, changed;
    std::vector<std::pair<Record*, std::vector<Value>>> formerKeys;
    std::string savepoint;          ///< empty for the transaction itself
    bool isSent = false;
    std::optional<DbError> failure; ///< rolled back because of it
  };

  /// Gives the connection for the next statement.
  using Source = std::function<Connection&()>;

  /// @param begin what begins a transaction; empty: there is none
  SessionTransaction(Source source, std::string begin) : m_source(std::move(source)), m_begin(std::move(begin)), m_levels(1) {}

  /// The connection inside the transaction.
  /// @throws DbError PendingRollback after a failed flush, or where the engine has ended the transaction by itself
  Connection& connection();
  /// @throws DbError PendingRollback
  void requireSound() const;

  Level& level() { return m_levels.back(); }
  bool isNested() const { return m_levels.size() > 1; }
  bool isBegun() const { return m_levels.front().isSent; }

  /// @throws DbError InvalidRequest where there is no transaction
  void beginNested();
  /// Ends the innermost savepoint; what it did belongs to the level around it. @throws DbError InvalidRequest without one
  void release();
  /// COMMIT, after the release of every savepoint. @throws DbError; the transaction is rolled back then
  void commit();
  /// Undoes the innermost level at the engine, if it is not undone already. The level stays, for its account to be read.
  void undo();
  /// After undo(): the level fails everything until it is dropped.
  void fail(const DbError& error) { level().failure = error; }
  /// A record that goes leaves every account.
  void forget(Record& record);
  /// Forgets the innermost level; of the transaction itself a new one follows.
  void drop();

 private:
  bool autocommits() const { return m_begin.empty(); }
  /// The connection as it is. @throws DbError PendingRollback: what was begun there is gone
  Connection& current() const;

  Source m_source;
  const std::string m_begin;
  std::vector<Level> m_levels;
  int m_lastSavepoint = 0;
};

}  // namespace joinery
