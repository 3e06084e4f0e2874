// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// A row and the rows related to it, as deep as one opens it: a branch for each relationship with its count, children read when opened,
/// link tables skipped, rows that are their own ancestors marked. Accessible name "Relation tree".
class RelationTree : public QWidget {
  Q_OBJECT
 public:
  RelationTree(QWidget* parent = nullptr);
  ~RelationTree() override;

  /// @param database null: nothing is open
  void setDatabase(Database* database, PendingChanges* changes);
  /// Shows that row at the top. An empty key clears the tree.
  void setRow(const std::string& model, const std::vector<Value>& key);
  void refresh();
  void expandToDepth(int depth);

 Q_SIGNALS:
  /// A person wants to see that row in its table.
  void rowActivated(const QString& model, const std::vector<joinery::Value>& key);
  /// All of the top row's branches are counted or failed.
  void settled();

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
