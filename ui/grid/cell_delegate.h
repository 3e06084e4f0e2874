// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/value_delegate.h"

namespace joinery::ui {

/// Paints a cell: NULL grey italic, changes tinted, a foreign key's label after its value; edits it in place (ValueDelegate). GUI thread.
class CellDelegate : public ValueDelegate {
  Q_OBJECT
 public:
  using ValueDelegate::ValueDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 Q_SIGNALS:
  /// The value does not fit a line editor; the cell editor is asked for.
  void cellEditorRequested();
  /// The value was typed for all cells that are selected.
  void fillRequested(const joinery::Value& value);

 protected:
  std::optional<Cell> cell(const QModelIndex& index) const override;
  void write(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) const override;
  void writeDefault(const QModelIndex& index) const override;
  QString editorName() const override { return QStringLiteral("cellLineEditor"); }
  void askForViewer() const override { Q_EMIT const_cast<CellDelegate*>(this)->cellEditorRequested(); }
  void takeForAll(const Value& value) override { Q_EMIT fillRequested(value); }
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

}  // namespace joinery::ui
