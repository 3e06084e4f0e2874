// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/engine/engine.h"
#include "orm/revision/migration_outline.h"
#include "orm/revision/revision.h"

namespace joinery::migration {

/// How far a migration is; called on the thread that migrates, before each statement and while it waits.
struct MigrationProgress {
  std::string revision;   ///< its id; empty while the database is waited for or copied
  std::size_t step = 0;   ///< of that revision, from 1
  std::size_t steps = 0;  ///< 0: not known
  std::string doing;      ///< the statement, or what is waited for
};

struct MigrationOptions {
  /// Whether a SQLite file is copied, beside itself, before a migration that loses rows or values.
  enum class Backup { BeforeLosses, None };
  Backup backup = Backup::BeforeLosses;
  /// How long somebody else who migrates the database is waited for, and a server that has to say what came of a COMMIT.
  std::chrono::milliseconds patience{15'000};
  CancelToken cancel = {};
  std::function<void(const MigrationProgress&)> progress = {};
};

struct MigrationResult {
  std::string from, to;            ///< ids, as they were found and left
  std::vector<std::string> done;   ///< ids of revisions, in order
  std::string backup = {};         ///< the file; empty where none was made
  std::vector<std::string> notes = {};  ///< warnings of the engine, and what a rehearsal could not try
};

/// Brings databases from revision to revision. Each revision is one transaction with the note of it in `joinery_revision`, so that it is
/// there wholly or not at all; with steps outside of a transaction it goes part by part, and a run that was interrupted is taken up by the
/// next one. Two of them never migrate a database at once. Blocks; worker thread or a plain program.
class Migrator {
 public:
  /// @param engine of the databases: a connection that broke in a COMMIT is made again by it, copies are read through it
  Migrator(RevisionChain chain, std::shared_ptr<Engine> engine);

  const RevisionChain& chain() const { return m_chain; }

  /// Where the database stands. Changes nothing.
  DatabaseRevision standing(Connection& connection) const;

  /// What leads to a revision, planned against the database as it is. Changes nothing.
  /// @param target an id or the beginning of one, "head", "base"
  /// @throws DbError InvalidRequest for a target that is none, several heads, a database at a revision that is not there, and one that does
  ///         not fit what is to be done: with the revision and the operation; as migrationPlan() does
  MigrationOutline outline(Connection& connection, const std::string& target) const;
  /// The same as SQL for people and other programs, with what notes each revision in the database.
  /// @throws DbError InvalidRequest where the steps of a revision are not known yet
  std::string script(Connection& connection, const MigrationOutline& outline) const;

  /// Carries out what was outlined, but for revisions that somebody else has done by then.
  /// @throws DbError ReadOnly; Busy where somebody else migrates it; StaleData where it stands elsewhere by now; Cancelled; what a statement
  ///         was refused for, with the revision: then that revision is not there at all, or, part by part, up to a part that was noted.
  ///         ConnectionLost where it is known what was kept, OutcomeUnknown where it is not
  MigrationResult run(Connection& connection, const MigrationOutline& outline, const MigrationOptions& options = {}) const;
  /// Tries all of it with every check, and leaves the database as it is: on a copy of a SQLite file, in a transaction that is rolled back
  /// elsewhere, where parts outside of a transaction are left out.
  /// @param connection to a SQLite file it may be one that only reads @throws DbError as run() does
  MigrationResult rehearse(Connection& connection, const MigrationOutline& outline, const MigrationOptions& options = {}) const;

  /// Notes that the database is at that revision, and that none is interrupted, without doing anything else.
  /// @throws DbError as outline() and run() do
  void stamp(Connection& connection, const std::string& target, const MigrationOptions& options = {}) const;

 private:
  void requireWritable(Connection& connection) const;

  RevisionChain m_chain;
  std::shared_ptr<Engine> m_engine;
};

}  // namespace joinery::migration
