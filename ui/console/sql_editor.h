// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace joinery::ui {

/// A text editor for SQL: colours, line numbers, a mark where a statement failed. Accessible name "SQL".
/// A plain text edit leaves the window's shortcuts alone and speaks to assistive technology, which is why it is one.
class SqlEditor : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit SqlEditor(QWidget* parent = nullptr);

  /// The text as it was typed: no-break spaces stay what they are.
  QString text() const;
  /// The selection, or the whole text without one, and where it begins.
  struct Part { QString text; qsizetype start = 0; };
  Part selectionOrAll() const;
  /// Puts the cursor there and marks the word.
  void showMistake(qsizetype position);
  void clearMistake();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  friend class LineNumberArea;
  int numberAreaWidth() const;
  void placeNumberArea();
  void paintNumbers(QPaintEvent* event);
  void markCurrentLine();
  QWidget* m_numbers = nullptr;
  QTextCursor m_mistake;
};

}  // namespace joinery::ui
