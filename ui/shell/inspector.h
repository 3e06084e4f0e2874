// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTabWidget>

#include "ui/grid/cell_editor.h"
#include "ui/relations/record_form.h"
#include "ui/relations/relation_tree.h"

namespace joinery::ui {

/// The right side: the current row as a form, its related rows, the current cell.
class Inspector : public QTabWidget {
  Q_OBJECT
 public:
  explicit Inspector(QWidget* parent = nullptr);
  void setDatabase(Database* database, PendingChanges* changes);
  /// Follows that page's current row. @param page null: nothing to show
  void setPage(TablePage* page);
  void showCellEditor() { setCurrentWidget(m_cellEditor); }
  RelationTree* relationTree() const { return m_tree; }
  void showRelationTree() { setCurrentWidget(m_tree); }

 Q_SIGNALS:
  void rowActivated(const QString& model, const std::vector<joinery::Value>& key);

 private:
  void showRow();
  QPointer<TablePage> m_page;
  RecordForm* m_form;
  RelationTree* m_tree;
  CellEditor* m_cellEditor;
};

}  // namespace joinery::ui
