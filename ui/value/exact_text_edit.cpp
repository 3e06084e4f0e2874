// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/exact_text_edit.h"

#include <QMimeData>

namespace joinery::ui {

namespace {

bool hasLongWord(const QString& text) {
  constexpr int kLongWord = 1'000;
  int length = 0;
  for (const QChar letter : text) {
    length = letter.isSpace() ? 0 : length + 1;
    if (length > kLongWord) return true;
  }
  return false;
}

}  // namespace

void ExactTextEdit::setExactText(const QString& text) {
  const bool isLong = hasLongWord(text);
  if (isLong) setWordWrapMode(QTextOption::WrapAnywhere);
  setPlainText(text);
  if (!isLong) setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  document()->setModified(false);
}

/// toPlainText() would make spaces of no-break spaces. A line separator is what Shift+Return types.
QString ExactTextEdit::exactText() const {
  return document()->toRawText().replace(QChar::ParagraphSeparator, QLatin1Char('\n')).replace(QChar::LineSeparator, QLatin1Char('\n'));
}

void ExactTextEdit::replaceText(const QString& text) {
  if (hasLongWord(text)) setWordWrapMode(QTextOption::WrapAnywhere);
  QTextCursor cursor(document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(text);
}

/// Text alone, whatever else the clipboard has.
void ExactTextEdit::insertFromMimeData(const QMimeData* source) {
  const QString text = source->text();
  if (hasLongWord(text)) setWordWrapMode(QTextOption::WrapAnywhere);
  if (!text.isEmpty()) insertPlainText(text);
  ensureCursorVisible();
}

}  // namespace joinery::ui

#include "moc_exact_text_edit.cpp"
