// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// How the tables that a change set writes differ now from what the models know of them: tables that are gone, columns that were dropped,
/// added or are of another type. One statement for each table, without rows. Worker thread, no transaction open.
/// @return a sentence for each difference @throws DbError ConnectionLost, Cancelled and the like
std::vector<std::string> schemaDifferences(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes);

}  // namespace joinery
