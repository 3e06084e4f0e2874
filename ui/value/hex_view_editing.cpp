// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <algorithm>

#include "ui/value/hex_digits.h"
#include "ui/value/hex_view_p.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

const std::vector<HexView::Verb>& HexView::verbs() {
  const auto keys = [](QKeySequence::StandardKey key) { return QKeySequence::keyBindings(key); };
  static const std::vector<Verb> all{
      {"undoBytes", tr("&Undo"), keys(QKeySequence::Undo), &HexView::undo, true},
      {"redoBytes", tr("&Redo"), keys(QKeySequence::Redo), &HexView::redo, true},
      {"cutBytes", tr("Cu&t"), keys(QKeySequence::Cut), &HexView::cut, true},
      {"copyBytes", tr("&Copy as hex"), keys(QKeySequence::Copy), &HexView::copy},
      {"pasteBytes", tr("&Paste"), keys(QKeySequence::Paste), &HexView::paste, true},
      {"deleteBytes", tr("&Delete"), {QKeySequence(Qt::Key_Delete)}, &HexView::remove, true},
      {"deleteBefore", {}, {QKeySequence(Qt::Key_Backspace)}, &HexView::removeBefore, true},
      {"selectAllBytes", tr("Select &all"), keys(QKeySequence::SelectAll), &HexView::selectAll},
      {"toggleInsert", tr("&Insert or overwrite"), {QKeySequence(Qt::Key_Insert)}, &HexView::toggleTyping, true},
      {"goToOffset", tr("&Go to offset…"), {QKeySequence(Qt::CTRL | Qt::Key_G)}, &HexView::goToRequested},
      {"findBytes", tr("&Find…"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, &HexView::findRequested},
      {"findNextBytes", tr("Find &next"), {QKeySequence(Qt::Key_F3)}, &HexView::findNextRequested},
      {"findPreviousBytes", tr("Find pre&vious"), {QKeySequence(Qt::SHIFT | Qt::Key_F3)}, &HexView::findPreviousRequested},
  };
  return all;
}

const HexView::Verb* HexView::verbOf(const QKeyEvent& event) const {
  const QKeySequence pressed(QKeyCombination(event.modifiers().setFlag(Qt::KeypadModifier, false), static_cast<Qt::Key>(event.key())));
  const auto verb = std::ranges::find_if(verbs(), [&](const Verb& each) { return each.keys.contains(pressed); });
  return verb == verbs().end() || (verb->isEdit && !m_edited) ? nullptr : &*verb;
}

bool HexView::isPossible(const Verb& verb) const {
  if (verb.run == &HexView::undo) return m_edited->canUndo();
  if (verb.run == &HexView::redo) return m_edited->canRedo();
  return m_source && (m_edited || !verb.isEdit);
}

bool HexView::isTypedKey(const QKeyEvent& event) const {
  const bool isPlain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
  const bool changesPart = event.modifiers() == Qt::ControlModifier && (event.key() == Qt::Key_Left || event.key() == Qt::Key_Right);
  return m_edited && (changesPart || (isPlain && !event.text().isEmpty() && event.text().front().isPrint()));
}

/// The window's shortcuts of the same keys are not meant here.
bool HexView::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (verbOf(key) || isTypedKey(key)) {
      event->accept();
      return true;
    }
  }
  return QAbstractScrollArea::event(event);
}

bool HexView::typeKey(const QKeyEvent& event) {
  if (!isTypedKey(event)) return false;
  if (event.modifiers() == Qt::ControlModifier) setPart(event.key() == Qt::Key_Left ? Part::Digits : Part::Characters);
  else if (m_part == Part::Characters) insert(toStdString(event.text()));
  else if (const int digit = hexDigit(event.text().front()); digit >= 0) typeDigit(digit);
  else Q_EMIT refused(tr("Hex digits are typed here: 0 to 9 and a to f. Ctrl+Right goes to the characters."));
  return true;
}

void HexView::setPart(Part part) {
  m_part = part;
  m_digit = Digit::High;
  tellCursor();
}

void HexView::setTyping(Typing typing) {
  m_typing = typing;
  tellCursor();
}

/// @return whether they were put
bool HexView::put(const Range& range, std::string_view bytes, EditedBytes::Step step) {
  const bool isPut = m_edited->replace(static_cast<std::size_t>(range.begin), static_cast<std::size_t>(range.size()), bytes, step);
  if (!isPut) Q_EMIT refused(tr("Up to %1 are edited as hex. Save the value to a file, and load the changed file.").arg(QLocale().formattedDataSize(EditedBytes::kMostBytes, 0, QLocale::DataSizeIecFormat)));
  return isPut;
}

/// A byte takes two: the first is its high one.
void HexView::typeDigit(int digit) {
  const bool takesPlace = hasSelection() && m_typing == Typing::Inserts;
  const Range range = selection();
  const auto at = hasSelection() ? range.begin : m_cursor;
  const auto byte = m_edited->bytes(at, 1);
  const int before = byte.empty() ? 0 : static_cast<unsigned char>(byte[0]);
  const bool isLow = m_digit == Digit::Low && !hasSelection() && !byte.empty();
  const int kept = isLow ? before & 0xf0 : m_typing == Typing::Inserts ? 0 : before & 0xf;
  const char after = static_cast<char>(kept | (isLow ? digit : digit * 16));
  const bool comesBetween = !isLow && (m_typing == Typing::Inserts || byte.empty());
  const Range replaced{at, takesPlace ? range.end : comesBetween ? at : at + 1};
  if (!put(replaced, {&after, 1}, isLow ? EditedBytes::Step::WithTheLast : EditedBytes::Step::Own)) return;
  moveTo(isLow ? at + 1 : at, false, isLow ? Digit::High : Digit::Low);
}

void HexView::insert(std::string_view bytes) {
  Range range{m_cursor, m_cursor};
  if (hasSelection()) range = selection();
  else if (m_typing == Typing::Overwrites) range.end = std::min<std::uint64_t>(m_cursor + bytes.size(), m_edited->size());
  if (put(range, bytes)) moveTo(range.begin + bytes.size(), false, Digit::High);
}

void HexView::remove() {
  const Range range = selection();
  if (range.size() > 0 && put(range, {})) moveTo(range.begin, false, Digit::High);
}

void HexView::removeBefore() {
  if (hasSelection() || m_digit == Digit::Low) return remove();
  if (m_cursor > 0 && put({m_cursor - 1, m_cursor}, {})) moveTo(m_cursor - 1, false, Digit::High);
}

void HexView::copy() {
  const QString hex = selectedHex();
  if (!hex.isEmpty()) return QApplication::clipboard()->setText(hex);
  if (selection().size() > kMostCopiedBytes) Q_EMIT refused(tr("Up to %1 are copied as hex. Save the value to a file.").arg(QLocale().formattedDataSize(kMostCopiedBytes, 0, QLocale::DataSizeIecFormat)));
}

void HexView::cut() {
  copy();
  if (selection().size() <= kMostCopiedBytes) remove();
}

void HexView::paste() {
  const QString text = QApplication::clipboard()->text();
  const auto bytes = m_part == Part::Characters ? std::optional(toStdString(text)) : bytesOfHex(text);
  if (!bytes) return Q_EMIT refused(tr("The clipboard holds no hex digits. Ctrl+Right goes to the characters, where text is pasted."));
  if (!bytes->empty()) insert(*bytes);
}

void HexView::undo() {
  if (const auto at = m_edited->undo()) setCursorOffset(*at);
}

void HexView::redo() {
  if (const auto at = m_edited->redo()) setCursorOffset(*at);
}

void HexView::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const Verb& verb : verbs()) {
    if (verb.text.isEmpty() || (verb.isEdit && !m_edited)) continue;
    auto* action = menu->addAction(QStringLiteral("%1\t%2").arg(verb.text, verb.keys.front().toString(QKeySequence::NativeText)), this, verb.run);
    action->setObjectName(QString::fromLatin1(verb.name));
    action->setEnabled(isPossible(verb));
  }
  menu->popup(event->globalPos());
}

}  // namespace joinery::ui
