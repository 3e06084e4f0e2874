// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/diagram/diagram_item.h"
#include "ui/designer/diagram/shape_painter.h"

namespace joinery::ui {

/// A note on the scene.
class NoteItem : public DiagramItem {
 public:
  /// @param style outlives it
  NoteItem(int index, Diagram::Note note, const DiagramStyle* style);

  QRectF rect() const { return {pos(), noteSize(m_note)}; }
  QString name() const override;
  QString description() const override;
  QRectF boundingRect() const override { return QRectF(QPointF(), noteSize(m_note)).adjusted(-2, -2, 2, 2); }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  Diagram::Note m_note;
  const DiagramStyle* m_style;
};

}  // namespace joinery::ui
