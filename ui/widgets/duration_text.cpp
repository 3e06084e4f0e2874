// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/duration_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace joinery::ui {

namespace {

QString translated(const char* text) { return QCoreApplication::translate("joinery::ui::Duration", text); }

QString twoDigits(std::chrono::seconds::rep number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); }

}  // namespace

QString durationText(std::chrono::microseconds time) {
  const double milliseconds = static_cast<double>(time.count()) / 1000.0;
  const QLocale locale;
  if (milliseconds >= 1000.0) return translated("%1 s").arg(locale.toString(milliseconds / 1000.0, 'f', 1));
  return translated("%1 ms").arg(locale.toString(milliseconds, 'f', milliseconds < 10.0 ? 1 : 0));
}

QString elapsedText(std::chrono::seconds time) {
  const auto seconds = time.count();
  if (seconds < 60) return translated("%1 s").arg(seconds);
  if (seconds < 3'600) return translated("%1 min").arg(QStringLiteral("%1:%2").arg(seconds / 60).arg(twoDigits(seconds % 60)));
  return translated("%1 h").arg(QStringLiteral("%1:%2:%3").arg(seconds / 3'600).arg(twoDigits(seconds / 60 % 60), twoDigits(seconds % 60)));
}

}  // namespace joinery::ui
