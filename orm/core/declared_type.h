// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "orm/core/value_type.h"

namespace joinery {

/// What a declared type of SQLite means to people: by well-known names, else by SQLite's affinity rules.
/// Storage stays per cell. "NVARCHAR(160)" is text of length 160, "DECIMAL(10,2)" numeric, "" unknown.
ValueType typeFromSqliteDeclaration(std::string_view declaration);

}  // namespace joinery
