// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/relations/junction.h"
#include "ui/relations/relation_overlay.h"

namespace joinery::ui {

/// What a person does to rows in a relation tree, as pending changes: each call is one step of undo. Every call says why it did nothing, as
/// a sentence; an empty one: it is done. GUI thread; reads nothing.
class RelationEdits {
 public:
  /// Where rows stand together, or the one row of a to-one relationship does.
  struct Place {
    const RelationNode* owner = nullptr;         ///< the row above; null for the table at the top
    const Relationship* relationship = nullptr;  ///< of the owner; null for the table at the top
    const RelationNode* node = nullptr;          ///< that stands for it in the tree; null where none is listed yet
    const Model* model = nullptr;                ///< of the rows there; null: no place
    explicit operator bool() const { return model != nullptr; }
  };

  RelationEdits() = default;
  RelationEdits(PendingChanges* changes, std::shared_ptr<const Registry> registry, RelationOverlay overlay)
      : m_changes(changes), m_registry(std::move(registry)), m_overlay(std::move(overlay)) {}

  /// The place that a node stands for, or in which it stands.
  Place placeOf(const RelationNode& node) const;
  /// Where a row goes that is put onto a node: into the branch of its own kind, or the one that a row has for such rows.
  Place placeFor(const RelationNode& row, const RelationNode& onto) const;

  /// The link table over which rows are attached there; nothing where there is none.
  std::optional<Junction> junctionOf(const Place& place) const;
  /// Adds a row that belongs there: every column that relates it is given, by the added row's key where that is not known yet. Refused
  /// where the link to it needs values of its own, which only attaching asks for.
  /// @param ref takes the new row's
  QString add(const Place& place, std::string* ref = nullptr) const;
  /// Puts a row that the database has there, whatever it belonged to. @param row as its shape reads it
  /// Over a link table it is the far row, and the link is made. @param ofLink what Junction::needs() asks for
  QString attach(const Place& place, const RowShape& shape, const RelatedRow& row, const Change::Values& ofLink = {}) const;
  /// Takes a row out of its place; the row itself stays.
  QString detach(const RelationNode& row) const;
  /// Refused where the link there needs values of its own.
  QString move(const RelationNode& row, const Place& to) const;
  /// Deletes a row; one that is still to be added goes with the changes that need it.
  QString remove(const RelationNode& row) const;
  QString setValue(const RelationNode& row, const Attribute& attribute, const Operand& value) const;
  /// Takes back what is pending of the row itself.
  QString revert(const RelationNode& row) const;

  /// Why nothing can be changed now; empty: it can.
  /// What is known whole of a stored row.
  static SeenCells seen(const RelationNode& row);
  QString trouble() const;

 private:
  QString addRelated(const Place& place, std::string* ref) const;
  QString refer(const RelationNode& row, const Relationship& relationship, const RelationNode* to) const;
  QString referToOwner(const RelationNode& row, const Place& place) const;
  /// The first that a new link of a many-to-many needs beside its keys and is not given; empty: nothing.
  QString neededOfLink(const Place& place, const Change::Values& ofLink = {}) const;
  QString link(const Place& place, const RelationNode& to, const Change::Values& ofLink = {}) const;
  QString addLinkRow(const Place& place, const Junction& junction, const RelationNode& to, Change::Values values) const;
  QString relink(const RelationNode& row, const Place& to) const;
  QString unlink(const RelationNode& row) const;
  QString detachFromOwner(const Place& place) const;
  QString detachChild(const RelationNode& row, const Place& place) const;
  QString whyNotUnder(const RelationNode& row, const Place& to) const;
  /// What a column that refers to that row's column takes; nullopt while it is not read.
  std::optional<Operand> operandOf(const RelationNode& row, const std::string& column) const;
  void removeInsert(const std::string& ref) const;
  class Step;

  QPointer<PendingChanges> m_changes;
  std::shared_ptr<const Registry> m_registry;
  RelationOverlay m_overlay;
};

}  // namespace joinery::ui
