// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/changes/write_operation.h"

namespace joinery {

/// Looks, after a unit was rolled back, at what stood in its way. Worker thread. @throws DbError
class FailureReport {
 public:
  FailureReport(Connection& connection, const Dialect& dialect, const Registry& registry)
      : m_connection(connection), m_dialect(dialect), m_registry(registry) {}

  /// The rows that are no longer what their images say: the one that stopped the unit, then others of it.
  std::vector<Conflict> conflicts(const std::vector<WriteOperation>& operations, std::size_t failed) const;
  /// Adds to a constraint's error what is known of it: which rows refer to the deleted one, that a link is there already.
  void explain(const WriteOperation& operation, DbError& error) const;
  /// Adds to a lock's error whose lock it may be.
  void nameLockHolders(const WriteOperation& operation, DbError& error) const;

 private:
  std::optional<Conflict> conflict(const WriteOperation& operation) const;
  std::string referringRows(const WriteOperation& operation) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const Registry& m_registry;
};

}  // namespace joinery
