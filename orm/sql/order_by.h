// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/expression.h"

namespace joinery::sql {

/// One key of ORDER BY.
struct OrderBy {
  enum class Direction { Ascending, Descending };
  /// Engine: where the engine's index has them.
  enum class Nulls { Engine, First, Last };
  Expression expression;
  Direction direction = Direction::Ascending;
  Nulls nulls = Nulls::Engine;
};

}  // namespace joinery::sql
