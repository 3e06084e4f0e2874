// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/sql/cte.h"
#include "orm/sql/expression.h"
#include "orm/sql/from_item.h"

namespace joinery::sql {

/// [WITH …] DELETE FROM table [USING …] [WHERE …] [RETURNING …]. Columns in conditions are qualified by the table's name.
struct Delete {
  QualifiedName table;
  Expression where = {};
  std::vector<Expression> returning = {};
  /// What else the condition reads: rows go that some row of this matches. SQLite: EXISTS over it.
  FromItem from = {};
  std::vector<Cte> ctes = {};
};

}  // namespace joinery::sql
