// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/commit_mark.h"
#include "orm/core/db_error.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// One statement of a unit of work, in order. Its binds may hold references, which executing fills.
struct PlannedStatement {
  enum class Verb { Insert, Update, Delete };
  Verb verb = Verb::Insert;
  QualifiedName table;
  CompiledStatement statement;
  /// Position in statement.binds → the insert's generated value that goes there.
  std::vector<std::pair<std::size_t, Operand::Reference>> references;
  std::vector<std::uint64_t> changes;  ///< ids of the changes that it carries out
  std::string ref;                     ///< of an insert that others refer to
  /// Attributes that RETURNING brings back, in the order of its columns.
  std::vector<std::string> returning;
};

/// What an image that no longer holds looks like, by attribute.
struct Conflict {
  std::uint64_t change = 0;
  std::string model;
  std::vector<Value> key;
  /// The row is gone.
  bool deleted = false;
  /// @param mine a value, or the column's default
  struct Cell { std::string attribute; Value base; std::optional<Operand> mine; Value theirs; };
  std::vector<Cell> cells;  ///< those that differ, and those that were to be written
};

/// What came of a commit.
struct CommitResult {
  enum class Outcome { Committed, NotCommitted, Unknown };
  Outcome outcome = Outcome::NotCommitted;
  /// Of NotCommitted and Unknown.
  std::optional<DbError> error;
  /// The change that caused the error, where one did.
  std::optional<std::uint64_t> failedChange;
  /// The attributes of it that the database named.
  std::vector<std::string> failedAttributes;
  std::vector<Conflict> conflicts;
  using Generated = GeneratedValues;
  std::vector<Generated> generated;   ///< in the order of the change set: of new rows, and of changed ones the defaults that were set
  /// Of Unknown: what to ask for (OutcomeResolver).
  CommitMark mark;
  /// Unknown has become known, or not. @param reason a sentence that says by what
  void settle(Outcome known, const std::string& reason);
  std::vector<std::string> warnings;  ///< of the server
};

struct WriteOperation;

/// Turns a change set into statements that keep every foreign key, and runs them as one transaction.
/// Parents first, deletes last in reverse, rows of a self-referencing table by their tree, cycles through a post-update.
class UnitOfWork {
 public:
  /// None: by key. BeforeImage: by a unique key with no NULL and the row's before-image; another number of affected
  /// rows than 1 rolls everything back.
  enum class Locking { None, BeforeImage };

  UnitOfWork(const Registry& registry, const Dialect& dialect, Locking locking);

  /// The statements, in order: exactly what commit() runs. Pure. Images must be there (see readImages).
  /// @throws DbError CircularDependency, InvalidRequest (a read-only model, no key …) before anything is sent
  std::vector<PlannedStatement> plan(const ChangeSet& changes) const;

  /// What commit() sends around the statements of plan(): the transaction's beginning and end, and what it asks so that the outcome can
  /// be found out if no answer comes. Pure.
  struct Frame { std::vector<std::string> before, after; };
  Frame frame() const;

  /// Reads the rows of updates and deletes that bring no image, or one that is not whole, and completes the set with what was
  /// read: changed attributes for an update, every column for a delete. A delete of a row with many-to-many links also gets a
  /// delete of each link row (Change::cause tells which change entails it); calling again derives them anew. Rows that are not
  /// there become conflicts. Worker thread.
  std::vector<Conflict> readImages(Connection& connection, ChangeSet& changes) const;

  /// Everything in one transaction; whatever fails rolls all of it back. Never throws for what the database refuses: it is in the
  /// result. Worker thread. @param witness told before COMMIT is sent; may be null
  CommitResult commit(Connection& connection, const ChangeSet& changes, CommitWitness* witness = nullptr) const;
  /// As commit(), then rolled back: what it would do. Deferred constraints are judged before that, so that without an error everything
  /// would have gone well.
  CommitResult dryRun(Connection& connection, const ChangeSet& changes) const;
  /// The statements alone, inside the transaction that is open on the connection; the caller undoes it when this throws.
  /// @throws DbError CircularDependency and the like before anything is sent, then what the engine throws; StaleData for an UPDATE
  ///         that matches no row
  struct Written { std::vector<CommitResult::Generated> generated; std::vector<std::string> warnings; };
  Written write(const std::function<Connection&()>& connection, const ChangeSet& changes) const;

 private:
  friend class OutcomeResolver;
  enum class Ending { Commit, Rollback };
  std::vector<WriteOperation> sortedOperations(const ChangeSet& changes) const;
  std::vector<PlannedStatement> statements(const std::vector<WriteOperation>& operations) const;
  CommitResult run(Connection& connection, const ChangeSet& changes, Ending ending, CommitWitness* witness = nullptr) const;

  const Registry& m_registry;
  const Dialect& m_dialect;
  Locking m_locking;
};

/// The statement for people: values written in, `:a1.AlbumId` where a key will be generated.
std::string previewSql(const PlannedStatement& statement, const Dialect& dialect);

}  // namespace joinery
