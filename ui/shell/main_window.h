// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <functional>
#include <memory>

#include "orm/core/url.h"
#include "ui/changes/cell_place.h"
#include "ui/grid/table_page.h"

class QUndoStack;

namespace joinery::ui {

class Designs;
class Diagrams;
class Journals;
class Migrations;
class ModelPages;
class RelationTree;
class SavedViews;
class TabArea;
class Transfers;
class WorkspaceDocument;

/// The program's window: puts its parts together and passes on what they say to each other. One open database at a time.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens a database in the background; the one that is open stays until the new one is there.
  void openUrl(const QString& url);
  void openDatabase(const Url& url);
  /// Shows a table once the database is open. A key marks the row to select.
  void openTable(const TableView& view);
  Database* database() const;
  PendingChanges* changes() const;
  TabArea* tabs() const;
  RelationTree* relationTree() const;
  Transfers* transfers() const;
  WorkspaceDocument* workspace() const;
  SavedViews* savedViews() const;
  Diagrams* diagrams() const;
  ModelPages* modelPages() const;
  Designs* designs() const;
  Migrations* migrations() const;
  Journals* journals() const;
  /// Says which databases have edits that an earlier run did not commit.
  void lookForRecovered();
  /// Offers what was not saved of workspaces when their programs ended.
  void lookForDrafts();
  /// The current cell in the value viewer.
  void showValue();

 Q_SIGNALS:
  void databaseOpened();
  void databaseFailed(const joinery::DbError& error);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  struct Private;
  void connectActions();
  void connectParts();
  void adopt(Database* database);
  /// Goes on at once where nothing is pending, else asks.
  void whenSettled(std::function<void()> proceed, std::function<void()> stay = {});
  void updateActions();
  void updateUndo();
  void updateStatus();
  /// Of the page in front, if it has steps of its own, else of the pending changes; null while those are committed.
  QUndoStack* undoStack() const;
  void showRelated(const QString& model, const std::vector<Value>& key);
  /// A cell of a row, or of one that was added, in its table: where it is, if it is shown there already.
  void showCell(const CellPlace& cell);
  /// The same in the view in which a person works, if that shows the row.
  void goToCell(const CellPlace& cell);
  void fillRecentMenu();
  void restoreState();
  void saveState();
  /// The rows of the table in front, with what is related to them, in a tab.
  void showTree();
  void openSample();
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
