// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plain_tooltip.h"

#include <QToolTip>

namespace joinery::ui {

QString plainToolTip(const QString& text) {
  // Text that is declared rich and escaped cannot be guessed to be anything else.
  return text.isEmpty() ? QString() : QStringLiteral("<qt style='white-space:pre-wrap'>%1</qt>").arg(text.toHtmlEscaped());
}

void setPlainToolTip(QWidget* widget, const QString& text) { widget->setToolTip(plainToolTip(text)); }

void setPlainToolTip(QAction* action, const QString& text) { action->setToolTip(plainToolTip(text)); }

void showPlainToolTip(const QPoint& place, const QString& text, QWidget* widget) { QToolTip::showText(place, plainToolTip(text), widget); }

}  // namespace joinery::ui
