// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>
#include <memory>

#include "ui/relations/relation_tree.h"
#include "ui/relations/relation_tree_model.h"

namespace joinery::test {

/// A relation tree as a person at the keyboard has it: places by their titles, what is done by keys.
class TreeDriver {
 public:
  TreeDriver(ui::Database* database, ui::PendingChanges* changes);
  ~TreeDriver();

  ui::RelationTree& tree() { return *m_tree; }
  QTreeView* view() { return m_view; }
  ui::RelationTreeModel* model() { return m_model; }
  /// Until nothing is read any more.
  void settle();
  void showRows(const ui::RowsOfModel& rows);
  void showRow(const std::string& model, const std::vector<Value>& key);
  /// Opens a place by its titles' beginnings, one below the other, and makes it the current one.
  QModelIndex go(const QStringList& path);
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// The part with the focus of the editor that is open; null for none.
  QWidget* editor();
  /// Into the editor that is open, with Enter.
  void type(const QString& text);
  /// What the tree says below it.
  QString message() const;
  /// The titles of the places below.
  QStringList below(const QStringList& path);

 private:
  std::unique_ptr<ui::RelationTree> m_tree;
  QTreeView* m_view;
  ui::RelationTreeModel* m_model;
};

}  // namespace joinery::test
