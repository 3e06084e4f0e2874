// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/migration/migration_plan.h"
#include "orm/revision/database_revision.h"
#include "orm/revision/revision.h"

namespace joinery::migration {

/// What is done of a revision on its way up or down.
const Operations& operationsOf(const Revision& revision, RevisionChain::Direction direction);
/// "revision 0002 (names of albums)": for messages.
std::string revisionName(const std::string& id, const std::string& message);

/// An operation in words.
struct OutlinedOperation {
  std::string description;
  bool isDestructive = false;  ///< rows or values go with it, or may
  std::optional<std::string> whyIrreversible = {};
};

/// What is to be done or undone of one revision.
struct OutlinedRevision {
  std::string id;
  std::string message;
  RevisionChain::Direction direction = RevisionChain::Direction::Up;
  std::string idAfter;  ///< where the database stands then; empty: before the first
  std::vector<OutlinedOperation> operations = {};
  /// Of each step the place of its operation among these.
  std::vector<PlanStep> steps = {};
  /// Why the steps are not known before it is its turn: SQL of a person's own stands before it, of which the structure tells nothing.
  std::optional<std::string> whyUnknown = {};
  /// What it goes step by step for, so that it is not all or nothing.
  std::optional<std::string> whyStepByStep = {};
  std::size_t partsDone = 0;  ///< by a run that was interrupted: their operations and steps are left out here

  bool isDestructive() const;
  /// What is lost on that way or can't be undone, one text for each operation.
  std::vector<std::string> losses() const;
};

/// What a migration will do, known before anything is done.
struct MigrationOutline {
  DatabaseRevision from;
  std::string to;  ///< the id; empty: before the first
  std::vector<OutlinedRevision> revisions = {};

  bool isDestructive() const;
  std::vector<std::string> losses() const;
};

}  // namespace joinery::migration
