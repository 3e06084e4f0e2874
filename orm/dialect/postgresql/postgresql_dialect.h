// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace joinery {

/// PostgreSQL 12 and later. Returns the one instance; any thread.
const Dialect& postgresqlDialect();

}  // namespace joinery
