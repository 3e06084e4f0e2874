// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/db_error.h"

namespace joinery::cli {

/// What the process ends with.
enum ExitCode : int { kDone = 0, kRefused = 1, kUsage = 2, kConflict = 3, kOutcomeUnknown = 4, kCancelled = 130 };

int exitCodeOf(const DbError& error);

}  // namespace joinery::cli
