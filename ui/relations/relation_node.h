// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/core/db_error.h"
#include "orm/model/registry.h"
#include "ui/relations/relation_query.h"

namespace joinery::ui {

/// A related row that only the pending changes have: one that the database holds (by its key), or one that is still to be added.
struct PendingLink {
  std::vector<Value> key;
  std::string ref;  ///< of the change that adds the row; empty for a row that is there
  bool operator==(const PendingLink&) const = default;
};

/// A place in the tree. Owned by its parent; answers on their way hold it weakly.
struct RelationNode : std::enable_shared_from_this<RelationNode> {
  enum class Kind {
    Table,    ///< above the rows at the top; shown by none
    Row,      ///< a row at the top, a child of a branch, or the one row of a to-one relationship
    NoRow,    ///< a to-one relationship that leads nowhere, or is not read yet
    Branch,   ///< a to-many relationship
    More,     ///< reads the next page of its branch
    Loading,  ///< stands where rows will be
    Error,    ///< why something could not be read; tries again
  };
  enum class State { Unread, Reading, Read, Failed };
  enum class Tint { None, New, Changed, Deleted };

  Kind kind = Kind::Row;
  RelationNode* parent = nullptr;
  int position = 0;  ///< among the parent's children
  std::vector<std::shared_ptr<RelationNode>> children;

  /// Of a Row its model; of a Branch or NoRow the related one.
  std::shared_ptr<const RowShape> shape;
  /// How its parent row leads here; null for the top row and for children of a branch.
  const Relationship* relationship = nullptr;

  // Row
  RelatedRow row;
  std::string ref;           ///< of a row that is still to be added
  bool isPending = false;    ///< stands here only by a pending change
  bool isAbove = false;      ///< is its own ancestor
  bool isGone = false;       ///< the database has no such row any more
  bool isListed = false;     ///< its branches are its children
  Key keyAfter;              ///< that it will have where the changes are committed; empty: the one that it has
  State counting = State::Unread;

  // Row: whether its own values and to-one rows are read; Branch: whether its first page is; NoRow: whether one knows.
  State state = State::Unread;

  // Table
  bool isPaged = false;  ///< shows the rows of a table, not one row

  // Branch
  std::optional<std::int64_t> count;
  bool isPruned = false;  ///< a filter leaves some of its rows out
  std::optional<RelatedPage::Start> next;
  std::vector<PendingLink> pending;
  bool hasMorePending = false;     ///< than are listed
  std::size_t pendingShown = 0;  ///< how many of the first children stand for them
  std::size_t pendingGone = 0;   ///< how many of them are deleted by another change
  /// Keys of rows that pending changes may take out of it; null: none.
  std::shared_ptr<const std::vector<std::vector<Value>>> leaving;
  bool hasMoreLeaving = false;          ///< than those
  std::optional<std::int64_t> removed;  ///< how many of those the database has here; nothing while that is not known

  std::optional<DbError> error;

  // What the columns say; see relation_text.h.
  QString title, details, keyText, note;
  QStringList cells;                ///< as RowShape::cells; of a Branch the attributes' names
  std::vector<bool> changedCells;   ///< as `cells`; empty: none
  std::vector<bool> nullCells;      ///< as `cells`; empty: none
  Tint tint = Tint::None;

  /// The nearest row above. Null for none.
  const RelationNode* owner() const {
    const RelationNode* node = parent;
    while (node && node->kind != Kind::Row) node = node->parent;
    return node;
  }
  bool isTop() const { return parent && parent->kind == Kind::Table; }
  /// Whether the tree shows only that row and what belongs to it.
  bool isOnlyTop() const { return isTop() && !parent->isPaged; }
  /// A place whose children are rows, by pages.
  bool holdsRows() const { return kind == Kind::Branch || (kind == Kind::Table && isPaged); }
  static bool isMarked(const std::vector<bool>& cells, int cell) { return cell >= 0 && cell < static_cast<int>(cells.size()) && cells[static_cast<std::size_t>(cell)]; }
  bool isExpandableRow() const { return kind == Kind::Row && !isAbove && !isGone && (!row.key.empty() || !ref.empty()); }
  /// Whether the database has the row, as far as one knows.
  bool isStored() const { return kind == Kind::Row && ref.empty() && !row.key.empty() && !isGone; }
  /// The value of a column of the row's table; null when it was not read.
  const Value* value(const std::string& column) const {
    const int index = row.values.empty() ? -1 : shape->indexOfColumn(column);
    return index < 0 ? nullptr : &row.values[static_cast<std::size_t>(index)];
  }
};

}  // namespace joinery::ui
