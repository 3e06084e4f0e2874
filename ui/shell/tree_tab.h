// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/relations/relation_tree.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

/// A tab that shows the rows of a table, as far as they pass a filter, with what is related to them.
class TreeTab : public TabPage {
  Q_OBJECT
 public:
  TreeTab(Database* database, PendingChanges* changes, const RowsOfModel& rows, QWidget* parent = nullptr);

  RelationTree* tree() const { return m_tree; }
  QString title() const override;
  QString iconName() const override { return QStringLiteral("tree"); }
  void refresh() override { m_tree->refresh(); }
  void stop() override { m_tree->stop(); }
  bool isBusy() const override { return m_tree->isBusy(); }
  QString statusText() const override;

 private:
  const RowsOfModel m_rows;
  RelationTree* m_tree;
};

}  // namespace joinery::ui
