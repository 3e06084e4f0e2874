// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/value_completer.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTreeView>

#include "ui/filter/operand_text.h"
#include "ui/filter/value_suggestions.h"

namespace joinery::ui {

namespace {
constexpr int kLeastWidth = 220;
}

ValueCompleter::ValueCompleter(Source source, Takes takes, const ValueType& type, QLineEdit* line)
    : QCompleter(line), m_source(std::move(source)), m_takes(takes), m_type(type), m_line(line), m_list(new QTreeView) {
  setCompletionMode(UnfilteredPopupCompletion);
  setModel(m_source.suggestions);
  setWidget(line);
  m_list->setObjectName(QStringLiteral("suggestions"));
  m_list->setAccessibleName(tr("Suggestions"));
  m_list->setRootIsDecorated(false);
  m_list->setHeaderHidden(true);
  m_list->setUniformRowHeights(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setPopup(m_list);
  m_list->header()->setStretchLastSection(false);
  m_list->header()->setSectionResizeMode(ValueSuggestions::ValueColumn, QHeaderView::Stretch);
  m_list->header()->setSectionResizeMode(ValueSuggestions::CountColumn, QHeaderView::ResizeToContents);
  connect(line, &QLineEdit::textEdited, this, &ValueCompleter::ask);
  connect(m_source.suggestions, &ValueSuggestions::found, this, &ValueCompleter::offer);
  connect(this, qOverload<const QModelIndex&>(&QCompleter::activated), this, &ValueCompleter::take);
  line->installEventFilter(this);
}

qsizetype ValueCompleter::itemStart() const {
  if (m_takes == Takes::OneValue) return 0;
  const QString text = m_line->text().left(m_line->cursorPosition());
  bool inQuotes = false;
  qsizetype start = 0;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (text[i] == QLatin1Char('"')) inQuotes = !inQuotes;
    if (text[i] == QLatin1Char(',') && !inQuotes) start = i + 1;
  }
  while (start < text.size() && text[start].isSpace()) ++start;
  return start;
}

void ValueCompleter::ask() {
  m_isAsked = true;
  m_source.suggestions->ask(m_source.model, m_source.attribute, m_line->text().mid(itemStart(), m_line->cursorPosition() - itemStart()));
}

void ValueCompleter::offer() {
  if (!std::exchange(m_isAsked, false)) return;
  const ValueSuggestions& found = *m_source.suggestions;
  // A screen reader tells what a popup does not.
  m_line->setAccessibleDescription(found.rowCount() == 0 ? QString() : tr("%n suggestion(s) below", nullptr, found.rowCount()));
  // What is there already word for word needs no offer.
  const bool isTyped = found.rowCount() == 1 && found.index(0, 0).data().toString() == found.prefix();
  if (found.rowCount() == 0 || isTyped || !m_line->hasFocus()) return m_list->hide();
  complete(QRect(0, 0, std::max(m_line->width(), kLeastWidth), m_line->height()));
}

void ValueCompleter::take(const QModelIndex& index) {
  const Json value = operandFromText(index.siblingAtColumn(ValueSuggestions::ValueColumn).data().toString(), m_type);
  const QString text = m_takes == Takes::List ? operandListText(Json::array({value}), m_type) : operandText(value, m_type);
  m_line->setText(m_line->text().left(itemStart()) + text);
  m_source.suggestions->stop();
  Q_EMIT chosen();
}

bool ValueCompleter::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_line && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down && !m_list->isVisible()) {
    ask();
    return true;
  }
  if (watched == m_line && event->type() == QEvent::FocusOut && std::exchange(m_isAsked, false)) m_source.suggestions->stop();
  return QCompleter::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_value_completer.cpp"
