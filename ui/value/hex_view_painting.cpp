// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/value/hex_view_p.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

/// Of bytes of a line, in their digits or their characters. @param first from 0, in the line
QRect HexView::rectOf(Part part, int first, int last, int y) const {
  const int digitsBegin = digits() + kGap, charactersBegin = digitsBegin + m_bytesOfLine * kCharactersOfByte - 1 + kGap;
  if (part == Part::Characters) return rectOfCharacters(charactersBegin + first, charactersBegin + last + 1, y);
  return rectOfCharacters(digitsBegin + first * kCharactersOfByte, digitsBegin + last * kCharactersOfByte + 2, y).adjusted(-1, 0, 1, 0);
}

/// Of characters of a line. @param end behind the last
QRect HexView::rectOfCharacters(int begin, int end, int y) const {
  const qreal lineLeft = kMargin - horizontalScrollBar()->value();
  const int left = qRound(lineLeft + begin * m_characterWidth);
  return {left, y, qRound(lineLeft + end * m_characterWidth) - left, lineHeight()};
}

/// What is in the rectangle as it looks when it is selected.
void HexView::paintOver(QPainter& painter, const QRect& rect, int y, const QString& text) const {
  painter.save();
  painter.setClipRect(rect);
  painter.fillRect(rect, palette().color(QPalette::Highlight));
  painter.setPen(palette().color(QPalette::HighlightedText));
  painter.drawText(kMargin - horizontalScrollBar()->value(), y + fontMetrics().ascent() + 1, text);
  painter.restore();
}

void HexView::paintSelected(QPainter& painter, std::int64_t line, int y, const QString& text) const {
  const Range range = selection();
  const auto begin = static_cast<std::uint64_t>(line) * static_cast<std::uint64_t>(m_bytesOfLine);
  const auto first = std::max(range.begin, begin), end = std::min(range.end, begin + static_cast<std::uint64_t>(m_bytesOfLine));
  if (first >= end) return;
  for (const Part part : {Part::Digits, Part::Characters}) paintOver(painter, rectOf(part, static_cast<int>(first - begin), static_cast<int>(end - 1 - begin), y), y, text);
}

/// Where one types a bar, or the digit that is overwritten; the same byte in the other part has a frame.
void HexView::paintCursor(QPainter& painter, int y, const QString& text) const {
  const int byte = static_cast<int>(m_cursor % static_cast<std::uint64_t>(m_bytesOfLine));
  const Part other = m_part == Part::Digits ? Part::Characters : Part::Digits;
  const QRect rect = rectOfCharacters(cursorInLine(), cursorInLine() + 1, y);
  if (!hasSelection()) {
    painter.setPen(palette().color(QPalette::Highlight));
    painter.drawRect(rectOf(other, byte, byte, y).adjusted(0, 0, -1, -1));
  }
  if (!hasFocus()) return painter.drawRect(rect.adjusted(0, 0, -1, -1));
  if (m_typing == Typing::Inserts) return painter.fillRect(rect.left() - 1, y, 2, lineHeight(), palette().color(QPalette::Text));
  if (!hasSelection()) paintOver(painter, rect, y, text);
}

void HexView::paintEvent(QPaintEvent*) {
  if (!m_source) return;
  QPainter painter(viewport());
  painter.setFont(font());
  const int ascent = fontMetrics().ascent() + 1;
  const int left = kMargin - horizontalScrollBar()->value();
  for (int i = 0; i <= visibleLines(); ++i) {
    const std::int64_t line = verticalScrollBar()->value() + i;
    if (line >= lineCount()) break;
    const int y = i * lineHeight();
    const QString text = lineText(line);
    painter.setPen(Theme::instance().color(Theme::Role::NullText));
    painter.drawText(left, y + ascent, text.left(digits()));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QPointF(left + digits() * m_characterWidth, y + ascent), text.mid(digits()));
    if (!m_edited || hasSelection()) paintSelected(painter, line, y, text);
    if (m_edited && line == lineOf(m_cursor)) paintCursor(painter, y, text);
  }
}

}  // namespace joinery::ui
