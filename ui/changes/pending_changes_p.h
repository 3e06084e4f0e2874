// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <unordered_map>

#include "orm/changes/change_lookup.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// What was sent, and what came of it.
struct PendingChanges::Written {
  ChangeSet changes;
  CommitResult result = {};
  /// What it was made of, where it was not ready yet; else its changes are whole.
  std::shared_ptr<const ChangePlan> plan = {};
  std::set<std::uint64_t> leftOut = {};
  Checking checking = Checking::Before;
  std::vector<ChangeIssue> issues = {};
};

struct PendingChanges::Private {
  Database* database;
  ChangeObserver* observer = nullptr;
  std::optional<Written> doubt;
  std::unique_ptr<Worker> planner;
  std::unique_ptr<Worker> writer;
  ChangeSet set;
  std::uint64_t generation = 1;
  std::unordered_map<std::string, std::uint64_t> rows;  ///< updates and deletes by their row
  ChangeLookup lookup;
  QUndoStack undo;
  bool isRearranging = false;  ///< the steps are put in order; nothing is to be done
  int groups = 0;
  QString groupText;
  ChangeStep::Entries grouped;
  std::unordered_map<std::uint64_t, std::size_t> groupedIds;  ///< places in it
  QTimer planTimer;
  std::shared_ptr<const ChangePlan> plan = std::make_shared<ChangePlan>();
  std::uint64_t plannedGeneration = 0;
  std::set<std::uint64_t> leftOut;
  std::vector<ChangeIssue> issues;
  std::map<std::pair<std::uint64_t, std::string>, std::size_t> issuePlaces;
  std::vector<Conflict> conflicts;
  std::uint64_t lastId = 0;
  std::uint64_t planNumber = 0;
  int lastRef = 0;
  bool committing = false;

  const Change* find(const std::string& model, const PendingChanges::Key& key) const;
};

/// The values of a key; none where a part of it is not known yet.
std::vector<Value> plainKey(const joinery::Key& key);
/// Equal for the same row of the same model.
std::string rowIdentity(const std::string& model, const std::vector<Value>& key);

}  // namespace joinery::ui
