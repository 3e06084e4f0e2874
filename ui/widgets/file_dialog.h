// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFileDialog;
class QWidget;

namespace joinery::ui {

/// A file dialog that looks into no file that it lists, and goes when it is closed: closing a database file behind SQLite's back drops its
/// locks. The caller opens it.
QFileDialog* makeFileDialog(QWidget* parent, const QString& title);

}  // namespace joinery::ui
