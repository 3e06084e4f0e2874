// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace joinery {

/// `joinery shot URL --view table:Album|tree:Artist:90|console|export:Album|import:Album:FILE|welcome -o FILE.png [--size 1280x800] [--scale 2] [--theme light|dark]`, or
/// `joinery shot URL --tour FOLDER`: draws the real window off-screen. @return the exit code
int runShot(int argc, char** argv, const QStringList& words);

}  // namespace joinery
