// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sql_text.h"

#include <QFontDatabase>

#include "ui/widgets/sql_highlighter.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

SqlText::SqlText(QWidget* parent) : QPlainTextEdit(parent) {
  setObjectName(QStringLiteral("sqlText"));
  setAccessibleName(tr("SQL"));
  setReadOnly(true);
  setUndoRedoEnabled(false);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setLineWrapMode(NoWrap);
  new SqlHighlighter(document());
  connect(&Theme::instance(), &Theme::changed, this, &SqlText::paintMark);
}

void SqlText::showSql(const QString& sql) {
  m_mark = {};
  setPlainText(sql);
  paintMark();
}

void SqlText::mark(qsizetype start, qsizetype length) {
  m_mark = QTextCursor(document());
  m_mark.setPosition(static_cast<int>(start));
  // The end comes into sight first, so that of a long part the beginning stays there.
  QTextCursor place = m_mark;
  place.setPosition(static_cast<int>(start + length));
  setTextCursor(place);
  setTextCursor(m_mark);
  m_mark.setPosition(static_cast<int>(start + length), QTextCursor::KeepAnchor);
  if (length == 0) m_mark = {};
  paintMark();
}

void SqlText::paintMark() {
  if (m_mark.isNull()) return setExtraSelections({});
  QTextEdit::ExtraSelection selection;
  selection.cursor = m_mark;
  selection.format.setBackground(Theme::instance().color(Theme::Role::InformationBackground));
  selection.format.setProperty(QTextFormat::FullWidthSelection, true);
  setExtraSelections({selection});
}

}  // namespace joinery::ui

#include "moc_sql_text.cpp"
