// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/card_item.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <algorithm>
#include <cmath>

#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

/// The frame of a marked card is as wide as on the screen, however small the diagram is.
constexpr double kFrameReach = 4;
/// Below that rows are not drawn.
constexpr double kRowsDetail = 0.45;

QString words(const char* text) { return QCoreApplication::translate("joinery::ui::CardItem", text); }

QString wordsOf(const CardRow& row) {
  if (row.isRest) return row.name;
  QStringList parts{row.name + (row.type.isEmpty() ? QString() : QLatin1Char(' ') + row.type)};
  if (row.isKey) parts << words("primary key");
  if (row.isForeignKey) parts << words("foreign key");
  if (row.isUnique) parts << words("unique");
  if (!row.isKey) parts << (row.isNullable ? words("may be NULL") : words("required"));
  if (row.change != CardChange::None) parts << changeWord(row.change);
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

void CardItem::setTroubles(const QHash<int, QString>& troubles) {
  if (troubles == m_troubles) return;
  m_troubles = troubles;
  update();
}

void CardItem::setMarkedRow(std::optional<int> row) {
  if (row == m_markedRow) return;
  m_markedRow = row;
  update();
}

int CardItem::rowAt(const QPointF& point) const {
  const int row = static_cast<int>(std::floor((point.y() - DiagramCard::kHeader) / DiagramCard::kRow));
  if (point.y() < DiagramCard::kHeader || row >= static_cast<int>(m_card.rows.size()) || m_card.rows[static_cast<std::size_t>(row)].isRest) return -1;
  return row;
}

QRectF CardItem::rowRect(int row) const {
  if (row < 0) return {0, 0, m_card.size.width(), static_cast<double>(DiagramCard::kHeader)};
  return {0, DiagramCard::rowCentre(row) - DiagramCard::kRow / 2.0, m_card.size.width(), static_cast<double>(DiagramCard::kRow)};
}

QString CardItem::description() const {
  QStringList lines{QString::fromLatin1(schema::tableKindName(m_card.kind))};
  if (m_card.change != CardChange::None) lines << changeWord(m_card.change);
  if (!m_card.comment.isEmpty()) lines << m_card.comment;
  for (const CardRow& row : m_card.rows) lines << wordsOf(row);
  QList<int> rows = m_troubles.keys();
  std::ranges::sort(rows);
  for (const int row : rows) lines << m_troubles[row];
  return lines.join(QStringLiteral("; "));
}

QString CardItem::wordsAt(const QPointF& point) const {
  const int row = static_cast<int>(std::floor((point.y() - DiagramCard::kHeader) / DiagramCard::kRow));
  const bool isRow = point.y() >= DiagramCard::kHeader && row < static_cast<int>(m_card.rows.size());
  if (const QString trouble = m_troubles.value(isRow ? row : -1); !trouble.isEmpty()) return trouble;
  if (isRow) return wordsOf(m_card.rows[static_cast<std::size_t>(row)]);
  const QString kind = QString::fromLatin1(schema::tableKindName(m_card.kind));
  return m_card.comment.isEmpty() ? words("%1, %2").arg(m_card.title, kind) : words("%1, %2: %3").arg(m_card.title, kind, m_card.comment);
}

QRectF CardItem::boundingRect() const { return QRectF(QPointF(), m_card.size).adjusted(-kFrameReach, -kFrameReach, kFrameReach, kFrameReach); }

void CardItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
  const CardMark mark = isCurrent() && isSelected() ? CardMark::Current : isSelected() || isCurrent() ? CardMark::Selected : m_isFound ? CardMark::Found : CardMark::None;
  const double detail = option->levelOfDetailFromTransform(painter->worldTransform());
  paintCard(*painter, m_card, *m_style, detail, mark);
  if (detail < kRowsDetail) return;
  if (m_markedRow) paintMarkedRow(*painter);
  if (!m_troubles.isEmpty()) paintTroubles(*painter);
}

void CardItem::paintMarkedRow(QPainter& painter) const {
  if (*m_markedRow >= static_cast<int>(m_card.rows.size())) return;
  QColor colour = m_style->accent;
  colour.setAlphaF(0.22F);
  painter.setPen(QPen(m_style->accent, 1));
  painter.setBrush(colour);
  painter.drawRoundedRect(rowRect(*m_markedRow).adjusted(2.5, 1.5, -2.5, -1.5), 3, 3);
}

/// A sign at the end of the header, and a bar beside each row that something is wrong with.
void CardItem::paintTroubles(QPainter& painter) const {
  const QColor colour = Theme::color(Theme::Role::ErrorText, m_style->isDark);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  for (auto each = m_troubles.cbegin(); each != m_troubles.cend(); ++each)
    if (each.key() >= 0) painter.drawRect(rowRect(each.key()).adjusted(1, 2, 0, -2).intersected(QRectF(1, 0, 3, m_card.size.height())));
  const QPointF middle(m_card.size.width() - 13, DiagramCard::kHeader / 2.0 - 1);
  painter.drawPolygon(QPolygonF{middle + QPointF(0, -7), middle + QPointF(7.5, 6), middle + QPointF(-7.5, 6)});
  painter.setPen(QPen(m_style->card, 1.6));
  painter.drawLine(middle + QPointF(0, -2.5), middle + QPointF(0, 1.5));
  painter.drawPoint(middle + QPointF(0, 4));
}

}  // namespace joinery::ui
