// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/free_place.h"

#include <algorithm>
#include <cmath>

#include "ui/designer/diagram/diagram_card.h"

namespace joinery::ui {

namespace {

/// What stays free between two cards, so that lines come through.
constexpr double kRoom = 2 * DiagramCard::kGrid;
constexpr int kMostRings = 60;

bool isFree(const std::vector<QRectF>& taken, const QRectF& wanted) {
  const QRectF roomy = wanted.adjusted(-kRoom, -kRoom, kRoom, kRoom);
  return std::ranges::none_of(taken, [&](const QRectF& each) { return each.intersects(roomy); });
}

}  // namespace

QPointF onGrid(const QPointF& point) {
  const auto nearest = [](double value) { return std::round(value / DiagramCard::kGrid) * DiagramCard::kGrid; };
  return {nearest(point.x()), nearest(point.y())};
}

Diagram::Place placeAt(const QPointF& point) {
  constexpr double kFar = Diagram::kFarthest;
  return {static_cast<int>(std::lround(std::clamp(point.x(), -kFar, kFar))), static_cast<int>(std::lround(std::clamp(point.y(), -kFar, kFar)))};
}

QRectF boundsOf(const std::vector<QRectF>& rects) {
  QRectF bounds;
  for (const QRectF& each : rects) bounds |= each;
  return bounds;
}

QPointF freePlace(const std::vector<QRectF>& taken, const QSizeF& size, const QPointF& wanted) {
  const QPointF start = onGrid(wanted);
  constexpr double kStride = 2 * DiagramCard::kGrid;
  for (int ring = 0; ring <= kMostRings; ++ring) {
    for (int along = -ring; along <= ring; ++along) {
      // To the right and below first.
      for (const QPoint& step : {QPoint(ring, along), QPoint(along, ring), QPoint(along, -ring), QPoint(-ring, along)}) {
        const QPointF corner = start + QPointF(step) * kStride;
        if (isFree(taken, {corner, size})) return corner;
      }
    }
  }
  const QRectF bounds = boundsOf(taken);
  return onGrid(bounds.bottomLeft() + QPointF(0, kRoom + DiagramCard::kGrid));
}

}  // namespace joinery::ui
