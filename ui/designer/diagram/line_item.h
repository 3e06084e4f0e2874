// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>

#include "ui/designer/diagram/diagram_line.h"
#include "ui/designer/diagram/diagram_style.h"

namespace joinery::ui {

/// A foreign key on the scene. It is painted anew when its path or emphasis is another one.
class LineItem : public QGraphicsItem {
 public:
  /// @param style outlives it
  LineItem(DiagramLine line, const DiagramStyle* style);

  const DiagramLine& line() const { return m_line; }
  const LinePath& path() const { return m_path; }
  void setPath(const LinePath& path);
  /// It belongs to a chosen card.
  void setEmphasised(bool isEmphasised);
  QRectF boundingRect() const override;
  QPainterPath shape() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  DiagramLine m_line;
  LinePath m_path;
  const DiagramStyle* m_style;
  bool m_isEmphasised = false;
};

}  // namespace joinery::ui
