// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <vector>

#include "orm/workspace/diagram.h"
#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/diagram_line.h"
#include "ui/designer/diagram/diagram_style.h"

namespace joinery::ui {

class DiagramScene;

/// A diagram as it looks at one moment, to be drawn elsewhere: plain data, for any thread that may use fonts.
struct DiagramPicture {
  struct Group {
    Diagram::Group group;
    QRectF frame;
  };
  DiagramStyle style;
  QRectF area;  ///< what of it is drawn
  std::vector<DiagramCard> cards;
  std::vector<DiagramLine> lines;
  std::vector<LinePath> paths;
  std::vector<Diagram::Note> notes;
  std::vector<Group> groups;

  /// What the scene shows, on white paper or as dark as the window.
  static DiagramPicture of(const DiagramScene& scene, const DiagramStyle& style);
  /// Draws `area` with its upper left corner at the origin, in points of the diagram. @param detail pixels for a point
  void paint(QPainter& painter, double detail) const;
};

}  // namespace joinery::ui
