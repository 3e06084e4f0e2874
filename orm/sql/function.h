// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/sql/expression.h"
#include "orm/sql/order_by.h"

namespace joinery::sql {

/// `name(arguments…)`; the name is the program's own text, never from outside.
Expression function(std::string name, std::vector<Expression> arguments, ValueType type = {});

Expression count();
Expression count(Expression operand);
Expression countDistinct(Expression operand);
Expression sum(Expression operand);
Expression average(Expression operand);
Expression minimum(Expression operand);
Expression maximum(Expression operand);
Expression coalesce(std::vector<Expression> operands);
Expression lower(Expression operand);
Expression upper(Expression operand);
Expression length(Expression operand);
Expression currentTimestamp();
/// NULL where both are equal.
Expression nullIf(Expression operand, Expression other);
Expression absolute(Expression operand);
Expression trim(Expression operand);
Expression replace(Expression operand, Expression from, Expression to);
/// Aggregate: the operands as one text with a separator between them. SQLite group_concat, elsewhere string_agg.
Expression joinTexts(Expression operand, std::string separator);

/// Functions of a window, for over().
Expression rowNumber();
Expression rank();
Expression denseRank();
/// The operand of a row before or after this one, NULL where there is none. @param rows > 0
Expression lag(Expression operand, int rows = 1);
Expression lead(Expression operand, int rows = 1);
Expression firstValue(Expression operand);
Expression lastValue(Expression operand);

/// An aggregate restricted by FILTER (WHERE …).
Expression filtered(Expression aggregate, Expression condition);

/// A frame of a window: ROWS, RANGE or GROUPS between two bounds.
struct Frame {
  enum class Unit { Rows, Range, Groups };
  enum class Bound { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing };
  Unit unit = Unit::Rows;
  Bound start = Bound::UnboundedPreceding;
  int startOffset = 0;
  Bound end = Bound::CurrentRow;
  int endOffset = 0;
};
/// `function OVER (PARTITION BY … ORDER BY … frame)`.
Expression over(Expression function, std::vector<Expression> partitionBy, std::vector<OrderBy> orderBy = {},
                std::optional<Frame> frame = {});

}  // namespace joinery::sql
