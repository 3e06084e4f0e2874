// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/value_delegate.h"

namespace joinery::ui {

/// Edits a cell of the relation tree with the editor that a grid has for it, and marks what is wrong with one as a grid does. GUI thread.
class RelationDelegate : public ValueDelegate {
  Q_OBJECT
 public:
  using ValueDelegate::ValueDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  std::optional<Cell> cell(const QModelIndex& index) const override;
  void write(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) const override;
  void writeDefault(const QModelIndex& index) const override;
  QString editorName() const override { return QStringLiteral("relationLineEditor"); }
};

}  // namespace joinery::ui
