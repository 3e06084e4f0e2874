// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/revision/revision.h"

namespace joinery::migration {

/// A revision that goes step by step and was not brought to its end.
struct InterruptedRevision {
  std::string id;
  RevisionChain::Direction direction = RevisionChain::Direction::Up;
  std::size_t done = 0;  ///< of its parts (revisionParts)
  bool operator==(const InterruptedRevision&) const = default;
};

/// Where a database stands among its revisions.
struct DatabaseRevision {
  /// It remembers a revision, or that it stands before the first: it was migrated or stamped once.
  bool isKnown = false;
  std::string id;  ///< the last whole revision; empty: before the first
  std::optional<InterruptedRevision> interrupted = {};
  bool operator==(const DatabaseRevision&) const = default;
};

/// The table `joinery_revision` of a database, one row, in the schema that names without one mean. Worker thread or a plain program.
class RevisionTable {
 public:
  /// Looks for it. @throws DbError InvalidRequest where there is no schema that it could be in
  RevisionTable(Connection& connection, const Dialect& dialect);

  enum class Reading { Plain, Locked };
  /// @param reading Locked: nobody else writes it until the transaction ends, where the engine locks rows
  /// @throws DbError InvalidRequest for a table of that name that is another one
  DatabaseRevision read(Reading reading = Reading::Plain) const;
  /// Makes it where it is missing.
  void write(const DatabaseRevision& revision);
  /// What write() runs. Pure.
  std::vector<std::string> writing(const DatabaseRevision& revision) const;

 private:
  Connection& m_connection;
  const Dialect& m_dialect;
  QualifiedName m_name;
  bool m_exists = false;
};

}  // namespace joinery::migration
