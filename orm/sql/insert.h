// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/sql/cte.h"
#include "orm/sql/expression.h"
#include "orm/sql/from_item.h"

namespace joinery::sql {

/// What an INSERT does with a row whose key is there already.
struct OnConflict {
  enum class Action { Nothing, Update };
  Action action = Action::Nothing;
  /// The columns of the unique key; empty: any (Nothing only).
  std::vector<std::string> index;
  /// SET of Update; excluded(column) is the row that was refused.
  std::vector<std::pair<std::string, Expression>> set;
  Expression where;
};
/// `excluded."name"` in an ON CONFLICT DO UPDATE.
Expression excluded(std::string name, ValueType type = {});

/// [WITH …] INSERT INTO table: values (several rows), a select, or DEFAULT VALUES when both are absent.
struct Insert {
  QualifiedName table;
  std::vector<std::string> columns = {};
  /// Each as long as columns.
  std::vector<std::vector<Expression>> rows = {};
  std::shared_ptr<const Select> select = {};
  std::optional<OnConflict> onConflict = {};
  std::vector<Expression> returning = {};
  std::vector<Cte> ctes = {};
};

}  // namespace joinery::sql
