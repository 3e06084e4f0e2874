// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCalendarWidget>
#include <QFrame>

class QVBoxLayout;

namespace joinery::ui {

/// A calendar below a widget, to choose a day from: a click chooses; the arrow keys walk, and Return chooses.
class CalendarPopup : public QFrame {
  Q_OBJECT
 public:
  explicit CalendarPopup(QWidget* parent);
  /// @param day what is selected then; today where it is none
  void open(const QWidget* below, QDate day);
  /// For what else there is to choose.
  QVBoxLayout* contents() const { return m_layout; }

 Q_SIGNALS:
  void chosen(QDate day);

 private:
  void choose(QDate day);
  QCalendarWidget* m_days;
  QVBoxLayout* m_layout;
};

}  // namespace joinery::ui
