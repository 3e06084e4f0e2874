// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>
#include <QPointer>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <functional>

#include "ui/connections/database.h"
#include "ui/designer/design/design_diagram.h"
#include "ui/designer/design/design_start.h"
#include "ui/designer/design/table_editor.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

class DesignDialogs;
class WorkspaceDocument;

/// A schema that is designed: its tables in a list and on a diagram, the one that is chosen in an editor, what is wrong with any. Each step is kept
/// in the workspace at once, with where the cards stand. Until a design is there it offers to start one. Ctrl+Z and Ctrl+Shift+Z undo and redo here
/// what was done anywhere on the page. GUI thread; connects to nothing.
class DesignPage : public TabPage {
  Q_OBJECT
 public:
  explicit DesignPage(WorkspaceDocument* document, QWidget* parent = nullptr);
  ~DesignPage() override;

  QString title() const override { return tr("Schema design"); }
  QString iconName() const override { return QStringLiteral("design"); }
  bool isOfDatabase() const override { return false; }
  void refresh() override {}
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;
  QString selectionText() const override;
  QUndoStack* undoStack() override;

  SchemaDesign* design() const { return m_design; }
  TableEditor* editor() const { return m_editor; }
  DesignDialogs* dialogs() const { return m_dialogs; }
  DesignDiagram* diagram() const { return m_diagram; }
  /// Adds what another part of the program does with the design to the tools.
  void addTool(QAction* action);
  /// The open one, whose schema a design can start from; null for none.
  void setDatabase(Database* database);
  /// Begins anew, with nothing. Where there is a design already a person is asked first.
  void startEmpty(const std::string& backend);
  /// The same with the schema of the open database, as the state of the last revision.
  void startFromDatabase();
  void showTable(const QualifiedName& table);
  /// A table, which is shown with its name to be typed.
  void addTable();
  void addView();
  void removeTable();
  /// A foreign key of the table that is shown, with its column.
  void referTo(const QualifiedName& table);
  /// A table between the one that is shown and another.
  void linkTo(const QualifiedName& table);
  /// Copies tables that were reflected, of any engine, and tells what is not as it was.
  void copyTables(const schema::MetaData& from, const Dialect& dialect, const std::vector<QualifiedName>& tables);


 protected:
  bool event(QEvent* event) override;

 private:
  void build();
  void buildTools();
  void buildStart();
  void connectParts();
  QAction* tool(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)());
  void drawingTool(QAction* action, const QString& objectName, const QString& menuName, void (DesignPage::*verb)(const QualifiedName&));
  void start(const QString& what, std::function<void()> begin);
  void read();
  void keep();
  Json whole() const;
  void keepNow();
  void follow();
  void showDesign();
  void showParts(bool isStarted);
  void followIssue(const migration::SchemaPlace& place);
  void fillTables();
  void fillIssues();
  void showCurrentRow(int row);

  WorkspaceDocument* m_document;
  QPointer<Database> m_database;
  SchemaDesign* m_design;
  QToolBar* m_tools;
  MessageBar* m_messages;
  QStackedWidget* m_stack;
  DesignStart* m_start;
  DesignDiagram* m_diagram;
  QListWidget *m_tables, *m_issues;
  TableEditor* m_editor;
  DesignDialogs* m_dialogs = nullptr;
  QSplitter* m_below = nullptr;  ///< list and editor: there is something to be seen in them once there is a table
  QToolButton* m_engine;
  QAction *m_remove = nullptr, *m_engineAction = nullptr, *m_startFromDatabase = nullptr;
  Json m_kept;             ///< what the workspace has of it
  bool m_isReading = false;
  bool m_isBroken = false;  ///< the workspace has one that can't be read
};

}  // namespace joinery::ui
