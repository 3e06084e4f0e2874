// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/sql/expression.h"

namespace joinery::sql {

/// DELETE FROM table [WHERE …] [RETURNING …]. Columns in conditions are qualified by the table's name.
struct Delete {
  QualifiedName table;
  Expression where;
  std::vector<Expression> returning;
};

}  // namespace joinery::sql
