// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <memory>
#include <string>
#include <vector>

#include "orm/changes/outcome_resolver.h"
#include "orm/journal/journal_folder.h"
#include "orm/journal/recovery_diff.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// A journal of this database without a living owner, beside the database as it is now.
struct RecoveredJournal {
  std::shared_ptr<OrphanedJournal> orphan;
  std::vector<RecoveredChange> changes;
  /// Of a journal that ends in a commit.
  OutcomeResolver::Answer outcome;

  bool hasCommit = false;
  /// Its last commit went through: the changes are in the database.
  bool isCommitted() const { return hasCommit && outcome.outcome == CommitResult::Outcome::Committed; }
};

/// What the folder of journals has, looked at on a thread of its own.
struct FoundJournals {
  std::vector<std::shared_ptr<OrphanedJournal>> orphans;
  std::vector<std::string> damaged;
  std::string problem;  ///< why it could not be looked at
};
QFuture<FoundJournals> findJournals(std::string folder);
/// On a thread of its own: why it could not be removed; empty when it was.
QFuture<QString> removeJournal(std::shared_ptr<OrphanedJournal> orphan);
/// For a worker: compares, and finds out what came of a commit that has no end in the journal. @throws DbError
RecoveredJournal compareJournal(Connection& connection, const Dialect& dialect, const Registry& registry, std::shared_ptr<OrphanedJournal> orphan);

}  // namespace joinery::ui
