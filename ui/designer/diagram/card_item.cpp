// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/card_item.h"

#include <QCoreApplication>
#include <QStyleOptionGraphicsItem>
#include <cmath>

namespace joinery::ui {

namespace {

/// The frame of a marked card is as wide as on the screen, however small the diagram is.
constexpr double kFrameReach = 4;

QString words(const char* text) { return QCoreApplication::translate("joinery::ui::CardItem", text); }

QString wordsOf(const CardRow& row) {
  if (row.isRest) return row.name;
  QStringList parts{row.name + (row.type.isEmpty() ? QString() : QLatin1Char(' ') + row.type)};
  if (row.isKey) parts << words("primary key");
  if (row.isForeignKey) parts << words("foreign key");
  if (row.isUnique) parts << words("unique");
  if (!row.isKey) parts << (row.isNullable ? words("may be NULL") : words("required"));
  return parts.join(QStringLiteral(", "));
}

}  // namespace

CardItem::CardItem(int index, DiagramCard card, const DiagramStyle* style) : DiagramItem(Kind::Card, index), m_card(std::move(card)), m_style(style) {
  setZValue(2);
  setPos(m_card.position);
  setVisible(m_card.isPlaced);
}

void CardItem::setFound(bool isFound) {
  if (isFound == m_isFound) return;
  m_isFound = isFound;
  update();
}

QString CardItem::description() const {
  QStringList lines{QString::fromLatin1(schema::tableKindName(m_card.kind))};
  if (!m_card.comment.isEmpty()) lines << m_card.comment;
  for (const CardRow& row : m_card.rows) lines << wordsOf(row);
  return lines.join(QStringLiteral("; "));
}

QString CardItem::wordsAt(const QPointF& point) const {
  const int row = static_cast<int>(std::floor((point.y() - DiagramCard::kHeader) / DiagramCard::kRow));
  if (point.y() >= DiagramCard::kHeader && row < static_cast<int>(m_card.rows.size())) return wordsOf(m_card.rows[static_cast<std::size_t>(row)]);
  const QString kind = QString::fromLatin1(schema::tableKindName(m_card.kind));
  return m_card.comment.isEmpty() ? words("%1, %2").arg(m_card.title, kind) : words("%1, %2: %3").arg(m_card.title, kind, m_card.comment);
}

QRectF CardItem::boundingRect() const { return QRectF(QPointF(), m_card.size).adjusted(-kFrameReach, -kFrameReach, kFrameReach, kFrameReach); }

void CardItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
  const CardMark mark = isCurrent() && isSelected() ? CardMark::Current : isSelected() || isCurrent() ? CardMark::Selected : m_isFound ? CardMark::Found : CardMark::None;
  paintCard(*painter, m_card, *m_style, option->levelOfDetailFromTransform(painter->worldTransform()), mark);
}

}  // namespace joinery::ui
