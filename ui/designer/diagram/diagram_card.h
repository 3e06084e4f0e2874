// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/schema/table.h"
#include "ui/designer/diagram/card_change.h"

namespace joinery::ui {

/// A line of a card: a column, or how many more there are.
struct CardRow {
  QString name;
  QString type;  ///< empty where types are not shown
  bool isKey = false, isForeignKey = false, isUnique = false, isNullable = false;
  bool isRest = false;  ///< "3 more columns"
  CardChange change = CardChange::None;

  bool operator==(const CardRow&) const = default;
};

/// A table as it stands on a diagram: plain data, in points of the diagram.
struct DiagramCard {
  /// Cards stand on multiples of the grid, and so do their edges and the middles of their rows; lines run on multiples of the step.
  static constexpr int kGrid = 20, kStep = 10;
  static constexpr int kHeader = 30, kRow = 20, kFoot = 10;

  QualifiedName table;
  QString title;
  schema::TableKind kind = schema::TableKind::Table;
  QString comment = {};
  std::vector<CardRow> rows = {};
  QSizeF size = {};
  QPointF position = {};
  CardChange change = CardChange::None;
  bool isPlaced = false;  ///< else it has no position yet
  double titleWidth = 0;  ///< of the title in its font

  QRectF rect() const { return {position, size}; }
  /// The middle of a row; of the header for -1. Below `position`.
  static double rowCentre(int row) { return row < 0 ? kGrid : kHeader + kRow * row + kRow / 2.0; }
  /// -1 where the card does not show it.
  int rowOf(const std::string& column) const;
};

}  // namespace joinery::ui
