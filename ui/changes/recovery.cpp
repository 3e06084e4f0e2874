// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/recovery.h"

#include <QtConcurrentRun>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// How long a transaction that a server has not ended yet is waited for.
constexpr std::chrono::seconds kPatienceOfRecovery{10};

FoundJournals find(const std::string& folder) {
  FoundJournals journals;
  try {
    FileCalls calls;
    JournalFolder::Found found = JournalFolder(folder).claimOrphans(calls);
    for (auto& orphan : found.orphans) journals.orphans.push_back(std::move(orphan));
    journals.damaged = std::move(found.damaged);
  } catch (const DbError& error) {
    journals.problem = error.message();
  }
  return journals;
}

QString removeNow(OrphanedJournal& orphan) {
  try {
    FileCalls calls;
    orphan.remove(calls);
    return {};
  } catch (const DbError& error) {
    return toQString(error.message());
  }
}

}  // namespace

QFuture<FoundJournals> findJournals(std::string folder) {
  return QtConcurrent::run([folder = std::move(folder)] { return find(folder); });
}

QFuture<QString> removeJournal(std::shared_ptr<OrphanedJournal> orphan) {
  return QtConcurrent::run([orphan = std::move(orphan)] { return removeNow(*orphan); });
}

RecoveredJournal compareJournal(Connection& connection, const Dialect& dialect, const Registry& registry, std::shared_ptr<OrphanedJournal> orphan) {
  RecoveredJournal recovered;
  recovered.orphan = orphan;
  recovered.hasCommit = orphan->content().commit.has_value();
  if (const auto& commit = orphan->content().commit) {
    ChangeSet written;
    for (const Change& change : commit->changes) written.add(change);
    try {
      recovered.outcome = OutcomeResolver(registry, dialect).resolve(connection, written, commit->mark, kPatienceOfRecovery);
    } catch (const DbError& error) {
      if (error.kind() == ErrorKind::ConnectionLost || error.kind() == ErrorKind::Cancelled) throw;
      // A table that is no more: then the rows do not tell.
      recovered.outcome.reason = error.message();
    }
  }
  // Only a part may have been committed: the rest is still to be recovered.
  if (recovered.isCommitted()) orphan->settle(CommitResult::Outcome::Committed);
  recovered.changes = compareRecovered(connection, dialect, registry, orphan->content().changes.changes());
  return recovered;
}

}  // namespace joinery::ui
