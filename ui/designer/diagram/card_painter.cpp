// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/card_painter.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <algorithm>

#include "ui/designer/diagram/hairline.h"

namespace joinery::ui {

namespace {

/// Below that columns would be dots.
constexpr double kColumnsDetail = 0.45;
/// Pixels of a name alone; where not even a few of the smallest letters have room there is none.
constexpr int kSmallestName = 9, kLargestName = 13;
constexpr double kNarrowestName = 22, kLineHeight = 1.25;
/// Letters are of several widths: a line gets a few less than there is room for on an average.
constexpr double kRoomy = 1.12;

QPen markedPen(CardMark mark, const DiagramStyle& style, double detail) {
  const bool isMarked = mark != CardMark::None;
  QPen pen(isMarked ? style.accent : style.frame, isMarked ? std::max(2.0, 2 / detail) : std::max(1.0, 0.8 / detail));
  if (mark == CardMark::Current) pen.setWidthF(pen.widthF() * 1.5);
  return pen;
}

/// Not to be called for what stays as it is.
const QColor& changeColour(CardChange change, const DiagramStyle& style) {
  return change == CardChange::Added ? style.added : change == CardChange::Dropped ? style.dropped : style.changed;
}

const QColor& headerColour(const DiagramCard& card, const DiagramStyle& style) {
  return card.change == CardChange::None ? style.header : changeColour(card.change, style);
}

/// A key's ring and bit.
void drawKey(QPainter& painter, const QPointF& middle, const QColor& colour) {
  painter.setPen(QPen(colour, 1.4));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(middle + QPointF(-3, 0), 2.4, 2.4);
  painter.drawLine(middle + QPointF(-0.6, 0), middle + QPointF(5, 0));
  painter.drawLine(middle + QPointF(4.6, 0), middle + QPointF(4.6, 3));
  painter.drawLine(middle + QPointF(2.2, 0), middle + QPointF(2.2, 2.2));
}

/// Filled where a value has to be there.
void drawDiamond(QPainter& painter, const QPointF& middle, const QColor& colour, bool isFilled) {
  painter.setPen(QPen(colour, 1.1));
  painter.setBrush(isFilled ? QBrush(colour) : Qt::NoBrush);
  painter.drawPolygon(QPolygonF{middle + QPointF(0, -3.4), middle + QPointF(3.4, 0), middle + QPointF(0, 3.4), middle + QPointF(-3.4, 0)});
}

void drawRow(QPainter& painter, const CardRow& row, const QRectF& line, const DiagramStyle& style) {
  const QPointF mark(line.left() + 6, line.center().y());
  const QColor colour = row.isForeignKey ? style.foreignKey : row.isKey ? style.key : style.text;
  if (row.isKey) drawKey(painter, mark, style.key);
  else if (!row.isRest) drawDiamond(painter, mark, row.isForeignKey ? style.foreignKey : style.faint, !row.isNullable);
  const QRectF texts = line.adjusted(DiagramStyle::kMarkWidth, 0, 0, 0);
  QFont nameFont = DiagramStyle::font(DiagramStyle::Text::Name);
  nameFont.setStrikeOut(row.change == CardChange::Dropped);
  const QFont typeFont = DiagramStyle::font(DiagramStyle::Text::Type);
  const QFontMetricsF names(nameFont), types(typeFont);
  const double room = texts.width() - (row.isUnique ? DiagramStyle::kMarkWidth : 0);
  const QString name = names.elidedText(row.name, Qt::ElideRight, room);
  painter.setFont(nameFont);
  painter.setPen(row.isRest ? style.faint : colour);
  painter.drawText(texts, Qt::AlignLeft | Qt::AlignVCenter, name);
  const double left = room - names.horizontalAdvance(name) - 10;
  painter.setFont(typeFont);
  painter.setPen(style.faint);
  if (!row.type.isEmpty() && left > 12) painter.drawText(texts, Qt::AlignRight | Qt::AlignVCenter, types.elidedText(row.type, Qt::ElideRight, left));
  if (!row.isUnique) return;
  const double typeWidth = row.type.isEmpty() ? 0 : std::min(types.horizontalAdvance(row.type), std::max(left, 0.0)) + 6;
  painter.setPen(style.key);
  painter.drawText(texts.adjusted(0, 0, -typeWidth, 0), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("U"));
}

void drawColumns(QPainter& painter, const DiagramCard& card, const DiagramStyle& style) {
  const QRectF inside(DiagramStyle::kMargin, 0, card.size.width() - 2 * DiagramStyle::kMargin, DiagramCard::kRow);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 0; i < card.rows.size(); ++i) {
    const QRectF line = inside.translated(0, DiagramCard::rowCentre(static_cast<int>(i)) - DiagramCard::kRow / 2.0);
    if (card.rows[i].change != CardChange::None) painter.fillRect(line.adjusted(1 - DiagramStyle::kMargin, 0, DiagramStyle::kMargin - 1, 0), changeColour(card.rows[i].change, style));
    drawRow(painter, card.rows[i], line, style);
  }
}

void drawHeader(QPainter& painter, const DiagramCard& card, const DiagramStyle& style) {
  const bool isView = card.kind == schema::TableKind::View || card.kind == schema::TableKind::MaterializedView;
  QFont font = DiagramStyle::font(DiagramStyle::Text::Title);
  font.setItalic(isView);
  font.setStrikeOut(card.change == CardChange::Dropped);
  const double height = card.rows.empty() ? card.size.height() : DiagramCard::kHeader;
  const QRectF place(DiagramStyle::kMargin + 2, 0, card.size.width() - 2 * DiagramStyle::kMargin - 4, height);
  painter.setFont(font);
  painter.setPen(style.text);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(font).elidedText(card.title, Qt::ElideRight, place.width()));
}

/// A name in at most so many lines of about so many letters, each but the last broken after a separator where there is one; what is cut ends with "…".
QStringList brokenName(const QString& name, qsizetype letters, qsizetype lines) {
  QStringList broken;
  QStringView rest(name);
  while (rest.size() > letters && broken.size() + 1 < lines) {
    const qsizetype separator = std::max({rest.lastIndexOf(QLatin1Char('_'), letters - 1), rest.lastIndexOf(QLatin1Char('.'), letters - 1), rest.lastIndexOf(QLatin1Char(' '), letters - 1)});
    const qsizetype end = separator > 0 ? separator + 1 : letters;
    broken << rest.left(end).toString();
    rest = rest.mid(end);
  }
  broken << (rest.size() <= letters ? rest.toString() : rest.left(letters - 1).toString() + QChar(0x2026));
  return broken;
}

/// In pixels of the screen, so that few sizes of letters are needed, and no letter is measured.
void drawNameAlone(QPainter& painter, const DiagramCard& card, const DiagramStyle& style, double detail) {
  const QSizeF room(card.size.width() * detail - 4, card.size.height() * detail - 2);
  if (room.width() < kNarrowestName || room.height() < kSmallestName || card.titleWidth <= 0) return;
  QFont font = DiagramStyle::font(DiagramStyle::Text::Title);
  const double widthOfPixel = card.titleWidth / font.pixelSize();
  const int size = std::clamp(static_cast<int>(room.width() / widthOfPixel), kSmallestName, kLargestName);
  const double letterWidth = kRoomy * size * widthOfPixel / static_cast<double>(card.title.size());
  const qsizetype letters = size * widthOfPixel <= room.width() ? card.title.size() : std::max<qsizetype>(2, static_cast<qsizetype>(room.width() / letterWidth));
  const auto lines = static_cast<qsizetype>(room.height() / (kLineHeight * size));
  font.setPixelSize(size);
  const QStringList broken = brokenName(card.title, letters, std::max<qsizetype>(1, lines));
  painter.save();
  painter.scale(1 / detail, 1 / detail);
  painter.setFont(font);
  painter.setPen(style.text);
  const double height = kLineHeight * size;
  QRectF line(2, 1 + (room.height() - height * static_cast<double>(broken.size())) / 2, room.width(), height);
  for (const QString& each : broken) {
    painter.drawText(line, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, each);
    line.translate(0, height);
  }
  painter.restore();
}

}  // namespace

void paintCard(QPainter& painter, const DiagramCard& card, const DiagramStyle& style, double detail, CardMark mark) {
  const QRectF rect = QRectF(QPointF(), card.size).adjusted(0.5, 0.5, -0.5, -0.5);
  const bool showsColumns = detail >= kColumnsDetail;
  painter.setRenderHint(QPainter::Antialiasing, showsColumns);
  painter.setPen(Qt::NoPen);
  painter.setBrush(showsColumns && !card.rows.empty() ? style.card : headerColour(card, style));
  if (!showsColumns) {
    painter.setPen(mark == CardMark::None ? hairline(painter, style.frame) : markedPen(mark, style, detail));
    painter.drawRect(rect);
    return drawNameAlone(painter, card, style, detail);
  }
  painter.drawRoundedRect(rect, DiagramStyle::kCorner, DiagramStyle::kCorner);
  if (!card.rows.empty()) {
    QPainterPath top;
    top.setFillRule(Qt::WindingFill);
    const QRectF header(rect.left(), rect.top(), rect.width(), DiagramCard::kHeader - 2);
    top.addRoundedRect(header, DiagramStyle::kCorner, DiagramStyle::kCorner);
    top.addRect(header.adjusted(0, DiagramStyle::kCorner + 2, 0, 0));
    painter.fillPath(top, headerColour(card, style));
    painter.setPen(QPen(style.frame, 1));
    painter.drawLine(header.bottomLeft(), header.bottomRight());
    drawColumns(painter, card, style);
  }
  drawHeader(painter, card, style);
  QPen pen = markedPen(mark, style, 1);
  if (card.kind != schema::TableKind::Table && mark == CardMark::None) pen.setStyle(Qt::DashLine);
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(rect, DiagramStyle::kCorner, DiagramStyle::kCorner);
}

}  // namespace joinery::ui
