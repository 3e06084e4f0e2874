// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
  QString name() const override { return m_card.title; }
  QString description() const override;
  /// Of the column under a point of the card; of the table elsewhere.
  QString wordsAt(const QPointF& point) const;
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  DiagramCard m_card;
  const DiagramStyle* m_style;
  bool m_isFound = false;
};

}  // namespace joinery::ui
