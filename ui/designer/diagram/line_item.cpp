// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/line_item.h"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include "ui/designer/diagram/line_painter.h"

namespace joinery::ui {

namespace {

constexpr double kPlainZ = 1, kEmphasisedZ = 1.5;

}  // namespace

LineItem::LineItem(DiagramLine line, const DiagramStyle* style) : m_line(std::move(line)), m_style(style) { setZValue(kPlainZ); }

void LineItem::setPath(const LinePath& path) {
  if (path == m_path) return;
  prepareGeometryChange();
  m_path = path;
  update();
}

void LineItem::setEmphasised(bool isEmphasised) {
  if (isEmphasised == m_isEmphasised) return;
  m_isEmphasised = isEmphasised;
  setZValue(isEmphasised ? kEmphasisedZ : kPlainZ);
  update();
}

QRectF LineItem::boundingRect() const { return m_path.isEmpty() ? QRectF() : m_path.boundingRect().adjusted(-kLineReach, -kLineReach, kLineReach, kLineReach); }

/// What a pointer has to hit.
QPainterPath LineItem::shape() const {
  QPainterPath path;
  path.addPolygon(m_path);
  QPainterPathStroker stroker;
  stroker.setWidth(kLineReach);
  return stroker.createStroke(path);
}

void LineItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
  paintLine(*painter, m_line, m_path, *m_style, option->levelOfDetailFromTransform(painter->worldTransform()), m_isEmphasised);
}

}  // namespace joinery::ui
