// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace joinery {

/// SQLite 3.37 and later. Returns the one instance; any thread.
const Dialect& sqliteDialect();

}  // namespace joinery
