// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/label_edit.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QStringListModel>

namespace joinery::ui {

LabelEdit::LabelEdit(QWidget* parent) : QLineEdit(parent), m_names(new QCompleter(this)) {
  m_names->setModel(new QStringListModel(m_names));
  m_names->setWidget(this);
  m_names->setCaseSensitivity(Qt::CaseInsensitive);
  m_names->popup()->setAccessibleName(tr("Columns"));
  connect(this, &QLineEdit::textEdited, this, &LabelEdit::offer);
  connect(m_names, qOverload<const QString&>(&QCompleter::activated), this, &LabelEdit::take);
}

void LabelEdit::setNames(const QStringList& names) { static_cast<QStringListModel*>(m_names->model())->setStringList(names); }

int LabelEdit::begin() const {
  const QString before = text().left(cursorPosition());
  const qsizetype brace = before.lastIndexOf(QLatin1Char('{'));
  return brace < 0 || before.indexOf(QLatin1Char('}'), brace) >= 0 ? -1 : static_cast<int>(brace) + 1;
}

void LabelEdit::offer() {
  const int start = begin();
  if (start < 0) return m_names->popup()->hide();
  m_names->setCompletionPrefix(text().mid(start, cursorPosition() - start));
  if (m_names->completionCount() == 0) return m_names->popup()->hide();
  m_names->complete();
  m_names->popup()->setCurrentIndex(m_names->completionModel()->index(0, 0));
}

void LabelEdit::take(const QString& name) {
  const int start = begin();
  if (start < 0) return;
  // What stands behind the cursor of the same name goes, too.
  qsizetype end = cursorPosition();
  const qsizetype close = text().indexOf(QLatin1Char('}'), end), open = text().indexOf(QLatin1Char('{'), end);
  if (close >= 0 && (open < 0 || close < open)) end = close + 1;
  const QString whole = text().left(start) + name + QLatin1Char('}') + text().mid(end);
  setText(whole);
  setCursorPosition(start + static_cast<int>(name.size()) + 1);
  Q_EMIT textEdited(whole);
}

void LabelEdit::keyPressEvent(QKeyEvent* event) {
  const bool isOffering = m_names->popup()->isVisible();
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
    case Qt::Key_Escape:
      // The list of names takes them.
      if (isOffering) return event->ignore();
      break;
    default: break;
  }
  if (event->key() == Qt::Key_Escape) return Q_EMIT reverted();
  QLineEdit::keyPressEvent(event);
}

}  // namespace joinery::ui

#include "moc_label_edit.cpp"
