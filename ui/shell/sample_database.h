// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "orm/core/result.h"

namespace joinery::ui {

/// A person's own copy of the sample database, made where there is none yet: edits go there.
/// @return its path, or why there is none
Result<QString> ownSampleDatabase();

}  // namespace joinery::ui
