// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <memory>

#include "ui/changes/pending_changes.h"
#include "ui/relations/relation_node.h"

namespace joinery::ui {

/// What the pending changes do to the rows of a relation tree: as they are now, or as they were. GUI thread, or that of whoever has a
/// snapshot; reads nothing.
class RelationOverlay {
 public:
  /// How many pending rows of a place a tree lists: the newest. Each is a line of the window.
  static constexpr std::size_t kMostLinks = 300;
  /// Changes that nobody changes any more.
  struct Snapshot {
    Snapshot(const std::shared_ptr<const Registry>& registry, ChangeSet changes) : set(std::move(changes)), lookup(registry, set) {}
    ChangeSet set;
    ChangeLookup lookup;
  };

  RelationOverlay() = default;
  RelationOverlay(PendingChanges* changes, std::shared_ptr<const Registry> registry) : m_changes(changes), m_registry(std::move(registry)) {}
  RelationOverlay(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<const Registry> registry) : m_snapshot(std::move(snapshot)), m_registry(std::move(registry)) {}

  bool isEmpty() const { return m_snapshot ? m_snapshot->set.isEmpty() : !m_changes || m_changes->isEmpty(); }
  /// The update or delete of that row, or the insert of a row that is still to be added; null for none.
  const Change* changeOf(const RelationNode& row) const;
  /// Whether a change deletes the row with that key.
  bool isDeleted(const Model& model, const std::vector<Value>& key) const;
  /// The row's values with the change applied.
  std::vector<Value> values(const RelationNode& row) const;
  /// What a change makes of an attribute; null where none does.
  const Operand* pendingValue(const RelationNode& row, const Attribute& attribute) const;
  /// The key that the row will have: it may be that of a change, or be made by the database.
  Key keyAfter(const RelationNode& row) const;
  /// Rows that the pending changes add to a branch, or to the table at the top, in the order of the changes.
  /// @param most so many, the newest; some more may be given
  std::vector<PendingLink> linksOf(const RelationNode& branch, std::size_t most = kMostLinks + 1) const;
  /// Keys of rows that pending changes take out of a branch, if the database has them there: deleted, moved elsewhere, detached.
  /// Each once. @param most so many, or some more
  std::vector<std::vector<Value>> leaving(const RelationNode& branch, std::size_t most) const;
  /// The change that brings a row to the branch where it stands as a pending one; null for none.
  const Change* changeThatBrings(const RelationNode& row) const;
  /// The change that takes the row out of the many-to-many branch in which it stands; null for none.
  const Change* changeThatUnlinks(const RelationNode& row) const;
  /// Whether a pending change makes the row refer elsewhere than to the row in whose branch it stands.
  bool isMovedAway(const RelationNode& row) const;
  const Change* insertOf(const std::string& ref) const { return isEmpty() ? nullptr : set().insertByRef(ref); }
  /// The label of a row that is still to be added; empty where it has none yet.
  std::string labelOfInsert(const std::string& ref) const;
  /// Whether the row, as it will be, has what the relationship asks of it beside its foreign key.
  bool meets(const RelationNode& row, const Relationship& relationship) const;

 private:
  const ChangeSet& set() const { return m_snapshot ? m_snapshot->set : m_changes->changeSet(); }
  const ChangeLookup& lookup() const { return m_snapshot ? m_snapshot->lookup : m_changes->lookup(); }
  /// Changes among which those are that bring rows to a branch.
  ChangeLookup::Ids mayBring(const RelationNode& branch, std::size_t most) const;
  void appendReferring(ChangeLookup::Ids& ids, const Model& model, const std::string& column, const RelationNode& row, const std::string& rowColumn, std::size_t most) const;
  /// Changes among which those are that take rows out of a branch.
  ChangeLookup::Ids mayTake(const RelationNode& branch, std::size_t most) const;
  /// The row that a change takes out of a branch; empty for none.
  std::vector<Value> takenBy(const Change& change, const RelationNode& branch) const;
  std::vector<Value> takenByLinkRow(const Change& change, const RelationNode& branch) const;
  const Change* unlinkOf(const RelationNode& row, const RelationNode& owner, const Relationship& relationship) const;
  const Change* deletedLinkOf(const RelationNode& row, const RelationNode& owner, const Relationship& relationship) const;
  std::optional<PendingLink> linkOf(const Change& change, const RelationNode& branch) const;
  std::optional<PendingLink> linkByLinkRow(const Change& change, const RelationNode& row, const RelationNode& branch) const;
  bool refersTo(const Change& change, const Model& model, const std::vector<std::string>& columns, const RelationNode& row,
                const std::vector<std::string>& rowColumns) const;
  bool isValueOf(const Operand& operand, const RelationNode& row, const std::string& column) const;

  QPointer<PendingChanges> m_changes;
  std::shared_ptr<const Snapshot> m_snapshot;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::ui
