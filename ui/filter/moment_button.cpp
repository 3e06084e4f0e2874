// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/moment_button.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScreen>
#include <QTextCharFormat>
#include <QVBoxLayout>

#include "ui/filter/filter_row.h"
#include "ui/filter/operand_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

constexpr int kMostUnits = 9'999;
const auto kDay = QStringLiteral("yyyy-MM-dd");

}  // namespace

MomentButton::MomentButton(Precision precision, QWidget* parent) : QToolButton(parent), m_precision(precision) {
  setIcon(ui::icon(QStringLiteral("calendar")));
  setAutoRaise(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Calendar"));
  setObjectName(QStringLiteral("calendar"));
  setPlainToolTip(this, tr("Choose a day, or a time before now"));
  connect(this, &QToolButton::clicked, this, &MomentButton::open);
}

void MomentButton::setText(const QString& moment) { m_moment = moment; }

void MomentButton::makePanel() {
  m_panel = new QFrame(this, Qt::Popup);
  m_panel->setFrameShape(QFrame::StyledPanel);
  m_calendar = new QCalendarWidget(m_panel);
  m_calendar->setObjectName(QStringLiteral("days"));
  m_calendar->setAccessibleName(tr("Days"));
  m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
  // Red is for what is wrong, and is hard to read on dark.
  QTextCharFormat plain;
  plain.setForeground(palette().text());
  for (const auto day : {Qt::Saturday, Qt::Sunday}) m_calendar->setWeekdayTextFormat(day, plain);
  m_length = new QSpinBox(m_panel);
  m_length->setRange(0, kMostUnits);
  m_length->setValue(7);
  m_length->setAccessibleName(tr("Length of time"));
  m_length->setObjectName(QStringLiteral("lengthOfTime"));
  m_unit = new RowCombo(tr("Unit"), m_panel);
  for (const QString& unit : durationUnits())
    if (m_precision == Precision::Time || durationUnits().indexOf(unit) >= durationUnits().indexOf(QStringLiteral("day"))) m_unit->addItem(unit);
  m_unit->setCurrentText(QStringLiteral("day"));
  auto* use = new QPushButton(tr("&Before now"), m_panel);
  use->setObjectName(QStringLiteral("beforeNow"));
  auto* row = new QHBoxLayout;
  row->addWidget(m_length);
  row->addWidget(m_unit);
  row->addWidget(use, 1);
  auto* layout = new QVBoxLayout(m_panel);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(m_calendar);
  layout->addLayout(row);
  const auto takeDay = [this](QDate day) { choose(day.toString(kDay) + (m_precision == Precision::Time ? QStringLiteral(" 00:00:00") : QString())); };
  // A click chooses; the arrow keys walk, and Return chooses.
  connect(m_calendar, &QCalendarWidget::clicked, this, takeDay);
  connect(m_calendar, &QCalendarWidget::activated, this, takeDay);
  connect(use, &QPushButton::clicked, this, [this] { choose(durationText(m_length->value(), m_unit->currentText())); });
}

void MomentButton::choose(const QString& text) {
  // A click and Return are told of by two signals each.
  if (!m_panel->isVisible()) return;
  m_panel->hide();
  Q_EMIT chosen(text);
}

void MomentButton::open() {
  if (!m_panel) makePanel();
  const QDate day = QDate::fromString(m_moment.left(10), kDay);
  m_calendar->setSelectedDate(day.isValid() ? day : QDate::currentDate());
  m_panel->adjustSize();
  const QRect room = screen()->availableGeometry();
  QPoint place = mapToGlobal(QPoint(0, height()));
  if (place.y() + m_panel->height() > room.bottom()) place.setY(mapToGlobal(QPoint()).y() - m_panel->height());
  place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - m_panel->width())));
  m_panel->move(place);
  m_panel->show();
  m_calendar->setFocus();
}

}  // namespace joinery::ui

#include "moc_moment_button.cpp"
