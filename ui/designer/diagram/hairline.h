// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <algorithm>

namespace joinery::ui {

/// A pen as thin as a screen shows it, however small the drawing is: much faster than one whose width is scaled. Any thread.
inline QPen hairline(const QPainter& painter, const QColor& colour) {
  QPen pen(colour, std::max(1.0, painter.device()->devicePixelRatioF()));
  pen.setCosmetic(true);
  return pen;
}

}  // namespace joinery::ui
