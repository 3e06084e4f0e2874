// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/line_painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/hairline.h"

namespace joinery::ui {

namespace {

constexpr double kFootLength = 11, kFootWidth = 6, kRing = 3.2, kBar = 5, kBend = 6;
constexpr double kSignsDetail = 0.4;
/// Below that many lines lie side by side: dark ones would be a block.
constexpr double kFaintDetail = 0.15;

QPointF towards(const QPointF& from, const QPointF& to) {
  const QPointF way = to - from;
  const double length = std::hypot(way.x(), way.y());
  return length > 0 ? way / length : QPointF();
}

/// The path with its corners rounded.
QPainterPath rounded(const LinePath& path) {
  QPainterPath drawn(path.first());
  for (qsizetype i = 1; i + 1 < path.size(); ++i) {
    const QPointF before = path[i] - path[i - 1], after = path[i + 1] - path[i];
    const double bend = std::min({kBend, std::abs(before.x() + before.y()) / 2, std::abs(after.x() + after.y()) / 2});
    drawn.lineTo(path[i] - towards(path[i - 1], path[i]) * bend);
    drawn.quadTo(path[i], path[i] + towards(path[i], path[i + 1]) * bend);
  }
  drawn.lineTo(path.last());
  return drawn;
}

/// The signs of an end. @param edge where the line meets the card @param next the corner after that
void drawEnd(QPainter& painter, const DiagramLine::End& end, const QPointF& edge, const QPointF& next, const QColor& background) {
  const QPointF out = towards(edge, next), side(-out.y(), out.x());
  double ring = 4 + kRing + kFootLength / 2;
  if (end.isMany) {
    const QPointF tip = edge + out * kFootLength;
    painter.drawLine(tip, edge + side * kFootWidth);
    painter.drawLine(tip, edge - side * kFootWidth);
    ring = kFootLength + kRing;
  } else {
    painter.drawLine(edge + out * 6 + side * kBar, edge + out * 6 - side * kBar);
    if (!end.isOptional) painter.drawLine(edge + out * 10 + side * kBar, edge + out * 10 - side * kBar);
  }
  if (!end.isOptional) return;
  painter.setBrush(background);
  painter.drawEllipse(edge + out * ring, kRing, kRing);
  painter.setBrush(Qt::NoBrush);
}

/// The columns of a composite key, held together.
void drawSpan(QPainter& painter, const DiagramLine::End& end, const QPointF& edge, const QPointF& next) {
  if (end.firstRow < 0 || end.lastRow == end.firstRow) return;
  const double reach = (end.lastRow - end.firstRow) * DiagramCard::kRow / 2.0 + 6;
  const double inward = next.x() > edge.x() ? -2 : 2;
  painter.drawLine(edge + QPointF(inward, -reach), edge + QPointF(inward, reach));
}

}  // namespace

void paintLine(QPainter& painter, const DiagramLine& line, const LinePath& path, const DiagramStyle& style, double detail, bool isEmphasised) {
  if (path.size() < 2) return;
  const bool isMarked = line.change != CardChange::None, isStrong = isEmphasised || isMarked;
  const QColor colour = isMarked ? style.lineOf(line.change) : isEmphasised ? style.accent : style.line;
  const bool hasSigns = detail >= kSignsDetail;
  painter.setRenderHint(QPainter::Antialiasing, hasSigns);
  painter.setBrush(Qt::NoBrush);
  const QPen pen(colour, isStrong ? std::max(2.0, 1.6 / detail) : std::max(1.2, 0.8 / detail));
  painter.setPen(pen);
  // Not by colour alone.
  if (line.change == CardChange::Dropped) painter.setPen(QPen(pen.brush(), pen.widthF(), Qt::DashLine, Qt::FlatCap));
  if (line.change == CardChange::Changed) painter.setPen(QPen(pen.brush(), pen.widthF(), Qt::DashDotLine, Qt::FlatCap));
  if (!hasSigns) {
    if (!isStrong) painter.setPen(hairline(painter, detail < kFaintDetail ? style.frame : colour));
    return painter.drawPolyline(path);
  }
  painter.drawPath(rounded(path));
  painter.setPen(pen);
  const auto last = path.size() - 1;
  drawEnd(painter, line.child, path[0], path[1], style.background);
  drawEnd(painter, line.parent, path[last], path[last - 1], style.background);
  painter.setPen(QPen(colour, 3));
  drawSpan(painter, line.child, path[0], path[1]);
  drawSpan(painter, line.parent, path[last], path[last - 1]);
}

}  // namespace joinery::ui
