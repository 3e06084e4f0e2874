// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calendar_popup.h"

#include <QScreen>
#include <QTextCharFormat>
#include <QVBoxLayout>
#include <algorithm>

namespace joinery::ui {

CalendarPopup::CalendarPopup(QWidget* parent) : QFrame(parent, Qt::Popup), m_days(new QCalendarWidget(this)), m_layout(new QVBoxLayout(this)) {
  setFrameShape(QFrame::StyledPanel);
  m_days->setObjectName(QStringLiteral("days"));
  m_days->setAccessibleName(tr("Days"));
  m_days->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
  // Red is for what is wrong, and is hard to read on dark.
  QTextCharFormat plain;
  plain.setForeground(palette().text());
  for (const auto day : {Qt::Saturday, Qt::Sunday}) m_days->setWeekdayTextFormat(day, plain);
  m_layout->setContentsMargins(6, 6, 6, 6);
  m_layout->addWidget(m_days);
  connect(m_days, &QCalendarWidget::clicked, this, &CalendarPopup::choose);
  connect(m_days, &QCalendarWidget::activated, this, &CalendarPopup::choose);
}

void CalendarPopup::choose(QDate day) {
  // A click and Return are told of by two signals each.
  if (!isVisible()) return;
  hide();
  Q_EMIT chosen(day);
}

void CalendarPopup::open(const QWidget* below, QDate day) {
  m_days->setSelectedDate(day.isValid() ? day : QDate::currentDate());
  adjustSize();
  const QRect room = below->screen()->availableGeometry();
  QPoint place = below->mapToGlobal(QPoint(0, below->height()));
  if (place.y() + height() > room.bottom()) place.setY(below->mapToGlobal(QPoint()).y() - height());
  place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
  move(place);
  show();
  m_days->setFocus();
}

}  // namespace joinery::ui

#include "moc_calendar_popup.cpp"
