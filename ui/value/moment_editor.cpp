// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/moment_editor.h"

#include <QDate>
#include <QToolButton>

#include "ui/widgets/calendar_popup.h"

namespace joinery::ui {

namespace {

const auto kDayFormat = QStringLiteral("yyyy-MM-dd");

/// Whether it begins with a day as a calendar has it: not of a BC year, nor one beyond 9999.
bool beginsWithDay(const QString& text) {
  const bool isPlain = text.size() == kDayFormat.size() || (text.size() > kDayFormat.size() && !text[kDayFormat.size()].isDigit() && !text.endsWith(QStringLiteral("BC")));
  return isPlain && QDate::fromString(text.left(kDayFormat.size()), kDayFormat).isValid();
}

}  // namespace

MomentEditor::MomentEditor(EditedColumn column, QWidget* parent) : LineEditor(std::move(column), parent) {
  if (schemaColumn().type.kind == TypeKind::Time) return;
  connect(addButton(QStringLiteral("calendar"), tr("Calendar")), &QToolButton::clicked, this, [this] {
    if (!m_calendar) {
      m_calendar = new CalendarPopup(this);
      connect(m_calendar, &CalendarPopup::chosen, this, &MomentEditor::takeDay);
    }
    const QString text = inputText();
    m_calendar->open(this, beginsWithDay(text) ? QDate::fromString(text.left(kDayFormat.size()), kDayFormat) : QDate());
  });
}

void MomentEditor::takeDay(QDate day) {
  const QString text = inputText();
  const bool hasTime = schemaColumn().type.kind != TypeKind::Date;
  const QString rest = beginsWithDay(text) ? text.mid(kDayFormat.size()) : hasTime ? QStringLiteral(" 00:00:00") : QString();
  choose(day.toString(kDayFormat) + rest);
  input()->setFocus();
}

}  // namespace joinery::ui

#include "moc_moment_editor.cpp"
