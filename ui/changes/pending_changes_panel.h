// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/changes/cell_place.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes by table and row, what is wrong with them, which of them go into the next commit, and the SQL that will run.
/// Accessible names: "Pending changes", "Preview SQL", "Summary", "Commit", "Choose", "Revert", "Undo", "Redo", "Next error", "Conflicts".
class PendingChangesPanel : public QWidget {
  Q_OBJECT
 public:
  explicit PendingChangesPanel(QWidget* parent = nullptr);
  ~PendingChangesPanel() override;
  /// Null for both: nothing is open.
  void setChanges(Database* database, PendingChanges* changes);
  /// Makes the line of the next cell or row that has an error the current one, and asks for it to be shown.
  enum class Towards { Next, Previous };
  void goToError(Towards towards);
  /// Shows the conflicts of the last commit, where they are not decided.
  void showConflicts();

 Q_SIGNALS:
  /// A person wants to see the row of a change.
  void rowActivated(const QString& model, const joinery::Key& key);
  /// The same, where its cell matters.
  void cellActivated(const joinery::ui::CellPlace& cell);
  /// A person goes from error to error, and came to that one.
  void errorReached(const joinery::ui::CellPlace& cell);
  /// A person wants to see what the database has now.
  void refreshRequested();
  /// Something went wrong that a person should see.
  void attentionRequested();

 private:
  void makeTree();
  QWidget* makeButtons();
  void connectParts();
  void updateButtons();
  void updateSummary();
  QString summary() const;
  void revertSelected();
  void activate(const QModelIndex& index);
  void setChoosing(bool choosing);
  void showMenu(const QPoint& position);
  void showChanges();
  void rememberLine();
  void goToLine();
  void showPlan();
  void showNoPlan(const DbError& error);
  void showFailure(const CommitResult& result);
  void addIssueActions(const CommitResult& result);
  void showCommitted(const CommitResult& result);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
