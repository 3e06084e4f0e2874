// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QString>
#include <QWidget>

namespace joinery::ui {

/// Text for a tooltip that is shown as it is, whatever it holds. For item models' Qt::ToolTipRole too.
QString plainToolTip(const QString& text);
void setPlainToolTip(QWidget* widget, const QString& text);
void setPlainToolTip(QAction* action, const QString& text);
/// At once, beside a place on the screen; empty: what is shown goes.
void showPlainToolTip(const QPoint& place, const QString& text, QWidget* widget);

}  // namespace joinery::ui
