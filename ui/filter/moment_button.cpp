// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/moment_button.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/filter/filter_row.h"
#include "ui/filter/operand_text.h"
#include "ui/widgets/calendar_popup.h"
#include "ui/widgets/icons.h"
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
  m_panel = new CalendarPopup(this);
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
  m_panel->contents()->addLayout(row);
  connect(m_panel, &CalendarPopup::chosen, this, [this](QDate day) { Q_EMIT chosen(day.toString(kDay) + (m_precision == Precision::Time ? QStringLiteral(" 00:00:00") : QString())); });
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
  m_panel->open(this, QDate::fromString(m_moment.left(10), kDay));
}

}  // namespace joinery::ui

#include "moc_moment_button.cpp"
