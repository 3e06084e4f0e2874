// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <string>

#include "ui/designer/diagram/card_change.h"

namespace joinery::ui {

/// The colours and fonts of a diagram: values, so that it can be drawn on any thread.
struct DiagramStyle {
  enum class Text { Title, Name, Type, Note };
  static constexpr double kMargin = 8;      ///< between a card's edge and its texts
  static constexpr double kMarkWidth = 18;  ///< of what stands before a column's name
  static constexpr double kCorner = 5;

  QColor background, grid, card, frame, header, text, faint, key, foreignKey, line, accent, guide, added, changed, dropped;
  bool isDark = false;

  /// Of the window's palettes.
  static DiagramStyle make(bool isDark);
  /// Sizes in points of the diagram, whatever the desktop's: what is placed by hand stays as it was.
  static QFont font(Text text);
  /// What fills and what frames a group or a note of that colour; grey for a name that is not known.
  QColor fill(const std::string& colour) const;
  QColor edge(const std::string& colour) const;
  /// Of a line that comes, changes or goes.
  QColor lineOf(CardChange change) const;
};

}  // namespace joinery::ui
