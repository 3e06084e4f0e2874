// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "ui/designer/diagram/diagram_line.h"
#include "ui/designer/diagram/diagram_style.h"

namespace joinery::ui {

/// How far a line's signs reach beyond its path.
inline constexpr double kLineReach = 8;

/// Draws a line as it runs, with the signs of both ends: a crow's foot for many, a bar for one, a ring where there may be none.
/// Any thread. @param detail pixels for a point of the diagram
void paintLine(QPainter& painter, const DiagramLine& line, const LinePath& path, const DiagramStyle& style, double detail, bool isEmphasised);

}  // namespace joinery::ui
