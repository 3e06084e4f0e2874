// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QRectF>
#include <vector>

namespace joinery::ui {

enum class Alignment { Left, Centre, Right, Top, Middle, Bottom };

/// Upper left corners, with that edge or middle where that of all of them together is.
std::vector<QPointF> aligned(const std::vector<QRectF>& rects, Alignment alignment);
/// The same with equal gaps between neighbours; the first and the last stay. In the order that was given.
std::vector<QPointF> distributed(const std::vector<QRectF>& rects, Qt::Orientation direction);

/// Where something that is dragged comes to rest.
struct Snap {
  QPointF offset;             ///< to be added to where it is
  std::vector<QLineF> guides;  ///< what it is in line with then
};
/// In line with an edge or the middle of another one that is near enough, else on the grid.
Snap snapped(const QRectF& moving, const std::vector<QRectF>& others, double tolerance);

}  // namespace joinery::ui
