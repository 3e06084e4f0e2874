// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSizeF>
#include <vector>

#include "orm/workspace/diagram.h"

namespace joinery::ui {

/// The nearest place on the grid.
QPointF onGrid(const QPointF& point);
/// As a diagram keeps it.
Diagram::Place placeAt(const QPointF& point);
QRectF boundsOf(const std::vector<QRectF>& rects);
/// The upper left corner, as near to the wanted one as there is room for that size between the others.
QPointF freePlace(const std::vector<QRectF>& taken, const QSizeF& size, const QPointF& wanted);

}  // namespace joinery::ui
