// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/exact_text_edit.h"

#include <QMimeData>

namespace joinery::ui {

void ExactTextEdit::setExactText(const QString& text) {
  setPlainText(text);
  document()->setModified(false);
}

/// toPlainText() would make spaces of no-break spaces. A line separator is what Shift+Return types.
QString ExactTextEdit::exactText() const {
  return document()->toRawText().replace(QChar::ParagraphSeparator, QLatin1Char('\n')).replace(QChar::LineSeparator, QLatin1Char('\n'));
}

void ExactTextEdit::replaceText(const QString& text) {
  QTextCursor cursor(document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(text);
}

/// Text alone, whatever else the clipboard has.
void ExactTextEdit::insertFromMimeData(const QMimeData* source) {
  if (source->hasText()) insertPlainText(source->text());
  ensureCursorVisible();
}

}  // namespace joinery::ui

#include "moc_exact_text_edit.cpp"
