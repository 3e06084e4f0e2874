// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace joinery::ui {

/// A plain text editor that gives back what was put into it, no-break spaces included. Line ends are LF; what else it can't hold comes
/// spelled with escapes (editable_text.h). Lines are wrapped between words; where a word is very long anywhere, as the layout would look
/// through the rest of it for each line.
class ExactTextEdit : public QPlainTextEdit {
  Q_OBJECT
 public:
  using QPlainTextEdit::QPlainTextEdit;
  /// Not modified afterwards, and nothing to undo.
  void setExactText(const QString& text);
  QString exactText() const;
  /// As an edit of the person's, which can be undone.
  void replaceText(const QString& text);

 protected:
  void insertFromMimeData(const QMimeData* source) override;
};

}  // namespace joinery::ui
