// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/shape_painter.h"

#include <QFontMetricsF>
#include <cmath>

#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/free_place.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kNoteFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
constexpr double kNoteMargin = 10;
/// A title is at least so many pixels high on the screen, as far as its frame is wide enough.
constexpr double kLegible = 10;

}  // namespace

QRectF groupFrameAround(const std::vector<QRectF>& tables) {
  constexpr double kFrameMargin = DiagramCard::kGrid;
  const QRectF bounds = boundsOf(tables);
  return bounds.isNull() ? bounds : bounds.adjusted(-kFrameMargin, -kFrameMargin - kGroupTitle, kFrameMargin, kFrameMargin);
}

QSizeF noteSize(const Diagram::Note& note) {
  const QFontMetricsF metrics(DiagramStyle::font(DiagramStyle::Text::Note));
  const QRectF text = metrics.boundingRect(QRectF(0, 0, note.width - 2 * kNoteMargin, 1e6), kNoteFlags, toQString(note.text));
  const double height = std::ceil((text.height() + 2 * kNoteMargin) / DiagramCard::kGrid) * DiagramCard::kGrid;
  return {static_cast<double>(note.width), height};
}

void paintNote(QPainter& painter, const Diagram::Note& note, const DiagramStyle& style, bool isSelected) {
  const QRectF rect(QPointF(), noteSize(note));
  painter.setPen(QPen(isSelected ? style.accent : style.edge(note.colour), isSelected ? 2 : 1));
  painter.setBrush(style.fill(note.colour));
  painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
  painter.setPen(style.text);
  painter.setFont(DiagramStyle::font(DiagramStyle::Text::Note));
  painter.drawText(rect.adjusted(kNoteMargin, kNoteMargin, -kNoteMargin, -kNoteMargin), kNoteFlags, toQString(note.text));
}

void paintGroup(QPainter& painter, const QRectF& frame, const Diagram::Group& group, const DiagramStyle& style, double detail, bool isSelected) {
  const QColor edge = style.edge(group.colour);
  QColor inside = edge;
  inside.setAlphaF(style.isDark ? 0.10F : 0.07F);
  painter.setPen(QPen(isSelected ? style.accent : edge, isSelected ? 2 : 1.2));
  painter.setBrush(inside);
  painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), DiagramStyle::kCorner, DiagramStyle::kCorner);
  QFont font = DiagramStyle::font(DiagramStyle::Text::Title);
  if (detail * font.pixelSize() < kLegible) font.setPixelSize(static_cast<int>(kLegible / detail));
  const QFontMetricsF metrics(font);
  const QRectF title = frame.adjusted(10, 4, -10, 0);
  painter.setPen(edge);
  painter.setFont(font);
  painter.drawText(title, Qt::AlignLeft | Qt::AlignTop, metrics.elidedText(toQString(group.title), Qt::ElideRight, title.width()));
}

}  // namespace joinery::ui
