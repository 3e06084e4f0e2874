// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QStringList>
#include <QWidget>
#include <memory>

#include "orm/core/json.h"
#include "ui/changes/cell_place.h"
#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"
#include "ui/relations/relation_query.h"
#include "ui/relations/tree_json.h"

namespace joinery::ui {

/// A row, or the rows of a table, and the rows related to them, as deep as one opens it: a branch for each relationship with its count,
/// children read when opened, link tables skipped, rows that are their own ancestors marked, pending changes tinted; rows are edited, added,
/// attached, moved and deleted in their places. Accessible name "Relation tree". GUI thread.
class RelationTree : public QWidget {
  Q_OBJECT
 public:
  explicit RelationTree(QWidget* parent = nullptr);
  ~RelationTree() override;

  /// @param database null: nothing is open
  void setDatabase(Database* database, PendingChanges* changes);
  /// Shows that row at the top, after a moment without another call: arrow keys in a grid ask for many rows. The branches that a person
  /// has opened are opened again for the next row of the same model. An empty key clears the tree at once.
  void setRow(const std::string& model, const std::vector<Value>& key);
  /// Shows a row that is still to be added.
  void setInserted(const std::string& model, const std::string& ref);
  /// Shows the rows of a table that pass a filter, by pages, at once.
  void setRows(const RowsOfModel& rows);
  /// Whether the attributes of rows stand in columns of their own.
  void setShowsColumns(bool shows);
  /// Makes that cell the current one and takes the focus. @return false: none of the rows that are read is its row
  bool goTo(const CellPlace& cell);
  /// Filters that related rows have to pass to be shown, by their dotted path, for the next row; a row that is shown is read again.
  void setPrune(const Json& prune);
  /// The relationships that a person has open below the rows of a model: dotted paths, each as long as it is open.
  QStringList openedPaths(const std::string& model) const;
  /// Opens those, and no other, for the rows of that model from now on.
  void setOpenedPaths(const std::string& model, const QStringList& paths);
  /// Reads the row again at once.
  void refresh();
  /// Stops what is being read: its places say so and offer to try again.
  void stop();
  /// Rows at the top that are shown, and whether there are more.
  int topRows() const;
  bool hasMoreRows() const;
  /// Whether something is still to be read, or about to be.
  bool isBusy() const;
  /// Opens that many levels, as they are read, until the next setRow(): 1 shows the row's branches, 2 their rows, and so on.
  void expandToDepth(int depth);

 Q_SIGNALS:
  /// A person wants to see that row in its table.
  void rowActivated(const QString& model, const std::vector<joinery::Value>& key);
  /// All of the top row's branches are counted or failed, and all that is open is read.
  void settled();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showRow();
  void readAgain(const std::vector<GeneratedValues>& generated);
  void followCommit(const joinery::CommitResult& result);
  void restorePlaces();
  void readOnBelow(const QModelIndex& parent);
  void openWanted();
  void openWantedBelow(const QModelIndex& parent, const QString& path, int level);
  bool isWanted(const QModelIndex& index, const QString& path, int level);
  void rememberOpened(const QModelIndex& index, bool isOpen);
  void activate(const QModelIndex& index);
  void showMenu(const QPoint& position);
  void makeToolBar(QLayout* layout);
  void makeActions();
  std::optional<TreeSubject> subject() const;
  void copyJson();
  void exportJson();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
