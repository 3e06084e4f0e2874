// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/diagram_style.h"

namespace joinery::ui {

/// How a card is marked.
enum class CardMark { None, Selected, Current, Found };

/// Draws a card with its upper left corner at the origin. Any thread that may use fonts.
/// @param detail pixels for a point of the diagram: few give the name alone, and very few no more than the frame
void paintCard(QPainter& painter, const DiagramCard& card, const DiagramStyle& style, double detail, CardMark mark);

}  // namespace joinery::ui
