// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/diagram/diagram_item.h"
#include "ui/designer/diagram/shape_painter.h"

namespace joinery::ui {

/// A group's frame on the scene. It is taken hold of at its title or its edge; what is inside lets a pointer through.
class GroupItem : public DiagramItem {
 public:
  /// @param style outlives it
  GroupItem(int index, Diagram::Group group, const DiagramStyle* style);

  const Diagram::Group& group() const { return m_group; }
  const QRectF& frame() const { return m_frame; }
  void setFrame(const QRectF& frame);
  QString name() const override;
  QString description() const override;
  QRectF boundingRect() const override { return m_frame.adjusted(-3, -3, 3, 3); }
  QPainterPath shape() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  Diagram::Group m_group;
  QRectF m_frame;
  const DiagramStyle* m_style;
};

}  // namespace joinery::ui
