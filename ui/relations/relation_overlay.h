// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <memory>

#include "ui/changes/pending_changes.h"
#include "ui/relations/relation_node.h"

namespace joinery::ui {

/// What the pending changes do to the rows of a relation tree. GUI thread; reads nothing.
class RelationOverlay {
 public:
  RelationOverlay() = default;
  RelationOverlay(PendingChanges* changes, std::shared_ptr<const Registry> registry) : m_changes(changes), m_registry(std::move(registry)) {}

  bool isEmpty() const { return !m_changes || m_changes->isEmpty(); }
  /// The update or delete of that row, or the insert of a row that is still to be added; null for none.
  const Change* changeOf(const RelationNode& row) const;
  /// The row's values with the change applied.
  std::vector<Value> values(const RelationNode& row) const;
  /// Rows that the pending changes add to a branch, in the order of the changes.
  std::vector<PendingLink> linksOf(const RelationNode& branch) const;
  /// Whether a pending change takes the row out of the many-to-many branch in which it stands.
  bool isUnlinked(const RelationNode& row) const;

 private:
  std::optional<PendingLink> linkOf(const Change& change, const RelationNode& row, const RelationNode& branch) const;
  std::optional<PendingLink> linkByLinkRow(const Change& change, const RelationNode& row, const RelationNode& branch) const;

  QPointer<PendingChanges> m_changes;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::ui
