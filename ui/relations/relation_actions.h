// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>

#include "ui/connections/database.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/relations/relation_view.h"

namespace joinery::ui {

/// What a person can do at the current place of a relation tree: each has a name, a text and, mostly, a key. GUI thread.
class RelationActions : public QObject {
  Q_OBJECT
 public:
  RelationActions(RelationTreeModel* model, RelationView* view, QWidget* parent);

  void setDatabase(Database* database);
  /// Those that change rows, for a tool bar.
  QList<QAction*> editing() const { return {m_add, m_attach, m_detach, m_delete}; }
  QAction* columns() const { return m_columns; }
  QAction* copyJson() const { return m_copyJson; }
  QAction* exportJson() const { return m_exportJson; }
  /// All of the current place, for a menu.
  QList<QAction*> all() const;
  /// The action whose shortcut the keys are; null for none.
  QAction* actionFor(const QKeySequence& keys) const;

 Q_SIGNALS:
  /// Something was refused, or what comes next. @param text a sentence; empty: nothing to say any more
  void message(const QString& text);
  void showRequested(const QModelIndex& index);
  /// The tree of the current row, or of all rows, is wanted as JSON.
  void copyJsonRequested();
  void exportJsonRequested();

 private:
  QAction* make(const char* name, const QString& text, const char* iconName, const QKeySequence& keys, void (RelationActions::*verb)());
  const RelationNode* current() const { return m_model->node(m_view->currentIndex()); }
  RelationEdits::Place place() const { return m_model->placeAt(m_view->currentIndex()); }
  QModelIndexList selectedRows() const;
  void update();
  void tell(const QString& why) { Q_EMIT message(why); }
  void show();
  void edit();
  void add();
  void editAdded(const std::string& ref, const QPersistentModelIndex& place);
  void attach();
  void detach();
  void cut();
  void paste();
  void remove();
  void setNull();
  void revert();
  void copy();
  void copyKey();

  RelationTreeModel* m_model;
  RelationView* m_view;
  QWidget* m_window;
  QPointer<Database> m_database;
  QList<QPersistentModelIndex> m_cut;
  QAction *m_show, *m_edit, *m_add, *m_attach, *m_detach, *m_cutRows, *m_paste, *m_delete, *m_null, *m_revert, *m_copy, *m_copyKey, *m_copyJson, *m_exportJson, *m_columns;
};

}  // namespace joinery::ui
