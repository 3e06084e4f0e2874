// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

#include "ui/shell/history.h"
#include "ui/shell/table_tab.h"

namespace joinery::ui {

class ConsolePage;
class TreeTab;
struct RowsOfModel;
class PlainLabel;

/// The pages of the window: one tab for each table or console, with back and forward over what each table's tab has shown, and to the tab
/// that a reference was followed from.
class TabArea : public QTabWidget {
  Q_OBJECT
 public:
  explicit TabArea(QWidget* parent = nullptr);
  ~TabArea() override;

  /// Closes every page of the database before; nothing pending is lost, it lives in the change set.
  void setDatabase(Database* database, PendingChanges* changes);
  TabPage* currentPage() const;
  /// Null when another kind of page is in front.
  TablePage* currentTable() const;
  TableTab* currentTableTab() const;
  /// The page that shows a model; null where there is none.
  TablePage* tableOf(const std::string& model) const;
  /// The same, which is the current one then.
  TablePage* bringToFront(const std::string& model);
  QList<TabPage*> pages() const;

  /// Shows a view: in the tab of its model when there is one, else in a new tab.
  TableTab* openTable(const TableView& view);
  /// Shows rows as a tree, in a new tab.
  TreeTab* openTree(const RowsOfModel& rows, const Json& prune, const QStringList& openedPaths);
  ConsolePage* openConsole(const QString& textId = {});
  /// In a new tab, in front.
  void addPage(TabPage* page);
  void closePage(int index);
  void goBack();
  void goForward();
  bool canGoBack() const;
  bool canGoForward() const;
  QStringList consoleTextIds() const;

 Q_SIGNALS:
  void currentPageChanged();
  void pageStatusChanged();
  void historyChanged();
  void currentRowChanged();
  void databaseChanged();
  void cellEditorRequested();
  /// A person wants to see that row of a tree in its table.
  void rowActivated(const QString& model, const std::vector<joinery::Value>& key);
  void exportRequested();
  /// What stands in a console was kept on disk; empty: the console was closed.
  void consoleTextKept(const QString& textId, const QString& text);

 private:
  void resizeEvent(QResizeEvent* event) override;
  void placeHint();
  TableTab* makeTab(const TableView& view);
  void move(TableTab* tab, const TableView& view);
  TableTab* tabOfModel(const std::string& model) const;
  void updateTab(TabPage* page);
  Database* m_database = nullptr;
  PendingChanges* m_changes = nullptr;
  PlainLabel* m_hint;  ///< while there is no page
  bool m_isMoving = false;  ///< through history: nothing is added to it
};

}  // namespace joinery::ui
