// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/hex_view.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QLocale>
#include <QScrollBar>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/value/hex_digits.h"
#include "ui/value/hex_view_accessible.h"
#include "ui/value/hex_view_p.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

QString plainOf(std::string_view bytes) {
  QString plain;
  for (const char c : bytes) plain += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
  return plain;
}

}  // namespace

HexView::HexView(QWidget* parent) : QAbstractScrollArea(parent) {
  HexViewAccessible::install();
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
  m_edited = qobject_cast<EditedBytes*>(m_source.get());
  if (m_source) connect(m_source.get(), &ByteSource::arrived, this, &HexView::tellCursor);
  if (m_edited) connect(m_edited, &EditedBytes::changed, this, &HexView::updateScrollBars);
  m_cursor = m_anchor = 0;
  m_digit = Digit::High;
  m_part = Part::Digits;
  updateScrollBars();
  verticalScrollBar()->setValue(0);
  tellCursor();
}

int HexView::charactersOfLine(int bytes) const { return digits() + kGap + bytes * kCharactersOfByte - 1 + kGap + bytes; }

/// What is edited has a place behind the last byte.
std::int64_t HexView::lineCount() const {
  if (!m_source || (m_source->size() == 0 && !m_edited)) return 0;
  return lineOf(lastPlace()) + 1;
}

int HexView::lineHeight() const { return fontMetrics().height() + 2; }

int HexView::visibleLines() const { return std::max(1, viewport()->height() / lineHeight()); }

/// Of an offset: eight at least, and as many as the last one needs.
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

int HexView::cursorInLine() const {
  const int byte = static_cast<int>(m_cursor % static_cast<std::uint64_t>(m_bytesOfLine));
  if (m_part == Part::Characters) return digits() + kGap + m_bytesOfLine * kCharactersOfByte - 1 + kGap + byte;
  return digits() + kGap + byte * kCharactersOfByte + (m_digit == Digit::Low ? 1 : 0);
}

void HexView::updateScrollBars() {
  constexpr int kMeasured = 64;
  m_characterWidth = QFontMetricsF(font()).horizontalAdvance(QString(kMeasured, QLatin1Char('0'))) / kMeasured;
  const auto widthOf = [this](int characters) { return static_cast<int>(std::ceil(characters * m_characterWidth)); };
  m_bytesOfLine = widthOf(charactersOfLine(kBytesOfLine)) + 2 * kMargin <= viewport()->width() ? kBytesOfLine : kBytesOfShortLine;
  const std::int64_t most = std::max<std::int64_t>(0, lineCount() - visibleLines());
  verticalScrollBar()->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
  verticalScrollBar()->setPageStep(visibleLines());
  horizontalScrollBar()->setRange(0, std::max(0, widthOf(charactersOfLine(m_bytesOfLine)) + 2 * kMargin - viewport()->width()));
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setSingleStep(widthOf(1));
  viewport()->update();
}

void HexView::resizeEvent(QResizeEvent*) { updateScrollBars(); }

void HexView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange) updateScrollBars();
}

/// The furthest place of the cursor.
std::uint64_t HexView::lastPlace() const {
  const auto size = m_source ? m_source->size() : 0;
  return m_edited || size == 0 ? size : size - 1;
}

void HexView::setCursorOffset(std::uint64_t offset, bool keepsAnchor) { moveTo(offset, keepsAnchor, Digit::High); }

void HexView::select(std::uint64_t offset, std::uint64_t count) {
  moveTo(offset + std::max<std::uint64_t>(1, count) - 1, false, Digit::High);
  moveTo(offset, true, Digit::High);
}

void HexView::selectAll() {
  if (m_source && m_source->size() > 0) select(0, m_source->size());
}

void HexView::moveTo(std::uint64_t offset, bool keepsAnchor, Digit digit) {
  if (!m_source) return;
  m_cursor = std::min(offset, lastPlace());
  m_digit = digit;
  if (!keepsAnchor) m_anchor = m_cursor;
  const auto line = static_cast<int>(lineOf(m_cursor));
  auto* bar = verticalScrollBar();
  if (line < bar->value()) bar->setValue(line);
  else if (line >= bar->value() + visibleLines()) bar->setValue(line - visibleLines() + 1);
  tellCursor();
}

HexView::Range HexView::selection() const {
  const auto size = m_source ? m_source->size() : 0;
  const auto [first, last] = std::minmax(m_anchor, m_cursor);
  return {std::min(first, size), std::min(last + 1, size)};
}

/// To those who see it and those who hear it.
void HexView::tellCursor() {
  viewport()->update();
  const QLocale locale;
  QString text;
  if (m_source) {
    const std::string_view byte = m_source->bytes(m_cursor, 1);
    const QString shown = m_cursor >= m_source->size() ? tr("the end") : byte.empty() ? tr("not read yet") : hexOf(byte) + QLatin1Char(' ') + plainOf(byte);
    text = tr("Offset %1 (%2): %3").arg(QString::number(m_cursor, 16), locale.toString(static_cast<qulonglong>(m_cursor)), shown);
    if (hasSelection()) text += QLatin1String(", ") + tr("%n byte(s) selected", nullptr, static_cast<int>(std::min<std::uint64_t>(selection().size(), std::numeric_limits<int>::max())));
  }
  setAccessibleDescription(text);
  const QString line = cursorLine();
  HexViewAccessible::tell(this, std::exchange(m_toldLine, line), line);
  Q_EMIT cursorChanged();
}

/// Where that key goes to.
std::optional<std::int64_t> HexView::placeOfKey(const QKeyEvent& event) const {
  const bool isControl = event.modifiers() & Qt::ControlModifier;
  const auto at = static_cast<std::int64_t>(m_cursor);
  const std::int64_t line = m_bytesOfLine, page = line * visibleLines();
  switch (event.key()) {
    case Qt::Key_Left: return m_digit == Digit::Low ? at : at - 1;
    case Qt::Key_Right: return at + 1;
    case Qt::Key_Up: return at - line;
    case Qt::Key_Down: return at + line;
    case Qt::Key_PageUp: return at - page;
    case Qt::Key_PageDown: return at + page;
    case Qt::Key_Home: return isControl ? 0 : at - at % line;
    case Qt::Key_End: return isControl ? static_cast<std::int64_t>(lastPlace()) : at - at % line + line - 1;
    default: return std::nullopt;
  }
}

void HexView::keyPressEvent(QKeyEvent* event) {
  if (const Verb* verb = verbOf(*event)) {
    if (isPossible(*verb)) (this->*verb->run)();
    return;
  }
  if (typeKey(*event)) return;
  const auto place = placeOfKey(*event);
  if (!place) return QAbstractScrollArea::keyPressEvent(event);
  setCursorOffset(static_cast<std::uint64_t>(std::clamp<std::int64_t>(*place, 0, static_cast<std::int64_t>(lastPlace()))), event->modifiers() & Qt::ShiftModifier);
}

/// @param character from 0, of the line
HexView::Place HexView::placeInLine(std::int64_t line, int character) const {
  const int inDigits = character - digits() - kGap, inCharacters = inDigits - (m_bytesOfLine * kCharactersOfByte - 1 + kGap);
  const Part part = inCharacters < 0 ? Part::Digits : Part::Characters;
  const int byte = std::clamp(part == Part::Digits ? inDigits / kCharactersOfByte : inCharacters, 0, m_bytesOfLine - 1);
  return {static_cast<std::uint64_t>(line) * static_cast<std::uint64_t>(m_bytesOfLine) + static_cast<std::uint64_t>(byte), part};
}

void HexView::go(const Place& place, bool keepsAnchor) {
  if (m_edited && !keepsAnchor) m_part = place.part;
  setCursorOffset(place.offset, keepsAnchor);
}

void HexView::setCursorInLine(int character) { go(placeInLine(lineOf(m_cursor), character), false); }

std::optional<HexView::Place> HexView::placeAt(const QPoint& position) const {
  const int character = static_cast<int>((position.x() - kMargin + horizontalScrollBar()->value()) / m_characterWidth);
  const std::int64_t line = verticalScrollBar()->value() + position.y() / lineHeight();
  if (character < digits() + kGap || line < 0 || line >= lineCount()) return std::nullopt;
  return placeInLine(line, character);
}

void HexView::mousePressEvent(QMouseEvent* event) {
  const auto place = event->button() == Qt::LeftButton ? placeAt(event->position().toPoint()) : std::nullopt;
  if (place) go(*place, event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & Qt::LeftButton)) return;
  if (const auto place = placeAt(event->position().toPoint())) go(*place, true);
}

void HexView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  tellCursor();
}

void HexView::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

QString HexView::selectedHex() {
  if (!m_source) return {};
  const Range range = selection();
  if (range.size() > kMostCopiedBytes) return {};
  const std::string_view bytes = m_source->bytes(range.begin, static_cast<std::size_t>(range.size()));
  return bytes.size() == range.size() ? hexOf(bytes) : QString();
}

}  // namespace joinery::ui

#include "moc_hex_view.cpp"
