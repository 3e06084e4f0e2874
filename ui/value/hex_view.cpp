// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <limits>

#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr int kMargin = 6;
constexpr int kGap = 2;  // characters between offset, digits and characters
constexpr int kCharactersOfByte = 3;

QString hexOf(std::string_view bytes) { return QString::fromLatin1(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex(' ')); }

QString plainOf(std::string_view bytes) {
  QString plain;
  for (const char c : bytes) plain += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
  return plain;
}

}  // namespace

HexView::HexView(QWidget* parent) : QAbstractScrollArea(parent) {
  setObjectName(QStringLiteral("hexView"));
  setAccessibleName(tr("Bytes"));
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setCursor(Qt::IBeamCursor);
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
  connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
  connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void HexView::setSource(std::unique_ptr<ByteSource> source) {
  m_source = std::move(source);
  if (m_source) connect(m_source.get(), &ByteSource::arrived, viewport(), qOverload<>(&QWidget::update));
  m_cursor = m_anchor = 0;
  updateScrollBars();
  verticalScrollBar()->setValue(0);
  viewport()->update();
}

int HexView::charactersOfLine(int bytes) const { return digits() + kGap + bytes * kCharactersOfByte - 1 + kGap + bytes; }

std::int64_t HexView::lineCount() const { return m_source ? static_cast<std::int64_t>((m_source->size() + static_cast<std::uint64_t>(m_bytesOfLine) - 1) / static_cast<std::uint64_t>(m_bytesOfLine)) : 0; }

int HexView::lineHeight() const { return fontMetrics().height() + 2; }

int HexView::visibleLines() const { return std::max(1, viewport()->height() / lineHeight()); }

/// Of an offset: four at least, and as many as the last one needs.
int HexView::digits() const {
  const auto size = m_source ? m_source->size() : 0;
  return std::max(8, static_cast<int>(QString::number(size, 16).size()));
}

QString HexView::offsetText(std::int64_t line) const {
  return QStringLiteral("%1").arg(static_cast<qulonglong>(line) * static_cast<qulonglong>(m_bytesOfLine), digits(), 16, QLatin1Char('0'));
}

QString HexView::lineText(std::int64_t line) {
  if (!m_source || line < 0 || line >= lineCount()) return {};
  const std::string_view bytes = m_source->bytes(static_cast<std::uint64_t>(line) * static_cast<std::uint64_t>(m_bytesOfLine), static_cast<std::size_t>(m_bytesOfLine));
  const QString blank(kGap, QLatin1Char(' '));
  const QString digitsText = hexOf(bytes).leftJustified(m_bytesOfLine * kCharactersOfByte - 1);
  return offsetText(line) + blank + digitsText + blank + plainOf(bytes);
}

void HexView::updateScrollBars() {
  const int width = fontMetrics().horizontalAdvance(QLatin1Char('0'));
  m_bytesOfLine = charactersOfLine(kBytesOfLine) * width + 2 * kMargin <= viewport()->width() ? kBytesOfLine : kBytesOfShortLine;
  const int characters = charactersOfLine(m_bytesOfLine);
  const std::int64_t most = std::max<std::int64_t>(0, lineCount() - visibleLines());
  verticalScrollBar()->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
  verticalScrollBar()->setPageStep(visibleLines());
  horizontalScrollBar()->setRange(0, std::max(0, characters * width + 2 * kMargin - viewport()->width()));
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setSingleStep(width);
}

void HexView::resizeEvent(QResizeEvent*) { updateScrollBars(); }

void HexView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange) updateScrollBars();
}

void HexView::paintSelection(QPainter& painter, std::int64_t line, int y) const {
  const auto [first, last] = std::minmax(m_anchor, m_cursor);
  const auto begin = static_cast<std::uint64_t>(line) * static_cast<std::uint64_t>(m_bytesOfLine);
  const int width = fontMetrics().horizontalAdvance(QLatin1Char('0'));
  const int left = kMargin - horizontalScrollBar()->value() + (digits() + kGap) * width;
  for (int i = 0; i < m_bytesOfLine; ++i) {
    const auto offset = begin + static_cast<std::uint64_t>(i);
    if (offset < first || offset > last || offset >= m_source->size()) continue;
    const QColor colour = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
    painter.fillRect(left + i * kCharactersOfByte * width - 1, y, 2 * width + 2, lineHeight(), colour);
    painter.fillRect(left + (m_bytesOfLine * kCharactersOfByte - 1 + kGap + i) * width, y, width, lineHeight(), colour);
  }
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
    paintSelection(painter, line, y);
    const QString text = lineText(line);
    painter.setPen(Theme::instance().color(Theme::Role::NullText));
    painter.drawText(left, y + ascent, text.left(digits()));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(left + digits() * fontMetrics().horizontalAdvance(QLatin1Char('0')), y + ascent, text.mid(digits()));
  }
}

void HexView::setCursorOffset(std::uint64_t offset, bool keepsAnchor) {
  if (!m_source || m_source->size() == 0) return;
  m_cursor = std::min(offset, m_source->size() - 1);
  if (!keepsAnchor) m_anchor = m_cursor;
  const auto line = static_cast<int>(m_cursor / static_cast<std::uint64_t>(m_bytesOfLine));
  auto* bar = verticalScrollBar();
  if (line < bar->value()) bar->setValue(line);
  else if (line >= bar->value() + visibleLines()) bar->setValue(line - visibleLines() + 1);
  setAccessibleDescription(lineText(line));
  viewport()->update();
}

void HexView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    if (const QString digitsText = selectedHex(); !digitsText.isEmpty()) QApplication::clipboard()->setText(digitsText);
    return;
  }
  const bool isControl = event->modifiers() & Qt::ControlModifier;
  const auto last = m_source && m_source->size() > 0 ? static_cast<std::int64_t>(m_source->size()) - 1 : 0;
  const auto at = static_cast<std::int64_t>(m_cursor);
  std::int64_t to = at;
  switch (event->key()) {
    case Qt::Key_Left: to = at - 1; break;
    case Qt::Key_Right: to = at + 1; break;
    case Qt::Key_Up: to = at - m_bytesOfLine; break;
    case Qt::Key_Down: to = at + m_bytesOfLine; break;
    case Qt::Key_PageUp: to = at - m_bytesOfLine * visibleLines(); break;
    case Qt::Key_PageDown: to = at + m_bytesOfLine * visibleLines(); break;
    case Qt::Key_Home: to = isControl ? 0 : at - at % m_bytesOfLine; break;
    case Qt::Key_End: to = isControl ? last : at - at % m_bytesOfLine + m_bytesOfLine - 1; break;
    default: return QAbstractScrollArea::keyPressEvent(event);
  }
  setCursorOffset(static_cast<std::uint64_t>(std::clamp<std::int64_t>(to, 0, last)), event->modifiers() & Qt::ShiftModifier);
}

std::optional<std::uint64_t> HexView::offsetAt(const QPoint& position) const {
  const int width = fontMetrics().horizontalAdvance(QLatin1Char('0'));
  const int character = (position.x() - kMargin + horizontalScrollBar()->value()) / width - digits() - kGap;
  const int characters = m_bytesOfLine * kCharactersOfByte - 1 + kGap;
  const int column = character < characters ? character / kCharactersOfByte : character - characters;
  const std::int64_t line = verticalScrollBar()->value() + position.y() / lineHeight();
  if (character < 0 || line < 0 || line >= lineCount()) return std::nullopt;
  return static_cast<std::uint64_t>(line) * static_cast<std::uint64_t>(m_bytesOfLine) + static_cast<std::uint64_t>(std::clamp(column, 0, m_bytesOfLine - 1));
}

void HexView::mousePressEvent(QMouseEvent* event) {
  if (const auto offset = offsetAt(event->position().toPoint())) setCursorOffset(*offset, event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & Qt::LeftButton)) return;
  if (const auto offset = offsetAt(event->position().toPoint())) setCursorOffset(*offset, true);
}

QString HexView::selectedHex() {
  if (!m_source) return {};
  const auto [first, last] = std::minmax(m_anchor, m_cursor);
  const auto count = std::min<std::uint64_t>(last - first + 1, kMostCopiedBytes);
  const std::string_view bytes = m_source->bytes(first, static_cast<std::size_t>(count));
  return bytes.size() == count ? hexOf(bytes) : QString();
}

}  // namespace joinery::ui

#include "moc_hex_view.cpp"
