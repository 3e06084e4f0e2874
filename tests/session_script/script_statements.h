// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/core/json.h"
#include "orm/engine/statement_log.h"

namespace joinery::script {

/// Statements as a script's output has them: verb, table, rows, text and binds.
Json statementsToJson(const std::vector<LoggedStatement>& statements);

}  // namespace joinery::script
