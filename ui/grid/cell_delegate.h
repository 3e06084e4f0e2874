// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "orm/core/value.h"

namespace joinery::ui {

/// Paints a cell: NULL grey italic, changes tinted, a foreign key's label after its value; edits it with the editor of its kind
/// (ValueEditor), and writes only what was changed. What does not fit the column stays in the editor, with the reason. Editors stand beside
/// the view and over it, not in it: what a table has inside is not told to assistive technology.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 Q_SIGNALS:
  /// The value does not fit a line editor; the cell editor is asked for.
  void cellEditorRequested();
  /// What was typed does not fit, and its editor is closing.
  void refused(const QModelIndex& index, const QString& typed, const QString& reason);
  /// The value was typed for all cells that are selected.
  void fillRequested(const joinery::Value& value);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

 private:
  bool isOpen(QWidget* editor) const;
  bool keepsOpen(class ValueEditor* editor) const;
  mutable QPersistentModelIndex m_edited;
};

}  // namespace joinery::ui
