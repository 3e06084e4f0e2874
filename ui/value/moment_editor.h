// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/value/line_editor.h"

namespace joinery::ui {

class CalendarPopup;

/// A date, a time or both as the database spells them, whatever their precision, zone or era; a calendar to choose the day from, which
/// leaves the time and the zone as they are.
class MomentEditor : public LineEditor {
  Q_OBJECT
 public:
  MomentEditor(EditedColumn column, QWidget* parent);

 private:
  void takeDay(QDate day);
  CalendarPopup* m_calendar = nullptr;
};

}  // namespace joinery::ui
