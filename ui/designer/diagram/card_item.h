// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <optional>

#include "ui/designer/diagram/card_painter.h"
#include "ui/designer/diagram/diagram_item.h"

namespace joinery::ui {

/// A table on the scene.
class CardItem : public DiagramItem {
 public:
  /// @param style outlives it
  CardItem(int index, DiagramCard card, const DiagramStyle* style);

  const DiagramCard& card() const { return m_card; }
  QRectF rect() const { return {pos(), m_card.size}; }
  /// Whether a search finds it.
  void setFound(bool isFound);
  /// What is wrong with it, by row; -1: with the table.
  void setTroubles(const QHash<int, QString>& troubles);
  /// Marks a row, or with -1 the header, as the one that is worked on or pointed at.
  void setMarkedRow(std::optional<int> row);
  /// The row under a point of the card; -1 for the header and what is no column.
  int rowAt(const QPointF& point) const;
  /// Of the card's own coordinates; the header for -1.
  QRectF rowRect(int row) const;
  QString name() const override { return m_card.title; }
  QString description() const override;
  /// Of the column under a point of the card; of the table elsewhere.
  QString wordsAt(const QPointF& point) const;
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  void paintMarkedRow(QPainter& painter) const;
  void paintTroubles(QPainter& painter) const;
  DiagramCard m_card;
  const DiagramStyle* m_style;
  bool m_isFound = false;
  QHash<int, QString> m_troubles;
  std::optional<int> m_markedRow;
};

}  // namespace joinery::ui
