// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>
#include <QMenu>
#include <QToolBar>
#include <functional>

#include "ui/designer/design/table_editor.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

class DesignDialogs;
class WorkspaceDocument;

/// A schema that is designed: its tables in a list, the one that is chosen in an editor, what is wrong with any. Each step is kept in the
/// workspace at once. Ctrl+Z and Ctrl+Shift+Z undo and redo here. GUI thread; connects to nothing.
class DesignPage : public TabPage {
  Q_OBJECT
 public:
  explicit DesignPage(WorkspaceDocument* document, QWidget* parent = nullptr);
  ~DesignPage() override;

  QString title() const override { return tr("Schema design"); }
  QString iconName() const override { return QStringLiteral("schema"); }
  void refresh() override {}
  void stop() override {}
  bool isBusy() const override { return false; }
  QString statusText() const override;

  SchemaDesign* design() const { return m_design; }
  TableEditor* editor() const { return m_editor; }
  DesignDialogs* dialogs() const { return m_dialogs; }
  /// Adds what another part of the program does with the design to the tools.
  void addTool(QAction* action);
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
  void buildTools();
  QAction* tool(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)());
  QMenu* tableMenu(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)(const QualifiedName&));
  void read();
  void keep();
  void follow();
  void fillTables();
  void fillIssues();
  void edit(const QString& what, const std::function<migration::Operations()>& make, const QualifiedName& shown = {});

  WorkspaceDocument* m_document;
  SchemaDesign* m_design;
  QToolBar* m_tools;
  MessageBar* m_messages;
  QListWidget *m_tables, *m_issues;
  TableEditor* m_editor;
  DesignDialogs* m_dialogs = nullptr;
  QAction *m_remove, *m_undo, *m_redo;
  Json m_kept;  ///< what the workspace has of it
};

}  // namespace joinery::ui
