// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QStringList>
#include <memory>

namespace joinery {

/// The QApplication with the program's names, icon and desktop file.
std::unique_ptr<QApplication> makeApplication(int& argc, char** argv);

/// `joinery [URL|FILE] [--table T]`: the window, until it is closed. @return the exit code
int runWindow(int argc, char** argv, const QStringList& words);

}  // namespace joinery
