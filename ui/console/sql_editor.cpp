// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/sql_editor.h"

#include <QFontDatabase>
#include <QPaintEvent>
#include <QPainter>
#include <QTextBlock>

#include "ui/widgets/sql_highlighter.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

/// The strip left of the text. It only paints; the editor knows the lines.
class LineNumberArea : public QWidget {
 public:
  explicit LineNumberArea(SqlEditor* editor) : QWidget(editor), m_editor(editor) {}
  QSize sizeHint() const override { return {m_editor->numberAreaWidth(), 0}; }

 protected:
  void paintEvent(QPaintEvent* event) override { m_editor->paintNumbers(event); }

 private:
  SqlEditor* m_editor;
};

namespace {

QString withNewlines(QString raw) {
  for (QChar& c : raw)
    if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator || c == QChar(0xfdd0) || c == QChar(0xfdd1)) c = QLatin1Char('\n');
  return raw;
}

}  // namespace

SqlEditor::SqlEditor(QWidget* parent) : QPlainTextEdit(parent), m_numbers(new LineNumberArea(this)) {
  setObjectName(QStringLiteral("sqlEditor"));
  setAccessibleName(tr("SQL"));
  setPlaceholderText(tr("SELECT … — Ctrl+Return runs the selection, or everything"));
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setLineWrapMode(NoWrap);
  setTabStopDistance(4 * fontMetrics().horizontalAdvance(QLatin1Char(' ')));
  new SqlHighlighter(document());
  connect(this, &QPlainTextEdit::blockCountChanged, this, &SqlEditor::placeNumberArea);
  connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int scrolled) {
    if (scrolled != 0) m_numbers->scroll(0, scrolled);
    else m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
  });
  connect(this, &QPlainTextEdit::cursorPositionChanged, this, &SqlEditor::markCurrentLine);
  connect(this, &QPlainTextEdit::textChanged, this, &SqlEditor::clearMistake);
  connect(&Theme::instance(), &Theme::changed, this, &SqlEditor::markCurrentLine);
  placeNumberArea();
  markCurrentLine();
}

QString SqlEditor::text() const { return withNewlines(document()->toRawText()); }

SqlEditor::Part SqlEditor::selectionOrAll() const {
  const QTextCursor cursor = textCursor();
  if (!cursor.hasSelection()) return {text(), 0};
  return {withNewlines(cursor.selectedText()), cursor.selectionStart()};
}

void SqlEditor::showMistake(qsizetype position) {
  QTextCursor cursor(document());
  cursor.setPosition(static_cast<int>(std::clamp(position, qsizetype{0}, qsizetype{document()->characterCount() - 1})));
  setTextCursor(cursor);
  cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
  if (!cursor.hasSelection()) cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
  m_mistake = cursor;
  markCurrentLine();
  ensureCursorVisible();
}

void SqlEditor::clearMistake() {
  if (m_mistake.isNull()) return;
  m_mistake = QTextCursor();
  markCurrentLine();
}

int SqlEditor::numberAreaWidth() const {
  const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
  return 12 + digits * fontMetrics().horizontalAdvance(QLatin1Char('9'));
}

void SqlEditor::placeNumberArea() {
  setViewportMargins(numberAreaWidth(), 0, 0, 0);
  const QRect inside = contentsRect();
  m_numbers->setGeometry(inside.left(), inside.top(), numberAreaWidth(), inside.height());
}

void SqlEditor::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  placeNumberArea();
}

void SqlEditor::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::FontChange && m_numbers) placeNumberArea();
}

void SqlEditor::paintNumbers(QPaintEvent* event) {
  QPainter painter(m_numbers);
  painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
  painter.setFont(font());
  const int current = textCursor().blockNumber();
  QTextBlock block = firstVisibleBlock();
  double top = blockBoundingGeometry(block).translated(contentOffset()).top();
  while (block.isValid() && top <= event->rect().bottom()) {
    const bool isCurrent = block.blockNumber() == current;
    painter.setPen(isCurrent ? palette().color(QPalette::Text) : Theme::instance().color(Theme::Role::NullText));
    const QRectF line(0, top, m_numbers->width() - 6, fontMetrics().height());
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
    top += blockBoundingRect(block).height();
    block = block.next();
  }
}

void SqlEditor::markCurrentLine() {
  QList<QTextEdit::ExtraSelection> marks;
  QTextEdit::ExtraSelection line;
  line.format.setBackground(palette().color(QPalette::AlternateBase));
  line.format.setProperty(QTextFormat::FullWidthSelection, true);
  line.cursor = textCursor();
  line.cursor.clearSelection();
  marks << line;
  if (!m_mistake.isNull()) {
    QTextEdit::ExtraSelection mistake;
    mistake.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mistake.format.setUnderlineColor(Theme::instance().color(Theme::Role::ErrorText));
    mistake.format.setBackground(Theme::instance().color(Theme::Role::ErrorBackground));
    mistake.cursor = m_mistake;
    marks << mistake;
  }
  setExtraSelections(marks);
  m_numbers->update();
}

}  // namespace joinery::ui

#include "moc_sql_editor.cpp"
