// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <vector>

#include "orm/workspace/diagram.h"
#include "ui/designer/diagram/diagram_style.h"

namespace joinery::ui {

/// The height of a group's title above its tables.
inline constexpr double kGroupTitle = 24;

/// The frame of a group around its tables; empty around none.
QRectF groupFrameAround(const std::vector<QRectF>& tables);
/// What the text of a note takes.
QSizeF noteSize(const Diagram::Note& note);
/// Draws it with its upper left corner at the origin. Any thread that may use fonts.
void paintNote(QPainter& painter, const Diagram::Note& note, const DiagramStyle& style, bool isSelected);
void paintGroup(QPainter& painter, const QRectF& frame, const Diagram::Group& group, const DiagramStyle& style, double detail, bool isSelected);

}  // namespace joinery::ui
