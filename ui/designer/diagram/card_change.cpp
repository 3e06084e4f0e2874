// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/card_change.h"

#include <QCoreApplication>

namespace joinery::ui {

QString changeWord(CardChange change) {
  const auto words = [](const char* text) { return QCoreApplication::translate("joinery::ui::CardChange", text); };
  return change == CardChange::Added ? words("added") : change == CardChange::Dropped ? words("dropped") : words("changed");
}

}  // namespace joinery::ui
