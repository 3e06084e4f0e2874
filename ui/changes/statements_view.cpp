// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/statements_view.h"

#include <QFontDatabase>
#include <QLocale>
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>

namespace joinery::ui {

StatementsView::StatementsView(QWidget* parent) : QPlainTextEdit(parent) {
  setObjectName(QStringLiteral("previewSql"));
  setAccessibleName(tr("Preview SQL"));
  setReadOnly(true);
  setUndoRedoEnabled(false);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &StatementsView::readOnAtEnd);
}

StatementsView::~StatementsView() { freeElsewhere(std::move(m_plan)); }

void StatementsView::showText(const QString& text) {
  freeElsewhere(std::move(m_plan));
  m_plan = nullptr;
  m_shown = 0;
  setAccessibleDescription({});
  setPlainText(text);
}

void StatementsView::showPlan(std::shared_ptr<const ChangePlan> plan, const Dialect& dialect) {
  freeElsewhere(std::exchange(m_plan, std::move(plan)));
  m_dialect = &dialect;
  m_shown = 0;
  m_isReading = true;
  setPlainText(nextText());
  m_isReading = false;
}

/// The next statements, and, where there are more, a line that says so.
QString StatementsView::nextText() {
  QStringList lines;
  const std::size_t all = m_plan->previewSize(), end = std::min(all, m_shown + kAtOnce);
  for (; m_shown < end; ++m_shown) lines << m_plan->previewAt(m_shown, *m_dialect);
  const QString more = m_shown < all ? tr("-- %1 more statements: they are read as you scroll on").arg(QLocale().toString(static_cast<qulonglong>(all - m_shown))) : QString();
  if (!more.isEmpty()) lines << more;
  setAccessibleDescription(more);
  return lines.join(QLatin1Char('\n'));
}

void StatementsView::readOn() {
  m_isReading = true;
  QTextCursor reader = textCursor(), end(document()->lastBlock());
  const int last = end.position();
  // What stands at the end stays there, above what is new.
  reader.setPosition(std::min(reader.position(), last));
  setTextCursor(reader);
  end.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
  end.insertText(nextText());
  reader.setPosition(std::min(reader.position(), last));
  setTextCursor(reader);
  m_isReading = false;
}

void StatementsView::readOnAtEnd() {
  const QScrollBar* bar = verticalScrollBar();
  if (m_isReading || !m_plan || m_shown >= m_plan->previewSize() || bar->value() < bar->maximum()) return;
  const int value = bar->value();
  readOn();
  // What is new stands below.
  verticalScrollBar()->setValue(value);
}

}  // namespace joinery::ui

#include "moc_statements_view.cpp"
