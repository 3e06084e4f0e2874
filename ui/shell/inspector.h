// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTabWidget>

#include "ui/grid/table_page.h"
#include "ui/relations/record_form.h"
#include "ui/relations/relation_tree.h"
#include "ui/value/value_window.h"

namespace joinery::ui {

/// The right side: the current row as a form, its related rows, the current cell.
class Inspector : public QTabWidget {
  Q_OBJECT
 public:
  explicit Inspector(QWidget* parent = nullptr);
  void setDatabase(Database* database, PendingChanges* changes);
  /// Follows that page's current row. @param page null: nothing to show
  void setPage(TablePage* page);
  /// The current cell's value, with the focus.
  void showValue();
  /// The same in a window of its own, which follows the current cell too.
  void showValueWindow();
  RecordForm* form() const { return m_form; }
  RelationTree* relationTree() const { return m_tree; }
  void showRelationTree() { setCurrentWidget(m_tree); }

 Q_SIGNALS:
  void rowActivated(const QString& model, const std::vector<joinery::Value>& key);

 private:
  void showRow();
  void showCell();
  QPointer<TablePage> m_page;
  QPointer<Database> m_database;
  QPointer<PendingChanges> m_changes;
  RecordForm* m_form;
  RelationTree* m_tree;
  ValueViewer* m_value;
  QPointer<ValueWindow> m_window;
};

}  // namespace joinery::ui
