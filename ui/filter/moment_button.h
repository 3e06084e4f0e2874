// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>
#include <QToolButton>

namespace joinery::ui {

class CalendarPopup;
class RowCombo;

/// Opens a calendar, and a length of time before now, to choose a moment from instead of typing it. Accessible name "Calendar".
class MomentButton : public QToolButton {
  Q_OBJECT
 public:
  enum class Precision { Day, Time };
  explicit MomentButton(Precision precision, QWidget* parent = nullptr);
  /// The day on which the calendar opens; what is no day leaves it at today.
  void setText(const QString& moment);
  void open();

 Q_SIGNALS:
  /// "2024-01-31", "2024-01-31 00:00:00" or "7 days ago".
  void chosen(const QString& text);

 private:
  void makePanel();
  void choose(const QString& text);
  Precision m_precision;
  QString m_moment;
  CalendarPopup* m_panel = nullptr;
  QSpinBox* m_length = nullptr;
  RowCombo* m_unit = nullptr;
};

}  // namespace joinery::ui
