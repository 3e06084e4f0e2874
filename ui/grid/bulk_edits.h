// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>
#include <functional>

#include "ui/grid/cell_edits.h"

namespace joinery::ui {

class MessageBar;

/// What a page does to many cells at once: sets NULL, empty text or the default, fills, replaces, pastes rows, and sets a column in all rows
/// that pass the filter. Each is an action with a shortcut. GUI thread.
class BulkEdits : public QObject {
  Q_OBJECT
 public:
  struct Page {
    QWidget* widget = nullptr;
    Database* database = nullptr;
    GridModel* model = nullptr;
    PageSource* source = nullptr;
    PendingChanges* changes = nullptr;
    MessageBar* messages = nullptr;
    std::function<SelectedCells()> selected = {};
    std::function<QModelIndex()> current = {};
    /// What restricts the rows on show.
    std::function<Json()> filter = {};
    std::function<std::vector<int>()> shownColumns = {};
  };

  explicit BulkEdits(Page page, QObject* parent = nullptr);
  ~BulkEdits() override;
  QList<QAction*> actions() const { return m_actions; }
  void setNull();
  void setEmpty();
  void setDefault();
  /// Each selected column's topmost value goes into all selected cells below it.
  void fillDown();
  /// The same value for all selected cells, read anew for each column of another type.
  void fill(const Value& value);
  void fillWithValue();
  void replace();
  void pasteAsRows();
  void setColumn();
  void stop();
  bool isBusy() const { return m_edits.isBusy(); }

 Q_SIGNALS:
  void busyChanged();
  /// A statement has changed rows in the database.
  void rowsWritten();

 private:
  QAction* add(const char* name, const QString& text, const QKeySequence& shortcut, void (BulkEdits::*verb)());
  void change(const QString& text, CellEdits::Edit edit);
  void changeTo(const QString& text, const CellEdits::OperandEdit& edit);
  void tell(const CellEdits::Outcome& outcome);
  Page m_page;
  CellEdits m_edits;
  QList<QAction*> m_actions;
};

}  // namespace joinery::ui
