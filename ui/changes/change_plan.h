// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <set>
#include <vector>

#include "orm/changes/change_closure.h"
#include "orm/changes/change_validation.h"
#include "orm/changes/unit_of_work.h"
#include "orm/core/result.h"
#include "orm/engine/running_jobs.h"

namespace joinery::ui {

/// Pending changes as they would be committed, prepared in the background. Plain data.
struct ChangePlan {
  ChangeSet part;                   ///< what is chosen and what it needs, with the images that were read, and the links that go along
  std::vector<NeededChange> taken;  ///< of it what was not chosen
  /// What would be sent, or why it can't be.
  Result<std::vector<PlannedStatement>> statements = std::vector<PlannedStatement>{};
  std::vector<ChangeIssue> issues;  ///< of the part
  std::vector<Conflict> gone;       ///< rows that are not there
  UnitOfWork::Frame frame;          ///< what is sent around the statements

  /// All that commit() sends in its transaction, for people: how many statements there are, and each of them. Fast, whatever their number.
  std::size_t previewSize() const;
  QString previewAt(std::size_t place, const Dialect& dialect) const;
};

/// Frees it where nobody waits: a plan of very many statements takes its time.
void freeElsewhere(std::shared_ptr<const ChangePlan> plan);

/// Reads what the changes need to know of their rows, and checks them. For a worker.
/// @param leftOut ids that are not to be committed
/// @throws DbError ConnectionLost and the like; what is wrong with the changes is in the plan
/// @param progress counts the rows whose CHECK constraints are judged
std::shared_ptr<const ChangePlan> makeChangePlan(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes,
                                                 const std::set<std::uint64_t>& leftOut, JobProgress& progress);

}  // namespace joinery::ui
