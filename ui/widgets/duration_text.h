// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

namespace joinery::ui {

/// "0.4 ms", "12 ms", "3.2 s".
QString durationText(std::chrono::microseconds time);
/// How long something has been going on: "3 s", "2:05 min", "1:02:05 h".
QString elapsedText(std::chrono::seconds time);

}  // namespace joinery::ui
