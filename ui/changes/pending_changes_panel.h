// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes by table and row, and the SQL that will run. Accessible names: "Pending changes", "Preview SQL", "Commit",
/// "Revert", "Undo", "Redo".
class PendingChangesPanel : public QWidget {
  Q_OBJECT
 public:
  explicit PendingChangesPanel(QWidget* parent = nullptr);
  ~PendingChangesPanel() override;
  /// Null for both: nothing is open.
  void setChanges(Database* database, PendingChanges* changes);

 Q_SIGNALS:
  /// A person wants to see the row of a change.
  void rowActivated(const QString& model, const joinery::Key& key);
  /// A person wants to see what the database has now.
  void refreshRequested();
  /// Something went wrong that a person should see.
  void attentionRequested();

 private:
  void updateButtons();
  void revertSelected();
  void showMenu(const QPoint& position);
  void showChanges();
  void showPlan();
  void showNoPlan(const DbError& error);
  void showFailure(const CommitResult& result);
  void showCommitted(const CommitResult& result);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
