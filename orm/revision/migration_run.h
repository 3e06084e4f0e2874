// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/revision/migrator.h"
#include "orm/revision/revision_parts.h"
#include "orm/revision/schema_transaction.h"

namespace joinery::migration {

/// One run of a Migrator along its outline.
class MigrationRun {
 public:
  MigrationRun(const RevisionChain& chain, const std::shared_ptr<Engine>& engine, Connection& connection, const MigrationOutline& outline, const MigrationOptions& options);

  /// @throws DbError as Migrator::run()
  MigrationResult run();
  /// All of it in one transaction that is rolled back. @throws DbError as Migrator::rehearse()
  MigrationResult tryOut();

 private:
  /// @return whether it was done here, not by somebody else meanwhile
  bool runRevision(const OutlinedRevision& revision);
  /// One part, with the note of where the database stands then. @return false where somebody else has done the revision
  bool runPart(const OutlinedRevision& revision, const RevisionPart& part, const DatabaseRevision& after);
  bool runOutside(const OutlinedRevision& revision, const RevisionPart& part, const DatabaseRevision& after);
  void carryOut(SchemaTransaction& transaction, const OutlinedRevision& revision, const RevisionPart& part, const Operations& follow = {});
  /// What the outline has in transactions from a revision on, behind some of that one's parts.
  Operations operationsBehind(std::size_t revision, std::size_t parts) const;
  void commit(SchemaTransaction& transaction, const OutlinedRevision& revision, const DatabaseRevision& after);
  void note(const DatabaseRevision& after);
  /// Whether the database is still where it is expected; not where somebody else has brought it forward on the same way.
  /// @throws DbError StaleData where it is elsewhere
  bool isExpected(const DatabaseRevision& found);
  void backUp();
  std::vector<RevisionPart> partsOf(const OutlinedRevision& revision) const;
  void say(const OutlinedRevision& revision, const std::string& statement, std::size_t steps);
  /// Where the database stands after a COMMIT without an answer; nothing where that can't be found out.
  std::optional<DatabaseRevision> standingAfterLoss() const;
  /// The same of a server, on a connection of its own, and of a file.
  std::optional<DatabaseRevision> standingOnServer() const;
  std::optional<DatabaseRevision> standingInFile() const;
  void settle(const OutlinedRevision& revision, const DatabaseRevision& after, const DbError& error);
  void requireConnection() const;

  const RevisionChain& m_chain;
  const std::shared_ptr<Engine>& m_engine;
  Connection& m_connection;
  const Dialect& m_dialect;
  const MigrationOutline& m_outline;
  const MigrationOptions& m_options;
  MigrationResult m_result;
  DatabaseRevision m_standing;  ///< as it was found or noted last
  std::size_t m_step = 0;       ///< of the revision, from 1
  std::size_t m_next = 0;       ///< the first of the outline that is not done
  bool m_isLost = false;        ///< the connection broke behind a COMMIT that was carried out
};

}  // namespace joinery::migration
