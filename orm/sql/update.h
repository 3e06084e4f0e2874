// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/sql/cte.h"
#include "orm/sql/expression.h"
#include "orm/sql/from_item.h"

namespace joinery::sql {

/// [WITH …] UPDATE table SET … [FROM …] [WHERE …] [RETURNING …]. Columns in conditions are qualified by the table's name.
struct Update {
  QualifiedName table;
  std::vector<std::pair<std::string, Expression>> set;
  FromItem from = {};
  Expression where = {};
  std::vector<Expression> returning = {};
  std::vector<Cte> ctes = {};
};

}  // namespace joinery::sql
