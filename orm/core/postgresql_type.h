// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "orm/core/value_type.h"

namespace joinery {

/// A type as pg_type describes it; a domain by the type below it.
struct PostgresqlTypeEntry {
  std::string name;            ///< typname: "int4", "_text", "mood"
  char typeClass = 'b';        ///< typtype: base, enum, range, multirange, composite
  char category = 'U';         ///< typcategory: A for arrays, S for strings …
  std::int64_t modifier = -1;  ///< atttypmod: length, precision and scale, packed
};

/// What a column of that type means.
/// @param declared as format_type spells it, with the domain's name where there is one
ValueType postgresqlType(const PostgresqlTypeEntry& entry, std::string declared);

}  // namespace joinery
