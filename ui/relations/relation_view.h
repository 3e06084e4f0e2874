// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace joinery::ui {

/// How the relation tree looks: a line for each row, or the rows' attributes in columns, those of a level under their names. GUI thread.
class RelationView : public QTreeView {
  Q_OBJECT
 public:
  /// @param model a RelationTreeModel; must outlive this
  explicit RelationView(QAbstractItemModel* model, QWidget* parent = nullptr);

  bool showsColumns() const { return m_showsColumns; }
  void setShowsColumns(bool shows);

 protected:
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void arrangeColumns();
  bool m_showsColumns = false;
};

}  // namespace joinery::ui
