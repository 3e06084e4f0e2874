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
  /// What a change makes of an attribute; null where none does.
  const Operand* pendingValue(const RelationNode& row, const Attribute& attribute) const;
  /// Rows that the pending changes add to a branch, or to the table at the top, in the order of the changes.
  std::vector<PendingLink> linksOf(const RelationNode& branch) const;
  /// The change that brings a row to the branch where it stands as a pending one; null for none.
  const Change* changeThatBrings(const RelationNode& row) const;
  /// The change that takes the row out of the many-to-many branch in which it stands; null for none.
  const Change* changeThatUnlinks(const RelationNode& row) const;
  /// Whether a pending change makes the row refer elsewhere than to the row in whose branch it stands.
  bool isMovedAway(const RelationNode& row) const;
  /// The label of a row that is still to be added; empty where it has none yet.
  std::string labelOfInsert(const std::string& ref) const;

 private:
  std::optional<PendingLink> linkOf(const Change& change, const RelationNode& branch) const;
  std::optional<PendingLink> linkByLinkRow(const Change& change, const RelationNode& row, const RelationNode& branch) const;
  bool refersTo(const Change& change, const Model& model, const std::vector<std::string>& columns, const RelationNode& row,
                const std::vector<std::string>& rowColumns) const;
  bool isValueOf(const Operand& operand, const RelationNode& row, const std::string& column) const;

  QPointer<PendingChanges> m_changes;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::ui
