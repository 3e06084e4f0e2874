// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/revision/migrator.h"

namespace joinery::migration {

/// Keeps others from migrating the database, as a scope: a lock of the session on a server. SQLite has a lock on the whole file, which each
/// revision's transaction takes: there nothing is done here.
class MigrationLock {
 public:
  /// Waits as long as the options say, and tells of it.
  /// @throws DbError Busy, with who has it; Cancelled
  MigrationLock(Connection& connection, const Dialect& dialect, const MigrationOptions& options);
  ~MigrationLock();
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;

 private:
  bool isTaken();
  std::string holder();

  Connection& m_connection;
  const bool m_isOnServer;
};

}  // namespace joinery::migration
